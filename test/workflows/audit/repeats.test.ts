import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { SendTaskSuccessCommand } from '@aws-sdk/client-sfn';
import { marshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { auditId } from '../../../packages/domain/ids.ts';
import { shardOf } from '../../../packages/domain/shards.ts';
import { keys } from '../../../packages/table/keys.ts';
import { type AuditStage, auditStage } from '../../support/audit-stage.ts';
import type { Story } from '../../support/workflow-stage.ts';

type Item = Record<string, unknown>;

/** Whatever is delivered to us may come again, late, or after a crash: the end state and the counts stay the same. */
let stage: AuditStage;
let station: string;
let other: string;
beforeAll(async () => {
  stage = await auditStage();
  [station = '', other = ''] = stage.stations;
});
afterAll(() => stage.end());

const invoke = async (name: string, event: object): Promise<unknown> => {
  const { payload, failed } = await stage.running.platform.invoke(stage.functionName(name), event);
  expect(failed).toBeUndefined();
  await stage.running.platform.idle();
  return JSON.parse(payload) as unknown;
};
/** What a Lambda gets of the table's stream. */
const batchOf = (...changes: { now: Item; before?: Item }[]) => ({
  Records: changes.map(({ now, before }, i) => ({
    eventID: `again-${i}`,
    eventName: before ? 'MODIFY' : 'INSERT',
    dynamodb: {
      SequenceNumber: String(i + 1),
      NewImage: marshall(now) satisfies Record<string, AttributeValue>,
      ...(before ? { OldImage: marshall(before) } : {}),
    },
  })),
});
const times = [1, 2, 3];
const executionsNamed = (workflow: 'audit-campaign' | 'station-audit', name: string) =>
  stage.running.platform.executions
    .list(stage.functionName(workflow), undefined, 1000)
    .filter((execution) => execution.name === name).length;
const launched = (campaignId: string) => ({
  'detail-type': 'CampaignLaunched',
  detail: { v: 1, campaignId },
});

describe('A campaign that is launched', () => {
  test('has one execution, however often the event is delivered', async () => {
    const id = await stage.launch([station]);
    const history = stage.history('audit-campaign', id);
    // Step Functions answers the same start again as the first one while the execution runs.
    for (const _ of times)
      expect(await invoke('start-audit-campaign', launched(id))).toEqual({ started: expect.any(Boolean) });
    // Later the figures in the input are others, and the name is still taken.
    await stage.pass(3_600_000);
    expect(await invoke('start-audit-campaign', launched(id))).toEqual({ started: false });
    expect(stage.history('audit-campaign', id)).toEqual(history);
    await stage.answer(id, station);
    expect(await invoke('start-audit-campaign', launched(id))).toEqual({ started: false });
    expect(executionsNamed('audit-campaign', id)).toBe(1);
    expect((await stage.campaign(id)).status).toBe('closed');
  });

  test('opens each audit once, however often its shards are opened', async () => {
    const id = await stage.launch([station, other]);
    const before = await stage.itemsOf(id);
    const shards = [shardOf(station), shardOf(other)];
    for (const _ of times)
      expect(await invoke('open-station-audits', { campaignId: id, shards })).toEqual({ outcome: 'opened' });
    expect(await stage.itemsOf(id)).toEqual(before);
    expect(executionsNamed('station-audit', auditId(id, station))).toBe(1);
    await stage.answer(id, station);
    const answered = await stage.itemsOf(id);
    expect(await invoke('open-station-audits', { campaignId: id, shards })).toEqual({ outcome: 'opened' });
    expect(await stage.itemsOf(id)).toEqual(answered);
  });

  test('is closed once', async () => {
    const id = await stage.launch([station]);
    await stage.answer(id, station);
    const before = await stage.itemsOf(id);
    for (const _ of times)
      expect(await invoke('close-campaign', { campaignId: id })).toMatchObject({ status: 'closed' });
    expect(await stage.itemsOf(id)).toEqual(before);
  });
});

describe('An audit that was scored', () => {
  test('keeps its result and is counted once, however often it is scored', async () => {
    const id = await stage.launch([station]);
    await stage.answer(id, station, 'partly');
    const before = await stage.itemsOf(id);
    const { grade } = await stage.audit(id, station);
    for (const _ of times)
      expect(await invoke('score-audit', { auditId: auditId(id, station) })).toEqual({ grade });
    expect(await stage.itemsOf(id)).toEqual(before);
    expect(await stage.tallies(id)).toMatchObject([{ opened: 1, closed: 1, remaining: 0 }]);
  });
});

describe('Records of the stream', () => {
  const story: { id?: string; open?: Record<string, Item>; closed?: Record<string, Item> } = {};
  const known = () => {
    const { id, open, closed } = story;
    if (!id || !open || !closed) throw new Error('the campaign has not run');
    return { id, open, closed };
  };
  const at = (items: Record<string, Item>, key: { pk: string; sk: string }): Item => {
    const item = items[`${key.pk} ${key.sk}`];
    if (!item) throw new Error(`no ${key.pk} ${key.sk}`);
    return item;
  };
  beforeAll(async () => {
    const id = await stage.launch([station]);
    const open = await stage.itemsOf(id);
    await stage.answer(id, station);
    Object.assign(story, { id, open, closed: await stage.itemsOf(id) });
  });

  test('that tell of a wait end no wait that is not over', async () => {
    const id = await stage.launch([station]);
    const waits = [keys.auditWait(auditId(id, station)), keys.campaignWait(id)];
    const items = await stage.itemsOf(id);
    for (const _ of times)
      expect(
        await invoke('publish-changes', batchOf(...waits.map((key) => ({ now: at(items, key) })))),
      ).toEqual({ batchItemFailures: [] });
    expect(stage.statusOf('station-audit', auditId(id, station))).toBe('RUNNING');
    expect(stage.statusOf('audit-campaign', id)).toBe('RUNNING');
    await stage.answer(id, station);
    expect(stage.statusOf('audit-campaign', id)).toBe('SUCCEEDED');
  });

  test('that resumed a workflow resume nothing a second time', async () => {
    const { id, open, closed } = known();
    const name = auditId(id, station);
    const histories = () => [stage.history('station-audit', name), stage.history('audit-campaign', id)];
    const before = histories();
    const audit = at(open, keys.audit(name));
    const { pending, ...answered } = audit;
    expect(pending).toBeDefined();
    const campaign = at(open, keys.campaign(id));
    const { pendingShards, ...finished } = campaign;
    expect(pendingShards).toBeDefined();
    const batch = batchOf(
      { now: at(open, keys.auditWait(name)) },
      { now: answered, before: audit },
      { now: at(closed, keys.campaignTally(id, shardOf(station))) },
      { now: at(open, keys.campaignWait(id)) },
      { now: finished, before: campaign },
    );
    for (const _ of times) expect(await invoke('publish-changes', batch)).toEqual({ batchItemFailures: [] });
    expect(histories()).toEqual(before);
    expect(await stage.itemsOf(id)).toEqual(closed);
  });

  test('that were published are published again, each with its business key, and change nothing', async () => {
    const { id, open, closed } = known();
    const name = auditId(id, station);
    const batch = batchOf(
      { now: at(open, keys.campaign(id)) },
      { now: at(closed, keys.audit(name)), before: at(open, keys.audit(name)) },
      { now: at(closed, keys.campaign(id)), before: at(open, keys.campaign(id)) },
    );
    for (const _ of times) {
      const before = stage.running.platform.counters.snapshot();
      expect(await invoke('publish-changes', batch)).toEqual({ batchItemFailures: [] });
      expect(stage.running.platform.counters.since(before).eventsPut).toBe(3);
    }
    // CampaignLaunched was among them: the start function found the execution of that name.
    expect(executionsNamed('audit-campaign', id)).toBe(1);
    expect(await stage.itemsOf(id)).toEqual(closed);
  });
});

describe('What a review leaves in the stream', () => {
  const at = (items: Record<string, Item>, key: { pk: string; sk: string }): Item => {
    const item = items[`${key.pk} ${key.sk}`];
    if (!item) throw new Error(`no ${key.pk} ${key.sk}`);
    return item;
  };
  const often = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

  test('moves the audit once, however often and in whatever order it comes', async () => {
    const id = await stage.launch([station], { review: 'hq' });
    const name = auditId(id, station);
    const open = await stage.itemsOf(id);
    await stage.answer(id, station);
    const answered = await stage.itemsOf(id);
    const send = { decision: 'send-back', positions: [{ position: 'SA', reason: '请补充记录' }] };
    expect(await stage.review(id, station, send)).toBe(200);
    const sentBack = await stage.itemsOf(id);
    const waiting = stage.history('station-audit', name);
    const records = [open, answered, sentBack].flatMap((items) => [
      { now: at(items, keys.audit(name)), before: at(open, keys.audit(name)) },
      { now: at(items, keys.auditWait(name)) },
    ]);
    for (const turn of often) {
      const shuffled = [...records.slice(turn % records.length), ...records.slice(0, turn % records.length)];
      expect(await invoke('publish-changes', batchOf(...shuffled))).toEqual({ batchItemFailures: [] });
    }
    expect(stage.history('station-audit', name)).toEqual(waiting);
    expect(await stage.itemsOf(id)).toEqual(sentBack);

    await stage.answer(id, station, 'partly');
    for (const _ of often) expect(await stage.review(id, station, { decision: 'accept' })).toBe(200);
    const closed = await stage.itemsOf(id);
    const history = stage.history('station-audit', name);
    const late = [...records, { now: at(closed, keys.audit(name)), before: at(sentBack, keys.audit(name)) }];
    for (const _ of often)
      expect(await invoke('publish-changes', batchOf(...late.reverse()))).toEqual({ batchItemFailures: [] });
    expect(stage.history('station-audit', name)).toEqual(history);
    expect(await stage.itemsOf(id)).toEqual(closed);
    expect(await stage.tallies(id)).toMatchObject([{ opened: 1, closed: 1, remaining: 0 }]);
  });
});

describe('A token', () => {
  test('is redeemed once: the second time it is refused and nothing moves', async () => {
    const id = await stage.launch([station]);
    const name = auditId(id, station);
    const { token } = await stage.get<{ token: string }>(keys.auditWait(name));
    await stage.answer(id, station);
    const before = stage.history('station-audit', name);
    for (const _ of times) {
      const again = stage.workflows.send(new SendTaskSuccessCommand({ taskToken: token, output: '{}' }));
      await expect(again).rejects.toMatchObject({ name: 'TaskTimedOut' });
    }
    expect(stage.history('station-audit', name)).toEqual(before);
  });
});

describe('A crash between accepting the last answer and redeeming the token', () => {
  test('loses nothing: after a restart on the same data the audit is scored', async () => {
    const data = mkdtempSync(join(tmpdir(), 'stationkeeper-'));
    try {
      const before = await auditStage({ data });
      await before.running.publishEdition([]);
      const [somewhere = ''] = await before.prepareStations();
      const id = await before.launch([somewhere]);
      const name = auditId(id, somewhere);
      before.calls.break({
        caller: 'publish-changes',
        call: 'AWSStepFunctions.SendTaskSuccess',
        error: 'InternalFailure',
        status: 500,
      });
      // The answers are acknowledged; the record that wakes the workflow fails again and again.
      await before.running.answerAll(name, before.masterOf(somewhere));
      await before.running.until(
        async () => before.calls.met('publish-changes'),
        'the token was to be redeemed',
      );
      expect(before.statusOf('station-audit', name)).toBe('RUNNING');
      await before.end();

      const after = await auditStage({ data });
      try {
        const story: Story = after.follow('station-audit', name);
        story.note('the platform crashes before the token is redeemed, and is started again');
        await after.running.until(
          async () => after.statusOf('audit-campaign', id) === 'SUCCEEDED',
          'the campaign is closed',
        );
        story.compare(new URL('./station-audit.crash-before-redeeming.txt', import.meta.url));
        expect(await after.audit(id, somewhere)).toMatchObject({
          status: 'closed',
          grade: 'A',
          notShown: [],
        });
        expect(await after.tallies(id)).toMatchObject([{ opened: 1, closed: 1, remaining: 0 }]);
      } finally {
        await after.end();
      }
    } finally {
      rmSync(data, { recursive: true, force: true });
    }
  });
});
