import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, test } from 'vitest';
import { beginDuties } from '../../../functions/duty/begin-duties/begin-duties.ts';
import { keepDevice } from '../../../functions/duty/keep-device/keep-device.ts';
import { planDuty } from '../../../functions/duty/plan-duty/plan-duty.ts';
import { recordDuty } from '../../../functions/duty/record-duty/record-duty.ts';
import { reportDutyEvent } from '../../../functions/duty/report-duty-event/report-duty-event.ts';
import { showDuties } from '../../../functions/duty/show-duties/show-duties.ts';
import { takeDutyEvent } from '../../../functions/duty/take-duty-event/take-duty-event.ts';
import { withdrawDutyEvent } from '../../../functions/duty/withdraw-duty-event/withdraw-duty-event.ts';
import { withdrawDutyRecord } from '../../../functions/duty/withdraw-duty-record/withdraw-duty-record.ts';
import { openTasks } from '../../../functions/inbox/open-tasks.ts';
import { type Action, may, type Subject } from '../../../packages/domain/access/may.ts';
import { dutyFacts, lookedBackTo, missedDuties } from '../../../packages/domain/duty/duty-facts.ts';
import type { Failure } from '../../../packages/domain/errors.ts';
import { contentHash } from '../../../packages/lambda/content-hash.ts';
import type { Caller } from '../../../packages/lambda/http.ts';
import { dutyRules } from '../../../packages/standard/duty-rules.ts';
import { loadEdition } from '../../../packages/standard/load-edition.ts';
import { keys } from '../../../packages/table/keys.ts';
import { appealStore } from '../../../packages/table/stores/appeal-store.ts';
import { auditStore } from '../../../packages/table/stores/audit-store.ts';
import { campaignStore } from '../../../packages/table/stores/campaign-store.ts';
import { dutyStore } from '../../../packages/table/stores/duty-store.ts';
import { editionStore } from '../../../packages/table/stores/edition-store.ts';
import { networkStore } from '../../../packages/table/stores/network-store.ts';
import { nonconformityStore } from '../../../packages/table/stores/nonconformity-store.ts';
import { personStore } from '../../../packages/table/stores/person-store.ts';
import { plainWeeks } from '../../support/paths.ts';
import { emptyTable, hasEmulator } from '../../table/emulator.ts';

const at = (text: string) => Date.parse(`${text}:00+08:00`);
const rules = dutyRules(loadEdition('edition-1'));

describe.runIf(hasEmulator)('The duties of a station', async () => {
  const table = await emptyTable();
  let now = at('2026-03-02T09:00');
  const ports = {
    duties: dutyStore(table),
    editions: {
      ...editionStore(table),
      currentEdition: async () => '1',
      editionDuties: async () => rules,
    },
    network: networkStore(table),
    calendar: plainWeeks,
    clock: { now: () => now },
    hash: contentHash,
  };
  let made = 0;

  /** A station of its own with these holders, one person each unless named. */
  async function aStation(...held: string[]) {
    const stationId = `stn_D-${++made}`;
    const put = (Item: object) => table.client.send(new PutCommand({ TableName: table.name, Item }));
    const heads = Object.fromEntries(held.map((code) => [code, 1]));
    const index = keys.stationIndex('reg_HD', stationId);
    await put({
      ...keys.station(stationId),
      ...index,
      type: 'station',
      stationId,
      regionId: 'reg_HD',
      heads,
    });
    const assignments = held.map((position) => ({
      personId: `per_${position}`,
      position,
      since: '2025-01-01',
      acting: false,
    }));
    await put({ ...keys.roster(stationId), type: 'roster', stationId, assignments });
    return stationId;
  }
  const holder = (stationId: string, ...positions: string[]): Subject => ({
    subject: `login-${positions[0]}`,
    personId: `per_${positions[0]}`,
    role: positions.includes('SM')
      ? 'station-master'
      : positions.includes('GA')
        ? 'general-administrator'
        : 'position-holder',
    stationId,
    regionId: 'reg_HD',
    positions,
  });
  const hq: Subject = { subject: 'hq', role: 'hq-network' };
  const caller = (subject: Subject, action: Action): Caller => ({
    subject,
    idempotencyKey: undefined,
    allow(resource, hidden) {
      const verdict = may(subject, action, resource);
      if (verdict === 'hidden') throw hidden();
      if (verdict === 'no') throw new Error('not permitted');
    },
  });
  /** The status, or the code of the refusal with the fields that are named. */
  async function outcome(answer: Promise<{ status: number; body?: object }>) {
    try {
      return (await answer).status;
    } catch (error) {
      const { code, fields = [], message } = error as Failure;
      return [code ?? message, ...fields.map((one) => `${one.field}: ${one.code}`)].join(' ');
    }
  }
  const record = (subject: Subject, dutyId: string, given: object, stationId = subject.stationId ?? '') =>
    recordDuty(ports)(
      { stationId, dutyId, evidence: 'E-1', ...given },
      caller(subject, 'duty.record'),
    ) as Promise<{
      status: number;
      body: { recordId: string; late: boolean; closed?: boolean; position: string };
    }>;
  const report = (subject: Subject, event: string, key: string, given: object = {}) =>
    reportDutyEvent(ports)(
      { stationId: subject.stationId ?? '', event, key, at: new Date(now).toISOString(), ...given },
      caller(subject, 'duty.report'),
    ) as Promise<{ status: number; body: { cases: string[] } }>;
  const withdraw = (subject: Subject, recordId: string, reason = '登记错误') =>
    withdrawDutyRecord(ports)(
      { stationId: subject.stationId ?? '', recordId, reason },
      caller(subject, 'duty.withdraw'),
    );
  const retract = (subject: Subject, event: string, key: string, reason = '误报', over: object = {}) =>
    withdrawDutyEvent({ ...ports, ...over })(
      { stationId: subject.stationId ?? '', event, key, reason },
      caller(subject, 'duty.retract'),
    ) as Promise<{ status: number; body: { cases: string[]; withdrawn: { by: string; reason: string } } }>;
  interface Shown {
    dutiesFrom?: string;
    positions: {
      position: string;
      duties: { line: string; entries: { of: string; state: string; dueAt: string }[] }[];
    }[];
  }
  /** Line → what it says of each of its entries. */
  async function calendar(stationId: string, from: string, to: string) {
    const { body } = (await showDuties(ports)({ stationId, from, to }, caller(hq, 'duty.read'))) as {
      body: Shown;
    };
    const lines = body.positions.flatMap(({ duties }) => duties);
    return {
      from: body.dutiesFrom,
      states: Object.fromEntries(
        lines.map(({ line, entries }) => [line, entries.map(({ of, state }) => `${of} ${state}`)]),
      ),
    };
  }
  async function tasks(subject: Subject) {
    const found = await openTasks(
      {
        ...ports,
        appeals: appealStore(table),
        audits: auditStore(table),
        campaigns: campaignStore(table),
        nonconformities: nonconformityStore(table),
        persons: personStore(table),
      },
      subject,
      undefined,
      100,
    );
    return found.tasks.map(({ item, of, overdue }) => `${item} ${of}${overdue ? ' overdue' : ''}`);
  }

  test('are owed from the first record on, and what nobody recorded is missed', async () => {
    now = at('2026-03-02T09:00');
    const stationId = await aStation('SM', 'GA');
    const ga = holder(stationId, 'GA');
    expect(await calendar(stationId, '2026-03-01', '2026-03-31')).toEqual({ states: {} });
    expect(await tasks(ga)).toEqual([]);
    expect(await outcome(record(ga, 'R01', { period: '2026-03-02' }))).toBe(201);
    now = at('2026-03-04T19:00');
    const { from, states } = await calendar(stationId, '2026-03-02', '2026-03-05');
    expect(from).toBe('2026-03-02');
    expect(states.R01).toEqual([
      '2026-03-02 done',
      '2026-03-03 missed',
      '2026-03-04 missed',
      '2026-03-05 open',
    ]);
    // March had begun before.
    expect(states.R26).toBeUndefined();
    expect(await tasks(ga)).toEqual(['R01 2026-03-03 overdue', 'R01 2026-03-04 overdue']);
    const kept = await ports.duties.ofStation(stationId, lookedBackTo(now));
    const holders = (await ports.network.roster(stationId))?.assignments ?? [];
    const context = { ...rules, holders, calendar: plainWeeks, now };
    const missed = () => missedDuties(dutyFacts(kept, context), kept.from ?? '', context);
    expect(missed()).toMatchObject([{ dutyId: 'R01', owner: 'GA', due: '2026-03-03' }]);

    const late = await record(ga, 'R01', { period: '2026-03-03', evidence: 'E-2' });
    expect(late.body.late).toBe(true);
    expect((await calendar(stationId, '2026-03-02', '2026-03-05')).states.R01?.[1]).toBe('2026-03-03 late');
    expect(await tasks(ga)).toEqual(['R01 2026-03-04 overdue']);
  });

  test('are late as well when the last time was too long ago', async () => {
    now = at('2026-01-01T09:00');
    const stationId = await aStation('SM', 'PM', 'WSM');
    const [pm, wsm] = [holder(stationId, 'PM'), holder(stationId, 'WSM')];
    // Monday 5 January and 8 days are the 13th; 5 January and 35 days are 9 February.
    const on = async (subject: Subject, dutyId: string, period: string, when: string) => {
      now = at(when);
      return (await record(subject, dutyId, { period, evidence: period })).body.late;
    };
    expect(await on(wsm, 'R12', '2026-01', '2026-01-05T09:00')).toBe(false);
    expect(await on(pm, 'R14', '2026-W02', '2026-01-05T09:00')).toBe(false);
    expect(await on(pm, 'R14', '2026-W03', '2026-01-13T23:59')).toBe(false);
    expect(await on(pm, 'R14', '2026-W04', '2026-01-22T00:00')).toBe(true);
    expect(await on(wsm, 'R12', '2026-02', '2026-02-10T00:00')).toBe(true);
    expect((await calendar(stationId, '2026-01-01', '2026-02-28')).states).toMatchObject({
      R12: ['2026-01 done', '2026-02 late'],
      R14: expect.arrayContaining(['2026-W03 done', '2026-W04 late']),
    });
  });

  test('are recorded once, by who owes them, with what they ask for', async () => {
    now = at('2026-03-02T09:00');
    const stationId = await aStation('SM', 'GA', 'TD', 'MT', 'SVM', 'WSM', 'WA');
    const [sm, ga, td] = ['SM', 'GA', 'TD'].map((code) => holder(stationId, code)) as [
      Subject,
      Subject,
      Subject,
    ];
    const said: [Subject, string, object, number | string][] = [
      [ga, 'R26', { period: '2026-02' }, 201],
      [ga, 'R26', { period: '2026-02' }, 200],
      [ga, 'R26', { period: '2026-02', count: 2 }, 'input-rejected count: not-asked-for'],
      [ga, 'R26', { period: '2026-04' }, 'input-rejected period: period-not-begun'],
      [ga, 'R26', { period: '2026-W10' }, 'input-rejected period: period-not-owed'],
      [ga, 'R26', { period: '2026-13' }, 'input-rejected period: period-not-owed'],
      [ga, 'R26', {}, 'input-rejected period: period-missing'],
      [ga, 'R01', { period: '2026-03-01' }, 'input-rejected period: period-not-owed'],
      [ga, 'R99', { period: '2026-02' }, 'input-rejected dutyId: unknown-duty'],
      [ga, 'R20', { period: '2026-03' }, 'input-rejected hours: hours-missing'],
      [ga, 'R20', { period: '2026-03', hours: 2 }, 201],
      [ga, 'R20', { period: '2026-03', hours: 3 }, 'duty-already-recorded'],
      [ga, 'R29', { period: '2026-02' }, 'not-permitted'],
      [ga, 'R26', { period: '2026-02', position: 'TD' }, 'input-rejected position: position-not-owing'],
      [sm, 'R26', { period: '2026-02' }, 'not-permitted'],
      // A position that owes it may be named only by whoever holds it.
      [ga, 'R29', { period: '2026-02', position: 'SM' }, 'not-permitted'],
      [td, 'R23', { period: '2026-03' }, 'input-rejected subject: subject-missing'],
      [td, 'R23', { period: '2026-03', subject: 'per_GA' }, 'input-rejected subject: unknown-person'],
      [td, 'R23', { period: '2026-03', subject: 'per_MT' }, 201],
      [td, 'R42', { period: '2026', hours: 8, subject: 'per_GA' }, 'input-rejected subject: only-own-record'],
      [td, 'R42', { period: '2026', hours: 8 }, 201],
      [sm, 'R42', { period: '2026', hours: 8, subject: 'per_GA' }, 201],
      [td, 'R19', { period: '2026-03' }, 'input-rejected case: missing'],
      [ga, 'R28', { period: '2026-Q1' }, 'input-rejected audited: missing-choice'],
      [ga, 'R28', { period: '2026-Q1', audited: ['XX'] }, 'input-rejected audited: unknown-position'],
      [ga, 'R28', { period: '2026-Q1', audited: ['MT', 'SA'] }, 201],
    ];
    for (const [subject, dutyId, given, expected] of said)
      expect([dutyId, given, await outcome(record(subject, dutyId, given))]).toEqual([
        dutyId,
        given,
        expected,
      ]);
    expect(await outcome(record(holder('stn_ELSE', 'GA'), 'R26', { period: '2026-02' }, stationId))).toBe(
      'station-not-found',
    );
    // A deputy has the positions of whoever is away; two areas are two records.
    const both = holder(stationId, 'SVM', 'WSM');
    expect(await outcome(record(both, 'R11', { period: '2026-W10' }))).toBe(
      'input-rejected position: which-position',
    );
    expect((await record(both, 'R11', { period: '2026-W10', position: 'WSM' })).body.position).toBe('WSM');
    const { states } = await calendar(stationId, '2026-03-02', '2026-03-31');
    expect(states['R11.WSM']?.[0]).toBe('2026-W10 done');
    expect(states['R11.SVM']?.[0]).toBe('2026-W10 open');
  });

  test('fall to the station head where nobody holds the position', async () => {
    now = at('2026-03-02T09:00');
    const stationId = await aStation('SM');
    const sm = holder(stationId, 'SM');
    expect((await record(sm, 'R26', { period: '2026-03' })).body.position).toBe('SM');
    const { body } = await report(sm, 'complaint-opened', 'TS-1', { gravity: 'ordinary' });
    now = at('2026-03-06T09:00');
    expect(await tasks(sm)).toEqual(expect.arrayContaining([`R06 ${body.cases[0]} overdue`]));
  });

  test('can be taken back, by who recorded or heads the station, and then are missed again', async () => {
    now = at('2026-03-02T09:00');
    const stationId = await aStation('SM', 'GA', 'MT');
    const ga = holder(stationId, 'GA');
    const { recordId } = (await record(ga, 'R01', { period: '2026-03-02' })).body;
    now = at('2026-03-02T20:00');
    expect(await outcome(withdraw(holder(stationId, 'MT'), recordId))).toBe('duty-record-not-yours');
    expect(await outcome(withdraw(holder(stationId, 'SM'), recordId))).toBe(200);
    expect(await outcome(withdraw(ga, recordId))).toBe(200);
    expect(await outcome(withdraw(ga, recordId, '另一个理由'))).toBe('duty-record-withdrawn');
    expect((await calendar(stationId, '2026-03-02', '2026-03-02')).states.R01).toEqual(['2026-03-02 missed']);
    expect((await record(ga, 'R01', { period: '2026-03-02' })).body.late).toBe(true);
    const none = 'rec_20260302_R01_0123456789abcdef';
    expect(await outcome(withdraw(ga, none))).toBe('duty-record-not-found');

    const audit = await record(ga, 'R28', { period: '2026-Q1', audited: ['MT'] });
    expect((await ports.duties.dutyStart(stationId))?.audited.MT?.on).toBe('2026-03-02');
    await withdraw(ga, audit.body.recordId);
    expect((await ports.duties.dutyStart(stationId))?.audited).toEqual({});
  });

  test('follow from events, once each, until a record closes the case', async () => {
    now = at('2026-03-06T09:00');
    const stationId = await aStation('SM', 'CC', 'SVM', 'TD');
    const cc = holder(stationId, 'CC');
    await ports.duties.beginDuties(stationId, '2026-03-02', { changedBy: 'hq', changedAt: '' });
    expect(await outcome(report(cc, 'complaint-opened', 'TS-1'))).toBe(
      'input-rejected gravity: missing-choice',
    );
    expect(await outcome(report(cc, 'no-such-event', 'TS-1'))).toBe('input-rejected event: unknown-event');
    const announced = (on: string) =>
      outcome(report(cc, 'maintenance-due', 'VIN-1', { at: `${on}T00:00:00Z` }));
    expect(await announced('2028-03-07')).toBe('input-rejected at: too-far-ahead');
    expect(await announced('2028-03-06')).toBe(201);
    const opened = await report(cc, 'complaint-opened', 'TS-1', { gravity: 'ordinary' });
    expect(opened.body.cases.map((id) => id.slice(4, 16))).toEqual(['20260307_R06', '20260309_R07']);
    const same = { gravity: 'ordinary', at: new Date(now).toISOString() };
    expect(await report(cc, 'complaint-opened', 'TS-1', same)).toEqual({ ...opened, status: 200 });
    expect(await outcome(report(cc, 'complaint-opened', 'TS-1', { gravity: 'major' }))).toBe(
      'duty-event-reported',
    );
    const [answer = ''] = opened.body.cases;
    expect(await outcome(record(cc, 'R06', { case: answer, outcome: 'attempt' }))).toBe(
      'input-rejected outcome: attempt-not-counted',
    );
    expect(await outcome(record(cc, 'R05', { case: answer }))).toBe('input-rejected case: unknown-case');
    const closed = await record(cc, 'R06', { case: answer });
    expect(closed.body).toMatchObject({ closed: true, late: false });
    expect(await outcome(record(cc, 'R06', { case: answer }))).toBe(200);
    expect(await outcome(record(cc, 'R06', { case: answer, evidence: 'E-2' }))).toBe('duty-case-closed');
    expect(await tasks(cc)).toEqual([]);
    await withdraw(cc, closed.body.recordId);
    expect(await tasks(cc)).toEqual([`R06 ${answer}`]);

    // Three working days from a Friday; three attempts are as good as a customer reached, and the third came late.
    const bulletin = await report(cc, 'bulletin-published', 'TB-1');
    expect(bulletin.body.cases[0]).toContain('20260311_R22');
    const [call = ''] = (await report(cc, 'vehicle-delivered', 'WO-1')).body.cases;
    for (const [evidence, when] of [
      ['1', '2026-03-07T10:00'],
      ['2', '2026-03-08T10:00'],
      ['3', '2026-03-10T10:00'],
    ] as const) {
      now = at(when);
      expect((await record(cc, 'R03', { case: call, evidence, outcome: 'attempt' })).body.closed).toBe(
        evidence === '3',
      );
    }
    const { states } = await calendar(stationId, '2026-03-01', '2026-03-31');
    expect(states.R03).toEqual([`${call} late`]);
    expect(states.R06).toEqual([`${answer} missed`]);
    // What is long overdue stays in sight.
    now = at('2026-04-20T10:00');
    expect((await calendar(stationId, '2026-04-01', '2026-04-30')).states.R06).toEqual([`${answer} missed`]);
  });

  test('follow no more from an event that was reported by mistake; what was recorded stays', async () => {
    now = at('2026-03-06T09:00');
    const stationId = await aStation('SM', 'CC', 'SVM', 'TD');
    const [cc, sm] = [holder(stationId, 'CC'), holder(stationId, 'SM')];
    await ports.duties.beginDuties(stationId, '2026-03-02', { changedBy: 'hq', changedAt: '' });
    const told = { gravity: 'ordinary', at: new Date(now).toISOString() };
    const { cases } = (await report(cc, 'complaint-opened', 'TS-1', told)).body;
    const [answer = '', solution = ''] = cases;
    const { recordId } = (await record(cc, 'R06', { case: answer })).body;
    expect(await tasks(holder(stationId, 'SVM'))).toContain(`R07 ${solution}`);

    expect(await outcome(retract(cc, 'complaint-opened', 'TS-2'))).toBe('duty-event-not-found');
    expect(await outcome(retract(sm, 'complaint-opened', 'TS-1'))).toBe('duty-event-not-yours');
    expect(await outcome(retract(holder('stn_NONE', 'SM'), 'complaint-opened', 'TS-1'))).toBe(
      'station-not-found',
    );
    now = at('2026-03-12T09:00');
    expect((await ports.duties.ofStation(stationId, '2026-01-01')).open).toMatchObject([
      { caseId: solution },
    ]);
    const gone = await retract(cc, 'complaint-opened', 'TS-1');
    expect(gone).toMatchObject({ status: 200, body: { cases, withdrawn: { by: 'per_CC', reason: '误报' } } });
    expect(await retract(cc, 'complaint-opened', 'TS-1')).toEqual(gone);
    expect(await outcome(retract(cc, 'complaint-opened', 'TS-1', '另一个理由'))).toBe('duty-event-withdrawn');

    const kept = await ports.duties.ofStation(stationId, lookedBackTo(now));
    expect(kept.open).toEqual([]);
    expect((await tasks(holder(stationId, 'SVM'))).filter((task) => task.startsWith('R07'))).toEqual([]);
    const { states } = await calendar(stationId, '2026-03-01', '2026-03-31');
    expect([states.R06, states.R07]).toEqual([[`${answer} withdrawn`], [`${solution} withdrawn`]]);
    expect((await ports.duties.dutyCase(stationId, answer))?.records).toMatchObject([{ recordId }]);
    expect(await outcome(record(holder(stationId, 'SVM'), 'R07', { case: solution }))).toBe(
      'duty-event-withdrawn',
    );
    // What was called so once opens nothing again, whoever tells it.
    expect(await outcome(report(cc, 'complaint-opened', 'TS-1', told))).toBe('duty-event-withdrawn');
    const { at: occurredAt } = told;
    const detail = { v: 1 as const, stationId, event: 'complaint-opened', key: 'TS-1', occurredAt };
    expect(
      await takeDutyEvent(ports)({
        'detail-type': 'DutyEventHappened',
        detail: { ...detail, gravity: 'ordinary' },
      }),
    ).toEqual({ opened: [] });
    // A record that is withdrawn afterwards opens nothing either.
    expect(await outcome(withdraw(cc, recordId))).toBe(200);
    expect((await ports.duties.ofStation(stationId, lookedBackTo(now))).open).toEqual([]);
  });

  test('are those of who was named to act, on the days of it', async () => {
    now = at('2026-03-02T09:00');
    const stationId = await aStation('SM', 'MT');
    const assignments = ['SM', 'MT'].map((position) => ({
      ...{ personId: `per_${position}`, position, since: '2025-01-01', acting: false },
    }));
    const named = { personId: 'per_MT', position: 'GA', from: '2026-03-02', until: '2026-03-06', renewed: 0 };
    const roster = { type: 'roster', stationId, assignments, acting: [named] };
    await table.client.send(
      new PutCommand({ TableName: table.name, Item: { ...keys.roster(stationId), ...roster } }),
    );
    await ports.duties.beginDuties(stationId, '2026-03-02', { changedBy: 'hq', changedAt: '' });
    const acting = holder(stationId, 'MT', 'GA');
    expect((await calendar(stationId, '2026-03-02', '2026-03-03')).states.R01).toEqual([
      '2026-03-02 open',
      '2026-03-03 open',
    ]);
    expect(await tasks(acting)).toContain('R01 2026-03-02');
    now = at('2026-03-07T09:00');
    expect((await calendar(stationId, '2026-03-02', '2026-03-03')).states.R01).toBeUndefined();
    expect(await tasks(acting)).not.toContain('R01 2026-03-02 overdue');
  });

  test('stay with the position when somebody else takes it, who may make up for them', async () => {
    now = at('2026-03-10T09:00');
    const stationId = await aStation('SM', 'GA');
    await ports.duties.beginDuties(stationId, '2026-02-01', { changedBy: 'hq', changedAt: '' });
    const took = (position: string, since: string) => ({
      ...{ personId: `per_${position}`, position, since, acting: false },
    });
    const seats = { GA: { since: '2025-01-01' } };
    const assignments = [took('SM', '2025-01-01'), took('GA', '2026-03-07')];
    const roster = { type: 'roster', stationId, assignments, seats };
    await table.client.send(
      new PutCommand({ TableName: table.name, Item: { ...keys.roster(stationId), ...roster } }),
    );
    // The report of February was due on the fifth of March, and the one who owed it is gone.
    expect((await calendar(stationId, '2026-02-01', '2026-02-28')).states.R26).toEqual(['2026-02 missed']);
    const made = await record(holder(stationId, 'GA'), 'R26', { period: '2026-02' });
    expect(made).toMatchObject({ status: 201, body: { late: true } });
  });

  test('of a quarter that is over for long are found by its last day', async () => {
    now = at('2026-10-20T09:00');
    const stationId = await aStation('SM', 'PM');
    await ports.duties.beginDuties(stationId, '2026-01-01', { changedBy: 'hq', changedAt: '' });
    const pm = holder(stationId, 'PM');
    const late = await record(pm, 'R16', { period: '2026-Q2' });
    expect(late).toMatchObject({ status: 201, body: { late: true } });
    const { records } = await ports.duties.ofStation(stationId, lookedBackTo(now));
    const earlier = await ports.duties.dutyRecordsEnding(stationId, ['2026-06-29', '2026-06-30']);
    expect([records, earlier.map(({ period }) => period)]).toEqual([[], ['2026-Q2']]);
  });

  test('of audit keep what two people record at the same moment', async () => {
    now = at('2026-03-02T09:00');
    const stationId = await aStation('SM', 'GA');
    const ga = holder(stationId, 'GA');
    const audit = (evidence: string, ...audited: string[]) =>
      outcome(record(ga, 'R28', { period: '2026-Q1', evidence, audited }));
    await ports.duties.beginDuties(stationId, '2026-03-02', { changedBy: 'hq', changedAt: '' });
    const both = await Promise.all([audit('A-1', 'MT'), audit('A-2', 'SA'), audit('A-3', 'ST')]);
    expect(both).toEqual([201, 201, 201]);
    const kept = await ports.duties.dutyStart(stationId);
    expect(Object.keys(kept?.audited ?? {}).sort()).toEqual(['MT', 'SA', 'ST']);
  });

  test('of audit are those that stand when others are withdrawn, in whatever order', async () => {
    const stationId = await aStation('SM', 'GA');
    const ga = holder(stationId, 'GA');
    const made: string[] = [];
    for (const month of ['02', '03', '04']) {
      now = at(`2026-${month}-02T09:00`);
      const period = month === '04' ? '2026-Q2' : '2026-Q1';
      made.push((await record(ga, 'R28', { period, evidence: `A-${month}`, audited: ['MT'] })).body.recordId);
    }
    const last = async () => (await ports.duties.dutyStart(stationId))?.audited.MT?.on;
    const [first = '', second = '', third = ''] = made;
    expect(await last()).toBe('2026-04-02');
    await withdraw(ga, second);
    expect(await last()).toBe('2026-04-02');
    await withdraw(ga, third);
    expect(await last()).toBe('2026-02-02');
    await withdraw(ga, first);
    expect(await last()).toBeUndefined();
  });

  test('that the dealer’s system has told of by mistake are taken back by HQ', async () => {
    now = at('2026-03-06T09:00');
    const stationId = await aStation('SM', 'SA');
    const detail = {
      v: 1 as const,
      stationId,
      event: 'maintenance-due',
      key: 'VIN-8',
      occurredAt: '2026-04-01T10:00:00+08:00',
    };
    await takeDutyEvent(ports)({ 'detail-type': 'DutyEventHappened', detail });
    expect(await outcome(retract(holder(stationId, 'SA'), 'maintenance-due', 'VIN-8'))).toBe(
      'duty-event-not-yours',
    );
    expect(await outcome(retract({ ...hq, stationId }, 'maintenance-due', 'VIN-8'))).toBe(200);
    expect((await ports.duties.ofStation(stationId, lookedBackTo(now))).open).toEqual([]);
  });

  test('are withdrawn with what somebody records at the same moment, or not at all', async () => {
    now = at('2026-03-06T09:00');
    const stationId = await aStation('SM', 'CC');
    const cc = holder(stationId, 'CC');
    await ports.duties.beginDuties(stationId, '2026-03-02', { changedBy: 'hq', changedAt: '' });
    const { cases } = (await report(cc, 'complaint-opened', 'TS-1', { gravity: 'ordinary' })).body;
    const [answer = ''] = cases;
    let between = async (): Promise<unknown> => record(cc, 'R06', { case: answer });
    const dutyCase: typeof ports.duties.dutyCase = async (station, caseId) => {
      const found = await ports.duties.dutyCase(station, caseId);
      await between();
      between = async () => undefined;
      return found;
    };
    const answered = await retract(cc, 'complaint-opened', 'TS-1', '误报', {
      duties: { ...ports.duties, dutyCase },
    });
    expect(answered.status).toBe(200);
    const kept = await ports.duties.dutyCase(stationId, answer);
    expect([kept?.withdrawn, kept?.records.length]).toEqual([true, 1]);
  });

  test('follow from what the dealer’s system tells, and what it does not know opens nothing', async () => {
    now = at('2026-03-06T09:00');
    const stationId = await aStation('SM', 'SA');
    const tell = (detail: object) =>
      takeDutyEvent(ports)({
        'detail-type': 'DutyEventHappened',
        detail: {
          v: 1,
          stationId,
          event: 'maintenance-due',
          key: 'VIN-7',
          occurredAt: '2026-04-01T10:00:00+08:00',
          ...detail,
        },
      });
    const first = await tell({});
    // A reminder is missed when the maintenance falls due without one (R24).
    expect(first.opened).toEqual([expect.stringContaining('cas_20260401_R24')]);
    await ports.duties.beginDuties(stationId, '2026-03-06', { changedBy: 'hq', changedAt: '' });
    const onDesk = async (day: string) => {
      now = at(`${day}T09:00`);
      return (await tasks(holder(stationId, 'SA'))).filter((task) => task.startsWith('R24'));
    };
    // Asked for fifteen days before: on the desk a week before that.
    expect(await onDesk('2026-03-09')).toEqual([]);
    expect(await onDesk('2026-03-10')).toEqual([`R24 ${first.opened[0]}`]);
    expect(await onDesk('2026-04-01')).toEqual([`R24 ${first.opened[0]}`]);
    expect(await onDesk('2026-04-02')).toEqual([`R24 ${first.opened[0]} overdue`]);
    now = at('2026-03-06T09:00');
    expect(await tell({})).toEqual({ opened: [] });
    expect(await tell({ occurredAt: '2026-05-01T10:00:00+08:00' })).toEqual({ opened: [] });
    expect(await tell({ stationId: 'stn_NONE' })).toEqual({ opened: [], refused: 'unknown-station' });
    expect(await tell({ event: 'no-such-event' })).toEqual({ opened: [], refused: 'unknown-event' });
    expect(await tell({ event: 'vehicle-delivered' })).toEqual({ opened: [], refused: 'in-the-future' });
  });

  test('of measuring devices are due with their last day', async () => {
    now = at('2026-03-02T09:00');
    const stationId = await aStation('SM', 'QI');
    const qi = holder(stationId, 'QI');
    await ports.duties.beginDuties(stationId, '2026-03-02', { changedBy: 'hq', changedAt: '' });
    const keep = (validUntil: string, given: object = {}) =>
      keepDevice(ports)(
        { stationId, deviceId: 'QX-1', validUntil, evidence: 'JD-1', ...given },
        caller(qi, 'duty.report'),
      );
    expect(await outcome(keep('2026-04-10'))).toBe(200);
    expect(await outcome(keep('2026-04-09'))).toBe('input-rejected validUntil: earlier-than-before');
    expect(await tasks(qi)).not.toContain('R36 QX-1');
    now = at('2026-03-11T09:00');
    expect(await tasks(qi)).toContain('R36 QX-1');
    now = at('2026-04-11T09:00');
    expect(await tasks(qi)).toContain('R36 QX-1 overdue');
    expect((await calendar(stationId, '2026-04-01', '2026-04-30')).states.R36).toEqual(['QX-1 missed']);
    await keep('2026-04-10', { retiredOn: '2026-04-11' });
    expect(await tasks(qi)).not.toContain('R36 QX-1 overdue');
  });

  test('of measuring devices keep the later of what two people say at the same moment', async () => {
    now = at('2026-03-02T09:00');
    const stationId = await aStation('SM', 'QI');
    const keep = (validUntil: string, evidence: string, given: object = {}, others = ports) =>
      keepDevice(others)(
        { stationId, deviceId: 'QX-1', validUntil, evidence, ...given },
        caller(holder(stationId, 'QI'), 'duty.report'),
      );
    await keep('2026-04-10', 'JD-1');
    let between = () => keep('2027-04-10', 'JD-2');
    const measuringDevice: typeof ports.duties.measuringDevice = async (...of) => {
      const found = await ports.duties.measuringDevice(...of);
      await between();
      between = async () => ({ status: 0, body: {} });
      return found;
    };
    const duties = { ...ports.duties, measuringDevice };
    const late = keep('2026-10-10', 'JD-3', {}, { ...ports, duties });
    expect(await outcome(late)).toBe('input-rejected validUntil: earlier-than-before');
    expect(await ports.duties.measuringDevice(stationId, 'QX-1')).toMatchObject({ validUntil: '2027-04-10' });
    expect(await outcome(keep('2027-04-10', 'JD-2', { retiredOn: '2026-03-03' }))).toBe(
      'input-rejected retiredOn: in-the-future',
    );
  });

  test('begin on another day where HQ says why, and no fact of a duty loses its place', async () => {
    now = at('2026-03-20T09:00');
    const stationId = await aStation('SM', 'WA', 'CC');
    const cc = holder(stationId, 'CC');
    const begin = async (from: string, reason?: string) => {
      const given = { stationId, from, ...(reason === undefined ? {} : { reason }) };
      const answer = beginDuties(ports)(given, caller(hq, 'duty.begin'));
      const told = await outcome(answer);
      return told === 200
        ? Object.values((await answer).body)
            .slice(2)
            .join()
        : told;
    };
    const day = async () => (await ports.duties.dutyStart(stationId))?.from;
    expect(await begin('2025-03-02')).toBe('1,0');
    expect([await begin('2026-03-02'), await day()]).toEqual(['0,0', '2025-03-02']);
    expect([await begin('2026-03-02', '年份有误'), await day()]).toEqual(['0,1', '2026-03-02']);
    expect(await begin('2026-03-02', '年份有误')).toBe('0,0');
    expect(await ports.duties.dutyStart(stationId)).toMatchObject({ reason: '年份有误', changedBy: 'hq' });

    // What nobody was asked for is not missed.
    expect(await begin('2026-03-01', '早一天')).toBe('duty-start-kept');
    // A record of a stretch, or an event, keeps its place; what was taken back needs none.
    const master = holder(stationId, 'SM');
    const { body } = await record(master, 'R01', { period: '2026-03-05', position: 'SM' });
    expect(await begin('2026-03-06', '晚几天')).toBe('duty-start-kept');
    expect(await begin('2026-03-05', '晚几天')).toBe('0,1');
    await withdraw(master, body.recordId);
    await report(cc, 'complaint-opened', 'TS-1', { gravity: 'ordinary', at: '2026-03-09T09:00:00+08:00' });
    expect(await begin('2026-03-20', '晚几天')).toBe('duty-start-kept');
    await retract(cc, 'complaint-opened', 'TS-1');
    expect([await begin('2026-04-20', '晚几天'), await day()]).toEqual(['0,1', '2026-04-20']);
    // A day that has not come yet may come sooner.
    expect(await begin('2026-03-20', '提前')).toBe('0,1');
  });

  test('begin where HQ says so, and what is due by plan has its day', async () => {
    now = at('2026-02-20T09:00');
    const stationId = await aStation('SM', 'WA');
    const begin = (given: object) =>
      beginDuties(ports)({ from: '2026-03-01', ...given }, caller(hq, 'duty.begin')) as Promise<{
        status: number;
        body: { begun: number };
      }>;
    await table.client.send(
      new PutCommand({
        TableName: table.name,
        Item: { ...keys.region('reg_HD'), type: 'region', regionId: 'reg_HD' },
      }),
    );
    expect((await begin({ regionId: 'reg_HD' })).body.begun).toBeGreaterThan(0);
    expect((await begin({ regionId: 'reg_HD' })).body.begun).toBe(0);
    expect((await begin({ stationId })).body).toMatchObject({ stations: 1, begun: 0 });
    expect(await outcome(begin({}))).toBe('input-rejected regionId: region-or-station');
    expect(await outcome(begin({ regionId: 'reg_NONE' }))).toBe('region-not-found');
    const plan = (dutyId: string, day: string) =>
      outcome(planDuty(ports)({ dutyId, period: '2026-03', day }, caller(hq, 'duty.begin')));
    expect(await plan('R05', '2026-03-10')).toBe('input-rejected dutyId: not-by-plan');
    expect(await plan('R33', '2026-02-10')).toBe('input-rejected day: earlier-than-before');
    expect(await plan('R33', '2026-03-10')).toBe(200);
    now = at('2026-03-11T09:00');
    expect(await tasks(holder(stationId, 'WA'))).toContain('R33 2026-03 overdue');
    expect((await calendar(stationId, '2026-03-01', '2026-03-31')).states.R33).toEqual(['2026-03 missed']);
    expect((await record(holder(stationId, 'WA'), 'R33', { period: '2026-03' })).body.late).toBe(true);
  });
});
