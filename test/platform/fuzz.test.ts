import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { decodeJwt, importJWK, type JWK, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { apiDocument, apiOperations } from '../../infra/api-document.ts';
import { functionSpecs } from '../../infra/function-specs.ts';
import { camelCase } from '../../infra/names.ts';
import { gatewayBody, problemBody } from '../../packages/contracts/problem.ts';
import { peopleCommands } from '../support/people-commands.ts';
import { type RunningPlatform, runPlatform } from '../support/running-platform.ts';
import { type AnyRequest, anyRequest, cursorOf, type Known, wrongPlaces } from './fuzz-requests.ts';

/** The same requests every time; another seed by FUZZ_SEED, more of them (for each role) by FUZZ_RUNS. */
const seed = Number(process.env.FUZZ_SEED ?? 20_261_123);
const numRuns = Number(process.env.FUZZ_RUNS ?? 12);
const slowestMilliseconds = 5000;

const specs = await functionSpecs();
const document = await apiDocument(specs);
const operations = (await apiOperations(specs)).map((operation) => {
  const described = document.paths[operation.path]?.[operation.method.toLowerCase()];
  if (described?.operationId !== camelCase(operation.name)) throw new Error(`${operation.name}: no document`);
  return { ...operation, described };
});
const roles = ['hq', 'region manager', 'station master', 'unknown subject'] as const;
type Role = (typeof roles)[number];

let running: RunningPlatform;
const tokens = new Map<Role, string>();
const known: Known & Record<string, string[]> = {
  position: ['SM', 'SA', 'MT', 'GA'],
  edition: ['1', '2'],
  limit: ['1', '2', '100'],
  part: ['correct', 'verify'],
};

/** What people should never read: where something stands in our code, what it runs on and how it stores. */
const inside =
  /\bat .*\.(js|ts):\d+|node_modules|Exception|\w+Error\b|dynamo|arn:aws|stationkeeper-(local|dev)|ValidationE|\bpk\b|\bsk\b(?!-)|gsi\d|token"/gi;

const examples: Record<string, () => object> = {
  'launch-campaign': () => ({
    name: 'Fuzz',
    scope: { kind: 'stations', ids: known.stationId?.slice(0, 2) },
    positions: ['SM'],
    opensAt: '2099-01-01T00:00:00Z',
    dueAt: '2099-01-10T00:00:00Z',
    closesAt: '2099-01-20T00:00:00Z',
  }),
  'preview-campaign': () => ({
    scope: { kind: 'regions', ids: known.regionId },
    dueAt: '2099-01-10T00:00:00Z',
    closesAt: '2099-01-20T00:00:00Z',
    opensAt: '2099-01-01T00:00:00Z',
  }),
  'record-correction': () => ({
    containment: '已隔离',
    rootCause: '交接单没有该栏，无人知道要填',
    plan: '修订交接单',
    implementation: '新交接单已启用',
    evidence: '照片3',
  }),
  'decide-plan': () => ({ decision: 'reject', submission: 1, reason: '太笼统' }),
  'verify-correction': () => ({ decision: 'accept', submission: 2 }),
  'check-effect': () => ({ result: 'effective', submission: 2 }),
  'give-correction': () => ({ personId: null }),
  'extend-correction': () => ({ days: 3, reason: '等待配件' }),
  'start-scan': () => ({}),
  'request-audit-report': () => ({ format: 'json', language: 'en' }),
  'request-campaign-report': () => ({ format: 'csv', language: 'zh' }),
  'register-webhook': () => ({ url: 'http://127.0.0.1:9/', events: ['CampaignClosed'] }),
  'submit-answers': () => ({ answers: [{ item: 'AU-SM-01', answer: 'satisfied', remark: '记录' }] }),
  'hire-person': () => ({
    personId: 'per_FUZZ-1',
    position: 'QI',
    since: '2026-11-02',
    name: '王小明',
    phone: '13800000000',
    exception: '试用',
  }),
  'transfer-person': () => ({ from: 'MT', toPosition: 'PT', on: '2026-11-02', exception: '试用' }),
  'end-employment': () => ({ on: '2026-11-02' }),
  'record-hand-over': () => ({ on: '2026-11-02', evidence: '交接单 7' }),
  'record-step': () => ({ step: 'registration', evidence: '合同 7' }),
  'record-modules': () => ({ modules: [{ module: 'M1', hours: 4 }] }),
  'name-mentor': () => ({ mentor: 'hq' }),
  'begin-certification': () => ({ position: 'MT', kind: 'authorisation', authorisation: 'hv' }),
  'show-prerequisite': () => ({ prerequisite: 'education', evidence: '毕业证 7' }),
  'record-retraining': () => ({ evidence: '签到表 7' }),
  'record-assessment': () => ({ points: { 'MT-P1-1': 5 } }),
  'decide-certification': () => ({ decision: 'approve' }),
  'control-certificate': () => ({ decision: 'revoke', reason: '弄虚作假', appealNote: '30日内可申诉' }),
  'record-refresher': () => ({ hours: 4, evidence: '签到表 7' }),
  'save-answers': () => ({ answers: { 'MT-001': [0] } }),
  'submit-paper': () => ({ answers: { 'MT-001': [0] } }),
  'publish-bank': () => ({ content: { position: 'SA', version: 1 } }),
  'import-certificates': () => ({
    dryRun: false,
    reason: '加盟前已取得',
    rows: [
      {
        row: 2,
        cells: {
          station_code: known.stationId?.[0]?.slice(4) ?? '',
          person_code: 'FUZZ-9',
          position: 'MT',
          level: 'L1',
          valid_from: '2026-01-01',
          valid_until: '2028-01-01',
          evidence: '档案 1',
        },
      },
    ],
  }),
  'import-network': () => ({
    dryRun: false,
    rows: {
      regions: [{ row: 2, cells: { region_code: 'FUZZ', name_zh: '大区', name_en: 'Region' } }],
      stations: [
        {
          row: 2,
          cells: {
            station_code: 'FUZZ-1',
            name: '服务商',
            region_code: 'FUZZ',
            province: '山东',
            city: '济南',
            repair_class: 'II',
            nev: 'yes',
            opened_on: '2020-01-01',
          },
        },
      ],
    },
  }),
};

beforeAll(async () => {
  running = await runPlatform();
  await running.publishEdition();
  known.stationId = await running.importSample(6);
  const campaignId = await running.launch({ positions: ['SM', 'SA', 'MT'] });
  const audits = `/v1/campaigns/${campaignId}/audits`;
  interface Open {
    items: { auditId: string; stationId: string; regionId: string }[];
  }
  let open: Open['items'] = [];
  await running.until(async () => {
    open = (await running.call<Open>('hq', 'GET', audits)).body.items;
    return open.length === 6;
  }, 'all audits are open');
  known.campaignId = [campaignId];
  known.auditId = open.map(({ auditId }) => auditId);
  known.regionId = [...new Set(open.map(({ regionId }) => regionId))];
  await keepWebhook();
  tokens.set('hq', await running.token('hq'));
  tokens.set('region manager', await running.token(await running.managerOf(known.regionId[0] ?? '')));
  for (const { stationId } of open) {
    const token = await running.token(`sm.${stationId.slice(4).toLowerCase()}`).catch(() => undefined);
    if (token) tokens.set('station master', token);
  }
  const people = await peopleCommands(running, known.stationId?.[0] ?? '', '');
  for (const [name, id] of Object.entries(people.there)) known[name] = [id];
  known.nonconformityId = await somethingFound(tokens.get('station master') ?? '', open);
  tokens.set('unknown subject', await signedFor('nobody-here'));
  expect([...tokens.keys()].sort()).toEqual([...roles].sort());
});
afterAll(() => running.end());

/** Nonconformities of the station master's own station, out of a small audit beside the one that stays open. */
async function somethingFound(token: string, open: { stationId: string }[]): Promise<string[]> {
  const self = await running.call<{ subject: string; stationId: string }>({ token }, 'GET', '/v1/me');
  const station = open.find(({ stationId }) => stationId === self.body.stationId)?.stationId ?? '';
  const campaign = await running.launch({
    scope: { kind: 'stations', ids: [station] },
    positions: ['SA', 'MT'],
  });
  await running.platform.idle();
  const auditId = `aud_${campaign.slice('cmp_'.length)}_${station.slice('stn_'.length)}`;
  await running.answerAll(auditId, self.body.subject, () => 'not');
  await running.platform.idle();
  const path = `/v1/stations/${station}/nonconformities`;
  const { body } = await running.call<{ items: { nonconformityId: string }[] }>('hq', 'GET', path);
  expect(body.items.length).toBeGreaterThan(5);
  return body.items.map(({ nonconformityId }) => nonconformityId);
}

/** Sees to it that there is a webhook to ask about; the requests remove what they find. */
async function keepWebhook(): Promise<void> {
  const there = await running.call<{ items: { webhookId: string }[] }>('hq', 'GET', '/v1/webhooks');
  const [first] = there.body.items;
  const kept =
    first ??
    (await running.call<{ webhookId: string }>('hq', 'POST', '/v1/webhooks', { url: 'http://127.0.0.1:9/' }))
      .body;
  known.webhookId = [kept.webhookId];
}

/** A token that the issuer could have signed, for somebody without any rights. */
async function signedFor(subject: string): Promise<string> {
  const { jwks } = JSON.parse(readFileSync(join(running.data, 'issuer-keys.json'), 'utf8')) as {
    jwks: JWK[];
  };
  const [key] = jwks;
  if (!key) throw new Error('the issuer has a key');
  const claims = decodeJwt(await running.token('hq'));
  return new SignJWT({ ...claims, sub: subject })
    .setProtectedHeader({ alg: 'RS256', kid: String(key.kid), typ: 'at+jwt' })
    .sign(await importJWK(key, 'RS256'));
}

interface Heard {
  status: number;
  type: string;
  text: string;
  milliseconds: number;
}
async function send(role: Role, request: AnyRequest): Promise<Heard> {
  const started = performance.now();
  const response = await fetch(`${running.platform.apiUrl}${request.path}`, {
    method: request.method,
    headers: {
      ...request.headers,
      authorization: `Bearer ${tokens.get(role)}`,
      ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(request.body === undefined ? {} : { body: request.body }),
  });
  const text = await response.text();
  // Public routes take only so many calls; what is answered to more is looked at by the tests of their page.
  if (response.status === 429) {
    await new Promise((resolve) => setTimeout(resolve, 200));
    return send(role, request);
  }
  return {
    status: response.status,
    type: response.headers.get('content-type') ?? '',
    text,
    milliseconds: performance.now() - started,
  };
}

/** What is wrong with the answer; nothing when it keeps every promise of the document. */
function broken(
  operation: (typeof operations)[number],
  role: Role,
  request: AnyRequest,
  heard: Heard,
): string[] {
  const { status, type, text, milliseconds } = heard;
  const wrong: string[] = [];
  if (status >= 500) wrong.push('failed');
  if (!(status in operation.described.responses)) wrong.push(`status ${status} is not documented`);
  if (milliseconds > slowestMilliseconds) wrong.push(`took ${Math.round(milliseconds)} ms`);
  const media = operation.media[status];
  if (media !== undefined) {
    if (!type.startsWith(media)) wrong.push(`is ${type} instead of ${media}`);
    return wrong;
  }
  const accepted = operation.output[status];
  const body: unknown = JSON.parse(text);
  if (accepted) {
    const parsed = z.safeParse(accepted, body);
    if (!parsed.success) wrong.push(`not what is documented: ${z.prettifyError(parsed.error)}`);
    if (role === 'unknown subject' && operation.action !== null)
      wrong.push('answered somebody without rights');
    return wrong;
  }
  // What is said about input repeats the input's own words; nothing of ours may stand beside them.
  const said = `${decodeURIComponent(request.path.replaceAll(/%(?![0-9A-F]{2})/g, '%25'))} ${request.body}`;
  const shown = [...text.matchAll(inside)].map(([word]) => word).filter((word) => !said.includes(word));
  if (shown.length > 0) wrong.push(`shows the inside: ${shown.join(', ')}`);
  if (!type.startsWith('application/problem+json')) wrong.push(`is ${type}, no problem document`);
  const parsed = z.safeParse(problemBody, body);
  if (!parsed.success) wrong.push('is no problem document');
  else if (parsed.data.status !== status) wrong.push('says another status');
  if (role === 'unknown subject' && operation.action !== null && status !== 403)
    wrong.push('tells somebody without rights more than that');
  return wrong;
}

/** The path with things that are there. */
const addressOf = (template: string) =>
  template.replaceAll(/\{(\w+)\}/g, (_, name: string) => known[name]?.[0] ?? '1');

/** The beginning of a list's query: some are kept by region, and HQ says which. */
const queryOf = ({ input }: (typeof operations)[number]) =>
  'regionId' in (input.query?.shape ?? {}) ? `regionId=${known.regionId?.[0]}&` : '';

const lists = operations.filter(({ input }) => 'cursor' in (input.query?.shape ?? {}));

const requestsOf = (operation: (typeof operations)[number]) =>
  anyRequest(operation.path, operation.method, operation.described, known, examples[operation.name]?.());

const executions = () => {
  const { list, machines } = running.platform.executions;
  return Object.keys(machines()).reduce((sum, name) => sum + list(name, undefined, 10_000).length, 0);
};

describe(`Whatever is asked (seed ${seed})`, () => {
  // What only reads comes first, so that nothing that was launched is still starting meanwhile.
  const ordered = operations.toSorted((a, b) => Number(a.changes) - Number(b.changes));

  test.each(ordered)('$method $path answers as the document says, and never fails', async (operation) => {
    await running.platform.idle();
    const before = executions();
    const heardOf = new Map<string, number>();
    for (const role of roles)
      await fc.assert(
        fc.asyncProperty(requestsOf(operation), async (request) => {
          const heard = await send(role, request);
          const kind = `${role} ${heard.status}`;
          heardOf.set(kind, (heardOf.get(kind) ?? 0) + 1);
          expect({
            broken: broken(operation, role, request, heard),
            text: heard.text.slice(0, 500),
          }).toMatchObject({
            broken: [],
          });
        }),
        { seed, numRuns, interruptAfterTimeLimit: 30_000, markInterruptAsFailure: true },
      );
    expect(heardOf.get('unknown subject 403')).toBe(operation.action === null ? undefined : numRuns);
    if (process.env.FUZZ_SHOW) console.log(operation.name, Object.fromEntries(heardOf));
    if (!operation.changes) expect(executions()).toBe(before);
  });

  test.each(lists)('$name answers a place that it never gave out as the document says', async (operation) => {
    await keepWebhook();
    for (const place of wrongPlaces) {
      const request: AnyRequest = {
        method: 'GET',
        path: `${addressOf(operation.path)}?${queryOf(operation)}cursor=${cursorOf(place)}`,
        headers: {},
      };
      const heard = await send('hq', request);
      expect([place, heard.status, broken(operation, 'hq', request, heard)]).toEqual([
        place,
        expect.toBeOneOf([200, 400]),
        [],
      ]);
    }
  });

  test.each(lists)('$name is the same list one by one', async (operation) => {
    interface Page {
      items: object[];
      next?: string;
    }
    await keepWebhook();
    const page = async (query: string) =>
      (await running.call<Page>('hq', 'GET', `${addressOf(operation.path)}?${queryOf(operation)}${query}`))
        .body;
    const whole = await page('limit=99');
    const one: object[] = [];
    let next: string | undefined;
    do {
      const read = await page(`limit=1${next ? `&cursor=${next}` : ''}`);
      expect(read.items.length).toBeLessThanOrEqual(1);
      one.push(...read.items);
      next = read.next;
    } while (next && one.length <= whole.items.length);
    expect(one).toEqual(whole.items);
  });

  test('with a method that a path does not have is not found, in words of the gateway', async () => {
    const routes = operations.map(({ method, path }) => ({
      method,
      matches: new RegExp(`^${path.replaceAll('.', '[.]').replaceAll(/\{\w+\}/g, '[^/]+')}$`),
    }));
    let asked = 0;
    for (const template of Object.keys(document.paths)) {
      const path = addressOf(template);
      for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']) {
        if (routes.some((route) => route.method === method && route.matches.test(path))) continue;
        const heard = await send('hq', { method, path, headers: {} });
        expect([method, path, heard.status]).toEqual([method, path, 404]);
        expect(z.safeParse(gatewayBody, JSON.parse(heard.text)).success).toBe(true);
        asked += 1;
      }
    }
    expect(asked).toBeGreaterThan(operations.length);
  });

  test('without a right to anything, nothing was written by it', () => {
    expect(running.platform.denials()).toEqual([]);
  });
});
