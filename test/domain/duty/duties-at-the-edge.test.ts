import { describe, expect, test } from 'vitest';
import { addDays, type LocalDate, localDate, startOf } from '../../../packages/domain/calendar.ts';
import { instant } from '../../../packages/domain/clock.ts';
import { dutyCalendar } from '../../../packages/domain/duty/duty-calendar.ts';
import {
  type CaseRule,
  type DutyCase,
  type Gravity,
  isCaseRule,
  overdueOfCase,
} from '../../../packages/domain/duty/duty-cases.ts';
import { type DutyContext, dutyFacts, missedDuties } from '../../../packages/domain/duty/duty-facts.ts';
import {
  type DutyHolder,
  type DutyLine,
  isPeriodicLine,
  linesOf,
} from '../../../packages/domain/duty/duty-lines.ts';
import {
  type Period,
  type PeriodicRule,
  periodById,
  periodOf,
} from '../../../packages/domain/duty/duty-periods.ts';
import type { KeptRecord, StationDuties } from '../../../packages/domain/duty/station-duties.ts';
import { workingDays } from '../../../packages/lambda/working-days.ts';
import { dutyRules } from '../../../packages/standard/duty-rules.ts';
import { loadEdition } from '../../../packages/standard/load-edition.ts';
import { positionsOfEdition1 } from '../../support/paths.ts';

// What is expected is reckoned by hand from section 5 of the domain sheet and the holidays of 2026, not by the code.

const { duties, technicians } = dutyRules(loadEdition('edition-1'));
const holders: DutyHolder[] = [...positionsOfEdition1, 'MT'].map((position, n) => ({
  personId: `per_${position}-${n}`,
  position,
  since: '2024-01-01',
}));
const began = '2024-01-01';
const at = (text: string) => Date.parse(`${text}+08:00`);
const contextAt = (now: number): DutyContext => ({
  duties,
  technicians,
  holders,
  calendar: workingDays,
  now,
});
const lines = linesOf(duties, holders, technicians);
const lineOf = (key: string): DutyLine => {
  const line = lines.find((one) => one.key === key);
  if (!line) throw new Error(`no line ${key}`);
  return line;
};
const given = (more: Partial<StationDuties>): StationDuties => ({
  from: began,
  audited: {},
  records: [],
  open: [],
  devices: [],
  ...more,
});

let made = 0;
/** All that a stretch asks for, recorded at one instant. */
const recordsAt = (line: DutyLine<PeriodicRule>, period: Period, when: number): KeptRecord[] =>
  (line.subjects ?? [undefined]).map((subject) => ({
    recordId: `rec_${++made}`,
    dutyId: line.dutyId,
    period: period.id,
    position: line.owner,
    ...(subject ? { subject: subject.personId } : {}),
    ...(line.rule.kind === 'window' && line.rule.hours !== undefined
      ? { hours: line.rule.hours }
      : { count: line.rule.records ?? 1 }),
    at: instant(when),
    by: 'per_X',
    evidence: 'E',
  }));

/** Every stretch of the last year before one is recorded at noon of its first day. */
function before(line: DutyLine<PeriodicRule>, until: LocalDate): KeptRecord[] {
  const records: KeptRecord[] = [];
  for (let date = addDays(until, -370); date < until; ) {
    const period = periodOf(line.rule, date, workingDays);
    if (period) records.push(...recordsAt(line, period, startOf(period.first) + 43_200_000));
    date = addDays(period?.last ?? date, 1);
  }
  return records;
}

/** Of each duty that is owed per stretch of time: whose it is, the last minute in time, the first that is late. */
const stretches: [key: string, owner: string, period: string, lastInTime: string, firstLate: string][] = [
  // Saturday 14 February 2026 is worked for the Spring Festival (15–23).
  ['R01', 'GA', '2026-02-14', '2026-02-14T17:59', '2026-02-14T18:00'],
  ['R05', 'CC', '2026-12', '2027-01-05T23:59', '2027-01-06T00:00'],
  ['R09', 'SVM', '2026-W53', '2027-01-03T23:59', '2027-01-04T00:00'],
  ['R11.SVM', 'SVM', '2026-W10', '2026-03-08T23:59', '2026-03-09T00:00'],
  ['R11.WSM', 'WSM', '2026-W10', '2026-03-08T23:59', '2026-03-09T00:00'],
  ['R11.PM', 'PM', '2026-W10', '2026-03-08T23:59', '2026-03-09T00:00'],
  ['R11.1', 'GA', '2026-02', '2026-02-28T23:59', '2026-03-01T00:00'],
  // Checked last on 1 February, and 35 days are 8 March.
  ['R12', 'WSM', '2026-03', '2026-03-08T23:59', '2026-03-09T00:00'],
  ['R13', 'WSM', '2026-W40', '2026-10-04T23:59', '2026-10-05T00:00'],
  // Ordered last on Monday 23 February, and 8 days are 3 March.
  ['R14', 'PM', '2026-W10', '2026-03-03T23:59', '2026-03-04T00:00'],
  ['R15', 'PM', '2026-02', '2026-03-05T23:59', '2026-03-06T00:00'],
  ['R16', 'PM', '2026-Q4', '2027-01-10T23:59', '2027-01-11T00:00'],
  ['R17', 'PM', '2026-Q1', '2026-03-31T23:59', '2026-04-01T00:00'],
  ['R18', 'TD', '2026-09', '2026-10-05T23:59', '2026-10-06T00:00'],
  ['R20', 'GA', '2026-02', '2026-02-28T23:59', '2026-03-01T00:00'],
  ['R21', 'TD', '2026-04', '2026-04-30T23:59', '2026-05-01T00:00'],
  ['R23', 'TD', '2026-02', '2026-02-28T23:59', '2026-03-01T00:00'],
  ['R26', 'GA', '2026-01', '2026-02-05T23:59', '2026-02-06T00:00'],
  ['R27.1', 'GA', '2026-06', '2026-06-30T23:59', '2026-07-01T00:00'],
  ['R28', 'GA', '2026-Q2', '2026-06-30T23:59', '2026-07-01T00:00'],
  ['R29', 'SM', '2026-03', '2026-04-08T23:59', '2026-04-09T00:00'],
  ['R30', 'SM', '2026-Q3', '2026-10-15T23:59', '2026-10-16T00:00'],
  ['R31', 'SM', '2026-Q4', '2026-12-31T23:59', '2027-01-01T00:00'],
  ['R33', 'WA', '2026-05', '2026-05-31T23:59', '2026-06-01T00:00'],
  // The till of the last day before the Spring Festival is asked for on the day after it, festival or not.
  ['R34', 'ST', '2026-02-14', '2026-02-15T09:59', '2026-02-15T10:00'],
  ['R35', 'ST', '2026-09', '2026-10-10T23:59', '2026-10-11T00:00'],
  ['R37', 'PS', '2026-03', '2026-03-08T23:59', '2026-03-09T00:00'],
  ['R37.1', 'PS', '2026', '2026-12-31T23:59', '2027-01-01T00:00'],
  ['R38', 'PP', '2026-Q1', '2026-04-10T23:59', '2026-04-11T00:00'],
  ['R39', 'TD', '2026-12', '2026-12-31T23:59', '2027-01-01T00:00'],
  ['R40', 'WSM', '2026-02', '2026-02-28T23:59', '2026-03-01T00:00'],
  ['R41', 'SM', '2026-10', '2026-10-03T23:59', '2026-10-04T00:00'],
  ['R42', 'SM', '2026', '2026-12-31T23:59', '2027-01-01T00:00'],
  ['R42.1', 'SM', '2026', '2026-12-31T23:59', '2027-01-01T00:00'],
];

/** The same of what an event asks for. */
const events: [
  key: string,
  owner: string,
  at: string,
  gravity: Gravity | undefined,
  lastInTime: string,
  firstLate: string,
][] = [
  ['R02', 'GA', '2026-02-13T16:00', undefined, '2026-02-14T23:59', '2026-02-15T00:00'],
  ['R03', 'CC', '2026-03-02T10:30', undefined, '2026-03-05T10:29', '2026-03-05T10:31'],
  ['R04', 'CC', '2026-03-31T23:50', undefined, '2026-03-31T23:59', '2026-04-01T00:00'],
  ['R06', 'CC', '2026-12-31T18:00', 'ordinary', '2027-01-01T17:59', '2027-01-01T18:01'],
  ['R07', 'SVM', '2026-03-02T10:30', 'ordinary', '2026-03-05T10:29', '2026-03-05T10:31'],
  ['R07.1', 'SVM', '2026-03-02T10:30', 'major', '2026-03-09T23:59', '2026-03-10T00:00'],
  ['R08', 'CC', '2026-03-02T00:00', undefined, '2026-03-05T23:59', '2026-03-06T00:00'],
  ['R10', 'SVM', '2026-03-02T10:30', undefined, '2026-04-01T23:59', '2026-04-02T00:00'],
  ['R10.1', 'SVM', '2026-03-02T10:30', undefined, '2026-03-02T10:29', '2026-03-02T10:30'],
  ['R18.1', 'TD', '2026-02-28T20:00', undefined, '2026-03-01T19:59', '2026-03-01T20:01'],
  ['R19', 'TD', '2026-12-20T20:00', undefined, '2027-01-04T23:59', '2027-01-05T00:00'],
  // Tuesday 29 September: 30 September, 8 and 9 October are worked.
  ['R22', 'TD', '2026-09-29T09:00', undefined, '2026-10-09T23:59', '2026-10-10T00:00'],
  ['R24', 'SA', '2026-03-20T09:00', undefined, '2026-03-20T08:59', '2026-03-20T09:00'],
  ['R25', 'SA', '2026-03-02T10:30', undefined, '2026-03-05T23:59', '2026-03-06T00:00'],
  // Thursday 12 February: Friday, the Saturday that is worked, and Tuesday the 24th.
  ['R27', 'GA', '2026-02-12T10:00', undefined, '2026-02-24T23:59', '2026-02-25T00:00'],
  ['R32', 'WA', '2026-03-02T10:30', undefined, '2026-03-09T23:59', '2026-03-10T00:00'],
];

test('The tables name every rule of all 42 duties, but those that certificates answer', () => {
  const named = new Set([...stretches.map(([key]) => key), ...events.map(([key]) => key), 'R36', 'R28.1']);
  expect([...named].sort()).toEqual(lines.map(({ key }) => key).sort());
  expect(new Set([...named].map((key) => key.slice(0, 3))).size).toBe(42);
  const ofCertificates = duties.flatMap(({ id, rules }) =>
    rules.flatMap((rule) => (rule.kind === 'expiry' && rule.of !== 'measuring-device' ? [id] : [])),
  );
  expect(ofCertificates).toEqual(['R21', 'R39']);
});

describe('A duty of a stretch of time', () => {
  test.each(stretches)(
    '%s of %s for %s is in time at %s and late at %s',
    (key, owner, id, inTime, tooLate) => {
      const line = lineOf(key);
      if (!isPeriodicLine(line)) throw new Error(`${key} is no duty of a stretch of time`);
      const period = periodById(line.rule, id, workingDays);
      if (!period) throw new Error(`${key} is not owed for ${id}`);
      expect(line.owner).toBe(owner);
      const earlier = before(line, period.first);
      const [last, late] = [at(inTime), at(tooLate)];
      const stateAt = (now: number, records: KeptRecord[]) =>
        dutyCalendar(given({ records: [...earlier, ...records] }), [], contextAt(now), {
          from: period.first,
          to: period.first,
        })
          .filter((entry) => entry.line === key)
          .map(({ state }) => state);
      const all = (state: string) => (line.subjects ?? [undefined]).map(() => state);
      expect(stateAt(last, [])).toEqual(all('open'));
      expect(stateAt(late, [])).toEqual(all('missed'));
      expect(stateAt(late, recordsAt(line, period, last))).toEqual(all('done'));
      expect(stateAt(late, recordsAt(line, period, late))).toEqual(all('late'));

      const missedAt = (now: number) =>
        missedDuties(dutyFacts(given({ records: earlier }), contextAt(last)), began, contextAt(now)).find(
          ({ dutyId }) => dutyId === line.dutyId,
        );
      // Of one other line of the duty nothing is recorded here, which is missed as well: only this one is looked at.
      if (lines.filter(({ dutyId }) => dutyId === line.dutyId).length > 1 || key === 'R01') return;
      expect(missedAt(last)).toBeUndefined();
      expect(missedAt(late)).toMatchObject({ owner, due: localDate(late - 1), severity: 'minor' });
    },
  );
});

describe('A duty of an event', () => {
  test.each(events)(
    '%s of %s after %s (%s) is in time at %s and late at %s',
    (key, owner, happened, gravity, inTime, tooLate) => {
      const line = lineOf(key);
      const rule = line.rule as CaseRule;
      expect(isCaseRule(rule)).toBe(true);
      expect(line.owner).toBe(owner);
      const [last, late] = [at(inTime), at(tooLate)];
      const index = Number(key.split('.')[1] ?? 0);
      const one = (records: DutyCase['records']): DutyCase => ({
        caseId: 'cas_1',
        dutyId: line.dutyId,
        rule: index,
        event: rule.event,
        key: 'K-1',
        at: instant(at(happened)),
        dueAt: instant(overdueOfCase(rule, at(happened), workingDays)),
        records,
      });
      const recorded = (when: number): DutyCase['records'] => [
        {
          recordId: 'rec_1',
          outcome: 'done',
          at: instant(when),
          by: 'per_X',
          position: owner,
          evidence: 'E',
        },
      ];
      const stateAt = (now: number, records: DutyCase['records']) =>
        dutyCalendar(given({}), [one(records)], contextAt(now), {
          from: '2026-01-01',
          to: '2027-12-31',
        }).find((entry) => entry.of === 'cas_1')?.state;
      expect(gravity === undefined || rule.kind !== 'event' || [undefined, gravity].includes(rule.only)).toBe(
        true,
      );
      expect(stateAt(last, [])).toBe('open');
      expect(stateAt(late, [])).toBe('missed');
      expect(stateAt(late, recorded(last))).toBe('done');
      expect(stateAt(late, recorded(late))).toBe('late');
      const { dueAt } = one([]);
      const facts = dutyFacts(
        given({ open: [{ caseId: 'cas_1', dutyId: line.dutyId, rule: index, dueAt }] }),
        contextAt(last),
      );
      const missedAt = (now: number) =>
        missedDuties({ cases: facts.cases ?? {} }, '2100-01-01', contextAt(now)).find(
          ({ dutyId }) => dutyId === line.dutyId,
        );
      expect(missedAt(last)).toBeUndefined();
      expect(missedAt(late)).toMatchObject({ owner, severity: gravity === 'major' ? 'major' : 'minor' });
    },
  );
});

describe('What lasts until a day', () => {
  const missedAt = (dutyId: string, more: Partial<StationDuties>, now: string) => {
    const facts = dutyFacts(given(more), contextAt(at('2026-01-15T12:00')));
    return missedDuties({ dates: facts.dates ?? {} }, '2100-01-01', contextAt(at(now))).find(
      (one) => one.dutyId === dutyId,
    );
  };
  test('R36: a device on the last day of its verification, and on the next', () => {
    const more = { devices: [{ deviceId: 'D-1', validUntil: '2026-05-31', evidence: 'E' }] };
    expect(missedAt('R36', more, '2026-05-31T23:59')).toBeUndefined();
    expect(missedAt('R36', more, '2026-06-01T00:00')).toMatchObject({ owner: 'QI', due: '2026-05-31' });
  });
  test('R28: all positions within twelve months', () => {
    const audited = Object.fromEntries(
      positionsOfEdition1.map((code) => [
        code,
        { on: code === 'CC' ? '2025-03-10' : '2025-12-10', recordId: 'rec_1' },
      ]),
    );
    expect(missedAt('R28', { audited }, '2026-03-10T23:59')).toBeUndefined();
    expect(missedAt('R28', { audited }, '2026-03-11T00:00')).toMatchObject({
      owner: 'GA',
      due: '2026-03-10',
    });
  });
});

describe('Who owes', () => {
  const held = (...people: [personId: string, position: string, since?: LocalDate][]): DutyHolder[] =>
    people.map(([personId, position, since = '2024-01-01']) => ({ personId, position, since }));
  const entries = (people: DutyHolder[], key: string, now: string, records: KeptRecord[] = []) =>
    dutyCalendar(
      given({ records }),
      [],
      { ...contextAt(at(now)), holders: people },
      { from: '2026-01-01', to: '2026-12-31' },
    ).filter((entry) => entry.line === key);
  const missedOf = (people: DutyHolder[], now: string, records: KeptRecord[] = []) => {
    const context = { ...contextAt(at(now)), holders: people };
    return missedDuties(dutyFacts(given({ records }), context), began, context);
  };

  test('from the first stretch that begins under them, and a day’s at once', () => {
    const people = held(['per_1', 'GA', '2026-03-10']);
    const first = (key: string) => entries(people, key, '2026-06-30T12:00')[0]?.of;
    expect(['R01', 'R26', 'R11.1', 'R28'].map(first)).toEqual([
      '2026-03-10',
      '2026-04',
      '2026-04',
      '2026-Q2',
    ]);
  });

  test('nobody what belongs to a vacant position, and the head what has happened', () => {
    const people = held(['per_1', 'SM']);
    expect(missedOf(people, '2026-03-06T12:00').filter(({ dutyId }) => dutyId === 'R26')).toEqual([]);
    expect(linesOf(duties, people, technicians).find(({ key }) => key === 'R02')).toMatchObject({
      owner: 'SM',
      positions: ['GA'],
    });
  });

  test('two holders of a position it once, and as long as one of them was there', () => {
    const people = held(['per_1', 'PM', '2026-02-20'], ['per_2', 'PM', '2025-12-01']);
    expect(entries(people, 'R15', '2026-03-06T00:00').map(({ of, state }) => `${of} ${state}`)).toEqual([
      '2026-01 missed',
      '2026-02 missed',
      ...Array.from({ length: 10 }, (_, n) => `2026-${String(n + 3).padStart(2, '0')} open`),
    ]);
  });

  test('who holds two positions what each of them owes, and in each area', () => {
    const people = held(['per_1', 'WSM'], ['per_1', 'TD'], ['per_2', 'PM'], ['per_2', 'PS']);
    const missed = missedOf(people, '2026-03-09T00:00').map(({ dutyId, owner }) => `${dutyId} ${owner}`);
    expect(missed).toEqual(expect.arrayContaining(['R12 WSM', 'R13 WSM', 'R21 TD', 'R14 PM', 'R37 PS']));
    const areas = linesOf(duties, people, technicians).filter(({ dutyId }) => dutyId === 'R11');
    expect(areas.map(({ key, owner }) => `${key} ${owner}`)).toEqual(['R11.WSM WSM', 'R11.PM PM']);
  });

  test('every person eight class hours a year, the head twelve, which count for both posts', () => {
    const since = '2026-01-01';
    const people = held(
      ['per_1', 'SM', since],
      ['per_1', 'SVM', since],
      ['per_2', 'MT', since],
      ['per_3', 'MT', '2026-01-02'],
    );
    const hours = (subject: string, count: number): KeptRecord => ({
      ...{ recordId: `rec_${subject}`, dutyId: 'R42', period: '2026', position: 'SM', subject },
      ...{ hours: count, at: instant(at('2026-05-05T12:00')), by: 'per_1', evidence: 'E' },
    });
    const states = (head: number, other: number) =>
      ['R42', 'R42.1'].flatMap((key) =>
        entries(people, key, '2027-01-01T00:00', [hours('per_1', head), hours('per_2', other)]).map(
          ({ subject, state }) => `${key} ${subject} ${state}`,
        ),
      );
    expect(states(12, 8)).toEqual(['R42 per_1 done', 'R42 per_2 done', 'R42.1 per_1 done']);
    expect(states(11, 7)).toEqual(['R42 per_1 done', 'R42 per_2 missed', 'R42.1 per_1 missed']);
    expect(missedOf(people, '2027-01-01T00:00', [hours('per_1', 12), hours('per_2', 7)])).toContainEqual({
      ...{ dutyId: 'R42', owner: 'SM', due: '2026-12-31', severity: 'minor' },
    });
  });

  test('a look at the mail may be missed once in seven days, and not twice', () => {
    const people = held(['per_1', 'GA']);
    const line = linesOf(duties, people, technicians).find(({ key }) => key === 'R01');
    const missedWithout = (...days: LocalDate[]) => {
      if (!line || !isPeriodicLine(line)) throw new Error('R01 is owed by days');
      const records = before(line, '2026-04-11').filter(({ period }) => !days.includes(period));
      return missedOf(people, '2026-04-10T23:00', records).find(({ dutyId }) => dutyId === 'R01');
    };
    expect(missedWithout('2026-04-01')).toBeUndefined();
    expect(missedWithout('2026-04-01', '2026-04-08')).toBeUndefined();
    expect(missedWithout('2026-04-01', '2026-04-07')).toMatchObject({ severity: 'minor', due: '2026-04-01' });
    // The holiday from the 4th to the 6th owes nothing.
    expect(missedWithout('2026-04-03', '2026-04-09')).toMatchObject({ due: '2026-04-03' });
  });
});
