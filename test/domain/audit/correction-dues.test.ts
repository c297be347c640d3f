import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  currentDue,
  hqDueAt,
  isPhaseOver,
  overdueDays,
  watchCorrection,
} from '../../../packages/domain/audit/correction-dues.ts';
import type { Nonconformity } from '../../../packages/domain/audit/nonconformity.ts';
import { addDays, startOf } from '../../../packages/domain/calendar.ts';
import { rulesOfEdition1 } from '../../support/edition.ts';
import { aNonconformity } from '../../support/nonconformities.ts';

const rules = rulesOfEdition1.correction;
/** Ten in the morning at the station. */
const morning = (date: string) => startOf(date) + 10 * 3_600_000;
const issued = Date.parse(aNonconformity().issuedAt);

describe('The due date that counts', () => {
  test.each([
    ['issued', 'contain 2026-03-08'],
    ['contained', 'root-cause 2026-03-16'],
    ['root-cause-found', 'plan 2026-03-16'],
    ['plan-submitted', 'plan 2026-03-16'],
    ['plan-approved', 'close 2026-04-30'],
    ['implemented', 'close 2026-04-30'],
    ['evidence-submitted', 'close 2026-04-30'],
    ['verified', 'close 2026-04-30'],
    ['closed', 'effect-check 2026-06-08'],
    ['effect-checked', ''],
    ['withdrawn', ''],
  ] as const)('of one that is %s is %s', (status, expected) => {
    const due = currentDue(aNonconformity({ status, effectCheckOn: '2026-06-01' }));
    expect(due ? `${due.step} ${due.on}` : '').toBe(expected);
  });

  test('of a minor one that is closed is none', () => {
    expect(currentDue(aNonconformity({ status: 'closed' }))).toBeNull();
  });

  test.each([
    ['2026-03-08T15:59:59.999Z', 0],
    ['2026-03-08T16:00:00.000Z', 1],
    ['2026-03-10T02:00:00.000Z', 2],
  ])('has passed, at %s, by %i days', (at, days) => {
    expect(overdueDays(aNonconformity(), Date.parse(at))).toBe(days);
  });
});

describe('HQ’s desk', () => {
  const due = (given: Partial<Nonconformity>) => hqDueAt(rules, aNonconformity(given));

  test('holds a correction until the end of its due date while the next step is HQ’s', () => {
    const end = '2026-04-30T16:00:00.000Z';
    expect(due({ status: 'plan-submitted', severity: 'critical' })).toBe('2026-03-16T16:00:00.000Z');
    expect(due({ status: 'plan-submitted', position: 'SM' })).toBe('2026-03-16T16:00:00.000Z');
    expect(due({ status: 'evidence-submitted', severity: 'critical' })).toBe(end);
    expect(due({ status: 'verified' })).toBe(end);
    const checked: Partial<Nonconformity> = { severity: 'critical', effectCheckOn: '2026-06-01' };
    expect(due({ status: 'closed', ...checked })).toBe('2026-06-08T16:00:00.000Z');
  });

  test('is left to the station otherwise, and when nothing is next', () => {
    for (const status of ['issued', 'plan-submitted', 'plan-approved', 'evidence-submitted'] as const)
      expect(due({ status })).toBeNull();
    expect(due({ status: 'closed' })).toBeNull();
    expect(due({ status: 'withdrawn', severity: 'critical' })).toBeNull();
  });
});

describe('The ladder', () => {
  const told = (given: Partial<Nonconformity>, since: string, now: string) => {
    const outcome = watchCorrection(
      rules,
      aNonconformity(given),
      'correction',
      1,
      startOf(since),
      morning(now),
    );
    return outcome.next === 'tell'
      ? `${outcome.overdueDays}: ${outcome.tell.join(' ')} ${outcome.effects.join(' ')}`.trim()
      : outcome.next;
  };

  test.each([
    ['minor', '2026-03-01', '2026-03-08', 'wait'],
    ['minor', '2026-03-01', '2026-03-09', '1: owner SM'],
    ['minor', '2026-03-09', '2026-03-11', '3: hq-region'],
    ['minor', '2026-03-11', '2026-03-15', '7: owner SM hq-region grade-down-one'],
    ['minor', '2026-03-15', '2026-03-22', '14: owner SM hq-region grade-down-one'],
    ['major', '2026-03-01', '2026-03-09', '1: owner SM'],
    ['critical', '2026-03-01', '2026-03-09', '1: owner SM hq-network work-may-be-stopped'],
    ['critical', '2026-03-09', '2026-03-11', '3: hq-region'],
    ['critical', '2026-03-11', '2026-03-15', '7: owner SM hq-region grade-down-one'],
  ] as const)(
    'of a %s one, looked at on %s before and on %s now, says %s',
    (severity, since, now, expected) => {
      expect(told({ severity }, since, now)).toBe(expected);
    },
  );

  test('tells what was passed while nobody looked in one go', () => {
    expect(told({}, '2026-03-01', '2026-03-12')).toBe('4: owner SM hq-region');
  });

  test('tells a rung once', () => {
    expect(told({}, '2026-03-09', '2026-03-09')).toBe('wait');
    expect(told({}, '2026-03-09', '2026-03-10')).toBe('wait');
  });

  test('begins again with the next step', () => {
    expect(told({ status: 'contained' }, '2026-03-11', '2026-03-15')).toBe('wait');
    expect(told({ status: 'contained' }, '2026-03-15', '2026-03-17')).toBe('1: owner SM');
  });

  test('of a late check of the effect lowers no grade', () => {
    const closed = aNonconformity({ severity: 'major', status: 'closed', effectCheckOn: '2026-06-01' });
    const look = watchCorrection(
      rules,
      closed,
      'effect-check',
      1,
      startOf('2026-06-09'),
      morning('2026-06-15'),
    );
    expect(look).toMatchObject({ next: 'tell', overdueDays: 7, effects: [], owner: 'GA' });
  });

  test('names the next look: the rung that comes next if nothing is done', () => {
    const look = watchCorrection(rules, aNonconformity(), 'correction', 1, issued, issued);
    expect(look).toMatchObject({
      next: 'wait',
      lookAt: '2026-03-08T16:00:00.000Z',
      seconds: (Date.parse('2026-03-08T16:00:00Z') - issued) / 1000,
      owner: 'owner',
    });
  });
});

describe('A watch', () => {
  test.each([
    ['correction', 1, 'verified', 1, false],
    ['correction', 1, 'closed', 1, true],
    ['correction', 1, 'withdrawn', 1, true],
    ['correction', 1, 'issued', 2, true],
    ['correction', 2, 'issued', 2, false],
    ['effect-check', 1, 'closed', 1, false],
    ['effect-check', 1, 'effect-checked', 1, true],
    ['effect-check', 1, 'withdrawn', 1, true],
    ['effect-check', 1, 'issued', 2, true],
  ] as const)(
    'of the %s of round %i, when it is %s in round %i, is over: %s',
    (phase, watched, status, round, over) => {
      expect(isPhaseOver({ status, round }, phase, watched)).toBe(over);
    },
  );

  test('always looks later than now, and within nine weeks', () => {
    const statuses = ['issued', 'contained', 'root-cause-found', 'plan-submitted', 'implemented'] as const;
    fc.assert(
      fc.property(
        fc.constantFrom(...statuses),
        fc.constantFrom('minor' as const, 'major' as const, 'critical' as const),
        fc.integer({ min: 0, max: 400 * 86_400_000 }),
        (status, severity, later) => {
          const now = issued + later;
          const look = watchCorrection(
            rules,
            aNonconformity({ status, severity }),
            'correction',
            1,
            issued,
            now,
          );
          if (look.next === 'done') throw new Error('an open correction is not done');
          expect(Date.parse(look.lookAt)).toBeGreaterThan(now);
          expect(look.seconds).toBeGreaterThan(0);
          expect(look.seconds).toBeLessThanOrEqual(63 * 86_400);
        },
      ),
    );
  });

  test('that looks when it said it would tells each rung of every step exactly once', () => {
    const nobodyActs = aNonconformity({ severity: 'critical' });
    const heard: string[] = [];
    let since = issued;
    for (let look = watchCorrection(rules, nobodyActs, 'correction', 1, since, issued); heard.length < 5; ) {
      if (look.next === 'done') throw new Error('nobody acted');
      const now = Date.parse(look.lookAt);
      look = watchCorrection(rules, nobodyActs, 'correction', 1, since, now);
      since = now;
      if (look.next === 'tell') heard.push(`${look.overdueDays} ${look.tell.join('+')}`);
    }
    expect(heard).toEqual([
      '1 owner+SM+hq-network',
      '3 hq-region',
      '7 owner+SM+hq-region',
      '14 owner+SM+hq-region',
      '21 owner+SM+hq-region',
    ]);
  });

  test('has the last day of an extension before anybody is told', () => {
    const extended = aNonconformity({
      status: 'implemented',
      dues: { ...aNonconformity().dues, close: addDays('2026-04-30', 10) },
    });
    expect(overdueDays(extended, morning('2026-05-10'))).toBe(0);
    expect(overdueDays(extended, morning('2026-05-11'))).toBe(1);
  });
});
