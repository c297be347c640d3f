import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assemblyFolder, prepareAssembly } from '../../packages/cli/assembly.ts';
import { demoPassword, demoUsers, draftingLogin, managerLogin } from '../../packages/cli/demo-users.ts';
import { wordsIn } from '../../packages/cli/messages.ts';
import { publishEdition } from '../../packages/cli/publish-edition.ts';
import { type PlatformAddresses, passwordToken } from '../../packages/cli/session.ts';
import { type Platform, type PlatformOptions, startPlatform } from '../../packages/local/platform.ts';
import { makeNetwork } from '../../packages/simulator/make-network.ts';
import { loadBanks } from '../../packages/standard/load-bank.ts';
import { loadEdition } from '../../packages/standard/load-edition.ts';
import type { Edition } from '../../packages/standard/schema.ts';

export interface Answered<Body = Record<string, unknown>> {
  status: number;
  body: Body;
  headers: Headers;
}

/** The whole platform on a folder of its own, as `npm start` runs it, with HQ's first rights granted. */
export interface RunningPlatform {
  platform: Platform;
  addresses: PlatformAddresses;
  data: string;
  /** Calls the API as a user; `null` sends no token, `{token}` sends that one. */
  call<Body = Record<string, unknown>>(
    user: string | null | { token: string },
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answered<Body>>;
  token(user: string): Promise<string>;
  /** The edition that ships, or another one, by two people of HQ; and its question banks, or only of these: they are large. */
  publishEdition(positions?: readonly string[], other?: Edition): Promise<void>;
  /** Imports a sample network; answers the ids of its stations. */
  importSample(stations: number, seed?: number): Promise<string[]>;
  /** The login of a region's manager, who is given the right when first asked for. */
  managerOf(regionId: string): Promise<string>;
  launch(command?: object): Promise<string>;
  /** Submits every pending position of an audit, what the user may not answer as HQ's auditor; `answer` by item. */
  answerAll(auditId: string, user: string, answer?: (item: string) => string): Promise<void>;
  /** Waits until `done` answers true, looking every 50 ms. */
  until(done: () => Promise<boolean>, what: string, milliseconds?: number): Promise<void>;
  end(): Promise<void>;
}

export async function runPlatform(
  options: Partial<PlatformOptions> & { data?: string } = {},
): Promise<RunningPlatform> {
  await prepareAssembly();
  const data = options.data ?? mkdtempSync(join(tmpdir(), 'stationkeeper-'));
  let verify = async (_login: string, _password: string) => false;
  const platform = await startPlatform({
    assembly: assemblyFolder,
    apiPort: 0,
    ...options,
    data,
    verifyUser: (login: string, password: string) => verify(login, password),
  });
  Object.assign(process.env, platform.operatorEnv);
  const users = demoUsers(platform.outputs.TableName ?? '');
  verify = users.verify;
  await users.grantHq();
  const addresses: PlatformAddresses = {
    apiUrl: platform.apiUrl,
    issuerUrl: platform.issuerUrl,
    clientId: (platform.outputs.Audience ?? '').split(',')[0] ?? '',
  };
  const tokens = new Map<string, Promise<string>>();
  const token = (user: string) => {
    const known = tokens.get(user) ?? passwordToken(addresses, user, demoPassword, wordsIn('en'));
    tokens.set(user, known);
    return known;
  };

  const running: RunningPlatform = {
    platform,
    addresses,
    data,
    token,
    async call<Body>(
      user: string | null | { token: string },
      method: string,
      path: string,
      body?: unknown,
      headers = {},
    ) {
      const bearer = user === null ? undefined : typeof user === 'string' ? await token(user) : user.token;
      const response = await fetch(`${platform.apiUrl}${path}`, {
        method,
        headers: {
          'accept-language': 'en',
          ...(bearer ? { authorization: `Bearer ${bearer}` } : {}),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const text = await response.text();
      // Pages and files are looked at by their own tests.
      const isJson = (response.headers.get('content-type') ?? '').includes('json');
      return {
        status: response.status,
        headers: response.headers,
        body: (text && isJson ? JSON.parse(text) : {}) as Body,
      };
    },
    async publishEdition(positions, other) {
      const edition = other ?? loadEdition('edition-1');
      const as = (login: string) => ({
        async call<Body>(method: string, path: string, body?: object): Promise<Body> {
          const answer = await running.call<object>(login, method, path, body);
          demand(answer, 200, 201);
          return answer.body as Body;
        },
      });
      await publishEdition(edition, as(draftingLogin), as('hq'));
      if (other) return;
      for (const bank of loadBanks(edition)) {
        if (positions && !positions.includes(bank.position)) continue;
        demand(
          await running.call('hq', 'PUT', `/v1/positions/${bank.position}/bank`, { content: bank }),
          200,
          201,
        );
      }
    },
    async importSample(stations, seed = 1) {
      const rows = makeNetwork({ stations, seed, asOf: '2026-11-01' });
      demand(await running.call('hq', 'POST', '/v1/network/imports', { dryRun: false, rows }), 200);
      return rows.stations.map((row) => `stn_${row.cells.station_code}`);
    },
    async managerOf(regionId) {
      await users.grantRegionManagers([regionId]);
      return managerLogin(regionId);
    },
    async launch(command = {}) {
      const answer = await running.call<{ campaignId: string }>('hq', 'POST', '/v1/campaigns', {
        name: 'Audit',
        scope: { kind: 'network' },
        // Most scenarios are about the station; those about the review ask for it.
        review: 'none',
        dueAt: new Date(platform.clock.now() + 10 * 86_400_000).toISOString(),
        closesAt: new Date(platform.clock.now() + 20 * 86_400_000).toISOString(),
        ...command,
      });
      demand(answer, 202);
      return answer.body.campaignId;
    },
    async answerAll(auditId, user, answer = () => 'satisfied') {
      const audit = await running.call<{ pending: string[]; yours: string[] }>(
        user,
        'GET',
        `/v1/audits/${auditId}`,
      );
      for (const position of audit.body.pending) {
        const auditor = audit.body.yours.includes(position) ? user : 'auditor';
        const checklist = await running.call<{ items: { id: string }[] }>(
          user,
          'GET',
          `/v1/audits/${auditId}/checklists/${position}`,
        );
        const answers = checklist.body.items.map((item) => ({
          item: item.id,
          answer: answer(item.id),
          remark: '记录',
        }));
        demand(
          await running.call(auditor, 'POST', `/v1/audits/${auditId}/positions/${position}/answers`, {
            answers,
          }),
          200,
        );
      }
    },
    async until(done, what, milliseconds = 30_000) {
      const limit = Date.now() + milliseconds;
      while (!(await done())) {
        if (Date.now() > limit) throw new Error(`waited in vain: ${what}`);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
    async end() {
      await platform.stop();
      if (!options.data) rmSync(data, { recursive: true, force: true });
    },
  };
  return running;
}

/** Fails with the whole answer when the status is another one. */
export function demand(answer: Answered<object>, ...statuses: number[]): void {
  if (!statuses.includes(answer.status))
    throw new Error(`HTTP ${answer.status}: ${JSON.stringify(answer.body).slice(0, 2000)}`);
}
