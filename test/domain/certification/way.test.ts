import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { explain } from '../../../packages/contracts/messages.ts';
import type { Subject } from '../../../packages/domain/access/may.ts';
import { daysBetween, localDate, startOf } from '../../../packages/domain/calendar.ts';
import { assess, decide, rubricOf } from '../../../packages/domain/certification/assess.ts';
import {
  type Certificate,
  certificateStatus,
  issue,
  passedOn,
} from '../../../packages/domain/certification/certificate.ts';
import {
  type Certification,
  certificationMoves,
} from '../../../packages/domain/certification/certification.ts';
import { nextOf, watchCertification } from '../../../packages/domain/certification/certification-dues.ts';
import { openWay } from '../../../packages/domain/certification/open-way.ts';
import {
  missingPrerequisites,
  showPrerequisite,
} from '../../../packages/domain/certification/prerequisites.ts';
import {
  afterTheory,
  type CertificationChange,
  isUsedUp,
  objectionToTheory,
  retrain,
} from '../../../packages/domain/certification/take-exam.ts';
import { showStatutory } from '../../../packages/domain/certification/take-over.ts';
import { Failure } from '../../../packages/domain/errors.ts';
import { aCertification, pathOf, positionsOfEdition1, shownOf } from '../../support/paths.ts';

const begin = startOf('2026-03-02') + 36_000_000;
const day = 86_400_000;
const station = { stationId: 'stn_A-1', regionId: 'reg_HD' };
const candidate: Subject = {
  subject: 'k1',
  role: 'position-holder',
  personId: 'per_K1',
  positions: ['MT'],
  ...station,
};
/** People who try whatever they like; only some of them may. */
const people: Subject[] = [
  candidate,
  { subject: 'td', role: 'position-holder', personId: 'per_TD', positions: ['TD'], ...station },
  { subject: 'sm', role: 'station-master', personId: 'per_SM', positions: ['SM'], ...station },
  { subject: 'pm', role: 'position-holder', personId: 'per_PM', positions: ['PM'], ...station },
  { subject: 'td2', role: 'position-holder', personId: 'per_TD2', positions: ['TD'], stationId: 'stn_B-1' },
  { subject: 'hq', role: 'hq-network' },
  { subject: 'auditor', role: 'hq-auditor' },
];

type Act = (certification: Certification, now: number) => CertificationChange;
const rulesOf = (position: string) => pathOf(position);
const act = (position: string): fc.Arbitrary<Act> => {
  const rules = rulesOf(position);
  const actor = fc.constantFrom(...people);
  const points = (certification: Certification, lost: number) =>
    Object.fromEntries(
      rubricOf(rules, certification).map(({ id, points: most }, at) => [
        id,
        at === 0 ? Math.max(0, most - lost) : most,
      ]),
    );
  return fc.oneof(
    actor.map(
      (who): Act =>
        (certification, now) =>
          showPrerequisite(
            certification,
            {
              prerequisite: missingPrerequisites(rules, certification, now)[0] ?? 'education',
              evidence: 'ZJ',
              issuedOn: localDate(now),
              validUntil: '2040-01-01',
            },
            { rules, actor: who, now },
          ),
    ),
    fc.tuple(actor, fc.integer({ min: 60, max: 100 })).map(
      ([who, score]): Act =>
        (certification, now) =>
          objectionToTheory(certification, { rules, actor: who, now })
            ? null
            : afterTheory(certification, rules, {
                number: certification.attempts.length + 1,
                finishedAt: new Date(now).toISOString(),
                score,
              }),
    ),
    fc.tuple(actor, fc.integer({ min: 0, max: 30 })).map(
      ([who, lost]): Act =>
        (certification, now) =>
          assess(certification, points(certification, lost), { rules, actor: who, now }),
    ),
    fc.tuple(actor, fc.boolean(), fc.boolean()).map(
      ([who, yes, combined]): Act =>
        (certification, now) =>
          decide(
            certification,
            yes ? { decision: 'approve' } : { decision: 'turn-down', reason: '材料不全' },
            { combined },
            { rules, actor: who, now },
          ),
    ),
    actor.map(
      (who): Act =>
        (certification, now) =>
          retrain(certification, 'PX', { rules, actor: who, now }),
    ),
  );
};

/** What is next, done by whom the standard names; without it hardly any way would come to its end. */
const rightAct = (position: string): Act => {
  const rules = rulesOf(position);
  const auditor: Subject = { subject: 'auditor', role: 'hq-auditor' };
  const hq: Subject = { subject: 'hq', role: 'hq-network' };
  return (certification, now) => {
    const [prerequisite] = missingPrerequisites(rules, certification, now);
    if (prerequisite)
      return showPrerequisite(
        certification,
        prerequisite.startsWith('certified-as')
          ? { prerequisite, waiver: '新站' }
          : { prerequisite, evidence: 'ZJ', issuedOn: localDate(now), validUntil: '2040-01-01' },
        { rules, actor: hq, now },
      );
    switch (certification.status) {
      case 'candidate':
        return objectionToTheory(certification, { rules, actor: candidate, now })
          ? null
          : afterTheory(certification, rules, {
              number: certification.attempts.length + 1,
              finishedAt: new Date(now).toISOString(),
              score: 90,
            });
      case 'theory-passed': {
        const points = Object.fromEntries(rules.rubric.map(({ id, points: most }) => [id, most]));
        return assess(certification, points, { rules, actor: auditor, now });
      }
      case 'practical-passed':
        return decide(certification, { decision: 'approve' }, { combined: false }, { rules, actor: hq, now });
      default:
        return retrain(certification, 'PX', { rules, actor: hq, now });
    }
  };
};

/** Goes a way by what people try; a refusal changes nothing. Calls `each` after every step. */
function go(position: string, acts: { act: Act; wait: number }[], each: (now: Certification) => void): void {
  const rules = rulesOf(position);
  let certification = aCertification({
    position,
    level: rules.levels[0]?.id ?? '',
    needs: { theory: true, practical: true },
  });
  let now = begin;
  for (const { act: attempt, wait } of acts) {
    // A paper that follows a decision is finished later than it.
    now += wait * day + 1000;
    try {
      const change = attempt(certification, now);
      if (!change) continue;
      expect(change.next.revision).toBe(certification.revision + 1);
      for (const move of change.moves) {
        expect(certificationMoves[move].from).toContain(certification.status);
        expect(change.next.status).toBe(certificationMoves[move].to);
      }
      if (change.moves.length === 0) expect(change.next.status).toBe(certification.status);
      certification = change.next;
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
    }
    each(certification);
  }
}

describe.each(positionsOfEdition1)('Whatever people try on the way to a certificate of %s', (position) => {
  const rules = rulesOf(position);
  const acts = fc.array(
    fc.record({
      act: fc.oneof(act(position), fc.constant(rightAct(position))),
      wait: fc.integer({ min: 0, max: 12 }),
    }),
    {
      maxLength: 40,
    },
  );

  test('nobody comes to one without theory, practical and the approval of another person', () => {
    let approved = 0;
    fc.assert(
      fc.property(acts, (tried) => {
        go(position, tried, (certification) => {
          if (certification.status !== 'approved') return;
          approved += 1;
          const since = certification.retrainedAt ?? '';
          const theory = certification.attempts.filter((one) => one.at > since && one.passed);
          const practical = certification.assessments.filter((one) => one.at > since && one.passed);
          expect(theory.some(({ score }) => score >= rules.theoryPass)).toBe(true);
          expect(
            practical.some(
              ({ score, failedSafety }) => score >= rules.practicalPass && failedSafety.length === 0,
            ),
          ).toBe(true);
          const { by = '' } = certification.approval ?? {};
          expect(by).not.toBe(certification.personId);
          expect(practical.map((one) => one.by)).not.toContain(by);
          expect(practical.map((one) => one.by)).not.toContain(certification.personId);
        });
      }),
      // The seed is said, because the last line counts on what it tries.
      { numRuns: 100, seed: 20261124 },
    );
    expect(approved).toBeGreaterThan(0);
  });

  test('what was passed and failed before somebody moved stands as it stood, for half a year', () => {
    fc.assert(
      fc.property(acts, (tried) => {
        let last = aCertification({
          position,
          level: rules.levels[0]?.id ?? '',
          needs: { theory: true, practical: true },
        });
        go(position, tried, (certification) => {
          last = certification;
        });
        const endedAt = begin + 500 * day;
        const ended = { ...last, status: 'ended' as const, endedAt: new Date(endedAt).toISOString() };
        const again = (now: number) =>
          openWay(
            rules,
            { personId: 'per_K1', stationId: 'stn_B-1', regionId: 'reg_HD' },
            { kind: 'initial', level: last.level, on: localDate(now), dues: last.dues, needs: last.needs },
            { certificates: [], certifications: [ended], papers: [] },
            now,
          );
        const { status, attempts, assessments, retrainedAt, approval, shown } = last;
        const taken = again(endedAt + 30 * day);
        expect(taken).toMatchObject({ status, attempts, assessments, shown, stationId: 'stn_B-1' });
        expect([taken.retrainedAt, taken.approval]).toEqual([retrainedAt, approval]);
        expect(again(endedAt + 190 * day)).toMatchObject({ status: 'candidate', attempts: [] });
      }),
      { numRuns: 40 },
    );
  });

  test('tries keep their distance, and their number and days until training', () => {
    fc.assert(
      fc.property(acts, (tried) => {
        go(position, tried, ({ attempts, retrainedAt = '' }) => {
          const now = attempts.filter(({ at }) => at > retrainedAt);
          const days = now.map(({ at }) => localDate(Date.parse(at)));
          const { count, daysApart, withinDays } = rules.exam.retakes;
          expect(now.length).toBeLessThanOrEqual(count + 1);
          for (let at = 1; at < days.length; at++) {
            expect(daysBetween(days[at - 1] ?? '', days[at] ?? '')).toBeGreaterThanOrEqual(daysApart);
            expect(daysBetween(days[0] ?? '', days[at] ?? '')).toBeLessThanOrEqual(withinDays);
          }
        });
      }),
      { numRuns: 60 },
    );
  });
});

describe('A way that goes well', () => {
  test.each(positionsOfEdition1)('leads to approval for %s', (position) => {
    const rules = rulesOf(position);
    const level = rules.levels[0]?.id ?? '';
    const open = aCertification({ position, level, shown: shownOf(position) });
    const passed = afterTheory(open, rules, {
      number: 1,
      finishedAt: new Date(begin).toISOString(),
      score: 100,
    });
    const points = Object.fromEntries(rules.rubric.map(({ id, points: most }) => [id, most]));
    const seen = assess(passed?.next ?? open, points, {
      rules,
      actor: { subject: 'auditor', role: 'hq-auditor' },
      now: begin,
    });
    const end = decide(
      seen?.next ?? open,
      { decision: 'approve' },
      { combined: false },
      {
        rules,
        actor: { subject: 'hq', role: 'hq-network' },
        now: begin,
      },
    );
    expect(end?.next.status).toBe('approved');
  });

  test('needs HQ as well where workshop manager and technical director are one person', () => {
    const rules = rulesOf('MT');
    const ready = aCertification({ status: 'practical-passed', shown: shownOf('MT') });
    const master: Subject = {
      subject: 'sm',
      role: 'station-master',
      personId: 'per_SM',
      positions: ['SM'],
      ...station,
    };
    const signed = decide(
      ready,
      { decision: 'approve' },
      { combined: true },
      { rules, actor: master, now: begin },
    );
    expect(signed?.next).toMatchObject({ status: 'practical-passed', signed: { by: 'per_SM' } });
    const next = signed?.next ?? ready;
    expect(
      decide(next, { decision: 'approve' }, { combined: true }, { rules, actor: master, now: begin }),
    ).toBeNull();
    const hq: Subject = { subject: 'hq', role: 'hq-network' };
    expect(
      decide(next, { decision: 'approve' }, { combined: true }, { rules, actor: hq, now: begin })?.next
        .status,
    ).toBe('approved');
  });

  test('needs HQ as well where the workshop manager assessed as somebody who acts as technical director', () => {
    const rules = rulesOf('MT');
    const points = Object.fromEntries(rules.rubric.map(({ id, points: most }) => [id, most]));
    const ready = aCertification({
      status: 'theory-passed',
      shown: shownOf('MT'),
    });
    const acts = (positions: string[]): Subject => ({
      ...{ subject: 'wsm', role: 'position-holder', personId: 'per_WSM', positions, ...station },
    });
    const master: Subject = {
      ...{ subject: 'sm', role: 'station-master', personId: 'per_SM', positions: ['SM'], ...station },
    };
    const statusAfter = (positions: string[]) => {
      const assessed = assess(ready, points, { rules, actor: acts(positions), now: begin })?.next ?? ready;
      return decide(
        assessed,
        { decision: 'approve' },
        { combined: false },
        { rules, actor: master, now: begin },
      )?.next.status;
    };
    expect(statusAfter(['TD'])).toBe('approved');
    expect(statusAfter(['WSM', 'TD'])).toBe('practical-passed');
  });

  test('waits for HQ where whoever would approve has assessed, acting as technical director', () => {
    const rules = rulesOf('MT');
    const points = Object.fromEntries(rules.rubric.map(({ id, points: most }) => [id, most]));
    const ready = aCertification({ status: 'theory-passed', shown: shownOf('MT') });
    const ownerAfter = (positions: string[]) => {
      const actor: Subject = {
        ...{ subject: 'sm', role: 'station-master', personId: 'per_SM', positions, ...station },
      };
      const assessed = assess(ready, points, { rules, actor, now: begin })?.next ?? ready;
      return nextOf(rules, assessed, begin)?.owner;
    };
    expect(ownerAfter(['TD'])).toBe('SM');
    expect(ownerAfter(['SM', 'TD'])).toBe('hq-training');
  });

  test('of somebody who let the days for retakes pass is trained anew, and goes on', () => {
    const rules = rulesOf('MT');
    const failed = { number: 1, at: new Date(begin).toISOString(), score: 10, passed: false };
    const waited = aCertification({ attempts: [failed], shown: shownOf('MT') });
    const hq: Subject = { subject: 'hq', role: 'hq-network' };
    const later = begin + 31 * day;
    expect(nextOf(rules, waited, begin + day)).toMatchObject({ step: 'theory', owner: 'person' });
    expect(nextOf(rules, waited, later)).toMatchObject({ step: 'retraining', owner: 'TD' });
    const trained = retrain(waited, 'PX-1', { rules, actor: hq, now: later })?.next ?? waited;
    expect(trained.status).toBe('candidate');
    expect(nextOf(rules, trained, later)).toMatchObject({ step: 'theory', owner: 'person' });
    expect(() => retrain(waited, 'PX-1', { rules, actor: hq, now: begin + day })).toThrow();
  });

  test.each([
    ['the last retake', [0, 7, 14], begin + 20 * day, true],
    ['two tries of three', [0, 7], begin + 20 * day, false],
    ['the days after the first exam', [0], begin + 31 * day, true],
    ['the last of these days', [0], begin + 30 * day, false],
  ])('is over with %s', (_what, days, now, over) => {
    const tries = days.map((at, n) => ({
      number: n + 1,
      at: new Date(begin + at * day).toISOString(),
      score: 10,
      passed: false,
    }));
    expect(isUsedUp(tries, rulesOf('MT').exam.retakes, now)).toBe(over);
  });
});

describe('A paper that runs out between the practical and the approval', () => {
  const hq: Subject = { subject: 'hq', role: 'hq-network' };
  const seen = (more: object) => ({ by: 'per_GA', at: '2026-03-02T02:00:00.000Z', evidence: 'ZJ', ...more });
  const at = (on: string) => startOf(on) + 36_000_000;
  const passed = {
    ...{ number: 1, at: '2026-03-03T02:00:00.000Z', score: 100, passed: true },
    ...{ by: 'auditor', failedSafety: [] },
  };
  const licence = 'statutory-certificate:driving-licence';
  const advisor = aCertification({
    ...{ position: 'SA', status: 'practical-passed', assessments: [passed] },
    shown: { ...shownOf('SA'), [licence]: seen({ validUntil: '2026-03-20' }) },
  });
  const review = 'statutory-certificate:low-voltage-electrician';
  const electrician = aCertification({
    ...{ kind: 'authorisation', authorisation: 'hv', status: 'practical-passed', assessments: [passed] },
    needs: { theory: false, practical: true },
    shown: {
      ...Object.fromEntries(
        pathOf('MT').authorisations.flatMap(({ id, modules }) =>
          id === 'hv' ? modules.map((one) => [`module:${one.id}`, seen({})]) : [],
        ),
      ),
      [review]: seen({ validUntil: '2029-01-01', reviewBy: '2026-03-20' }),
    },
  });
  const approve = (way: Certification, on: string, rules = pathOf(way.position)) =>
    decide(way, { decision: 'approve' }, { combined: false }, { rules, actor: hq, now: at(on) })?.next;

  test.each([
    ['a driving licence', advisor, licence, { validUntil: '2030-01-01' }],
    [
      'the review of who works on high voltage',
      electrician,
      review,
      { issuedOn: '2026-03-21', validUntil: '2029-03-20' },
    ],
  ])('is shown anew before it is approved, and what was passed stands: %s', (_what, way, paper, renewed) => {
    const rules = pathOf(way.position);
    expect(approve(way, '2026-03-20')?.status).toBe('approved');
    const lapsed = { field: paper, code: 'certificate-run-out', value: '2026-03-20' };
    expect(() => approve(way, '2026-03-21')).toThrow(
      expect.objectContaining({ code: 'prerequisites-lapsed', fields: [lapsed] }),
    );
    expect(explain(lapsed, 'zh')).toMatchObject({
      field: paper,
      problem: '证件已于 2026-03-20 到期或应复审',
    });
    expect(explain(lapsed, 'en').problem).toMatch(/ran out, or was to be reviewed, on 2026-03-20/);
    expect(nextOf(rules, way, at('2026-03-20'))?.step).toBe('approval');
    expect(nextOf(rules, way, at('2026-03-21'))).toEqual({
      ...{ step: 'prerequisites', owner: nextOf(rules, way, at('2026-03-20'))?.owner, due: way.dues.release },
    });
    const actor: Subject = { subject: 'ga', role: 'position-holder', personId: 'per_GA', ...station };
    const shown = showPrerequisite(
      way,
      { prerequisite: paper, evidence: 'ZJ-2', ...renewed },
      { rules, actor, now: at('2026-03-22') },
    )?.next;
    expect(nextOf(rules, shown ?? way, at('2026-03-22'))?.step).toBe('approval');
    const approved = approve(shown ?? way, '2026-03-23') ?? way;
    expect(approved).toMatchObject({ status: 'approved', assessments: [passed] });
    expect(passedOn(approved, (instant) => localDate(Date.parse(instant)))).toBe('2026-03-03');
  });

  test('keeps nobody from turning it down, waits where the approval waits, and comes first before the practical too', () => {
    const rules = pathOf('SA');
    const now = at('2026-03-21');
    const no = { decision: 'turn-down' as const, reason: '材料不全' };
    expect(decide(advisor, no, { combined: false }, { rules, actor: hq, now })?.next.status).toBe(
      'candidate',
    );
    const signed = { ...advisor, signed: { by: 'per_SM', at: '2026-03-10T02:00:00.000Z' } };
    expect(nextOf(rules, signed, now)).toMatchObject({ step: 'prerequisites', owner: 'hq-training' });
    const before = { ...advisor, status: 'theory-passed' as const, assessments: [] };
    expect(nextOf(rules, before, now)).toEqual({
      ...{ step: 'prerequisites', owner: 'GA', due: advisor.dues.practical },
    });
  });

  test('is also the certificate for another position that the way leans on, until it counts again', () => {
    const rules = pathOf('QI');
    const held = (given: object) => ({
      ...issue(pathOf('MT'), aCertification({ level: 'L2' }), null, 'SK-1', '2026-03-02', () => '2026-03-02'),
      ...given,
    });
    const leans = { by: 'stationkeeper', at: '', evidence: 'SK-1' };
    const inspector = aCertification({
      ...{ position: 'QI', status: 'practical-passed', assessments: [passed] },
      shown: { ...shownOf('QI'), 'certified-as:MT:L2': leans },
    });
    const decided = (certificates: Certificate[]) =>
      decide(
        inspector,
        { decision: 'approve' },
        { combined: false, certificates },
        {
          ...{ rules, actor: hq, now: at('2026-03-21') },
        },
      )?.next.status;
    expect(decided([held({})])).toBe('approved');
    const over = held({ validUntil: '2026-03-20' });
    expect(() => decided([over])).toThrow(
      expect.objectContaining({
        fields: [{ field: 'certified-as:MT:L2', code: 'certificate-lost', value: 'SK-1' }],
      }),
    );
    expect(decided([{ ...over, replacedBy: 'SK-2' }, held({ number: 'SK-2' })])).toBe('approved');
  });

  test('after the approval makes of a right what does not count until a newer one is shown', () => {
    const rules = pathOf('MT');
    const approved = approve(electrician, '2026-03-20') ?? electrician;
    const dayOf = (instant: string) => localDate(Date.parse(instant));
    const issued = issue(rules, approved, null, 'SK-7H3K-Q2MX-9D', '2026-03-21', dayOf);
    expect(certificateStatus(issued, '2026-03-21')).toBe('suspended');
    const newer = { issuedOn: '2026-03-21', validUntil: '2029-03-20', evidence: 'LV-2' };
    const again = showStatutory(issued, rules, newer, { hq: false, today: '2026-03-22' });
    expect(again && certificateStatus(again, '2026-03-22')).toBe('valid');
    expect(again?.validFrom).toBe('2026-03-03');
  });
});

describe('A renewal that was begun in time', () => {
  const rules = rulesOf('MT');
  const renewal = aCertification({
    kind: 'renewal',
    needs: { theory: true, practical: false },
    renews: 'SK-7H3K-Q2MX-9D',
    shortUntil: '2026-05-30',
  });
  const sit = (on: string, way = renewal, score = 100) =>
    afterTheory(way, rules, {
      number: way.attempts.length + 1,
      finishedAt: new Date(startOf(on)).toISOString(),
      score,
    })?.next;

  test('and whose theory is passed by the last day of the grace asks for nothing else', () => {
    expect(sit('2026-05-30')).toMatchObject({
      status: 'practical-passed',
      needs: { theory: true, practical: false },
    });
  });

  test('is the whole exam when its theory is passed later, and also after a try in time', () => {
    const whole = { status: 'theory-passed', needs: { theory: true, practical: true } };
    expect(sit('2026-05-31')).toMatchObject(whole);
    const failed = sit('2026-05-28', renewal, 10);
    expect(failed).toMatchObject({ status: 'candidate', needs: { theory: true, practical: false } });
    expect(sit('2026-06-04', failed)).toMatchObject(whole);
  });
});

describe('A practical after a long time away', () => {
  const rules = rulesOf('MT');
  const again = aCertification({
    kind: 'renewal',
    needs: { theory: false, practical: true },
    renews: 'SK-7H3K-Q2MX-9D',
    shortUntil: '2026-05-30',
    shown: shownOf('MT'),
  });
  const points = Object.fromEntries(rules.rubric.map(({ id, points: most }) => [id, most]));
  const auditor: Subject = { subject: 'auditor', role: 'hq-auditor' };
  const seen = (on: string) => assess(again, points, { rules, actor: auditor, now: startOf(on) })?.next;

  test('asks for nothing else while the certificate runs', () => {
    expect(nextOf(rules, again, startOf('2026-05-30'))).toMatchObject({ step: 'practical' });
    expect(seen('2026-05-30')?.status).toBe('practical-passed');
  });

  test('is the whole exam when the certificate has run out', () => {
    const late = startOf('2026-05-31');
    expect(nextOf(rules, again, late)).toMatchObject({ step: 'theory', owner: 'person' });
    expect(() => seen('2026-05-31')).toThrow();
    expect(objectionToTheory(again, { rules, actor: candidate, now: late })).toBeNull();
    const passed = afterTheory(again, rules, {
      ...{ number: 1, score: 100 },
      finishedAt: new Date(late).toISOString(),
    });
    expect(passed?.next).toMatchObject({
      status: 'theory-passed',
      needs: { theory: true, practical: true },
    });
  });
});

test('A way that is approved when its wait runs out waits on for its certificate', () => {
  const approved = aCertification({ status: 'approved', approval: { by: 'hq', at: '' } });
  expect(watchCertification(rulesOf('MT'), approved, begin, begin + 100 * day)).toEqual({
    next: 'wait',
    lookAt: new Date(begin + 101 * day).toISOString(),
    seconds: 86_400,
  });
});

describe('Prerequisites', () => {
  const hq: Subject = { subject: 'hq', role: 'hq-network' };
  const show = (way: Certification, input: Parameters<typeof showPrerequisite>[1], now = begin) =>
    showPrerequisite(way, input, { rules: rulesOf(way.position), actor: hq, now });

  test('of the same kind are shown one by one', () => {
    const way = aCertification({ position: 'CC', level: 'qualified' });
    expect(missingPrerequisites(rulesOf('CC'), way, begin)).toEqual([
      'education',
      'experience',
      'other',
      'other:2',
    ]);
    const first = show(way, { prerequisite: 'other', evidence: '面试记录' })?.next ?? way;
    expect(missingPrerequisites(rulesOf('CC'), first, begin)).toContain('other:2');
    const both = show(first, { prerequisite: 'other:2', evidence: '承诺书' })?.next ?? first;
    expect(missingPrerequisites(rulesOf('CC'), both, begin)).toEqual(['education', 'experience']);
  });

  test('that the law asks for are waived by nobody: a painter is examined by a doctor', () => {
    const way = aCertification({ position: 'PT' });
    expect(missingPrerequisites(rulesOf('PT'), way, begin)).toContain('other');
    expect(() => show(way, { prerequisite: 'other', waiver: '急用人' })).toThrow();
    expect(show(way, { prerequisite: 'other:2', waiver: '仅做底材' })).not.toBeNull();
  });

  const electrician = 'statutory-certificate:low-voltage-electrician';
  const hv = aCertification({
    kind: 'authorisation',
    authorisation: 'hv',
    needs: { theory: false, practical: true },
  });

  test.each([
    ['was not issued yet', { issuedOn: '2026-03-03' }, 'issuedOn'],
    [
      'is reviewed beyond its own last day',
      { issuedOn: '2025-03-02', validUntil: '2031-03-03' },
      'validUntil',
    ],
  ])('of the law are refused where one %s', (_, dates, field) => {
    expect(() => show(hv, { prerequisite: electrician, evidence: 'LV', ...dates })).toThrow(
      expect.objectContaining({ fields: [expect.objectContaining({ field })] }),
    );
  });

  test('keep a new review also where the paper lies in the same place', () => {
    const input = { prerequisite: electrician, evidence: 'LV', issuedOn: '2025-03-02' };
    const shown = show(hv, input)?.next ?? hv;
    expect(shown.shown[electrician]?.reviewBy).toBe('2028-03-02');
    expect(show(shown, input)).toBeNull();
    const reviewed = show(shown, { ...input, validUntil: '2031-03-02' })?.next;
    expect(reviewed?.shown[electrician]?.reviewBy).toBe('2031-03-02');
  });

  test.each(['approved', 'certified', 'ended'] as const)('are shown to no way that is %s', (status) => {
    const input = { prerequisite: 'education', evidence: 'ZJ' };
    expect(show(aCertification(), input)).not.toBeNull();
    expect(() => show(aCertification({ status }), input)).toThrow(
      expect.objectContaining({ code: 'step-not-in-turn' }),
    );
  });

  test('are what is next where nothing is to be passed', () => {
    const welding = aCertification({
      position: 'BT',
      kind: 'authorisation',
      authorisation: 'welding',
      needs: { theory: false, practical: false },
    });
    expect(nextOf(rulesOf('BT'), welding, begin)).toMatchObject({ step: 'prerequisites', owner: 'GA' });
  });
});
