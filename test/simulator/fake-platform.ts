import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answersHash, type GivenAnswer } from '../../packages/simulator/answers-for.ts';

interface Audit {
  auditId: string;
  stationId: string;
  edition: string;
  pending: string[];
  answers: Record<string, GivenAnswer[]>;
}

export interface FakePlatformOptions {
  stations: number;
  positions: string[];
  /** Logins that exist, by station id; `sm.<code>` alone unless given. */
  logins?(stationId: string): string[];
  /** Called before each request; what it answers is sent instead of the platform's own answer. */
  fault?(request: { method: string; path: string; count: number }): number | 'drop' | undefined;
}

/** The audit contract of the public API in memory, over real HTTP; closes the campaign when all is answered. */
export async function startFakePlatform(options: FakePlatformOptions) {
  const campaignId = 'cmp_0123456789';
  const loginsOf = options.logins ?? ((stationId: string) => [`sm.${stationId.slice(4).toLowerCase()}`]);
  const audits = new Map<string, Audit>(
    Array.from({ length: options.stations }, (_, i) => {
      const code = `T-${String(i).padStart(4, '0')}`;
      const auditId = `aud_0123456789_${code}`;
      return [
        auditId,
        { auditId, stationId: `stn_${code}`, edition: '1', pending: [...options.positions], answers: {} },
      ];
    }),
  );
  const seen = { posts: 0, drafts: 0, checklists: 0, lists: 0, requests: 0 };
  const revoked = new Set<string>();
  let issued = 0;

  const itemsOf = (position: string) =>
    Array.from({ length: 6 }, (_, i) => ({
      id: `AU-${position}-0${i + 1}`,
      clause: '1.1',
      severity: i === 2 ? 'critical' : 'major',
      weight: 10,
      check: { zh: '检查', en: 'check' },
      evidence: { zh: '记录', en: 'record' },
    }));

  async function answer(request: IncomingMessage): Promise<{ status: number; body: object }> {
    const problem = (status: number, code: string) => ({ status, body: { status, code, title: code } });
    const token = request.headers.authorization?.replace('Bearer ', '') ?? '';
    if (token === '' || revoked.has(token)) return problem(401, 'no-subject');
    const login = token.split('#')[0] ?? '';
    const url = new URL(request.url ?? '', 'http://fake');
    const [, v1, kind, id, part, position, verb] = url.pathname.split('/');
    if (v1 !== 'v1') return problem(404, 'route-unknown');

    if (kind === 'campaigns') {
      if (login !== 'hq.network') return problem(403, 'not-permitted');
      if (id !== campaignId) return problem(404, 'campaign-not-found');
      const open = [...audits.values()].filter((audit) => audit.pending.length > 0);
      if (part === undefined)
        return {
          status: 200,
          body: { campaignId, edition: '1', status: open.length > 0 ? 'running' : 'closed' },
        };
      seen.lists += 1;
      const from = url.searchParams.get('cursor') ?? '';
      const limit = Number(url.searchParams.get('limit'));
      const page = open.filter((audit) => audit.auditId > from).slice(0, limit);
      const last = page.length === limit ? page.at(-1)?.auditId : undefined;
      return {
        status: 200,
        body: {
          items: page.map(({ answers: _answers, ...facts }) => ({ ...facts, status: 'answering' })),
          ...(last ? { next: last } : {}),
        },
      };
    }

    if (kind === 'reviews') return { status: 200, body: { items: [] } };
    const audit = audits.get(id ?? '');
    if (kind !== 'audits' || !audit || !position) return problem(404, 'audit-not-found');
    if (!loginsOf(audit.stationId).includes(login)) return problem(403, 'not-permitted');
    if (part === 'checklists') {
      seen.checklists += 1;
      return {
        status: 200,
        body: { auditId: audit.auditId, position, edition: '1', items: itemsOf(position) },
      };
    }
    if (part === 'positions' && verb === 'draft' && request.method === 'PUT') {
      seen.drafts += 1;
      return { status: 200, body: { savedAt: '2026-11-01T00:00:00.000Z', missing: [] } };
    }
    if (part !== 'positions' || verb !== 'answers' || request.method !== 'POST')
      return problem(404, 'route-unknown');
    seen.posts += 1;
    let text = '';
    for await (const chunk of request) text += chunk;
    const { answers } = JSON.parse(text) as { answers: GivenAnswer[] };
    const before = audit.answers[position];
    if (before && answersHash(before) !== answersHash(answers)) return problem(409, 'answers-already-given');
    audit.answers[position] = answers;
    audit.pending = audit.pending.filter((code) => code !== position);
    return { status: 200, body: { accepted: true, pending: audit.pending } };
  }

  async function handle(request: IncomingMessage, response: ServerResponse) {
    seen.requests += 1;
    const fault = options.fault?.({
      method: request.method ?? '',
      path: request.url ?? '',
      count: seen.requests,
    });
    // A lost connection after the work is the harder case: the caller cannot know that it was done.
    const { status, body } = typeof fault === 'number' ? { status: fault, body: {} } : await answer(request);
    if (fault === 'drop') return void request.socket.destroy();
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  }

  let port = 0;
  let server = newServer();
  function newServer() {
    return createServer((request, response) => {
      handle(request, response).catch((error: unknown) => {
        response.writeHead(500).end(String(error));
      });
    });
  }
  const listen = () =>
    new Promise<void>((resolve) => {
      server.listen(port, '127.0.0.1', () => {
        port = (server.address() as AddressInfo).port;
        resolve();
      });
    });
  await listen();

  return {
    campaignId,
    apiUrl: `http://127.0.0.1:${port}`,
    audits,
    seen,
    /** Every token given out so far is refused from now on. */
    revokeTokens() {
      for (let n = 0; n <= issued; n++)
        for (const login of ['hq.network', ...[...audits.values()].flatMap((a) => loginsOf(a.stationId))])
          revoked.add(`${login}#${n}`);
      issued += 1;
    },
    async tokenFor(login: string) {
      const known =
        login === 'hq.network' || [...audits.values()].some((a) => loginsOf(a.stationId).includes(login));
      if (!known) throw new Error(`unknown login ${login}`);
      return `${login}#${issued}`;
    },
    /** Away and back again with what it knew, as after a crash. */
    async stop() {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
    async start() {
      server = newServer();
      await listen();
    },
  };
}
