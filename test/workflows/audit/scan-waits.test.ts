import { StopExecutionCommand } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { auditId as idOfAudit } from '../../../packages/domain/ids.ts';
import { shardOf } from '../../../packages/domain/shards.ts';
import type { AuditItem, StationItem, WaitFindingItem, WaitItem } from '../../../packages/table/items.ts';
import { keys } from '../../../packages/table/keys.ts';
import { type AuditStage, auditStage } from '../../support/audit-stage.ts';
import { day, type Workflow } from '../../support/workflow-stage.ts';

const hour = 3_600_000;

let stage: AuditStage;
let station: string;
let other: string;
beforeAll(async () => {
  stage = await auditStage();
  [station = '', other = ''] = stage.stations;
});
afterAll(() => stage.end());

interface Finding {
  kind: string;
  of: string;
  item: string | null;
  stationId: string | null;
  owner: string;
  foundOn: string;
  restartedAt: string | null;
}

const findings = async (of: string): Promise<Finding[]> => {
  const { body } = await stage.running.call<{ items: Finding[] }>('hq', 'GET', '/v1/wait-findings?limit=100');
  return body.items.filter((finding) => finding.of === of);
};
const kinds = async (of: string) => (await findings(of)).map(({ kind }) => kind).sort();

/** The next scan, at eight in China, as the schedule calls it. */
async function nextMorning(): Promise<void> {
  const next = stage.running.platform.schedules()[stage.functionName('begin-wait-scan-schedule')] ?? 0;
  const { clock } = stage.running.platform;
  await stage.pass(next - clock.now() + 1000);
}

const arnOf = (workflow: Workflow, name: string) => {
  const machines = stage.running.platform.executions.machines();
  const machine = machines[stage.functionName(workflow)] ?? '';
  return `${machine.replace(':stateMachine:', ':execution:')}:${name}`;
};
async function stop(workflow: Workflow, name: string): Promise<void> {
  await stage.workflows.send(new StopExecutionCommand({ executionArn: arnOf(workflow, name) }));
  await stage.running.platform.idle();
}

const invoke = async (name: string, event: object): Promise<unknown> => {
  const { payload, failed } = await stage.running.platform.invoke(stage.functionName(name), event);
  expect(failed).toBeUndefined();
  await stage.running.platform.idle();
  return JSON.parse(payload) as unknown;
};

const finding = (of: string, kind: string, place = station): Promise<WaitFindingItem> =>
  stage.get<WaitFindingItem>(keys.waitFinding(shardOf(place), `${of}#${kind}`));

let campaignId: string;
let auditId: string;
beforeEach(async () => {
  campaignId = await stage.launch([station, other], {
    dueAt: new Date(stage.running.platform.clock.now() + 10 * day).toISOString(),
    closesAt: new Date(stage.running.platform.clock.now() + 20 * day).toISOString(),
  });
  auditId = idOfAudit(campaignId, station);
});

describe('A campaign in which everything waits as it should', () => {
  test('is looked through in eight parts, and nothing is found', async () => {
    const before = stage.running.platform.counters.snapshot();
    await nextMorning();
    const used = stage.running.platform.counters.since(before);
    expect(used.invocations[stage.functionName('begin-wait-scan')]).toBe(1);
    expect(used.invocations[stage.functionName('scan-waits')]).toBe(8);
    for (const of of [campaignId, auditId]) expect(await findings(of)).toEqual([]);
    expect(used.denied).toBe(0);
  });

  test('is left alone while something has just moved', async () => {
    await stage.remove(keys.auditWait(auditId));
    await scan(today());
    expect(await findings(auditId)).toEqual([]);
  });

  test('which has not opened yet waits without an item', async () => {
    const ahead = await stage.launch([station], {
      opensAt: new Date(stage.running.platform.clock.now() + 5 * day).toISOString(),
    });
    await nextMorning();
    expect(await findings(ahead)).toEqual([]);
  });
});

const today = () => new Date(stage.running.platform.clock.now() + 8 * hour).toISOString().slice(0, 10);
const scan = (date: string) =>
  invoke('scan-waits', {
    'detail-type': 'WaitScanStarted',
    detail: { v: 1, date, campaignIds: [campaignId], shards: [shardOf(station)] },
  });

describe('An audit whose execution was stopped', () => {
  test('is started again where it stands, goes on to its end, and its finding closes the day after', async () => {
    await stop('station-audit', auditId);
    await nextMorning();
    expect(await findings(auditId)).toEqual([
      expect.objectContaining({
        kind: 'workflow-gone',
        stationId: station,
        owner: 'hq-network',
        foundOn: today(),
        restartedAt: expect.any(String),
      }),
    ]);
    expect((await finding(auditId, 'workflow-gone')).restartedAs).toBe(`${auditId}_2`);
    expect(stage.statusOf('station-audit', `${auditId}_2`)).toBe('RUNNING');

    await nextMorning();
    expect(await findings(auditId)).toEqual([]);
    expect(await finding(auditId, 'workflow-gone')).toMatchObject({
      status: 'closed',
      ttl: expect.any(Number),
    });

    await stage.answer(campaignId, station);
    expect((await stage.audit(campaignId, station)).status).toBe('closed');
    expect(stage.statusOf('station-audit', `${auditId}_2`)).toBe('SUCCEEDED');
  });

  test('after everything was answered is scored by the one that is started again', async () => {
    const { token } = await stage.get<WaitItem>(keys.auditWait(auditId));
    await stop('station-audit', auditId);
    await stage.answer(campaignId, station);
    expect((await stage.audit(campaignId, station)).status).toBe('answering');
    await nextMorning();
    expect((await stage.audit(campaignId, station)).status).toBe('closed');
    expect((await stage.get<WaitItem>(keys.auditWait(auditId))).token).not.toBe(token);
  });

  test('is started again once, however often the event is delivered', async () => {
    await stop('station-audit', auditId);
    await nextMorning();
    const before = await finding(auditId, 'workflow-gone');
    for (const _ of [1, 2]) await scan(today());
    expect(await finding(auditId, 'workflow-gone')).toEqual(before);
    expect(stage.statusOf('station-audit', `${auditId}_2`)).toBe('RUNNING');
    expect(stage.statusOf('station-audit', `${auditId}_3`)).toBeUndefined();
  });

  test('is left to people after four restarts, and stays found', async () => {
    for (const name of [auditId, ...[2, 3, 4, 5].map((n) => `${auditId}_${n}`)]) {
      await stop('station-audit', name);
      await nextMorning();
    }
    expect(stage.statusOf('station-audit', `${auditId}_5`)).toBe('ABORTED');
    expect(await kinds(auditId)).toEqual(['workflow-gone']);
    const { foundOn } = await finding(auditId, 'workflow-gone');
    expect(foundOn < today()).toBe(true);
  });
});

describe('An audit that was written before the crash, and its workflow never started', () => {
  test('gets its workflow under its own name', async () => {
    const audit = await stage.get<AuditItem & { gsi1sk: string }>(keys.audit(auditId));
    // A campaign that nobody runs: its audit is there, and nothing else of it.
    const lost = auditId.replace(campaignId.slice(4), `${campaignId.slice(4, -4)}lost`);
    const lostCampaign = `${campaignId.slice(0, -4)}lost`;
    await stage.put({ ...audit, ...keys.audit(lost), auditId: lost, campaignId: lostCampaign });
    await stage.running.platform.idle();
    await stage.pass(2 * hour);
    await invoke('scan-waits', {
      'detail-type': 'WaitScanStarted',
      detail: { v: 1, date: today(), campaignIds: [lostCampaign], shards: [shardOf(station)] },
    });
    expect(await kinds(lost)).toEqual(['workflow-gone']);
    expect(stage.statusOf('station-audit', lost)).toBe('RUNNING');
  });
});

describe('A wait that was removed from the table', () => {
  test('is found, is not started a second time, and goes on at its due date', async () => {
    await stage.remove(keys.auditWait(auditId));
    await nextMorning();
    expect(await kinds(auditId)).toEqual(['wait-gone']);
    expect(stage.statusOf('station-audit', `${auditId}_2`)).toBeUndefined();
    await stage.pass(11 * day);
    await nextMorning();
    expect(await findings(auditId)).toEqual([]);
  });
});

describe('A station without master and general administrator', () => {
  test('is named to its region, until it has one again', async () => {
    const known = await stage.get<StationItem & Record<string, unknown>>(keys.station(station));
    const { SM: _master, GA: _administrator, ...heads } = known.heads;
    await stage.put({ ...known, heads });
    await nextMorning();
    expect(await findings(auditId)).toEqual([
      expect.objectContaining({ kind: 'owner-gone', owner: 'region-manager', stationId: station }),
    ]);
    expect(await findings(idOfAudit(campaignId, other))).toEqual([]);
    await stage.put(known);
    await nextMorning();
    expect(await findings(auditId)).toEqual([]);
  });
});

describe('A campaign whose execution was stopped', () => {
  test('is found, and left to people', async () => {
    await stop('audit-campaign', campaignId);
    await nextMorning();
    expect(await kinds(campaignId)).toEqual(['workflow-gone']);
    await nextMorning();
    expect(await findings(campaignId)).toHaveLength(1);
  });

  test('or whose wait was removed, is told apart', async () => {
    await stage.remove(keys.campaignWait(campaignId));
    await nextMorning();
    expect(await kinds(campaignId)).toEqual(['wait-gone']);
  });
});

describe('An appeal that HQ has not decided in time', () => {
  test('is found once, and is closed when it is decided', async () => {
    await stage.answer(campaignId, station, 'partly');
    const master = stage.masterOf(station);
    const path = `/v1/audits/${auditId}/appeals`;
    const raised = await stage.running.call(master, 'POST', path, {
      position: 'SA',
      item: 'AU-SA-01',
      answer: 'satisfied',
      reason: '记录在另一本台账',
      evidence: '台账 7',
    });
    expect(raised.status).toBe(200);
    await nextMorning();
    expect(await findings(auditId)).toEqual([]);
    await stage.pass(20 * day);
    await nextMorning();
    expect(await findings(auditId)).toEqual([
      expect.objectContaining({ kind: 'appeal-overdue', item: 'AU-SA-01', owner: 'hq-network' }),
    ]);
    await stage.running.call('hq', 'POST', `${path}/AU-SA-01/decision`, {
      decision: 'reject',
      reason: '不属实',
    });
    await nextMorning();
    expect(await findings(auditId)).toEqual([]);
  });
});

describe('The digest of a morning', () => {
  test('is sent once for each shard with something due', async () => {
    const before = stage.running.platform.counters.snapshot();
    await stage.pass(6 * day);
    await nextMorning();
    const first = await stage.get(keys.digestDay(shardOf(station)));
    expect(first.date).toBe(today());
    const sent = stage.running.platform.counters.since(before).eventsPut;
    await scan(today());
    expect(stage.running.platform.counters.since(before).eventsPut).toBe(sent);
  });
});

describe('The list of findings', () => {
  test('is for HQ alone', async () => {
    const status = async (user: string | null) =>
      (await stage.running.call(user, 'GET', '/v1/wait-findings')).status;
    expect([await status('hq'), await status('auditor')]).toEqual([200, 200]);
    expect([await status(stage.masterOf(station)), await status(null)]).toEqual([403, 401]);
  });

  test('goes on page by page', async () => {
    await stage.remove(keys.auditWait(auditId));
    await stage.remove(keys.campaignWait(campaignId));
    await nextMorning();
    const seen: string[] = [];
    for (let cursor = ''; ; ) {
      const page = await stage.running.call<{ items: Finding[]; next?: string }>(
        'hq',
        'GET',
        `/v1/wait-findings?limit=1${cursor && `&cursor=${cursor}`}`,
      );
      expect(page.status).toBe(200);
      seen.push(...page.body.items.map(({ kind, of, item }) => [of, kind, item].join()));
      if (!page.body.next) break;
      cursor = page.body.next;
    }
    expect(seen.length).toBeGreaterThan(1);
    expect(new Set(seen).size).toBe(seen.length);
  });

  test('leaves nothing behind: no call was denied and no message is dead', () => {
    expect(stage.running.platform.denials()).toEqual([]);
    expect(Object.values(stage.running.platform.deadLetters()).flat()).toEqual([]);
  });
});
