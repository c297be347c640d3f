import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, localDate, startOf } from '../../../packages/domain/calendar.ts';
import { instant } from '../../../packages/domain/clock.ts';
import { dutyCalendar } from '../../../packages/domain/duty/duty-calendar.ts';
import {
  type DutyContext,
  dutyFacts,
  earlierEnds,
  lookedBackTo,
  missedDuties,
} from '../../../packages/domain/duty/duty-facts.ts';
import { type DutyHolder, isPeriodicLine, linesOf } from '../../../packages/domain/duty/duty-lines.ts';
import { periodOf } from '../../../packages/domain/duty/duty-periods.ts';
import type { KeptRecord, StationDuties } from '../../../packages/domain/duty/station-duties.ts';
import { dutyRules } from '../../../packages/standard/duty-rules.ts';
import { loadEdition } from '../../../packages/standard/load-edition.ts';
import { plainWeeks, positionsOfEdition1 } from '../../support/paths.ts';

const { duties, technicians } = dutyRules(loadEdition('edition-1'));
const holders: DutyHolder[] = [...positionsOfEdition1, 'MT', 'BT', 'SA'].map((position, n) => ({
  personId: `per_${position}-${n}`,
  position,
  since: '2025-01-01',
}));
const began = '2026-01-05';
const contextAt = (now: number, given: Partial<DutyContext> = {}): DutyContext => ({
  duties,
  technicians,
  holders,
  calendar: plainWeeks,
  now,
  ...given,
});
const noon = (date: string) => startOf(date) + 12 * 3_600_000;
let made = 0;

/** Records of every duty for every stretch between two days, as a station of a habit makes them. */
function recordsOf(from: string, to: string, habit: (key: string, period: string) => number | null) {
  const records: KeptRecord[] = [];
  for (const line of linesOf(duties, holders, technicians)) {
    if (!isPeriodicLine(line)) continue;
    const { rule } = line;
    for (let date = from; date <= to; ) {
      const period = periodOf(rule, date, plainWeeks);
      date = addDays(period?.last ?? date, 1);
      const after = period && habit(line.key, period.id);
      if (!period || after === null) continue;
      const hours = rule.kind === 'window' ? rule.hours : undefined;
      for (const subject of line.subjects ?? [undefined])
        records.push({
          recordId: `rec_${++made}`,
          dutyId: line.dutyId,
          period: period.id,
          position: line.owner,
          ...(subject ? { subject: subject.personId } : {}),
          ...(hours ? { hours } : { count: rule.records ?? 1 }),
          at: instant(noon(addDays(period.first, after))),
          by: 'per_X',
          evidence: 'E',
        });
    }
  }
  return records;
}
const given = (records: KeptRecord[], more: Partial<StationDuties> = {}): StationDuties => ({
  from: began,
  audited: {},
  records,
  open: [],
  devices: [],
  ...more,
});
/** What was known by an instant. */
const by = (records: readonly KeptRecord[], now: number) =>
  records.filter(({ at, period: _period }) => Date.parse(at) <= now);
const missed = (facts: ReturnType<typeof dutyFacts>, now: number, context: Partial<DutyContext> = {}) =>
  missedDuties(facts, began, contextAt(now, context));

describe('The facts of duties', () => {
  const early = () => 0;

  test('are nothing at a station that never began', () => {
    const { from: _from, ...never } = given(recordsOf(began, '2026-03-01', early));
    expect(dutyFacts(never, contextAt(noon('2026-03-01')))).toEqual({});
  });

  test('of a station that does everything find nothing, and take less than 500 bytes', () => {
    const now = noon('2026-06-15');
    const audited = Object.fromEntries(
      positionsOfEdition1.map((code) => [code, { on: '2026-03-01', recordId: 'rec_1' }]),
    );
    const facts = dutyFacts(
      given(
        recordsOf(began, '2026-06-15', early).filter(({ at }) => Date.parse(at) <= now),
        {
          audited,
          devices: [{ deviceId: 'D-1', validUntil: '2026-09-01', evidence: 'E' }],
        },
      ),
      contextAt(now),
    );
    expect(missed(facts, now)).toEqual([]);
    expect(JSON.stringify(facts).length).toBeLessThan(500);
    expect(facts.dates).toMatchObject({ R36: '2026-09-01', 'R28.1': '2027-03-01' });
  });

  test('find on later days what nobody recorded since, without another look at the records', () => {
    const now = noon('2026-06-15');
    const facts = dutyFacts(given(by(recordsOf(began, '2026-06-15', early), now)), contextAt(now));
    const ids = (date: string) => missed(facts, noon(date)).map(({ dutyId }) => dutyId);
    expect(ids('2026-06-16')).toEqual([]);
    // Noon: the till of Tuesday was to be closed by ten on Wednesday; one missed look at the mail passes.
    expect(ids('2026-06-17')).toEqual(['R34']);
    expect(ids('2026-06-18')).toEqual(['R01', 'R34']);
    expect(ids('2026-06-29')).toContain('R09');
    // 1 June and 35 days.
    expect(ids('2026-07-06')).not.toContain('R12');
    expect(ids('2026-07-07')).toContain('R12');
    expect(ids('2026-07-05')).not.toContain('R05');
    expect(missed(facts, noon('2026-08-06')).find(({ dutyId }) => dutyId === 'R05')).toMatchObject({
      owner: 'CC',
      due: '2026-08-05',
      severity: 'minor',
    });
  });

  test('count a technician who was never looked at, and one who came later from the next month on', () => {
    const records = recordsOf(began, '2026-02-28', early).filter(
      ({ dutyId, subject }) => dutyId !== 'R23' || subject !== 'per_MT-16',
    );
    const now = noon('2026-03-02');
    const late = holders.map((one) => (one.personId === 'per_MT-16' ? { ...one, since: '2026-02-10' } : one));
    const found = (people: DutyHolder[]) =>
      missed(dutyFacts(given(by(records, now)), contextAt(now, { holders: people })), now, {
        holders: people,
      }).find(({ dutyId }) => dutyId === 'R23');
    expect(found(holders)).toMatchObject({ owner: 'TD', due: '2026-02-28' });
    expect(found(late)).toBeUndefined();
  });

  test('find cases that nobody has closed, by the station head where the position is vacant', () => {
    const now = noon('2026-01-20');
    const open = [{ caseId: 'cas_1', dutyId: 'R06', rule: 0, dueAt: instant(noon('2026-01-21')) }];
    const facts = dutyFacts(given([], { open }), contextAt(now));
    const of = (people: DutyHolder[], at: number) =>
      missed(facts, at, { holders: people }).find(({ dutyId }) => dutyId === 'R06');
    expect(of(holders, now)).toBeUndefined();
    expect(of(holders, noon('2026-01-21'))).toMatchObject({ owner: 'CC', severity: 'minor' });
    const vacant = holders.filter(({ position }) => position !== 'CC');
    expect(of(vacant, noon('2026-01-21'))).toMatchObject({ owner: 'SM' });
  });

  test('let a grave complaint that is overdue go up to HQ at once', () => {
    const now = noon('2026-01-20');
    const openCase = (rule: number) => [
      { caseId: 'cas_1', dutyId: 'R07', rule, dueAt: instant(noon('2026-01-20')) },
    ];
    const of = (rule: number) =>
      missed(dutyFacts(given([], { open: openCase(rule) }), contextAt(now)), now).find(
        ({ dutyId }) => dutyId === 'R07',
      );
    expect(of(0)).toEqual({ dutyId: 'R07', owner: 'SVM', due: '2026-01-20', severity: 'minor' });
    expect(of(1)).toMatchObject({ severity: 'major', upToHq: true });
  });

  test('keep what was missed of a quarter or a year until the next one is missed too, or it is made up for', () => {
    const from = '2025-12-20';
    const of = (id: string, records: KeptRecord[], date: string) => {
      const now = noon(date);
      // A station that is looked at anew each day.
      const facts = dutyFacts(given(by(records, now), { from }), contextAt(now));
      return missedDuties(facts, from, contextAt(now)).find(({ dutyId }) => dutyId === id)?.due;
    };
    // R16: ten days after the quarter; R42: by the end of the year.
    const days = (first: string, last: string) => {
      const all = [];
      for (let day = first; day <= last; day = addDays(day, 1)) all.push(day);
      return all;
    };
    expect(of('R16', [], '2026-04-10')).toBeUndefined();
    for (const day of days('2026-04-11', '2026-07-11'))
      expect([day, of('R16', [], day)]).toEqual([day, '2026-04-10']);
    expect(of('R42', [], '2026-12-31')).toBeUndefined();
    for (const day of days('2027-01-01', '2028-01-01').filter((_, n) => n % 15 === 0 || n > 355))
      expect([day, of('R42', [], day)]).toEqual([day, '2026-12-31']);
    const late = recordsOf('2026-01-01', '2026-12-31', () => 0)
      .filter(({ dutyId }) => dutyId === 'R42')
      .map((one) => ({ ...one, at: instant(noon('2027-08-02')) }));
    expect(of('R42', late, '2027-08-01')).toBe('2026-12-31');
    expect(of('R42', late, '2027-08-03')).toBeUndefined();
    const { rules } = duties.find(({ id }) => id === 'R42') as (typeof duties)[number];
    const asked = [{ id: 'R42', positions: [], rules }];
    expect(earlierEnds(asked, from, noon('2027-08-02'), plainWeeks)).toEqual(['2026-12-31']);
    expect(earlierEnds(asked, '2027-01-01', noon('2027-08-02'), plainWeeks)).toEqual([]);
    // Still among those of the scan's own days.
    expect(earlierEnds(asked, from, noon('2027-03-01'), plainWeeks)).toEqual([]);
  });

  test('hold nothing against whoever came after the last time was too long ago', () => {
    const monthly = recordsOf(began, '2026-04-30', early).filter(({ dutyId }) => dutyId === 'R12');
    const since = '2026-07-10';
    const people = holders.map((one) => (one.position === 'WSM' ? { ...one, since } : one));
    const of = (date: string) => {
      const now = noon(date);
      const facts = dutyFacts(given(monthly), contextAt(now, { holders: people }));
      return missed(facts, now, { holders: people }).find(({ dutyId }) => dutyId === 'R12')?.due;
    };
    expect(of('2026-07-15')).toBeUndefined();
    expect(of('2026-08-31')).toBeUndefined();
    expect(of('2026-09-01')).toBe('2026-08-31');
  });

  test('keep the day on which the last time was too long ago, when the stretch ends as well', () => {
    const of = (id: string, date: string) => {
      const known = recordsOf(began, '2026-01-05', early).filter(({ dutyId }) => dutyId === id);
      const now = noon(date);
      return missed(dutyFacts(given(known), contextAt(now)), now).find(({ dutyId }) => dutyId === id);
    };
    // R14: the week's plan was made on Monday 5 January, and 8 days are the 13th.
    expect(of('R14', '2026-01-13')).toBeUndefined();
    for (const date of ['2026-01-14', '2026-01-18', '2026-01-19', '2026-01-21'])
      expect([date, of('R14', date)?.due]).toEqual([date, '2026-01-13']);
    // R12: 5 January and 35 days.
    const monthly = recordsOf('2026-01-01', '2026-01-01', () => 4).filter(({ dutyId }) => dutyId === 'R12');
    for (const date of ['2026-02-10', '2026-03-01', '2026-03-20']) {
      const now = noon(date);
      const found = missed(dutyFacts(given(monthly), contextAt(now)), now);
      expect([date, found.find(({ dutyId }) => dutyId === 'R12')?.due]).toEqual([date, '2026-02-09']);
    }
  });

  test('find devices and positions whose day is over', () => {
    const now = noon('2026-01-20');
    const facts = dutyFacts(
      given([], { devices: [{ deviceId: 'D-1', validUntil: '2026-01-31', evidence: 'E' }] }),
      contextAt(now),
    );
    const of = (id: string, date: string) => missed(facts, noon(date)).find(({ dutyId }) => dutyId === id);
    expect(of('R36', '2026-01-31')).toBeUndefined();
    expect(of('R36', '2026-02-01')).toMatchObject({ owner: 'QI', due: '2026-01-31', severity: 'major' });
    expect(of('R28', '2026-02-01')).toBeUndefined();
    expect(missed(facts, noon('2027-01-06')).find(({ dutyId }) => dutyId === 'R28')).toBeDefined();
  });

  test('take the day of the plan of HQ for what is due by it', () => {
    const now = noon('2026-03-10');
    const records = recordsOf(began, '2026-03-10', (_key, period) => (period === '2026-03' ? null : 0));
    const facts = dutyFacts(given(by(records, now)), contextAt(now));
    const plans = { 'R33 2026-03': '2026-03-12' };
    const of = (date: string) => missed(facts, noon(date), { plans }).some(({ dutyId }) => dutyId === 'R33');
    expect(of('2026-03-12')).toBe(false);
    expect(of('2026-03-13')).toBe(true);
    expect(missed(facts, noon('2026-03-13')).some(({ dutyId }) => dutyId === 'R33')).toBe(false);
  });

  test('say on any later day what facts made on that day would say', () => {
    const days = fc.integer({ min: 0, max: 70 });
    const habits = fc.array(fc.constantFrom(0, 0, 0, 1, 3, 9, null, null), { minLength: 7, maxLength: 31 });
    fc.assert(
      fc.property(days, days, habits, (first, later, habit) => {
        let turn = 0;
        const all = recordsOf(began, '2026-04-30', () => habit[turn++ % habit.length] ?? null);
        const then = noon(addDays(began, first + 40));
        const now = then + later * 86_400_000;
        const known = by(all, then);
        const early = dutyFacts(given(known), contextAt(then));
        const fresh = dutyFacts(given(known), contextAt(now));
        expect(missed(early, now)).toEqual(missed(fresh, now));
      }),
      { numRuns: 30 },
    );
  });

  test('agree with the calendar about what is missed', () => {
    const habits = fc.array(fc.constantFrom(0, 0, 1, 8, null), { minLength: 5, maxLength: 23 });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 80 }), habits, (day, habit) => {
        let turn = 0;
        const now = noon(addDays(began, day));
        const records = by(
          recordsOf(began, localDate(now), () => habit[turn++ % habit.length] ?? null),
          now,
        );
        const context = contextAt(now);
        const entries = dutyCalendar(given(records), [], context, {
          from: lookedBackTo(now),
          to: localDate(now),
        });
        const lenient = (id: string) => id === 'R01';
        const shown = new Set(
          entries
            .filter(({ state, dutyId }) => state === 'missed' && !lenient(dutyId))
            .map(({ dutyId }) => dutyId),
        );
        const found = missed(dutyFacts(given(records), context), now).map(({ dutyId }) => dutyId);
        expect(found.filter((id) => !lenient(id)).sort()).toEqual([...shown].sort());
      }),
      { numRuns: 30 },
    );
  });
});
