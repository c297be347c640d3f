import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { apiDocument, apiOperations } from '../../infra/api-document.ts';
import { functionSpecs } from '../../infra/function-specs.ts';
import { type ApiStage, apiStage } from '../support/api-stage.ts';
import { type RunningPlatform, runPlatform } from '../support/running-platform.ts';

const specs = await functionSpecs();
const operations = await apiOperations(specs);
let running: RunningPlatform;
let stage: ApiStage;
let there: ApiStage['there'];
let commands: ApiStage['commands'];
let master: string;

beforeAll(async () => {
  running = await runPlatform();
  stage = await apiStage(running);
  ({ there, commands, master } = stage);
});
afterAll(async () => {
  stage.end();
  await running.end();
});

/** Routes that say no until the audit is closed, and what takes away something that others ask for. */
const late = ['explain-audit', 'request-audit-report', 'get-report', 'remove-webhook', 'record-retraining'];
/** Routes of a nonconformity, which there is only once an audit is closed. */
const ofNonconformities = operations.filter(({ path }) => path.includes('{nonconformityId}'));

async function heldTo(operation: (typeof operations)[number]): Promise<object> {
  const command = commands[operation.name];
  const place: Record<string, string> = { ...there, ...(await command?.there?.()) };
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => place[name] ?? name);
  const user = command?.user?.() ?? 'hq';
  const answer = await running.call<object>(user, operation.method, path, await command?.body());
  // Pages and files have no form that could be held to; their own tests look at them.
  if (answer.status in operation.media) return answer.body;
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
    there.part = 'correct';
    const self = await running.call<{ personId: string }>(master, 'GET', '/v1/me');
    const course: [string, string, object | undefined][] = [
      ['give-correction', 'hq', { personId: self.body.personId }],
      ['add-correction-comment', master, { text: '配件周五到货' }],
      ['list-correction-comments', 'hq', undefined],
      [
        'record-correction',
        master,
        { containment: '立即补签', rootCause: '交接表没有该栏', plan: '修订交接表' },
      ],
      ['decide-plan', 'hq', { decision: 'approve', submission: 1 }],
      ['extend-correction', 'hq', { days: 3, reason: '等待新表' }],
      ['record-correction', master, { implementation: '新表启用', evidence: 'DMS-2026-11-004' }],
      ['verify-correction', 'hq', { decision: 'accept', submission: 2 }],
      ['get-nonconformity', 'hq', undefined],
      ['check-effect', 'hq', { result: 'effective', submission: 2 }],
      ['get-nonconformity', 'hq', undefined],
    ];
    for (const [name, user, body] of course) {
      const operation = operations.find((known) => known.name === name);
      if (!operation) throw new Error(`no operation ${name}`);
      commands[name] = { user: () => user, body: async () => body };
      if (name === 'check-effect') running.platform.clock.advance(61 * 86_400_000);
      await heldTo(operation);
    }
    expect(new Set(course.map(([name]) => name))).toEqual(new Set(ofNonconformities.map(({ name }) => name)));
  });

  test('is held to what is documented when somebody has to be trained anew', async () => {
    for (const operation of operations.filter(({ name }) => name === 'record-retraining'))
      await heldTo(operation);
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
