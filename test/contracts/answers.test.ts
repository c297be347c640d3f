import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { apiDocument, apiOperations } from '../../infra/api-document.ts';
import { functionSpecs } from '../../infra/function-specs.ts';
import { loadEdition } from '../../packages/standard/load-edition.ts';
import { type RunningPlatform, runPlatform } from '../support/running-platform.ts';

const specs = await functionSpecs();
const operations = await apiOperations(specs);
let running: RunningPlatform;
/** Something that is there, by the name of the path parameter. */
const there: Record<string, string> = { position: 'SA', edition: '1' };

/** Takes whatever it is told. */
const receiver = createServer((_request, response) => void response.writeHead(204).end());
let master: string;

beforeAll(async () => {
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  running = await runPlatform();
  await running.publishEdition();
  const stations = await running.importSample(8);
  for (const station of stations) {
    const login = `sm.${station.slice(4).toLowerCase()}`;
    const known = await running.token(login).then(
      () => true,
      () => false,
    );
    if (!known) continue;
    master = login;
    there.stationId = station;
  }
  const hook = await running.call<{ webhookId: string }>('hq', 'POST', '/v1/webhooks', receiverForm());
  there.webhookId = hook.body.webhookId;
  there.campaignId = await running.launch({
    scope: { kind: 'stations', ids: [there.stationId] },
    positions: ['SM', 'SA'],
  });
  interface Page {
    items: { auditId: string; regionId: string }[];
  }
  await running.until(async () => {
    const page = await running.call<Page>('hq', 'GET', `/v1/campaigns/${there.campaignId}/audits`);
    there.auditId = page.body.items[0]?.auditId ?? '';
    there.regionId = page.body.items[0]?.regionId ?? '';
    return there.auditId !== '';
  }, 'the audit is open');
  interface Told {
    items: { deliveryId: string }[];
  }
  await running.until(async () => {
    const told = await running.call<Told>('hq', 'GET', `/v1/webhooks/${there.webhookId}/deliveries`);
    there.deliveryId = told.body.items[0]?.deliveryId ?? '';
    return there.deliveryId !== '';
  }, 'the webhook is told');
});
afterAll(async () => {
  receiver.close();
  await running.end();
});

const receiverForm = () => ({ url: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/` });
const soon = (days: number) => new Date(running.platform.clock.now() + days * 86_400_000).toISOString();

const campaign = async () => ({
  scope: { kind: 'stations', ids: [there.stationId] },
  dueAt: soon(5),
  closesAt: soon(6),
});

/** What the commands are told; who sends it is HQ unless it is a station's matter. */
interface Command {
  user?: () => string;
  body: () => Promise<object>;
  /** Where it is sent, if not to what is there anyway. */
  there?: () => Promise<Record<string, string>>;
}
const commands: Record<string, Command> = {
  'launch-campaign': { body: async () => ({ name: 'Again', ...(await campaign()) }) },
  'preview-campaign': { body: campaign },
  'import-network': {
    body: async () => ({
      dryRun: true,
      rows: { regions: [{ row: 2, cells: { region_code: 'X Y', name_zh: '大区', name_en: 'Region' } }] },
    }),
  },
  'request-audit-report': { body: async () => ({ format: 'json', language: 'en' }) },
  'request-campaign-report': { body: async () => ({ format: 'csv', language: 'zh' }) },
  'register-webhook': {
    body: async () => receiverForm(),
  },
  'publish-edition': { body: async () => ({ content: loadEdition('edition-1') }) },
  'save-draft': { user: () => master, body: async () => ({ answers: [] }) },
  'give-position': { user: () => master, body: async () => ({ personId: null }) },
  'add-station': { body: async () => ({ stationId: there.stationId }), there: fresh },
  'cancel-audit': { body: async () => ({ reason: '停业装修' }), there: fresh },
  'cancel-campaign': { body: async () => ({ reason: '标准有误' }), there: fresh },
  'extend-campaign': {
    body: async () => ({ dueAt: soon(50), closesAt: soon(60), reason: '春节顺延' }),
    there: fresh,
  },
  'roll-out-campaign': {
    body: async () => ({}),
    there: () => fresh({ pilot: [there.stationId] }),
  },
  'raise-appeal': { user: () => master, body: async () => dispute, there: corrected },
  'decide-appeal': {
    body: async () => ({ decision: 'uphold', reason: '属实' }),
    there: async () => {
      const { auditId } = await corrected();
      await running.call(master, 'POST', `/v1/audits/${auditId}/appeals`, dispute);
      return { auditId, item: dispute.item };
    },
  },
  'add-comment': { user: () => master, body: async () => ({ text: '请尽快处理' }) },
  'record-absence': {
    user: () => master,
    body: async () => ({
      deputyId: (await loginHolders())[1],
      from: soon(1).slice(0, 10),
      to: soon(2).slice(0, 10),
    }),
    there: async () => ({ personId: (await loginHolders())[0] ?? '' }),
  },
  'review-audit': {
    user: () => 'auditor',
    body: async () => ({ decision: 'accept' }),
    there: async () => ({ auditId: await submitted() }),
  },
  'submit-answers': {
    user: () => master,
    body: async () => {
      const path = `/v1/audits/${there.auditId}/checklists/SA`;
      const { body } = await running.call<{ items: { id: string }[] }>(master, 'GET', path);
      return { answers: body.items.map(({ id }) => ({ item: id, answer: 'partly', remark: '记录' })) };
    },
  },
};

/** A campaign of its own, with its open audit. */
async function fresh(command: object = {}): Promise<{ campaignId: string; auditId: string }> {
  const campaignId = await running.launch({ ...(await campaign()), positions: ['SA'], ...command });
  const auditId = `aud_${campaignId.slice(4)}_${there.stationId?.slice(4)}`;
  const status = async () =>
    (await running.call<{ status?: string }>('hq', 'GET', `/v1/audits/${auditId}`)).body.status;
  await running.until(async () => (await status()) === 'answering', 'the audit is open');
  await running.platform.idle();
  return { campaignId, auditId };
}

/** An audit that waits for HQ's review. */
async function submitted(): Promise<string> {
  const { auditId } = await fresh({ review: 'hq' });
  await running.answerAll(auditId, master);
  return auditId;
}

const dispute = {
  position: 'SA',
  item: 'AU-SA-01',
  answer: 'satisfied',
  reason: '记录在另一本台账',
  evidence: '台账 7',
};
/** An audit that HQ closed with a correction of the item disputed above. */
async function corrected(): Promise<{ auditId: string }> {
  const auditId = await submitted();
  await running.platform.idle();
  await running.call('auditor', 'POST', `/v1/audits/${auditId}/review`, {
    decision: 'accept',
    corrections: [{ position: 'SA', item: dispute.item, answer: 'not', reason: '没有记录' }],
  });
  await running.platform.idle();
  return { auditId };
}

/** The station's master, and a colleague who can log in, too. */
async function loginHolders(): Promise<string[]> {
  interface Self {
    personId: string;
  }
  const self = await running.call<Self>(master, 'GET', '/v1/me');
  const colleague = await running.call<Self>(master.replace('sm.', 'ga.'), 'GET', '/v1/me');
  return [self.body.personId, colleague.body.personId];
}

/** Routes that say no until the audit is closed, and what takes away something that others ask for. */
const late = ['explain-audit', 'request-audit-report', 'get-report', 'remove-webhook'];
/** Routes of a nonconformity, which there is only once an audit is closed. */
const ofNonconformities = operations.filter(({ path }) => path.includes('{nonconformityId}'));

async function heldTo(operation: (typeof operations)[number]): Promise<object> {
  const command = commands[operation.name];
  const place: Record<string, string> = { ...there, ...(await command?.there?.()) };
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => place[name] ?? name);
  const user = command?.user?.() ?? 'hq';
  const answer = await running.call<object>(user, operation.method, path, await command?.body());
  const schema = operation.output[answer.status];
  if (!schema) throw new Error(`${operation.name}: ${answer.status} ${JSON.stringify(answer.body)}`);
  const parsed = z.safeParse(schema, answer.body);
  expect(parsed.success ? '' : z.prettifyError(parsed.error)).toBe('');
  return answer.body;
}

const early = operations.filter(
  (operation) => !late.includes(operation.name) && !ofNonconformities.includes(operation),
);

describe('What a route answers', () => {
  test.each(early.filter(({ changes }) => !changes))('$name, while an audit is open', async (operation) => {
    await heldTo(operation);
  });

  test.each(early.filter(({ changes }) => changes))('$name, when it is told to', async (operation) => {
    await heldTo(operation);
  });

  test('is held to what is documented, also once the campaign is closed', async () => {
    await running.answerAll(there.auditId ?? '', master, (item) =>
      item === 'AU-SM-01' ? 'not' : 'satisfied',
    );
    await running.until(
      async () =>
        (await running.call('hq', 'GET', `/v1/campaigns/${there.campaignId}`)).body.status === 'closed',
      'the campaign is closed',
    );
    await running.until(async () => {
      const path = `/v1/stations/${there.stationId}/nonconformities`;
      const { body } = await running.call<{ items: { nonconformityId: string }[] }>(master, 'GET', path);
      there.nonconformityId = body.items[0]?.nonconformityId ?? '';
      return there.nonconformityId !== '';
    }, 'the nonconformity is raised');
    const called = (wanted: string) => operations.filter(({ name }) => name === wanted);
    for (const operation of called('request-audit-report')) Object.assign(there, await heldTo(operation));
    for (const operation of operations.filter(({ changes }) => !changes)) await heldTo(operation);
    for (const operation of called('remove-webhook')) await heldTo(operation);
  });

  test('is held to what is documented all through a correction', async () => {
    const course: [string, string, object][] = [
      [
        'record-correction',
        master,
        { containment: '立即补签', rootCause: '交接表没有该栏', plan: '修订交接表' },
      ],
      ['decide-plan', 'hq', { decision: 'approve', submission: 1 }],
      ['extend-correction', 'hq', { days: 3, reason: '等待新表' }],
      ['record-correction', master, { implementation: '新表启用', evidence: 'DMS-2026-11-004' }],
      ['verify-correction', 'hq', { decision: 'accept', submission: 2 }],
      ['get-nonconformity', 'hq', {}],
      ['check-effect', 'hq', { result: 'effective', submission: 2 }],
      ['get-nonconformity', 'hq', {}],
    ];
    for (const [name, user, body] of course) {
      const operation = operations.find((known) => known.name === name);
      if (!operation) throw new Error(`no operation ${name}`);
      commands[name] = { user: () => user, body: async () => body };
      if (name === 'get-nonconformity') delete commands[name];
      if (name === 'check-effect') running.platform.clock.advance(61 * 86_400_000);
      await heldTo(operation);
    }
    expect(new Set(course.map(([name]) => name))).toEqual(new Set(ofNonconformities.map(({ name }) => name)));
  });

  test('is held to the form of the document that is served', async () => {
    const served = await running.call('hq', 'GET', '/v1/openapi.json');
    expect(served.body).toEqual(JSON.parse(JSON.stringify(await apiDocument(specs))));
  });

  test('is told to every role that may read the standard, and to nobody without a token', async () => {
    expect((await running.call(master, 'GET', '/v1/openapi.json')).status).toBe(200);
    expect((await running.call(null, 'GET', '/v1/openapi.json')).status).toBe(401);
  });
});
