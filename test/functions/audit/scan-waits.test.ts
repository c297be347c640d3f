import { BatchGetCommand, GetCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, test } from 'vitest';
import { executionName } from '../../../functions/audit/correction-watch.ts';
import { scanWaits } from '../../../functions/audit/scan-waits/scan-waits.ts';
import type { Nonconformity } from '../../../packages/domain/audit/nonconformity.ts';
import { executionNames } from '../../../packages/domain/audit/wait-findings.ts';
import { packFacts } from '../../../packages/domain/compliance/pack-facts.ts';
import { nonconformityId } from '../../../packages/domain/ids.ts';
import { shardOf } from '../../../packages/domain/shards.ts';
import type { AuditItem } from '../../../packages/table/items.ts';
import { keys } from '../../../packages/table/keys.ts';
import { auditStore } from '../../../packages/table/stores/audit-store.ts';
import { campaignStore } from '../../../packages/table/stores/campaign-store.ts';
import { complianceStore } from '../../../packages/table/stores/compliance-store.ts';
import type { EditionStore } from '../../../packages/table/stores/edition-store.ts';
import { findingStore } from '../../../packages/table/stores/finding-store.ts';
import { networkStore } from '../../../packages/table/stores/network-store.ts';
import { nonconformityStore } from '../../../packages/table/stores/nonconformity-store.ts';
import { personStore } from '../../../packages/table/stores/person-store.ts';
import type { Table } from '../../../packages/table/table.ts';
import { rulesOfEdition1 } from '../../support/edition.ts';
import { factsOfNetwork, soundFactsOf } from '../../support/facts-of.ts';
import { aNonconformity } from '../../support/nonconformities.ts';
import { pathOf, plainWeeks } from '../../support/paths.ts';
import { aCampaignId, anAudit, aStation } from '../../table/builders.ts';
import { emptyTable, hasEmulator } from '../../table/emulator.ts';

let table: Table;
beforeEach(async () => {
  if (!hasEmulator) return;
  const { end, ...own } = await emptyTable();
  table = own;
  return end;
});

const date = '2026-03-10';
const now = Date.parse('2026-03-10T00:00:00Z');
const shard = 5;
/** Codes of stations that all lie in the shard. */
const codes: string[] = [];
for (let n = 1; codes.length < 250; n++) if (shardOf(`stn_SCAN-${n}`) === shard) codes.push(`SCAN-${n}`);
const [first = ''] = codes;

/** Step Functions as far as the scan sees it: which executions run, which tokens live, and what was started. */
const service = () => ({
  running: new Set<string>(),
  dead: new Set<string>(),
  ended: new Set<string>(),
  startedAt: '2026-03-09T23:59:00Z',
});
type Service = ReturnType<typeof service>;

interface Told {
  stationId: string;
  overdue: number;
  day: number;
  week: number;
  date: string;
}

/** A scan of the shard, on a table that may be a watched one; `at` is the day of the event. */
async function scan(
  campaignIds: string[],
  states: Service,
  given: { on?: Table; at?: string; dies?: 'at-restart' | 'at-note' } = {},
) {
  const { on = table, at = date, dies } = given;
  const told: Told[] = [];
  const started: { name: string; input: object }[] = [];
  let heartbeats = 0;
  const findings = findingStore(on);
  if (dies === 'at-note') findings.noteRestart = () => Promise.reject(new Error('dies'));
  const task = scanWaits({
    audits: auditStore(on),
    campaigns: campaignStore(on),
    compliance: complianceStore(on),
    findings,
    network: networkStore(on),
    nonconformities: nonconformityStore(on),
    persons: personStore(on),
    calendar: plainWeeks,
    editions: {
      editionRules: async () => rulesOfEdition1,
      pathRules: async (_edition: string, position: string) => pathOf(position),
    } as unknown as EditionStore,
    watch: {
      async isAlive(token) {
        heartbeats += 1;
        return !states.dead.has(token);
      },
      execution: async (_workflow, name) =>
        states.running.has(name) || states.ended.has(name)
          ? { running: states.running.has(name), startedAt: states.startedAt }
          : null,
    },
    workflows: {
      async start(_workflow, name, input) {
        if (dies === 'at-restart') throw new Error('dies');
        if (states.running.has(name) || states.ended.has(name)) return { started: false };
        states.running.add(name);
        started.push({ name, input });
        return { started: true };
      },
      resume: () => Promise.reject(new Error('the scan answers no wait')),
    },
    publish: async (events) => {
      told.push(...events.map(({ detail }) => detail));
    },
    clock: { now: () => now },
  });
  const outcome = await task({ detail: { v: 1, date: at, campaignIds, shards: [shard] } }).then(
    (done) => done,
    (error: Error) => error,
  );
  return { told, started, heartbeats, outcome };
}

/** A station with an audit of the campaign that waits for answers, as its execution left it. */
async function opened(
  code: string,
  campaignId: string,
  states: Service,
  given: Partial<AuditItem> = {},
): Promise<string> {
  const known = await networkStore(table).station(`stn_${code}`);
  if (!known)
    await networkStore(table).saveStation(aStation(code), code, {
      changedBy: 'hq',
      changedAt: '2026-03-01T00:00:00Z',
    });
  const audit = anAudit({ campaignId, stationId: `stn_${code}`, ...given });
  await auditStore(table).open(audit);
  await waits(audit.auditId);
  states.running.add(audit.auditId);
  return audit.auditId;
}

const waits = (auditId: string) =>
  table.client.send(
    new PutCommand({
      TableName: table.name,
      Item: {
        ...keys.auditWait(auditId),
        type: 'wait',
        v: 1,
        of: auditId,
        for: 'answers',
        token: `token of ${auditId}`,
        owner: 'SM',
        dueAt: '2026-03-15T00:00:00Z',
      },
    }),
  );

const found = async () =>
  (await findingStore(table).findingsAt(shard)).map(({ kind, of, status }) => `${kind} ${of} ${status}`);

/** The execution ends, and its token with it. */
function ends(states: Service, auditId: string): void {
  states.running.delete(auditId);
  states.ended.add(auditId);
  states.dead.add(`token of ${auditId}`);
}

/** The table with its calls and read units counted. */
function counted() {
  const used = { queries: 0, batches: 0, gets: 0, writes: 0, units: 0 };
  const send = async (command: never) => {
    const sent = command as { input: { ReturnConsumedCapacity?: string } };
    if (sent instanceof QueryCommand) used.queries += 1;
    if (sent instanceof BatchGetCommand) used.batches += 1;
    if (sent instanceof GetCommand) used.gets += 1;
    if (sent instanceof PutCommand || sent instanceof UpdateCommand) used.writes += 1;
    sent.input.ReturnConsumedCapacity = 'TOTAL';
    const answer = (await table.client.send(command)) as { ConsumedCapacity?: unknown };
    for (const one of [answer.ConsumedCapacity].flat())
      used.units += (one as { CapacityUnits?: number } | undefined)?.CapacityUnits ?? 0;
    return answer;
  };
  return { used, table: { name: table.name, client: { send } as unknown as Table['client'] } };
}

describe.runIf(hasEmulator)('A shard of stations that all wait as they should', () => {
  test('costs one heartbeat and one and a half read units per station, and nothing is written but the day', async () => {
    const states = service();
    const campaignId = aCampaignId();
    for (const code of codes) await opened(code, campaignId, states);
    const watched = counted();
    const { heartbeats, outcome, started } = await scan([campaignId], states, { on: watched.table });
    expect(outcome).toEqual({ audits: codes.length, corrections: 0, ways: 0 });
    expect([heartbeats, started.length]).toEqual([codes.length, 0]);
    const { queries, batches, gets, writes, units } = watched.used;
    expect({ queries, batches, gets, writes }).toEqual({
      queries: 5 + codes.length,
      batches: 3,
      gets: 0,
      writes: 1,
    });
    expect(units / codes.length).toBeGreaterThan(1);
    expect(units / codes.length).toBeLessThan(1.7);
    expect(await found()).toEqual([]);
  });

  test('without a station costs a look at its stations and one at its findings', async () => {
    const watched = counted();
    await scan([], service(), { on: watched.table });
    expect(watched.used).toMatchObject({ queries: 2, batches: 0, gets: 0, writes: 0 });
  });
});

describe.runIf(hasEmulator)('An audit whose execution has ended', () => {
  let states: Service;
  let campaignId: string;
  let auditId: string;
  const second = () => executionNames(auditId)[1] ?? '';
  beforeEach(async () => {
    states = service();
    campaignId = aCampaignId();
    auditId = await opened(first, campaignId, states);
    ends(states, auditId);
  });

  test('goes on with the step that follows, under the next name', async () => {
    const { started } = await scan([campaignId], states);
    expect(started).toEqual([
      {
        name: second(),
        input: {
          auditId,
          step: {
            next: 'answers',
            wait: { seconds: 5 * 86_400, dueAt: '2026-03-15T00:00:00Z', told: false },
            tell: null,
          },
        },
      },
    ]);
    expect(await found()).toEqual([`workflow-gone ${auditId} open`]);
  });

  test('is found before it is started, so that nobody misses it when the call dies between', async () => {
    const died = await scan([campaignId], states, { dies: 'at-restart' });
    expect(died.outcome).toBeInstanceOf(Error);
    expect(await found()).toEqual([`workflow-gone ${auditId} open`]);
    expect((await scan([campaignId], states)).started.map(({ name }) => name)).toEqual([second()]);
  });

  test('is started once when the call dies after it', async () => {
    await scan([campaignId], states, { dies: 'at-note' });
    expect(states.running.has(second())).toBe(true);
    const again = await scan([campaignId], states);
    expect(again.started).toEqual([]);
    // Its workflow runs but has not written its wait yet.
    expect(await found()).toEqual([`workflow-gone ${auditId} open`]);
    await waits(auditId);
    states.dead.clear();
    await scan([campaignId], states, { at: '2026-03-11' });
    expect(await found()).toEqual([`workflow-gone ${auditId} closed`]);
  });

  test('is started by one of two calls at once', async () => {
    const both = await Promise.all([scan([campaignId], states), scan([campaignId], states)]);
    expect(both.flatMap(({ started }) => started).map(({ name }) => name)).toEqual([second()]);
  });

  test('and was closed meanwhile is left alone', async () => {
    const audit = await auditStore(table).audit(auditId);
    await table.client.send(new PutCommand({ TableName: table.name, Item: { ...audit, status: 'closed' } }));
    const { outcome, started } = await scan([campaignId], states);
    expect(outcome).toEqual({ audits: 0, corrections: 0, ways: 0 });
    expect(started).toEqual([]);
  });
});

describe.runIf(hasEmulator)('A correction', () => {
  const stationId = `stn_${first}`;
  let states: Service;
  beforeEach(async () => {
    states = service();
    await networkStore(table).saveStation(aStation(first), first, {
      changedBy: 'hq',
      changedAt: '2026-03-01T00:00:00Z',
    });
  });

  /** Raised, and brought to a status by hand; its execution waits as it should. */
  async function raised(given: Partial<Nonconformity> = {}): Promise<Nonconformity> {
    const campaignId = aCampaignId();
    const one = aNonconformity({
      campaignId,
      stationId,
      nonconformityId: nonconformityId(campaignId, stationId, 'AU-SA-01'),
      ...given,
    });
    await nonconformityStore(table).raise(one, 'raise-nonconformities');
    const phase = one.status === 'closed' ? 'effect-check' : 'correction';
    const name = executionName(one.nonconformityId, phase, one.round);
    states.running.add(name);
    if (one.effectCheckOn === undefined || one.effectCheckOn <= date)
      await table.client.send(
        new PutCommand({
          TableName: table.name,
          Item: {
            ...keys.correctionWait(one.nonconformityId, phase, one.round),
            type: 'wait',
            v: 1,
            of: one.nonconformityId,
            phase,
            round: one.round,
            token: `token of ${name}`,
            owner: 'owner',
            dueAt: '2026-03-08T16:00:00.000Z',
          },
        }),
      );
    return one;
  }
  const nextName = (one: Nonconformity, phase: 'correction' | 'effect-check' = 'correction') =>
    executionNames(executionName(one.nonconformityId, phase, one.round))[1] ?? '';

  test('that waits as it should is counted, and nothing is found', async () => {
    await raised();
    await raised({ status: 'closed', effectCheckOn: '2026-05-01', severity: 'major' });
    await raised({ status: 'closed' });
    await raised({ status: 'withdrawn' });
    const { outcome, heartbeats } = await scan([], states);
    expect(outcome).toEqual({ audits: 0, corrections: 2, ways: 0 });
    expect(heartbeats).toBe(1);
    expect(await found()).toEqual([]);
  });

  test('whose execution has ended goes on where it stands, and looks at once at the rung that was missed', async () => {
    const one = await raised();
    ends(states, one.nonconformityId);
    const { started } = await scan([], states);
    expect(started).toEqual([
      {
        name: nextName(one),
        input: expect.objectContaining({
          nonconformityId: one.nonconformityId,
          phase: 'correction',
          round: 1,
          // What was due before its last wait has been told.
          since: '2026-03-08T15:59:59.999Z',
          seconds: 1,
        }),
      },
    ]);
    expect(await found()).toEqual([`workflow-gone ${one.nonconformityId} open`]);
    expect((await scan([], states)).started).toEqual([]);
  });

  test('is found before it is started, and started by one of two calls', async () => {
    const one = await raised();
    ends(states, one.nonconformityId);
    expect((await scan([], states, { dies: 'at-restart' })).outcome).toBeInstanceOf(Error);
    expect(await found()).toEqual([`workflow-gone ${one.nonconformityId} open`]);
    const both = await Promise.all([scan([], states), scan([], states)]);
    expect(both.flatMap(({ started }) => started).map(({ name }) => name)).toEqual([nextName(one)]);
  });

  test('is found when its wait is gone, and left to its execution', async () => {
    const one = await raised();
    states.dead.add(`token of ${one.nonconformityId}`);
    states.startedAt = '2026-03-01T02:00:00Z';
    expect((await scan([], states)).started).toEqual([]);
    expect(await found()).toEqual([`wait-gone ${one.nonconformityId} open`]);
  });

  test('whose effect nobody watches any more is watched again, from its date on', async () => {
    const one = await raised({ status: 'closed', effectCheckOn: '2026-05-01', severity: 'major' });
    ends(states, executionName(one.nonconformityId, 'effect-check', 1));
    const { started } = await scan([], states);
    expect(started).toEqual([
      {
        name: nextName(one, 'effect-check'),
        input: expect.objectContaining({ phase: 'effect-check', startsAt: '2026-04-30T16:00:00.000Z' }),
      },
    ]);
  });

  test('that moved within the hour is left alone', async () => {
    const one = await raised({ issuedAt: '2026-03-09T23:30:00.000Z' });
    ends(states, one.nonconformityId);
    expect((await scan([], states)).started).toEqual([]);
    expect(await found()).toEqual([]);
  });

  test('without anybody at the station who may take the next step is named to its region', async () => {
    const heads = async (change: object) => {
      const known = await networkStore(table).station(stationId);
      await table.client.send(new PutCommand({ TableName: table.name, Item: { ...known, ...change } }));
    };
    const one = await raised({ status: 'evidence-submitted' });
    const hqs = await raised({ status: 'evidence-submitted', severity: 'critical' });
    await heads({ heads: { SM: 1, SA: 1 } });
    await scan([], states);
    expect(await found()).toEqual([`owner-gone ${one.nonconformityId} open`]);
    await heads({ heads: { GA: 1 } });
    await scan([], states, { at: '2026-03-11' });
    expect(await found()).toEqual([`owner-gone ${one.nonconformityId} closed`]);
    // Who acts in the vacant position sees to it, for those days.
    await heads({ heads: { SA: 1 } });
    const actsUntil = async (until: string) => {
      const [shape] = factsOfNetwork(1, '2026-03-10', soundFactsOf);
      if (!shape) throw new Error('one station');
      const { regionId } = shape;
      const holders = [{ personId: 'per_ACTS', position: 'GA', since: '2026-03-01', acting: true, until }];
      const facts = packFacts({ ...shape, stationId, holders });
      const item = { type: 'station-facts', v: 1, stationId, regionId, readAt: until, facts } as const;
      const store = complianceStore(table);
      expect(await store.saveStationFacts(item, await store.stationFacts(stationId))).toBe(true);
    };
    await actsUntil('2026-03-31');
    await scan([], states, { at: '2026-03-12' });
    expect(await found()).toEqual([`owner-gone ${one.nonconformityId} closed`]);
    await actsUntil('2026-03-09');
    await scan([], states, { at: '2026-03-12' });
    expect(await found()).toEqual([`owner-gone ${one.nonconformityId} open`]);
    expect(hqs.severity).toBe('critical');
  });

  test('is counted in its station’s digest while the next step is the station’s', async () => {
    await raised();
    await raised({ status: 'root-cause-found' });
    await raised({ status: 'verified' });
    await raised({ status: 'closed', effectCheckOn: '2026-03-05', severity: 'major' });
    const { told } = await scan([], states);
    // Contained by the 8th, planned until the 16th, its effect checked until the 12th.
    expect(told).toEqual([{ v: 1, date, stationId, overdue: 1, day: 0, week: 2 }]);
  });
});

describe.runIf(hasEmulator)('The digests of a morning', () => {
  const aDay = '2026-03-10T20:00:00Z';
  const aWeek = '2026-03-14T00:00:00Z';
  const closesAt = '2026-04-30T00:00:00Z';

  test('count the positions of all of a station’s audits, and name nobody who owes nothing', async () => {
    const states = service();
    const campaigns = [aCampaignId(), aCampaignId(), aCampaignId()];
    const [a = '', b = '', c = ''] = campaigns;
    const [, quiet = '', onSite = ''] = codes;
    await opened(first, a, states, { dueAt: '2026-03-09T00:00:00Z', closesAt });
    await opened(first, b, states, { dueAt: aDay, closesAt, pending: new Set(['SA']) });
    await opened(first, c, states, { dueAt: aWeek, closesAt, pending: new Set(['SA', 'MT', 'SM']) });
    await opened(quiet, a, states, { dueAt: '2026-04-20T00:00:00Z', closesAt });
    await opened(onSite, a, states, { dueAt: aDay, closesAt, mode: 'on-site' });
    const { told } = await scan(campaigns, states);
    expect(told).toEqual([{ v: 1, date, stationId: `stn_${first}`, overdue: 2, day: 1, week: 3 }]);
  });

  test('are sent once a day, and again on the next', async () => {
    const states = service();
    const campaignId = aCampaignId();
    await opened(first, campaignId, states, { dueAt: aDay, closesAt });
    const counts: number[] = [];
    for (const at of [date, date, '2026-03-11', date])
      counts.push((await scan([campaignId], states, { at })).told.length);
    expect(counts).toEqual([1, 0, 1, 0]);
  });

  test('are put on the bus by tens at most', async () => {
    const states = service();
    const campaignId = aCampaignId();
    for (const code of codes.slice(0, 23)) await opened(code, campaignId, states, { dueAt: aDay, closesAt });
    const { told } = await scan([campaignId], states);
    expect(new Set(told.map(({ stationId }) => stationId)).size).toBe(23);
  });
});
