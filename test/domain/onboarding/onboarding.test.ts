import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Subject } from '../../../packages/domain/access/may.ts';
import { addDays, startOf } from '../../../packages/domain/calendar.ts';
import type { Certificate } from '../../../packages/domain/certification/certificate.ts';
import { Failure } from '../../../packages/domain/errors.ts';
import { climb } from '../../../packages/domain/ladder.ts';
import { openParts, watchOnboarding } from '../../../packages/domain/onboarding/onboarding-dues.ts';
import { planOnboarding } from '../../../packages/domain/onboarding/plan-onboarding.ts';
import {
  nameMentor,
  recordModules,
  recordStep,
  type StepContext,
} from '../../../packages/domain/onboarding/record-steps.ts';
import type { PersonnelEvent } from '../../../packages/domain/roster/employment.ts';
import { workingDays } from '../../../packages/lambda/working-days.ts';
import { pathOf, plainWeeks, positionsOfEdition1 } from '../../support/paths.ts';

const since = '2026-03-02';
const now = startOf(since) + 36_000_000;
const hq: Subject = { subject: 'hq', role: 'hq-network' };
const somebody = (personId: string, positions: string[], given: Partial<Subject> = {}): Subject => ({
  subject: personId,
  role: 'position-holder',
  personId,
  positions,
  stationId: 'stn_A-1',
  ...given,
});
const plan = (position: string, earlier = { onboardings: [], certificates: [] }) =>
  planOnboarding(
    pathOf(position),
    { personId: 'per_K1', stationId: 'stn_A-1', regionId: 'reg_HD', position, since },
    earlier,
    now,
  );
const context = (position: string, actor: Subject): StepContext => ({
  rules: pathOf(position),
  calendar: plainWeeks,
  actor,
  now,
});
const codeOf = (act: () => unknown): string => {
  try {
    act();
    return 'taken';
  } catch (error) {
    if (error instanceof Failure) return error.code;
    throw error;
  }
};

describe('What is open on the first day', () => {
  test.each(positionsOfEdition1)('for %s are the steps and every module of the position', (position) => {
    const rules = pathOf(position);
    const open = openParts(rules, plan(position), plainWeeks);
    expect(
      open
        .filter(({ kind }) => kind === 'step')
        .map(({ id }) => id)
        .sort(),
    ).toEqual(['duty-briefing', 'mentoring', 'registration', 'safety-education']);
    expect(
      open
        .filter(({ kind }) => kind === 'module')
        .map(({ id }) => id)
        .sort(),
    ).toEqual(rules.modules.map(({ id }) => id).sort());
    // What counts before work or on the first day is due that day; nothing is due before it.
    for (const { due } of open) expect(due >= since).toBe(true);
    expect(open.find(({ id }) => id === 'duty-briefing')?.due).toBe(since);
  });

  test.each([
    ['2026-03-02', '2026-03-05'],
    ['2026-03-05', '2026-03-10'],
    ['2026-03-06', '2026-03-11'],
  ])('of somebody who begins on %s the registration is due on %s', (begins, due) => {
    const open = openParts(pathOf('SA'), { ...plan('SA'), since: begins }, plainWeeks);
    expect(open.find(({ id }) => id === 'registration')?.due).toBe(due);
  });

  test('counts worked days by the Chinese calendar: the National Day week counts for nothing', () => {
    const open = openParts(pathOf('SA'), { ...plan('SA'), since: '2026-09-30' }, workingDays);
    const due = open.find(({ id }) => id === 'registration')?.due ?? '';
    expect(due > '2026-10-08').toBe(true);
  });
});

describe('Who records a step', () => {
  test.each<[string, 'registration' | 'safety-education' | 'duty-briefing', Subject, string]>([
    ['the administrator registers', 'registration', somebody('per_GA', ['GA']), 'taken'],
    ['the workshop manager does not register', 'registration', somebody('per_W', ['WSM']), 'step-not-yours'],
    [
      'the head registers in the administrator’s stead',
      'registration',
      somebody('per_S', ['SM'], { role: 'station-master' }),
      'taken',
    ],
    ['nobody registers themselves', 'registration', somebody('per_K1', ['GA']), 'step-not-yours'],
    [
      'an administrator of another station does not',
      'registration',
      somebody('per_X', ['GA'], { stationId: 'stn_B-1' }),
      'step-not-yours',
    ],
    ['HQ may', 'registration', hq, 'taken'],
    [
      'the workshop manager gives the safety education',
      'safety-education',
      somebody('per_W', ['WSM']),
      'taken',
    ],
    ['the line manager explains the duties', 'duty-briefing', somebody('per_V', ['SVM']), 'taken'],
    ['a colleague does not', 'duty-briefing', somebody('per_C', ['SA']), 'step-not-yours'],
  ])('%s', (_what, step, actor, expected) => {
    const input = { step, evidence: 'HT-1', hours: 24 };
    expect(codeOf(() => recordStep(plan('SA'), input, context('SA', actor)))).toBe(expected);
  });

  test('the person signs the duty sheet that is in force, and no other', () => {
    const own = context('SA', somebody('per_K1', ['SA']));
    const sheet = own.rules.dutySheet;
    expect(codeOf(() => recordStep(plan('SA'), { step: 'duty-briefing', sheet }, own))).toBe('taken');
    const other = { step: 'duty-briefing' as const, sheet: '0'.repeat(16) };
    expect(codeOf(() => recordStep(plan('SA'), other, own))).toBe('duty-sheet-outdated');
  });

  test.each([
    ['SA', 23, 'input-rejected'],
    ['SA', 24, 'taken'],
    ['SM', 31, 'input-rejected'],
    ['SM', 32, 'taken'],
  ])('the safety education of %s with %i hours is %s (N07)', (position, hours, expected) => {
    const input = { step: 'safety-education' as const, evidence: 'AQ-1', hours };
    expect(codeOf(() => recordStep(plan(position), input, context(position, hq)))).toBe(expected);
  });

  test('the same again changes nothing, something else is refused', () => {
    const input = { step: 'registration' as const, evidence: 'HT-1' };
    const change = recordStep(plan('SA'), input, context('SA', hq));
    const next = change?.next ?? plan('SA');
    expect(recordStep(next, input, context('SA', hq))).toBeNull();
    expect(codeOf(() => recordStep(next, { ...input, evidence: 'HT-2' }, context('SA', hq)))).toBe(
      'step-already-taken',
    );
  });
});

describe('A mentor', () => {
  const name = (given: Partial<{ personId: string; certified: string[]; trainees: number }>, actor = hq) =>
    codeOf(() =>
      nameMentor(
        plan('MT'),
        { personId: 'per_M', certified: ['MT'], trainees: 0, ...given },
        context('MT', actor),
      ),
    );
  test.each<[string, Parameters<typeof name>[0], string]>([
    ['has a certificate of the position', {}, 'taken'],
    ['or of one above it', { certified: ['WSM'] }, 'taken'],
    ['or is the technical director', { certified: ['TD'] }, 'taken'],
    ['has one trainee already', { trainees: 1 }, 'taken'],
    ['has two trainees already', { trainees: 2 }, 'mentor-not-entitled'],
    ['has a certificate of something else', { certified: ['SA'] }, 'mentor-not-entitled'],
    ['has none', { certified: [] }, 'mentor-not-entitled'],
    ['is the trainee', { personId: 'per_K1' }, 'mentor-not-entitled'],
  ])('%s', (_what, given, expected) => {
    expect(name(given)).toBe(expected);
  });

  test('is HQ only where HQ says so', () => {
    expect(codeOf(() => nameMentor(plan('MT'), null, context('MT', hq)))).toBe('taken');
    const director = somebody('per_TD', ['TD']);
    expect(codeOf(() => nameMentor(plan('MT'), null, context('MT', director)))).toBe('mentor-not-entitled');
  });
});

describe('The end of the steps', () => {
  const done = (position: string, certificate?: string) => {
    const all = context(position, hq);
    let onboarding = { ...plan(position), ...(certificate ? { certificate } : {}) };
    const take = (change: { next: typeof onboarding } | null) => {
      onboarding = change?.next ?? onboarding;
    };
    take(recordStep(onboarding, { step: 'registration', evidence: 'HT' }, all));
    take(recordStep(onboarding, { step: 'safety-education', evidence: 'AQ', hours: 40 }, all));
    take(recordStep(onboarding, { step: 'duty-briefing', evidence: 'GW' }, all));
    take(nameMentor(onboarding, null, all));
    const modules = all.rules.modules.map(({ id, hours }) => ({ module: id, hours }));
    take(recordModules(onboarding, modules, all));
    return onboarding;
  };

  test.each(positionsOfEdition1)('leads %s to the exams', (position) => {
    expect(done(position).status).toBe('certifying');
  });

  test('releases who brought a certificate along', () => {
    expect(done('MT', 'SK-2222-2222-22').status).toBe('released');
  });

  test('leads who was away for more than six months to the practical, and to nothing else', () => {
    const certificate: Certificate = {
      ...{ number: 'SK-2222-2222-22', personId: 'per_K1', stationId: null, regionId: null, position: 'MT' },
      ...{ level: 'L1', edition: '1', certificationId: 'crt_K1_MT_L1_20250110', issuedOn: '2025-01-10' },
      ...{ validFrom: '2025-01-10', validUntil: '2027-01-10', practicalOn: '2025-01-10' },
      ...{ graceDays: 30, windowDaysBefore: 90, refresherHours: 0, revision: 1 },
    };
    const seat = (kind: 'hired' | 'left') => ({
      ...{ kind, stationId: 'stn_A-1' },
      ...(kind === 'hired' ? { position: 'MT' } : {}),
    });
    const left = (on: string) => ({
      events: [
        { ...{ id: 'h', at: '2025-01-01T00:00:00.000Z', on: '2025-01-01' }, ...seat('hired') },
        { ...{ id: 'l', at: `${on}T00:00:00.000Z`, on }, ...seat('left') },
        { ...{ id: 'b', at: `${since}T01:00:00.000Z`, on: since }, ...seat('hired') },
      ] as PersonnelEvent[],
    });
    const planned = (on: string) =>
      planOnboarding(
        pathOf('MT'),
        { personId: 'per_K1', stationId: 'stn_A-1', regionId: 'reg_HD', position: 'MT', since },
        { onboardings: [], certificates: [certificate], employment: left(on) },
        now,
      );
    expect(planned('2025-09-01')).toMatchObject({ certificate: certificate.number });
    const long = planned('2025-08-31');
    expect(long).toMatchObject({ practicalAgain: certificate.number });
    expect(long.certificate).toBeUndefined();
    // What was learnt is not learnt again.
    expect(long.credited).toEqual(planned('2025-09-01').credited);
  });

  test('hours never fall, whatever is recorded in whichever order', () => {
    const all = context('MT', hq);
    const module = all.rules.modules[0]?.id ?? '';
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 6 }), (hours) => {
        let onboarding = plan('MT');
        for (const total of hours)
          onboarding = recordModules(onboarding, [{ module, hours: total }], all)?.next ?? onboarding;
        expect(onboarding.hours[module]).toBe(Math.max(...hours));
      }),
    );
  });
});

describe('The ladder', () => {
  const ladder = pathOf('SA').escalation;
  test.each([
    ['the day before', -1, 'wait', ''],
    ['the day itself', 0, 'wait', ''],
    ['a day later', 1, 'tell', 'person owner line-manager'],
    ['three days later', 3, 'tell', 'person owner line-manager SM'],
    ['seven days later', 7, 'tell', 'person owner line-manager SM hq-region hq-training'],
    ['a fortnight later, once more', 14, 'tell', 'person owner line-manager SM hq-region hq-training'],
  ])('%s says %s', (_what, days, next, tell) => {
    const look = climb(ladder, since, now - 86_400_000, startOf(addDays(since, days)) + 3_600_000);
    expect(look.next).toBe(next);
    expect(look.next === 'tell' ? look.tell.join(' ') : '').toBe(tell);
  });

  test('tells each rung once, however often it is looked at', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 40 }), (hours) => {
        const told: string[] = [];
        let looked = startOf(since);
        for (const wait of hours) {
          const at = looked + wait * 3_600_000;
          const look = climb(ladder, since, looked, at);
          if (look.next === 'tell') told.push(...look.tell);
          if (look.next !== 'done') expect(Date.parse(look.lookAt)).toBeGreaterThan(at);
          looked = at;
        }
        const days = Math.floor((looked - startOf(since)) / 86_400_000);
        const reminders = Math.max(0, Math.floor(days / 7) - 1);
        expect(told.filter((who) => who === 'SM')).toHaveLength(days >= 3 ? 1 : 0);
        expect(told.filter((who) => who === 'hq-region').length).toBeLessThanOrEqual(
          (days >= 7 ? 1 : 0) + reminders,
        );
      }),
    );
  });

  test('has nothing to say of an onboarding that is over', () => {
    const over = { ...plan('SA'), status: 'ended' as const };
    expect(watchOnboarding(pathOf('SA'), over, plainWeeks, now, now).next).toBe('done');
  });
});
