import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { demoPassword } from '../../packages/cli/demo-users.ts';
import type { StationItem } from '../../packages/table/items.ts';
import { keys } from '../../packages/table/keys.ts';
import { temporaryFolder } from '../infra/synthesis.ts';
import { type AuditStage, auditStage } from '../support/audit-stage.ts';
import { runScript } from '../support/run-script.ts';
import { demand } from '../support/running-platform.ts';
import { day } from '../support/workflow-stage.ts';

interface Delivery {
  deliveryId: string;
  event: string;
  status: string;
  attempts: number;
  nextAttemptAt?: string;
  answeredWith?: number;
  error?: string;
}
interface Registered {
  webhookId: string;
  url: string;
  status: string;
  secret: string;
}
interface Heard {
  headers: IncomingHttpHeaders;
  body: string;
}

/** Another system: hears what it is told and answers as the test says. */
interface Receiver {
  url: string;
  heard: Heard[];
  answer: { status: number; body: string; headers?: Record<string, string> };
  server: Server;
}

let stage: AuditStage;
let receiver: Receiver;
beforeAll(async () => {
  stage = await auditStage();
  receiver = await openReceiver();
});
afterAll(async () => {
  receiver.server.closeAllConnections();
  receiver.server.close();
  await stage.end();
});
afterEach(async () => {
  expect(stage.calls.mend()).toEqual([]);
  for (const { webhookId } of await webhooks()) await call('DELETE', `/v1/webhooks/${webhookId}`);
  receiver.heard.length = 0;
  receiver.answer = { status: 204, body: '' };
});

async function openReceiver(): Promise<Receiver> {
  const heard: Heard[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      heard.push({ headers: request.headers, body });
      response.writeHead(opened.answer.status, opened.answer.headers).end(opened.answer.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const opened: Receiver = {
    url: `http://127.0.0.1:${port}/hook`,
    heard,
    answer: { status: 204, body: '' },
    server,
  };
  return opened;
}

const call = <Body = Record<string, unknown>>(method: string, path: string, body?: object, user = 'hq') =>
  stage.running.call<Body>(user, method, path, body);
const webhooks = async () => (await call<{ items: Registered[] }>('GET', '/v1/webhooks')).body.items;
async function register(form: object = {}): Promise<Registered> {
  const answer = await call<Registered>('POST', '/v1/webhooks', { url: receiver.url, ...form });
  demand(answer, 201);
  return answer.body;
}
const deliveries = async (webhookId: string) =>
  (await call<{ items: Delivery[] }>('GET', `/v1/webhooks/${webhookId}/deliveries`)).body.items;
/** Launches a campaign, which is an event. */
async function somethingHappens(): Promise<string> {
  return stage.launch([stage.stations[0] ?? ''], { positions: ['SM'] });
}
/** Checked by the reference library, at the time of the platform's clock. */
function verified(secret: string, { headers, body }: Heard): unknown {
  vi.useFakeTimers({ toFake: ['Date'], now: Number(headers['webhook-timestamp']) * 1000 });
  try {
    return new Webhook(secret).verify(body, headers as Record<string, string>);
  } finally {
    vi.useRealTimers();
  }
}
const minutes = 60_000;
const campaign = (n: number) => `cmp_01jd000000000000000000000${n}`;
/** An event as the bus hands it over. */
const campaignClosed = (n: number): string =>
  JSON.stringify({
    'detail-type': 'CampaignClosed',
    time: '2026-11-24T08:00:00Z',
    detail: { v: 1, campaignId: campaign(n) },
  });
/** Has messages planned in one batch; answers which of them are to come again. */
async function plan(bodies: readonly string[]): Promise<string[]> {
  const answer = await stage.running.platform.invoke(stage.functionName('plan-deliveries'), {
    Records: bodies.map((body, i) => ({
      messageId: `m${i}`,
      receiptHandle: `r${i}`,
      body,
      attributes: received(1),
    })),
  });
  const { batchItemFailures } = JSON.parse(answer.payload) as {
    batchItemFailures: { itemIdentifier: string }[];
  };
  return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
}

describe('an endpoint that takes what it is told', () => {
  test('hears an event once, with ids only, signed by the secret that was shown once', async () => {
    const { webhookId, secret } = await register({ events: ['CampaignLaunched'] });
    const campaignId = await somethingHappens();
    expect(receiver.heard).toHaveLength(1);
    const [heard] = receiver.heard as [Heard];
    expect(verified(secret, heard)).toEqual({
      type: 'CampaignLaunched',
      timestamp: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T/),
      data: { v: 1, campaignId },
    });
    expect(() => verified(secret.replace(/^whsec_./, 'whsec_='), heard)).toThrow();
    expect(await deliveries(webhookId)).toMatchObject([
      {
        deliveryId: heard.headers['webhook-id'],
        event: 'CampaignLaunched',
        status: 'delivered',
        attempts: 1,
      },
    ]);
    expect(JSON.stringify([await webhooks(), await deliveries(webhookId)])).not.toContain('whsec_');
  });

  test('hears the same event once, however often the bus delivers it', async () => {
    const { webhookId } = await register();
    for (let i = 0; i < 3; i++) {
      expect(await plan([campaignClosed(1), campaignClosed(1)])).toEqual([]);
      await stage.running.platform.idle();
    }
    expect(receiver.heard).toHaveLength(1);
    expect(await deliveries(webhookId)).toHaveLength(1);
  });

  test('hears the events of a batch, of which a damaged one comes again and stops no other', async () => {
    const { webhookId } = await register();
    const damaged = ['nonsense', '{"time":"2026-11-24T08:00:00Z"}', '{}'];
    const events = [campaignClosed(1), campaignClosed(2), campaignClosed(3)];
    const bodies = damaged.flatMap((body, i) => [body, events[i] ?? '']);
    expect(await plan(bodies)).toEqual(['m0', 'm2', 'm4']);
    await stage.running.platform.idle();
    expect(receiver.heard.map(({ body }) => JSON.parse(body).data.campaignId).sort()).toEqual(
      [1, 2, 3].map(campaign),
    );
    expect(await deliveries(webhookId)).toHaveLength(3);
  });

  test('is planned with one call and one reading of the endpoints, however many events there are', async () => {
    await register({ events: ['CampaignLaunched'] });
    const { platform, launch } = stage.running;
    const before = platform.counters.snapshot();
    stage.calls.mend();
    const scope = { kind: 'stations', ids: stage.stations.slice(0, 1) };
    for (let n = 0; n < 3; n++) await launch({ scope, positions: ['SM'] });
    await platform.idle();
    expect(platform.counters.since(before).invocations[stage.functionName('plan-deliveries')]).toBe(1);
    expect(stage.calls.seen('plan-deliveries').filter((call) => call === 'DynamoDB.Query')).toHaveLength(1);
    expect(receiver.heard).toHaveLength(3);
  });

  test('hears of its region only, where it is for a region', async () => {
    const [home = '', ...others] = stage.stations;
    const { regionId } = await stage.get<StationItem>(keys.station(home));
    const regions = await Promise.all(
      others.map(async (id) => (await stage.get<StationItem>(keys.station(id))).regionId),
    );
    const foreign = others[regions.findIndex((other) => other !== regionId)] ?? '';
    await register({ regionId });
    const campaignId = await stage.launch([home, foreign], { positions: ['SM'] });
    for (const station of [home, foreign]) await stage.answer(campaignId, station);
    await stage.pass(1000);
    const told = receiver.heard.map(({ body }) => JSON.parse(body) as { type: string; data: object });
    expect(told).toMatchObject([{ type: 'StationAuditClosed', data: { stationId: home } }]);
  });
});

describe('an endpoint that fails twice', () => {
  test('is told again after the pauses, by the same id, and takes it the third time', async () => {
    const { webhookId, secret } = await register({ events: ['CampaignLaunched'] });
    receiver.answer = { status: 500, body: `${'no '.repeat(100)}end` };
    await somethingHappens();
    expect(await deliveries(webhookId)).toMatchObject([
      { status: 'pending', attempts: 1, answeredWith: 500, error: 'no '.repeat(67).slice(0, 200) },
    ]);
    await stage.pass(9_000);
    expect(receiver.heard).toHaveLength(1);
    await stage.pass(2_000);
    expect(receiver.heard).toHaveLength(2);
    expect((await webhooks())[0]).toMatchObject({ status: 'active', failingSince: expect.any(String) });
    receiver.answer = { status: 200, body: 'thanks' };
    await stage.pass(minutes + 1_000);
    expect(receiver.heard).toHaveLength(3);
    expect(new Set(receiver.heard.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    const timestamps = receiver.heard.map(({ headers }) => Number(headers['webhook-timestamp']));
    expect(timestamps).toEqual(timestamps.toSorted((a, b) => a - b));
    for (const heard of receiver.heard) expect(verified(secret, heard)).toMatchObject({ data: { v: 1 } });
    const [delivery] = await deliveries(webhookId);
    expect(delivery).toMatchObject({ status: 'delivered', attempts: 3, answeredWith: 200 });
    expect(delivery).not.toHaveProperty('error');
    expect((await webhooks())[0]).not.toHaveProperty('failingSince');
  });
});

describe('an endpoint that never takes anything', () => {
  test('is given up after eight attempts; the dead letter can be put back, or asked for one by one', async () => {
    const { webhookId } = await register({ events: ['CampaignLaunched'] });
    receiver.answer = { status: 503, body: '' };
    await somethingHappens();
    for (const pause of [10, 60, 300, 1_800, 7_200, 18_000, 36_000]) await stage.pass(pause * 1000 + 500);
    expect(receiver.heard).toHaveLength(8);
    const [delivery] = await deliveries(webhookId);
    expect(delivery).toMatchObject({ status: 'given-up', attempts: 8, answeredWith: 503 });
    const queue = stage.functionName('deliver-event-dead-letters');
    expect(stage.running.platform.deadLetters()[queue]).toHaveLength(1);

    receiver.answer = { status: 204, body: '' };
    expect(await stage.running.platform.redrive(queue)).toEqual({ redriven: 1, left: 0 });
    await stage.running.platform.idle();
    expect(await deliveries(webhookId)).toMatchObject([{ status: 'delivered', attempts: 9 }]);
    const again = await call(
      'POST',
      `/v1/webhooks/${webhookId}/deliveries/${delivery?.deliveryId}/redelivery`,
    );
    demand(again, 202);
    await stage.running.platform.idle();
    expect(await deliveries(webhookId)).toMatchObject([{ status: 'delivered', attempts: 10 }]);
    expect(stage.running.platform.deadLetters()[queue]).toEqual([]);
  });

  test('that says it is gone is not asked a second time', async () => {
    const { webhookId } = await register({ events: ['CampaignLaunched'] });
    receiver.answer = { status: 410, body: '' };
    await somethingHappens();
    await stage.pass(day);
    expect(receiver.heard).toHaveLength(1);
    expect(await deliveries(webhookId)).toMatchObject([{ status: 'given-up', attempts: 1 }]);
  });

  test('is paused after a day, with an event; what comes is held, and one that is taken opens it again', async () => {
    const { webhookId } = await register({ events: ['CampaignLaunched'] });
    receiver.answer = { status: 500, body: '' };
    await somethingHappens();
    await stage.pass(day);
    await stage.pass(1_000);
    expect((await webhooks())[0]).toMatchObject({ status: 'paused' });
    const events = stage.running.platform.counters.snapshot().eventsPut;
    receiver.heard.length = 0;
    await somethingHappens();
    await stage.pass(day);
    expect(receiver.heard).toEqual([]);
    const held = await deliveries(webhookId);
    expect(held.map(({ status }) => status)).toEqual(['held', 'held']);
    expect(events).toBeGreaterThan(0);

    receiver.answer = { status: 204, body: '' };
    await call('POST', `/v1/webhooks/${webhookId}/deliveries/${held[0]?.deliveryId}/redelivery`);
    await stage.running.platform.idle();
    expect((await webhooks())[0]).toMatchObject({ status: 'active' });
    await somethingHappens();
    expect(receiver.heard).toHaveLength(2);
  });
});

describe('a new secret', () => {
  test('and the one before it both fit for a day, then only the new one', async () => {
    const { webhookId, secret } = await register({ events: ['CampaignLaunched'] });
    const rotated = await call<{ secret: string; previousUntil: string }>(
      'POST',
      `/v1/webhooks/${webhookId}/secret`,
    );
    demand(rotated, 200);
    await somethingHappens();
    const [both] = receiver.heard as [Heard];
    expect(verified(secret, both)).toEqual(verified(rotated.body.secret, both));
    await stage.pass(day + minutes);
    await somethingHappens();
    const last = receiver.heard.at(-1) as Heard;
    expect(verified(rotated.body.secret, last)).toMatchObject({ type: 'CampaignLaunched' });
    expect(() => verified(secret, last)).toThrow();
  });
});

describe('registering', () => {
  test.each([
    'http://example.com/hook',
    'https://user:pass@example.com/',
    'https://10.0.0.1/',
    'https://169.254.169.254/latest/meta-data',
    'https://[fd00::1]/',
    'https://[::ffff:10.0.0.1]/',
    'https://intranet/',
    'https://printer.local/',
    'ftp://example.com/',
    'nonsense',
  ])('%s is refused by the field', async (url) => {
    const answer = await call('POST', '/v1/webhooks', { url });
    expect([answer.status, answer.body]).toMatchObject([
      400,
      { fields: [{ field: 'url', code: 'address-not-allowed' }] },
    ]);
  });

  test('names unknown events and regions', async () => {
    const wrong = await call('POST', '/v1/webhooks', { url: receiver.url, events: ['ReportRequested'] });
    expect(wrong.body).toMatchObject({ fields: [{ field: 'events[0]', code: 'not-allowed-value' }] });
    const region = await call('POST', '/v1/webhooks', { url: receiver.url, regionId: 'reg_NOWHERE' });
    expect(region.body).toMatchObject({ fields: [{ field: 'regionId', code: 'unknown-region' }] });
  });

  test('under one key registers once and shows the secret once', async () => {
    const send = (form: object) =>
      stage.running.call<Registered>('hq', 'POST', '/v1/webhooks', form, { 'idempotency-key': 'one' });
    const first = await send({ url: receiver.url });
    const second = await send({ url: receiver.url });
    expect([first.status, second.status]).toEqual([201, 200]);
    expect(second.body).toEqual({ ...first.body, secret: undefined });
    expect((await send({ url: `${receiver.url}/other` })).body).toMatchObject({ code: 'command-reused' });
  });

  test('and everything after it is for HQ alone', async () => {
    const { webhookId } = await register();
    const master = stage.masterOf(stage.stations[0] ?? '');
    const delivery = 'msg_00000000000000000000000000';
    for (const [method, path] of [
      ['POST', '/v1/webhooks'],
      ['GET', '/v1/webhooks'],
      ['DELETE', `/v1/webhooks/${webhookId}`],
      ['POST', `/v1/webhooks/${webhookId}/secret`],
      ['GET', `/v1/webhooks/${webhookId}/deliveries`],
      ['POST', `/v1/webhooks/${webhookId}/deliveries/${delivery}/redelivery`],
    ] as const)
      for (const user of [master, 'auditor'])
        expect([
          method,
          path,
          (await call(method, path, method === 'GET' ? undefined : {}, user)).status,
        ]).toEqual([method, path, 403]);
    expect(
      (await call('POST', `/v1/webhooks/${webhookId}/deliveries/${delivery}/redelivery`)).body,
    ).toMatchObject({ code: 'delivery-not-found' });
    expect((await call('GET', '/v1/webhooks/whk_00000000000000000000000000/deliveries')).body).toMatchObject({
      code: 'webhook-not-found',
    });
  });
});

describe('what goes wrong on the way', () => {
  test('a redirect is an answer and not followed', async () => {
    const { webhookId } = await register({ events: ['CampaignLaunched'] });
    receiver.answer = { status: 302, body: '', headers: { location: receiver.url } };
    await somethingHappens();
    expect(receiver.heard).toHaveLength(1);
    expect(await deliveries(webhookId)).toMatchObject([{ status: 'pending', answeredWith: 302 }]);
  });

  test('an endpoint that nobody listens at is unreachable', async () => {
    const { webhookId } = await register({ url: 'http://127.0.0.1:9/', events: ['CampaignLaunched'] });
    await somethingHappens();
    expect(await deliveries(webhookId)).toMatchObject([{ status: 'pending', error: 'unreachable' }]);
  });

  test('who dies after the call and before it is written down calls again by the same id', async () => {
    const { webhookId } = await register({ events: ['CampaignLaunched'] });
    stage.calls.break({
      caller: 'deliver-event',
      call: 'DynamoDB.UpdateItem',
      times: 1,
      error: 'AccessDeniedException',
    });
    await somethingHappens();
    expect(await deliveries(webhookId)).toMatchObject([{ status: 'pending', attempts: 0 }]);
    await stage.pass(121_000);
    expect(await deliveries(webhookId)).toMatchObject([{ status: 'delivered', attempts: 1 }]);
    expect(new Set(receiver.heard.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(receiver.heard).toHaveLength(2);
  });

  test('who dies between planning and the queue leaves nothing behind that the repeat does not mend', async () => {
    const { webhookId } = await register({ events: ['CampaignLaunched'] });
    stage.calls.break({
      caller: 'plan-deliveries',
      call: 'AmazonSQS.SendMessageBatch',
      times: 1,
      error: 'AccessDeniedException',
    });
    await somethingHappens();
    expect(receiver.heard).toEqual([]);
    expect(await deliveries(webhookId)).toMatchObject([{ status: 'pending', attempts: 0 }]);
    await stage.pass(126_000);
    expect(receiver.heard).toHaveLength(1);
    expect(await deliveries(webhookId)).toMatchObject([{ status: 'delivered' }]);
  });

  test('an event that cannot be planned is left in the end, and planned when it is put back', async () => {
    const { webhookId } = await register({ events: ['CampaignLaunched'] });
    stage.calls.break({
      caller: 'plan-deliveries',
      call: 'DynamoDB.Query',
      error: 'AccessDeniedException',
    });
    await somethingHappens();
    for (let attempt = 1; attempt <= 8; attempt++) await stage.pass(131_000);
    const queue = stage.functionName('plan-deliveries-dead-letters');
    expect(stage.running.platform.deadLetters()[queue]?.length).toBeGreaterThan(0);
    expect(await deliveries(webhookId)).toEqual([]);
    stage.calls.mend();
    await stage.running.platform.redrive(queue);
    await stage.running.platform.idle();
    expect(stage.running.platform.deadLetters()[queue]).toEqual([]);
    expect(await deliveries(webhookId)).toMatchObject([{ status: 'delivered' }]);
    expect(receiver.heard).toHaveLength(1);
  });

  test('a message that says nothing goes to the dead letters and stops nobody', async () => {
    const poisoned = { messageId: 'm1', receiptHandle: 'r1', body: 'nonsense', attributes: received(1) };
    const answer = await stage.running.platform.invoke(stage.functionName('deliver-event'), {
      Records: [
        poisoned,
        { ...poisoned, messageId: 'm2', body: '{"webhookId":"whk_x","deliveryId":"msg_x"}' },
      ],
    });
    expect(JSON.parse(answer.payload)).toEqual({ batchItemFailures: [{ itemIdentifier: 'm1' }] });
  });

  test('needs no right that the template does not give', () => {
    expect(stage.running.platform.denials()).toEqual([]);
  });

  test('and no secret is in any log', () => {
    const folder = join(stage.running.data, 'logs');
    const logs = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'));
    expect(logs.length).toBeGreaterThan(5);
    expect(logs.filter((text) => text.includes('whsec_'))).toEqual([]);
  });
});

const received = (times: number) => ({ ApproximateReceiveCount: String(times) });

describe('on the command line', () => {
  const command = (...args: string[]) =>
    runScript('packages/cli/stationkeeper.ts', ['--user', 'hq', '--password', demoPassword, ...args], {
      STATIONKEEPER_API: stage.running.addresses.apiUrl,
      STATIONKEEPER_ISSUER: stage.running.addresses.issuerUrl,
      STATIONKEEPER_CLIENT: stage.running.addresses.clientId,
    });

  test('HQ adds, lists, sends again what was not taken, rotates and removes', async () => {
    const added = await command('--json', 'webhook', 'add', receiver.url, '--event', 'CampaignLaunched');
    const { webhookId } = JSON.parse(added.out) as Registered;
    receiver.answer = { status: 410, body: 'gone' };
    await somethingHappens();
    const table = await command('--lang', 'en', 'webhook', 'deliveries', webhookId);
    expect(table.out).toMatch(/CampaignLaunched +given up +1 +410 gone/);
    receiver.answer = { status: 204, body: '' };
    expect((await command('--lang', 'zh', 'webhook', 'redeliver', webhookId)).out).toBe(
      '已安排重新投递 1 次\n',
    );
    await stage.running.platform.idle();
    expect((await command('--lang', 'zh', 'webhook', 'deliveries', webhookId)).out).toContain('已送达');
    expect((await command('--lang', 'en', 'webhook', 'rotate', webhookId)).out).toMatch(
      /whsec_.*holds until/s,
    );
    expect((await command('--lang', 'en', 'webhook', 'list')).out).toContain('active');
    expect((await command('webhook', 'remove', webhookId)).code).toBe(0);
    expect(await command('--lang', 'en', 'webhook', 'remove', webhookId)).toMatchObject({
      code: 1,
      err: 'Error: There is no such webhook [webhook-not-found]\n',
    });
  });

  test('a receiver checks what it has received', async () => {
    const folder = temporaryFolder();
    const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
    const body = '{"type":"CampaignClosed"}';
    const file = join(folder, 'body.json');
    writeFileSync(file, body);
    const check = (at: Date, signed = body) =>
      command(
        ...['--lang', 'en', 'webhook', 'verify', file, '--secret', secret, '--id', 'msg_1'],
        ...['--timestamp', String(Math.floor(at.getTime() / 1000))],
        ...['--signature', new Webhook(secret).sign('msg_1', at, signed)],
      );
    expect(await check(new Date())).toMatchObject({ code: 0, out: 'the signature is genuine\n' });
    expect(await check(new Date(), '{}')).toMatchObject({ code: 1, out: 'no signature fits\n' });
    expect((await check(new Date(Date.now() - 10 * minutes))).out).toContain('more than five minutes off');
  });
});
