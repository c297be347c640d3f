import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, test } from 'vitest';
import { beginWaitScan } from '../../../functions/audit/begin-wait-scan/begin-wait-scan.ts';
import { instant } from '../../../packages/domain/clock.ts';
import type { CampaignItem } from '../../../packages/table/items.ts';
import { keys } from '../../../packages/table/keys.ts';
import { appealStore } from '../../../packages/table/stores/appeal-store.ts';
import { auditStore } from '../../../packages/table/stores/audit-store.ts';
import { campaignStore } from '../../../packages/table/stores/campaign-store.ts';
import { findingStore } from '../../../packages/table/stores/finding-store.ts';
import { nonconformityStore } from '../../../packages/table/stores/nonconformity-store.ts';
import type { Table } from '../../../packages/table/table.ts';
import { aCampaign } from '../../table/builders.ts';
import { emptyTable, hasEmulator } from '../../table/emulator.ts';

let table: Table;
beforeEach(async () => {
  if (!hasEmulator) return;
  const { end, ...own } = await emptyTable();
  table = own;
  return end;
});

const scheduledAt = '2026-03-10T00:00:00Z';
const now = Date.parse(scheduledAt);
const inDays = (days: number) => instant(now + days * 86_400_000);
const put = (item: object) => table.client.send(new PutCommand({ TableName: table.name, Item: item }));

async function begin(): Promise<{ name: string; detail: object }[]> {
  const told: { name: string; detail: object }[] = [];
  const task = beginWaitScan({
    appeals: appealStore(table),
    audits: auditStore(table),
    campaigns: campaignStore(table),
    findings: findingStore(table),
    nonconformities: nonconformityStore(table),
    watch: { isAlive: async () => true, execution: async () => ({ running: true, startedAt: inDays(-9) }) },
    publish: async (events) => {
      told.push(...events);
    },
    clock: { now: () => now },
  });
  expect(await task({ scheduledAt })).toMatchObject({ date: '2026-03-10' });
  return told;
}
const desk = async () => (await begin()).find(({ name }) => name === 'DeskDigest')?.detail;

async function campaign(given: Partial<CampaignItem>): Promise<string> {
  const launched = aCampaign(given);
  await campaignStore(table).launch(launched);
  await put({
    ...keys.campaignWait(launched.campaignId),
    type: 'wait',
    v: 1,
    of: launched.campaignId,
    token: 't',
    owner: 'hq-network',
    dueAt: inDays(9),
  });
  return launched.campaignId;
}

describe.runIf(hasEmulator)('The scan of waits that begins', () => {
  test('names every shard once, and the campaigns that are open', async () => {
    const open = [await campaign({ status: 'running' }), await campaign({ status: 'launched' })];
    await campaign({ status: 'closed' });
    await campaign({ status: 'cancelled' });
    const parts = (await begin()) as { name: string; detail: { shards: number[]; campaignIds: string[] } }[];
    expect(parts.map(({ name }) => name)).toEqual(Array.from({ length: 8 }, () => 'WaitScanStarted'));
    expect(parts.flatMap(({ detail }) => detail.shards)).toEqual(Array.from({ length: 64 }, (_, i) => i));
    for (const { detail } of parts) expect([...detail.campaignIds].sort()).toEqual([...open].sort());
  });

  test('names the shards also when nothing is open, so that old findings are closed', async () => {
    expect(await begin()).toHaveLength(8);
  });

  test('finds the same once more and opens nothing', async () => {
    const appeal = {
      auditId: 'aud_aaaaaaaaaa_A-1',
      item: 'A-1',
      campaignId: 'cmp_aaaaaaaaaa',
      dueAt: inDays(-1),
    };
    await put({
      ...keys.appeal(appeal.auditId, appeal.item),
      ...keys.openAppealIndex(appeal.dueAt, appeal.auditId, appeal.item),
      type: 'appeal',
      status: 'open',
      stationId: 'stn_A-1',
      regionId: 'reg_A',
      ...appeal,
    });
    await begin();
    const [first] = await findingStore(table).findingsAt('HQ');
    await begin();
    expect(await findingStore(table).findingsAt('HQ')).toEqual([first]);
    expect(first).toMatchObject({
      kind: 'appeal-overdue',
      item: 'A-1',
      status: 'open',
      foundOn: '2026-03-10',
    });
  });
});

describe.runIf(hasEmulator)('The digest of HQ’s desk', () => {
  test('counts reviews, appeals, corrections and pilots that are due within a week', async () => {
    for (const [i, days] of [-3, -1, 0.5, 3, 8].entries())
      await put({ pk: `R${i}`, sk: 'x', gsi1pk: 'REVIEWS', gsi1sk: `${inDays(days)}#aud_${i}` });
    for (const [i, days] of [6, 20].entries())
      await put({ pk: `A${i}`, sk: 'x', gsi1pk: 'APPEALS', gsi1sk: `${inDays(days)}#aud_${i}#A` });
    for (const [i, days] of [2, 9].entries())
      await put({ pk: `N${i}`, sk: 'x', gsi2pk: 'HQ-CORRECTIONS', gsi2sk: `${inDays(days)}#ncf_${i}` });
    await campaign({ status: 'running', pilot: ['stn_A'], dueAt: inDays(0.1) });
    await campaign({ status: 'running', pilot: ['stn_A'], rolledOutAt: inDays(-1), dueAt: inDays(0.1) });
    expect(await desk()).toEqual({ v: 1, date: '2026-03-10', overdue: 2, day: 2, week: 3 });
  });

  test('is not sent when nothing is due', async () => {
    await campaign({ status: 'running' });
    expect(await desk()).toBeUndefined();
  });
});
