import { describe, expect, test } from 'vitest';
import { actingSubject } from '../../../packages/domain/access/acting-subject.ts';
import { roleOfHolder } from '../../../packages/domain/access/role-of-holder.ts';
import {
  type ActedRoster,
  type Acting,
  actingAfter,
  actsAs,
  endActing,
  holdersOn,
  nameActing,
  standingOf,
} from '../../../packages/domain/staffing/acting.ts';
import { combinationTexts } from '../../../packages/domain/staffing/combination-texts.ts';
import { explainSeats, stateOfSeats } from '../../../packages/domain/staffing/explain-seats.ts';
import type { StationOfSeats } from '../../../packages/domain/staffing/seats.ts';
import { loadEdition } from '../../../packages/standard/load-edition.ts';
import { rulesOfEdition1 } from '../../support/edition.ts';

const rules = rulesOfEdition1.staffing;
const station: StationOfSeats = { repairClass: 'III', nev: false, intake: { '2026-10': 500 } };
const holds = (personId: string, position: string) => ({
  personId,
  position,
  since: '2025-01-01',
  acting: false,
});
const roster: ActedRoster = {
  assignments: [holds('per_1', 'SVM'), holds('per_2', 'MT'), holds('per_3', 'GA')],
};
const name = (given: object = {}, of: ActedRoster = roster, at = station, today = '2026-03-02') =>
  nameActing(
    rules,
    at,
    of,
    { personId: 'per_1', position: 'SM', from: '2026-03-02', until: '2026-03-31', ...given },
    today,
  );
const codes = (answer: ReturnType<typeof name>) =>
  'fields' in answer ? answer.fields.map(({ code }) => code) : [];
const rule = (answer: ReturnType<typeof name>) => ('refusal' in answer ? answer.refusal.rule : undefined);
const named = (answer: ReturnType<typeof name>): Acting[] => {
  if (!('roster' in answer)) throw new Error(JSON.stringify(answer));
  return answer.roster;
};

describe('Positions in one hand', () => {
  const own = { position: 'PP' };
  const until = '2026-03-31';
  test.each([
    ['allowed', { '2026-10': 100 }, [own, { position: 'PS' }]],
    ['band-combination', station.intake, [own, { position: 'PS' }]],
    ['excepted', station.intake, [own, { position: 'PS', excepted: true as const }]],
    ['acting', station.intake, [own, { position: 'PS', until }]],
    ['band-combination', station.intake, [own, { position: 'PS' }, { position: 'GA', until }]],
    ['acting', station.intake, [{ position: 'MT' }, { position: 'QI', until }]],
    ['never-combined', station.intake, [{ position: 'MT' }, { position: 'QI' }]],
  ])('are held by the rule %s, with visits of %j: %j', (expected, intake, held) => {
    expect(standingOf(rules, { ...station, intake }, held)).toBe(expected);
  });
});

describe('Somebody named to act', () => {
  test('does the work on those days, covers the seat and does not fill it', () => {
    const acted = { ...roster, acting: named(name()) };
    const seat = (day: string) =>
      stateOfSeats(explainSeats(rules, station), holdersOn(acted, day)).find(
        ({ position }) => position === 'SM',
      );
    expect(seat('2026-03-01')).toMatchObject({ heads: 0, acting: 0, vacant: 1, state: 'breach' });
    expect(seat('2026-03-02')).toMatchObject({ heads: 1, acting: 1, vacant: 1, state: 'met' });
    expect(seat('2026-03-31')).toMatchObject({ acting: 1, vacant: 1 });
    expect(seat('2026-04-01')).toMatchObject({ acting: 0 });
  });

  test('is one for a seat, also where both are to begin later, and one after the other', () => {
    const later = { from: '2026-03-10', until: '2026-03-20' };
    const first = { ...roster, acting: named(name(later)) };
    const second = (given: object) => name({ personId: 'per_3', ...given }, first);
    expect(rule(second(later))).toBe('no-seat');
    expect(rule(second({ from: '2026-03-02', until: '2026-03-10' }))).toBe('no-seat');
    expect(named(second({ from: '2026-03-21', until: '2026-03-31' }))).toHaveLength(2);
    expect(named(second({ from: '2026-03-02', until: '2026-03-09' }))).toHaveLength(2);
  });

  test('does not act on the same days in positions that nobody combines', () => {
    const empty: ActedRoster = { assignments: [holds('per_5', 'CC')] };
    const acts = { personId: 'per_5', position: 'QI', until: '2026-03-10' };
    const inspects = { ...empty, acting: named(name(acts, empty)) };
    const repairs = (from: string) => name({ ...acts, position: 'MT', from, until: '2026-03-31' }, inspects);
    expect(rule(repairs('2026-03-10'))).toBe('never-combined');
    expect(named(repairs('2026-03-11'))).toHaveLength(2);
  });

  test('acts no more once somebody leaves, or is hired into the seat', () => {
    const acting = named(name());
    expect(holdersOn({ assignments: roster.assignments.slice(1), acting }, '2026-03-03')).toHaveLength(2);
    const hired = { assignments: [...roster.assignments, holds('per_1', 'SM')], acting };
    expect(holdersOn(hired, '2026-03-03').filter(({ position }) => position === 'SM')).toEqual([
      holds('per_1', 'SM'),
    ]);
  });

  test('acts no more from the day on which the seat is taken, or the person goes; surplus goes in the order of naming', () => {
    const term = (personId: string, from: string, position = 'SM'): Acting => ({
      ...{ personId, position, from, until: '2026-03-31', renewed: 0 },
    });
    const settled = (acting: Acting[], assignments: ActedRoster['assignments'], required = 1) =>
      actingAfter(() => required, { ...roster, acting }, assignments, '2026-03-10');
    const acting = [term('per_3', '2026-03-05'), term('per_1', '2026-03-02')];
    const hired = [...roster.assignments, holds('per_4', 'SM')];
    const all = settled(acting, hired);
    expect(all.ended.map(({ personId, until }) => [personId, until])).toEqual([
      ['per_3', '2026-03-09'],
      ['per_1', '2026-03-09'],
    ]);
    expect(all.roster).toEqual(all.ended);
    expect(actsAs(all.roster, 'per_1', '2026-03-10')).toEqual({});
    const one = settled(acting, hired, 2);
    expect(one.ended.map(({ personId }) => personId)).toEqual(['per_3']);
    expect(actsAs(one.roster, 'per_1', '2026-03-10')).toEqual({
      SM: { from: '2026-03-02', to: '2026-03-31' },
    });
    const elsewhere = [...roster.assignments, holds('per_4', 'CC')];
    expect(settled(acting, elsewhere)).toEqual({ roster: acting, ended: [] });
    expect(settled(acting, roster.assignments.slice(1)).ended.map(({ personId }) => personId)).toEqual([
      'per_1',
    ]);
    const own = [...roster.assignments, holds('per_1', 'SM')];
    expect(settled(acting, own, 3).ended.map(({ personId }) => personId)).toEqual(['per_1']);
    const over = [{ ...term('per_1', '2026-02-01'), until: '2026-03-02' }];
    expect(settled(over, hired)).toEqual({ roster: over, ended: [] });
  });

  test.each<[string, object, string]>([
    ['who does not work here', { personId: 'per_9' }, 'unknown-person'],
    ['who holds it', { position: 'SVM' }, 'holds-it-already'],
    ['from a day that is over', { from: '2026-03-01' }, 'begins-in-the-past'],
    ['that ends before it begins', { from: '2026-03-20', until: '2026-03-10' }, 'ends-before-it-starts'],
    ['for more than thirty days', { until: '2026-04-01' }, 'acting-too-long'],
  ])('%s is refused', (_what, given, code) => {
    expect(codes(name(given))).toContain(code);
  });

  test('needs a vacancy, which somebody else may cover already', () => {
    expect(rule(name({ personId: 'per_2', position: 'GA' }))).toBe('no-seat');
    const acted = { ...roster, acting: named(name()) };
    expect(rule(name({ personId: 'per_3' }, acted))).toBe('no-seat');
  });

  test('obeys what is never combined and what the repair class bars, unless HQ gives a reason', () => {
    expect(rule(name({ personId: 'per_2', position: 'QI' }))).toBe('never-combined');
    const secondClass = { ...station, repairClass: 'II' as const };
    expect(rule(name({ personId: 'per_2', position: 'SM' }, roster, secondClass))).toBe('class-combination');
    // Whoever acts has a post beside it, so the list per band says nothing.
    expect(rule(name({ personId: 'per_1' }))).toBeUndefined();
    expect(named(name({ personId: 'per_2', position: 'QI', exception: '唯一人选' }))).toMatchObject([
      { exception: '唯一人选' },
    ]);
  });

  test('is extended once, and a new name for the same thing is an extension', () => {
    const first = { ...roster, acting: named(name()) };
    const again = (of: ActedRoster, until: string, today: string) =>
      name({ from: today, until }, of, station, today);
    const second = { ...roster, acting: named(again(first, '2026-04-30', '2026-03-30')) };
    expect(second.acting).toMatchObject([{ from: '2026-03-02', until: '2026-04-30', renewed: 1 }]);
    expect(codes(again(second, '2026-05-01', '2026-04-20'))).toEqual(['acting-too-long']);
    expect(codes(again(second, '2026-05-20', '2026-05-05'))).toEqual(['acting-too-long']);
    // Long after it is a new one.
    expect(named(again(second, '2026-06-20', '2026-06-01'))).toMatchObject([{ renewed: 0 }]);
    const same = again(first, '2026-03-31', '2026-03-10');
    expect('changed' in same && same.changed).toBe(false);
  });

  test('does not act in a gap, and what follows it within a while is the extension all the same', () => {
    const first = { ...roster, acting: named(name({ until: '2026-03-20' })) };
    const again = (of: ActedRoster, from: string, until: string, today = from) =>
      name({ from, until }, of, station, today);
    const acts = (of: ActedRoster, day: string) =>
      holdersOn(of, day).filter(({ position }) => position === 'SM').length;
    expect(codes(again(first, '2026-04-11', '2026-05-11'))).toEqual(['acting-too-long']);
    const second = { ...roster, acting: named(again(first, '2026-04-11', '2026-05-10')) };
    expect(second.acting).toMatchObject([
      { from: '2026-03-02', until: '2026-03-20', renewed: 0 },
      { from: '2026-04-11', until: '2026-05-10', renewed: 1 },
    ]);
    expect(
      ['2026-03-20', '2026-03-21', '2026-04-10', '2026-04-11', '2026-05-10'].map((day) => acts(second, day)),
    ).toEqual([1, 0, 0, 1, 1]);
    expect(actsAs(second.acting, 'per_1', '2026-04-11')).toEqual({
      SM: { from: '2026-04-11', to: '2026-05-10' },
    });
    const repeated = again(second, '2026-04-11', '2026-05-10', '2026-04-12');
    expect('changed' in repeated && repeated.changed).toBe(false);
    expect(codes(again(second, '2026-05-12', '2026-05-20'))).toEqual(['acting-too-long']);
    // What was not acted is not said afterwards.
    expect(codes(again(first, '2026-03-21', '2026-04-10', '2026-03-25'))).toEqual(['begins-in-the-past']);
    const ended = endActing(second, 'per_1', 'SM', '2026-04-20');
    expect(ended).toMatchObject({ ended: { from: '2026-04-11', until: '2026-04-19' }, changed: true });
    expect(ended?.roster).toMatchObject([{ until: '2026-03-20' }, { until: '2026-04-19' }]);
    expect(endActing({ ...roster, acting: ended?.roster ?? [] }, 'per_1', 'SM', '2026-04-21')).toMatchObject({
      ...{ ended: { until: '2026-04-19' }, changed: false },
    });
  });

  test('leaves no gap while they act', () => {
    const first = { ...roster, acting: named(name({ until: '2026-03-20' })) };
    const later = (from: string) => name({ from, until: '2026-04-10' }, first, station, '2026-03-10');
    expect(codes(later('2026-03-22'))).toEqual(['leaves-a-gap']);
    const far = { from: '2026-06-01', until: '2026-06-10' };
    expect(codes(name(far, first, station, '2026-03-10'))).toEqual(['leaves-a-gap']);
    const ahead = { ...roster, acting: named(name({ from: '2026-03-20', until: '2026-03-31' })) };
    expect(codes(name({ until: '2026-03-18' }, ahead))).toEqual(['ends-before-it-starts']);
    expect(named(later('2026-03-21'))).toMatchObject([
      { from: '2026-03-02', until: '2026-04-10', renewed: 1 },
    ]);
  });

  test('has acted in no term that was ended before it began', () => {
    const first = { ...roster, acting: named(name({ from: '2026-03-20', until: '2026-03-31' })) };
    const ended = { ...roster, acting: endActing(first, 'per_1', 'SM', '2026-03-10')?.roster ?? [] };
    const next = name({ from: '2026-03-12', until: '2026-04-10' }, ended, station, '2026-03-12');
    expect(named(next)).toMatchObject([{ from: '2026-03-12', until: '2026-04-10', renewed: 0 }]);
  });

  test('makes room in a seat that is taken, whatever they acted before', () => {
    const term = (personId: string, from: string, until: string): Acting => ({
      ...{ personId, position: 'SM', from, until, renewed: 0 },
    });
    const acting = [term('per_1', '2026-02-01', '2026-02-20'), term('per_1', '2026-03-05', '2026-03-31')];
    const hired = [...roster.assignments, holds('per_4', 'SM')];
    const after = actingAfter(() => 2, { ...roster, acting }, hired, '2026-03-10');
    expect(after).toEqual({ roster: acting, ended: [] });
    const all = actingAfter(() => 1, { ...roster, acting }, hired, '2026-03-10');
    expect(all.ended).toEqual([{ ...acting[1], until: '2026-03-09' }]);
  });

  test('is ended before its day, once', () => {
    const acted = { ...roster, acting: named(name()) };
    const end = endActing(acted, 'per_1', 'SM', '2026-03-10');
    expect(end).toMatchObject({ ended: { until: '2026-03-09' }, changed: true });
    expect(endActing({ ...roster, acting: end?.roster ?? [] }, 'per_1', 'SM', '2026-03-10')?.changed).toBe(
      false,
    );
    expect(endActing(roster, 'per_1', 'SM', '2026-03-10')).toBeNull();
  });

  test('has the rights of the position on those days, and stands in for nobody', () => {
    const advisor = {
      subject: 'sa',
      role: 'position-holder' as const,
      stationId: 'stn_A',
      positions: ['SA'],
    };
    const term = { role: roleOfHolder(['SM']), positions: ['SM'], from: '2026-03-02', to: '2026-03-31' };
    const at = (day: string) => actingSubject(advisor, [term], Date.parse(`${day}T04:00:00Z`));
    expect(at('2026-03-31')).toEqual({ ...advisor, role: 'station-master', positions: ['SA', 'SM'] });
    expect(at('2026-04-01')).toBe(advisor);
  });
});

describe('What an edition says of positions in one hand', () => {
  const { combinations } = loadEdition('edition-1').staffing;
  const words = {
    controls: combinations.controls.map(({ control, ...one }) => ({ ...one, text: control })),
    never: combinations.never.map(({ positions, reason }) => ({ positions, text: reason })),
  };

  test.each(
    combinations.controls.flatMap(({ positions, bands, control }) =>
      bands.map((band) => [band, positions, control.zh] as const),
    ),
  )('in band %s: %j need a control', (band, positions, control) => {
    expect(combinationTexts(words, band, positions).controls.map(({ zh }) => zh)).toContain(control);
    expect(combinationTexts(words, 'B5', positions).controls).toEqual([]);
  });

  test.each(combinations.never.map(({ positions, reason }) => [positions, reason.en] as const))(
    '%j are never, and why',
    (positions, reason) => {
      expect(combinationTexts(words, 'B1', positions).reasons.map(({ en }) => en)).toContain(reason);
    },
  );

  test('is nothing in editions that kept no words', () => {
    expect(combinationTexts(undefined, 'B1', ['WA', 'ST'])).toEqual({ controls: [], reasons: [] });
  });
});
