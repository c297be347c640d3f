import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeJwt, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Answered, type RunningPlatform, runPlatform } from '../support/running-platform.ts';

interface Problem {
  title: string;
  status: number;
  code: string;
  fields?: { field: string; code: string; problem: string; allowed?: string }[];
}

let running: RunningPlatform;
let home: string;
let foreign: string;
let master: string;
let campaignId: string;
let auditId: string;
let foreignAuditId: string;

beforeAll(async () => {
  running = await runPlatform();
  await running.publishEdition([]);
  const stations = await running.importSample(8);
  const mastered: string[] = [];
  for (const station of stations) {
    const login = `sm.${station.slice(4).toLowerCase()}`;
    await running.token(login).then(
      () => mastered.push(station),
      () => {},
    );
  }
  [home, foreign] = mastered as [string, string];
  master = `sm.${home.slice(4).toLowerCase()}`;
  campaignId = await running.launch({
    scope: { kind: 'stations', ids: [home, foreign] },
    positions: ['SM', 'SA'],
  });
  await running.until(
    async () =>
      (await running.call<{ audits: { opened: number } }>('hq', 'GET', `/v1/campaigns/${campaignId}`)).body
        .audits.opened === 2,
    'both audits are open',
  );
  const audits = await running.call<{ items: { auditId: string; stationId: string }[] }>(
    'hq',
    'GET',
    `/v1/campaigns/${campaignId}/audits`,
  );
  auditId = audits.body.items.find((audit) => audit.stationId === home)?.auditId ?? '';
  foreignAuditId = audits.body.items.find((audit) => audit.stationId === foreign)?.auditId ?? '';
});
afterAll(() => running.end());

const problem = (answer: Answered, status: number, code: string): Problem => {
  expect([answer.status, (answer.body as unknown as Problem).code]).toEqual([status, code]);
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
  expect(JSON.stringify(answer.body)).not.toMatch(/\bat .*\.(js|ts):\d+|node_modules|Exception/);
  return answer.body as unknown as Problem;
};
const launchWith = (command: object, headers = {}) =>
  running.call(
    'hq',
    'POST',
    '/v1/campaigns',
    {
      name: 'Q',
      scope: { kind: 'network' },
      dueAt: '2099-01-10T00:00:00Z',
      closesAt: '2099-01-20T00:00:00Z',
      opensAt: '2099-01-01T00:00:00Z',
      ...command,
    },
    headers,
  );
const checklistOf = async (position: string) =>
  (
    await running.call<{ items: { id: string }[] }>(
      master,
      'GET',
      `/v1/audits/${auditId}/checklists/${position}`,
    )
  ).body.items.map((item) => item.id);

describe('a token', () => {
  test('of yesterday is refused, although the issuer itself has signed it', async () => {
    const keys = JSON.parse(readFileSync(join(running.data, 'issuer-keys.json'), 'utf8')) as { jwks: JWK[] };
    const [key] = keys.jwks;
    if (!key) throw new Error('the issuer has a key');
    const { iat, exp, ...claims } = decodeJwt(await running.token('hq'));
    const signedUntil = async (expires: number) =>
      new SignJWT({ ...claims, exp: Math.floor(expires / 1000) })
        .setProtectedHeader({ alg: 'RS256', kid: String(key.kid), typ: 'at+jwt' })
        .sign(await importJWK(key, 'RS256'));
    expect(Number(exp) - Number(iat)).toBe(3600);
    expect(
      (await running.call({ token: await signedUntil(Date.now() + 60_000) }, 'GET', '/v1/me')).status,
    ).toBe(200);
    expect(
      (await running.call({ token: await signedUntil(Date.now() - 60_000) }, 'GET', '/v1/me')).status,
    ).toBe(401);
  });

  test('that is missing is refused', async () => {
    expect((await running.call(null, 'GET', '/v1/me')).status).toBe(401);
  });

  test('that somebody else has signed is refused', async () => {
    const { privateKey } = await generateKeyPair('RS256');
    const forged = await new SignJWT({ sub: 'hq', client_id: running.addresses.clientId })
      .setProtectedHeader({ alg: 'RS256' })
      .setIssuer(running.addresses.issuerUrl)
      .setAudience(running.addresses.clientId)
      .setExpirationTime('1h')
      .sign(privateKey);
    expect((await running.call({ token: forged }, 'GET', '/v1/me')).status).toBe(401);
  });

  test('whose content was changed is refused', async () => {
    const [header, , signature] = (await running.token(master)).split('.');
    const claims = Buffer.from(
      JSON.stringify({ sub: 'hq', iss: running.addresses.issuerUrl, exp: 4_102_444_800 }),
    ).toString('base64url');
    expect((await running.call({ token: `${header}.${claims}.${signature}` }, 'GET', '/v1/me')).status).toBe(
      401,
    );
  });

  test('without a signature is refused', async () => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const none = `${part({ alg: 'none' })}.${part({ sub: 'hq', iss: running.addresses.issuerUrl, exp: 4_102_444_800 })}.`;
    expect((await running.call({ token: none }, 'GET', '/v1/me')).status).toBe(401);
  });

  test('tells who the platform takes the caller for', async () => {
    const me = await running.call(master, 'GET', '/v1/me');
    expect(me.body).toMatchObject({ subject: master, role: 'station-master', stationId: home });
  });
});

describe('a thing that is not there, or not for the caller', () => {
  test('an unknown station is missing', async () => {
    problem(await running.call('hq', 'GET', '/v1/stations/stn_NOPE-1'), 404, 'station-not-found');
  });

  test('a foreign station looks exactly like an unknown one', async () => {
    const unknown = problem(
      await running.call(master, 'GET', '/v1/stations/stn_NOPE-1'),
      404,
      'station-not-found',
    );
    const other = problem(
      await running.call(master, 'GET', `/v1/stations/${foreign}`),
      404,
      'station-not-found',
    );
    expect({ ...other, request: '' }).toEqual({ ...unknown, request: '' });
    for (const path of ['people', 'audits'])
      problem(await running.call(master, 'GET', `/v1/stations/${foreign}/${path}`), 404, 'station-not-found');
  });

  test('a foreign audit is missing, for reading and for answering', async () => {
    problem(await running.call(master, 'GET', `/v1/audits/${foreignAuditId}`), 404, 'audit-not-found');
    problem(
      await running.call(master, 'GET', `/v1/audits/${foreignAuditId}/checklists/SM`),
      404,
      'audit-not-found',
    );
    const answers = [{ item: 'AU-SM-01', answer: 'satisfied' }];
    problem(
      await running.call(master, 'POST', `/v1/audits/${foreignAuditId}/positions/SM/answers`, { answers }),
      404,
      'audit-not-found',
    );
  });

  test('a position that the audit does not ask for has no checklist', async () => {
    problem(
      await running.call(master, 'GET', `/v1/audits/${auditId}/checklists/MT`),
      404,
      'position-not-audited',
    );
  });

  test('a region of somebody else is missing for a region manager', async () => {
    const regions = (await running.call<{ items: { regionId: string }[] }>('hq', 'GET', '/v1/regions')).body
      .items;
    problem(
      await running.call(master, 'GET', `/v1/regions/${regions[0]?.regionId}/stations`),
      403,
      'not-permitted',
    );
  });

  test('a campaign that does not exist is missing', async () => {
    problem(await running.call('hq', 'GET', '/v1/campaigns/cmp_0000000000'), 404, 'campaign-not-found');
  });
});

describe('a command of somebody without the right', () => {
  test.each([
    ['POST', '/v1/campaigns'],
    ['POST', '/v1/network/imports'],
    ['POST', '/v1/certificates/imports'],
    ['PUT', '/v1/edition-drafts/dft_E1'],
    ['GET', '/v1/campaigns'],
  ])('%s %s is refused before its content is looked at', async (method, path) => {
    problem(
      await running.call(master, method, path, method === 'GET' ? undefined : {}),
      403,
      'not-permitted',
    );
  });

  test('a station does not review itself', async () => {
    for (const [method, path, body] of [
      ['POST', `/v1/audits/${auditId}/review`, { decision: 'accept' }],
      ['GET', '/v1/reviews', undefined],
    ] as const)
      problem(await running.call(master, method, path, body), 403, 'not-permitted');
  });

  test('a region manager neither answers nor reviews', async () => {
    const { body } = await running.call<{ regionId: string }>('hq', 'GET', `/v1/audits/${auditId}`);
    const manager = await running.managerOf(body.regionId);
    const answers = [{ item: 'AU-SA-01', answer: 'satisfied' }];
    const path = `/v1/audits/${auditId}/positions/SA`;
    problem(await running.call(manager, 'POST', `${path}/answers`, { answers }), 403, 'not-permitted');
    problem(await running.call(manager, 'PUT', `${path}/draft`, { answers }), 403, 'not-permitted');
    problem(await running.call(manager, 'PUT', `${path}/auditor`, { personId: null }), 403, 'not-permitted');
  });
});

describe('launching a campaign', () => {
  test.each([
    [
      'a window that ends before it starts',
      { closesAt: '2098-12-31T00:00:00Z' },
      'closesAt',
      'window-ends-before-it-starts',
    ],
    ['a due date outside the window', { dueAt: '2099-02-01T00:00:00Z' }, 'dueAt', 'due-outside-window'],
    [
      'a window that is over',
      { opensAt: '2020-01-01T00:00:00Z', dueAt: '2020-01-02T00:00:00Z', closesAt: '2020-01-03T00:00:00Z' },
      'closesAt',
      'window-is-over',
    ],
    ['a date that is none', { dueAt: 'soon' }, 'dueAt', 'wrong-format'],
    ['a missing name', { name: undefined }, 'name', 'missing'],
    ['an empty name', { name: '  ' }, 'name', 'too-short'],
    ['an unknown field', { colour: 'red' }, 'colour', 'unknown-field'],
    ['an unknown position', { positions: ['SA', 'XX'] }, 'positions[1]', 'unknown-position'],
    [
      'an unknown region',
      { scope: { kind: 'regions', ids: ['reg_MOON'] } },
      'scope.ids[0]',
      'unknown-region',
    ],
    [
      'an unknown station',
      { scope: { kind: 'stations', ids: ['stn_NOPE-1'] } },
      'scope.ids[0]',
      'unknown-station',
    ],
    ['a scope without stations', { scope: { kind: 'stations', ids: [] } }, 'scope.ids', 'too-short'],
  ])('with %s is refused and names the field', async (_what, command, field, code) => {
    const body = problem(await launchWith(command), 400, 'input-rejected');
    const found = body.fields?.find((f) => f.field === field);
    expect(found).toMatchObject({ field, code });
    expect(found?.problem).toBeTruthy();
    expect(found?.allowed).toBeTruthy();
  });

  test('with an unknown edition is refused', async () => {
    problem(await launchWith({ edition: '77' }), 404, 'edition-not-found');
  });

  test('with a body that is not JSON is refused', async () => {
    const body = problem(
      await running.call('hq', 'POST', '/v1/campaigns', '{"name":'),
      400,
      'input-rejected',
    );
    expect(body.fields?.[0]).toMatchObject({ field: 'body', code: 'body-not-json' });
  });

  test('twice under one key launches once, and another command under that key is refused', async () => {
    const key = { 'idempotency-key': 'k-1' };
    const first = await launchWith({ name: 'Once' }, key);
    const again = await launchWith({ name: 'Once' }, key);
    expect([first.status, again.status]).toEqual([202, 202]);
    expect(again.body.campaignId).toBe(first.body.campaignId);
    problem(await launchWith({ name: 'Twice' }, key), 409, 'command-reused');
  });

  test('answers in Chinese unless English is asked for', async () => {
    const answer = await launchWith({ name: undefined }, { 'accept-language': '' });
    expect(answer.headers.get('content-language')).toBe('zh-CN');
    expect((answer.body as unknown as Problem).title).toBe('输入有误');
  });
});

describe('a list', () => {
  test.each(['limit=0', 'limit=1001', 'limit=abc', 'cursor=%25', 'status=open', 'colour=red'])(
    'with %s is refused',
    async (query) => {
      problem(
        await running.call('hq', 'GET', `/v1/campaigns/${campaignId}/audits?${query}`),
        400,
        'input-rejected',
      );
    },
  );

  test('with a cursor of something else is refused', async () => {
    const body = problem(
      await running.call('hq', 'GET', `/v1/campaigns/${campaignId}/audits?cursor=e30`),
      400,
      'input-rejected',
    );
    expect(body.fields?.[0]).toMatchObject({ field: 'cursor', code: 'wrong-format' });
  });
});

describe('answering', () => {
  // The master's own position is HQ's to answer.
  const submit = (position: string, answers: object[], user = position === 'SM' ? 'auditor' : master) =>
    running.call(user, 'POST', `/v1/audits/${auditId}/positions/${position}/answers`, { answers });

  test('with an item outside the checklist is refused and says what is inside', async () => {
    const items = await checklistOf('SM');
    const body = problem(
      await submit('SM', [
        ...items.map((item) => ({ item, answer: 'satisfied' })),
        { item: 'AU-MT-01', answer: 'satisfied' },
      ]),
      400,
      'input-rejected',
    );
    expect(body.fields).toEqual([
      expect.objectContaining({
        field: `answers[${items.length}].item`,
        code: 'outside-checklist',
        allowed: expect.stringContaining('AU-SM-01'),
      }),
    ]);
  });

  test('with gaps, twice, or without a remark is refused', async () => {
    const items = await checklistOf('SM');
    const body = problem(
      await submit('SM', [
        { item: items[0], answer: 'satisfied' },
        { item: items[0], answer: 'satisfied' },
        { item: items[1], answer: 'not' },
      ]),
      400,
      'input-rejected',
    );
    expect(body.fields?.map((f) => f.code).sort()).toEqual(['answered-twice', 'gaps', 'remark-missing']);
  });

  test('the same again is accepted, something else is refused, and nothing after the end', async () => {
    const answersFor = async (position: string, answer: string) =>
      (await checklistOf(position)).map((item) => ({ item, answer, remark: '有记录' }));
    const given = await answersFor('SM', 'satisfied');
    expect((await submit('SM', given)).status).toBe(200);
    expect((await submit('SM', [...given].reverse())).body).toEqual({ accepted: true, pending: ['SA'] });
    problem(await submit('SM', await answersFor('SM', 'partly')), 409, 'answers-already-given');

    const advisors = await answersFor('SA', 'satisfied');
    expect((await submit('SA', advisors)).status).toBe(200);
    await running.until(
      async () =>
        (await running.call<{ status: string }>(master, 'GET', `/v1/audits/${auditId}`)).body.status ===
        'closed',
      'the audit is closed',
    );
    expect((await submit('SA', advisors)).status).toBe(200);
    problem(await submit('SA', await answersFor('SA', 'not')), 409, 'answers-already-given');
    problem(await submit('MT', [{ item: 'AU-MT-01', answer: 'satisfied' }]), 409, 'audit-not-open');
  });
});
