import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Actor,
  correctedBy,
  isSampled,
  nameOf,
} from '../../../packages/domain/audit/correction-desks.ts';
import { correctionMoves, isOpen } from '../../../packages/domain/audit/correction-status.ts';
import {
  type Change,
  checkEffect,
  decidePlan,
  extendCorrection,
  giveCorrection,
  longestExtension,
  recordSteps,
  verifyCorrection,
  withdrawNonconformity,
} from '../../../packages/domain/audit/correction-steps.ts';
import {
  type CorrectionPart,
  correctionParts,
  type Nonconformity,
} from '../../../packages/domain/audit/nonconformity.ts';
import { Failure } from '../../../packages/domain/errors.ts';
import { rulesOfEdition1 } from '../../support/edition.ts';
import { aNonconformity, people, step } from '../../support/nonconformities.ts';

const cause = '交接单没有该栏，无人知道要填';
const said = { containment: '已隔离', rootCause: cause, plan: '修订交接单' };
const done = { implementation: '新交接单已启用', evidence: '照片3' };

/** What a command makes of a nonconformity; the same one when it has no effect. */
const resulting = (before: Nonconformity, change: Change): Nonconformity => change?.next ?? before;
/** The name of the failure, with what it says besides; `taken` when there is none. */
function refusal(command: () => unknown): string {
  try {
    command();
    return 'taken';
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const because = Object.values(error.details).filter((value) => typeof value === 'string');
    return [error.name, ...because, ...error.fields.map(({ code }) => code)].join(' ');
  }
}

const planned = (given: Partial<Nonconformity> = {}, actor: Actor = people.holder) => {
  const before = aNonconformity(given);
  return resulting(before, recordSteps(before, said, step(actor)));
};
const approvedBy = (actor: Actor, before = planned()) =>
  resulting(before, decidePlan(before, { decision: 'approve', submission: before.submission }, step(actor)));
const evidenced = (given: Partial<Nonconformity> = {}) => {
  const before = approvedBy(people.hq, planned(given));
  return resulting(before, recordSteps(before, done, step(people.holder)));
};
const verifiedBy = (actor: Actor, before = evidenced(), at?: string) =>
  resulting(
    before,
    verifyCorrection(before, { decision: 'accept', submission: before.submission }, step(actor, at)),
  );

/** Ids that HQ samples, and that it does not. */
const ids = Array.from({ length: 100 }, (_, i) => `ncf_test${String(i).padStart(8, '0')}_SD-JN-001_AU-SA-01`);
const sampled =
  ids.find((id) => isSampled(rulesOfEdition1.correction, aNonconformity({ nonconformityId: id }))) ?? '';
const unsampled =
  ids.find((id) => !isSampled(rulesOfEdition1.correction, aNonconformity({ nonconformityId: id }))) ?? '';

describe('The steps of the owner', () => {
  test('are taken one by one or several at once, with the same end', () => {
    let one = aNonconformity();
    for (const [name, text] of Object.entries(said))
      one = resulting(one, recordSteps(one, { [name]: text }, step(people.holder)));
    expect({ ...one, revision: 0 }).toEqual({ ...planned(), revision: 0 });
    expect(one).toMatchObject({ status: 'plan-submitted', submission: 1, revision: 4 });
  });

  test('that come again change nothing, also long afterwards', () => {
    const closed = verifiedBy(people.hq);
    for (const state of [planned(), approvedBy(people.hq), evidenced(), closed])
      expect(recordSteps(state, said, step(people.holder))).toBeNull();
    expect(recordSteps(closed, { ...said, ...done }, step(people.holder))).toBeNull();
  });

  test.each([
    ['other words for a step that is taken', { containment: '另一说法' }, 'StepAlreadyTaken containment'],
    ['a step too early', { evidence: '照片3' }, 'StepNotInTurn submitEvidence plan-submitted'],
  ])('are refused when they bring %s', (_what, given, expected) => {
    const state = planned();
    expect(refusal(() => recordSteps(state, given, step(people.holder)))).toBe(expected);
  });

  test('are refused when the root cause says nothing', () => {
    const contained = aNonconformity({ status: 'contained' });
    expect(refusal(() => recordSteps(contained, { rootCause: '已培训' }, step(people.holder)))).toBe(
      'InputRejected cause-says-nothing',
    );
  });

  test('are refused from somebody else', () => {
    for (const actor of [people.otherHolder, people.auditor, people.hq])
      expect(refusal(() => recordSteps(aNonconformity(), said, step(actor)))).toBe('StepNotYours other-desk');
  });

  test('handed in by the station master approve the plan where the master is who approves', () => {
    expect(planned({}, people.master)).toMatchObject({
      status: 'plan-approved',
      facts: { approval: { by: 'per_SM', submission: 1 } },
    });
    expect(planned({ severity: 'critical' }, people.master)).toMatchObject({ status: 'plan-submitted' });
    expect(planned({ position: 'SM', clause: '1.1' }, people.master)).toMatchObject({
      status: 'plan-submitted',
    });
  });
});

describe('A plan', () => {
  test('that is turned down is written anew, in other words', () => {
    const before = planned();
    const rejected = resulting(
      before,
      decidePlan(before, { decision: 'reject', submission: 1, reason: '太笼统' }, step(people.master)),
    );
    expect(rejected).toMatchObject({ status: 'root-cause-found', rejection: { of: 'plan', text: '太笼统' } });
    expect(rejected.facts.plan).toBeUndefined();
    expect(refusal(() => recordSteps(rejected, said, step(people.holder)))).toBe('SubmissionTurnedDown plan');
    const again = resulting(
      rejected,
      recordSteps(rejected, { plan: '改版交接单并每周抽查' }, step(people.holder)),
    );
    expect(again).toMatchObject({ status: 'plan-submitted', submission: 2 });
    expect(approvedBy(people.master, again)).toMatchObject({ status: 'plan-approved' });
  });

  test('is decided once: the same again has no effect, another decision is refused', () => {
    const approved = approvedBy(people.master);
    const decide = (actor: Actor, decision: 'approve' | 'reject', submission = 1) =>
      refusal(() =>
        decidePlan(
          approved,
          { decision, submission, reason: decision === 'reject' ? '不行' : undefined },
          step(actor),
        ),
      );
    expect(decidePlan(approved, { decision: 'approve', submission: 1 }, step(people.master))).toBeNull();
    expect(decide(people.master, 'reject')).toBe('StepAlreadyTaken');
    expect(decide(people.hq, 'approve')).toBe('StepAlreadyTaken');
    expect(decide(people.hq, 'approve', 7)).toBe('StepNotInTurn approvePlan plan-approved');
    expect(decide(people.otherHolder, 'approve')).toBe('StepNotYours other-desk');
  });

  test('is decided as it is now, not as it was', () => {
    const before = planned();
    expect(
      refusal(() =>
        decidePlan({ ...before, submission: 2 }, { decision: 'approve', submission: 1 }, step(people.master)),
      ),
    ).toBe('SubmissionSuperseded');
  });

  test('that was turned down is not turned down again by a message that comes late', () => {
    const before = planned();
    const no = { decision: 'reject' as const, submission: 1, reason: '太笼统' };
    const rejected = resulting(before, decidePlan(before, no, step(people.master)));
    const again = resulting(
      rejected,
      recordSteps(rejected, { plan: '改版交接单并每周抽查' }, step(people.holder)),
    );
    expect(decidePlan(again, no, step(people.master))).toBeNull();
  });
});

describe('Evidence', () => {
  test('that the station accepts closes the nonconformity, unless HQ samples it', () => {
    expect(verifiedBy(people.auditor, evidenced({ nonconformityId: unsampled }))).toMatchObject({
      status: 'closed',
      facts: { verification: { by: 'per_GA' }, closing: { by: 'per_GA' } },
    });
    const looked = verifiedBy(people.auditor, evidenced({ nonconformityId: sampled }));
    expect(looked).toMatchObject({ status: 'verified', facts: { verification: { by: 'per_GA' } } });
    expect(verifyCorrection(looked, { decision: 'accept', submission: 2 }, step(people.auditor))).toBeNull();
    expect(verifiedBy(people.hqAuditor, looked)).toMatchObject({
      status: 'closed',
      facts: { verification: { by: 'per_GA' }, closing: { by: 'auditor' } },
    });
    const no = { decision: 'reject' as const, submission: 2, reason: '照片看不清' };
    expect(resulting(looked, verifyCorrection(looked, no, step(people.hq)))).toMatchObject({
      status: 'plan-approved',
    });
  });

  test('that HQ accepts closes at once, sampled or not', () => {
    for (const nonconformityId of [sampled, unsampled])
      expect(verifiedBy(people.hq, evidenced({ nonconformityId })).status).toBe('closed');
  });

  test('that is turned down is handed in anew with what was done', () => {
    const before = evidenced();
    const no = { decision: 'reject' as const, submission: 2, reason: '照片看不清' };
    const rejected = resulting(before, verifyCorrection(before, no, step(people.auditor)));
    expect(rejected).toMatchObject({ status: 'plan-approved', rejection: { of: 'evidence' } });
    expect(refusal(() => recordSteps(rejected, done, step(people.holder)))).toBe(
      'SubmissionTurnedDown implementation',
    );
    const again = resulting(
      rejected,
      recordSteps(rejected, { implementation: '全部工位已启用', evidence: '照片4' }, step(people.holder)),
    );
    expect(again).toMatchObject({ status: 'evidence-submitted', submission: 3 });
    expect(verifyCorrection(again, no, step(people.auditor))).toBeNull();
    expect(verifiedBy(people.hq, again).status).toBe('closed');
  });

  test('that is forged makes it critical and begins it anew, with new dates', () => {
    const before = evidenced();
    const forged = { decision: 'forged' as const, submission: 2, reason: '照片为旧图' };
    const again = resulting(
      before,
      verifyCorrection(before, forged, step(people.auditor, '2026-03-20T02:00:00.000Z')),
    );
    expect(again).toMatchObject({
      status: 'issued',
      severity: 'critical',
      round: 2,
      facts: {},
      reopenedBecause: 'forged',
      rejection: { of: 'forgery', text: '照片为旧图' },
      dues: { contain: '2026-03-21', rootCause: '2026-03-23', plan: '2026-03-25', close: '2026-04-04' },
    });
    expect(refusal(() => recordSteps(again, said, step(people.holder)))).toBe(
      'SubmissionTurnedDown containment',
    );
  });

  test('that turns out forged after closing is a finding of HQ alone', () => {
    const closed = verifiedBy(people.hq);
    const forged = { decision: 'forged' as const, submission: 2, reason: '照片为旧图' };
    expect(refusal(() => verifyCorrection(closed, forged, step(people.auditor)))).toBe(
      'StepNotYours other-desk',
    );
    expect(resulting(closed, verifyCorrection(closed, forged, step(people.hqAuditor)))).toMatchObject({
      status: 'issued',
      severity: 'critical',
    });
  });

  test('is decided once: the same again has no effect, another decision is refused', () => {
    const closed = verifiedBy(people.hq);
    const decide = (actor: Actor, decision: 'accept' | 'reject') =>
      refusal(() =>
        verifyCorrection(
          closed,
          { decision, submission: 2, reason: decision === 'reject' ? '不行' : undefined },
          step(actor),
        ),
      );
    expect(verifyCorrection(closed, { decision: 'accept', submission: 2 }, step(people.hq))).toBeNull();
    expect(decide(people.hq, 'reject')).toBe('StepAlreadyTaken');
    expect(decide(people.hqAuditor, 'accept')).toBe('StepAlreadyTaken');
    expect(decide(people.holder, 'accept')).toBe('OwnCorrection holds-the-position');
    expect(decide(people.otherHolder, 'accept')).toBe('StepNotYours other-desk');
  });
});

describe('The effect', () => {
  const closed = verifiedBy(people.hq, evidenced({ severity: 'major' }), '2026-03-10T02:00:00.000Z');
  const check = (result: 'effective' | 'not-effective', actor: Actor, at: string, reason?: string) =>
    checkEffect(closed, { result, submission: 2, reason }, step(actor, at));

  test('is checked 60 days after the closing of a major one, and 30 after that of a critical one', () => {
    expect(closed.effectCheckOn).toBe('2026-05-09');
    const critical = verifiedBy(people.hq, evidenced({ severity: 'critical' }), '2026-03-10T02:00:00.000Z');
    expect(critical.effectCheckOn).toBe('2026-04-09');
  });

  test('of a minor one is for the next audit', () => {
    const minor = verifiedBy(people.hq);
    expect(minor.effectCheckOn).toBeUndefined();
    expect(
      refusal(() =>
        checkEffect(minor, { result: 'effective', submission: 2 }, step(people.hq, '2027-01-01T00:00:00Z')),
      ),
    ).toBe('StepNotInTurn checkEffect closed');
  });

  test.each([
    ['the day before', '2026-05-08T15:59:59.000Z', 'EffectCheckTooEarly 2026-05-09'],
    ['on the day, by the clock of the station', '2026-05-08T16:00:00.000Z', 'taken'],
  ])('%s', (_when, at, expected) => {
    expect(refusal(() => check('effective', people.hq, at))).toBe(expected);
  });

  test('that lasts ends it for good', () => {
    const end = resulting(closed, check('effective', people.auditor, '2026-05-10T00:00:00.000Z'));
    expect(end).toMatchObject({ status: 'effect-checked', facts: { effectCheck: { by: 'per_GA' } } });
    const again = { result: 'effective' as const, submission: 2 };
    expect(checkEffect(end, again, step(people.auditor, '2026-05-11T00:00:00.000Z'))).toBeNull();
    expect(refusal(() => checkEffect(end, again, step(people.hq, '2026-05-11T00:00:00.000Z')))).toBe(
      'StepAlreadyTaken',
    );
  });

  test('that does not last opens it again, with new dates and the same severity', () => {
    const again = resulting(
      closed,
      check('not-effective', people.hq, '2026-05-10T00:00:00.000Z', '又缺签字'),
    );
    expect(again).toMatchObject({
      status: 'issued',
      round: 2,
      severity: 'major',
      dues: { close: '2026-06-09' },
    });
    expect(again.effectCheckOn).toBeUndefined();
  });

  test('is not checked by who holds the position', () => {
    expect(refusal(() => check('effective', people.holder, '2026-05-10T00:00:00.000Z'))).toBe(
      'OwnCorrection holds-the-position',
    );
  });
});

describe('An extension', () => {
  const extend = (given: Partial<Nonconformity>, days: number, actor: Actor, at?: string) =>
    extendCorrection(aNonconformity(given), { days, reason: '等待配件' }, step(actor, at));

  test('moves the closing date only, once', () => {
    const before = aNonconformity();
    const more = resulting(before, extend({}, 10, people.master));
    expect(more.dues).toEqual({ ...before.dues, close: '2026-05-10' });
    expect(more.revision).toBe(2);
    expect(extendCorrection(more, { days: 10, reason: '等待配件' }, step(people.master))).toBeNull();
    expect(refusal(() => extendCorrection(more, { days: 5, reason: '再等' }, step(people.master)))).toBe(
      'ExtensionNotPossible extended-before',
    );
  });

  test.each([
    ['minor', 30],
    ['major', 15],
    ['critical', 7],
  ] as const)('of a %s one is at most %i days', (severity, most) => {
    expect(longestExtension(rulesOfEdition1.correction, aNonconformity({ severity }))).toBe(most);
    expect(refusal(() => extend({ severity }, most, people.hq))).toBe('taken');
    expect(refusal(() => extend({ severity }, most + 1, people.hq))).toBe('InputRejected extension-too-long');
  });

  test.each([
    ['on the last day', '2026-04-30T15:59:59.000Z', 'taken'],
    ['a day later', '2026-04-30T16:00:00.000Z', 'ExtensionNotPossible closing-date-has-passed'],
  ])('asked for %s', (_when, at, expected) => {
    expect(refusal(() => extend({}, 5, people.master, at))).toBe(expected);
  });

  test('of what is closed is refused', () => {
    expect(refusal(() => extend({ status: 'closed' }, 5, people.hq))).toBe('StepNotInTurn extend closed');
  });
});

describe('A correction that is handed on', () => {
  const mechanic = { personId: 'per_MT', positions: ['MT'] };
  const keeper = { personId: 'per_PA', positions: ['PA'] };
  const administrator = { personId: 'per_GA', positions: ['GA'] };
  const somebody = (personId: string, positions: string[]): Actor => ({
    subject: personId,
    role: 'position-holder',
    personId,
    positions,
  });
  const give = (
    before: Nonconformity,
    part: CorrectionPart,
    person: { personId: string; positions: string[] } | null,
    actor: Actor = people.master,
  ) => giveCorrection(before, { part, person }, step(actor));
  const given = (before: Nonconformity, part: CorrectionPart, person: typeof mechanic | null) =>
    resulting(before, give(before, part, person));

  test('is corrected by whoever was given it, and by their deputy; by nobody else', () => {
    const handed = given(aNonconformity(), 'correct', mechanic);
    expect(handed).toMatchObject({ given: { correct: 'per_MT' }, revision: 2, status: 'issued' });
    expect(refusal(() => recordSteps(handed, said, step(people.otherHolder)))).toBe('taken');
    const deputy = { ...somebody('per_X', ['PA']), standsInFor: ['per_MT'] };
    expect(refusal(() => recordSteps(handed, said, step(deputy)))).toBe('taken');
    expect(refusal(() => recordSteps(handed, said, step(somebody('per_PA', ['PA']))))).toBe(
      'StepNotYours other-desk',
    );
    expect(refusal(() => recordSteps(handed, said, step(people.holder)))).toBe('taken');
  });

  test('is handed to the same person once, to another instead, and taken back', () => {
    const handed = given(aNonconformity(), 'correct', mechanic);
    expect(give(handed, 'correct', mechanic)).toBeNull();
    expect(given(handed, 'correct', keeper).given).toEqual({ correct: 'per_PA' });
    const back = given(handed, 'correct', null);
    expect(back).not.toHaveProperty('given');
    expect(give(back, 'correct', null)).toBeNull();
  });

  test('is verified by whoever was given that, and not by whoever was given the correction', () => {
    const evidence = evidenced();
    const accept = { decision: 'accept', submission: 2 } as const;
    expect(refusal(() => verifyCorrection(evidence, accept, step(people.otherHolder)))).toBe(
      'StepNotYours other-desk',
    );
    const handed = given(evidence, 'verify', mechanic);
    expect(refusal(() => verifyCorrection(handed, accept, step(people.otherHolder)))).toBe('taken');
    const both = given(given(aNonconformity(), 'correct', mechanic), 'verify', keeper);
    expect(both.given).toEqual({ correct: 'per_MT', verify: 'per_PA' });
    const corrected = resulting(
      both,
      recordSteps(
        approvedBy(people.hq, resulting(both, recordSteps(both, said, step(people.otherHolder)))),
        done,
        step(people.otherHolder),
      ),
    );
    expect(refusal(() => verifyCorrection(corrected, accept, step(people.otherHolder)))).toBe(
      'OwnCorrection corrected-it',
    );
    expect(refusal(() => verifyCorrection(corrected, accept, step(somebody('per_PA', ['PA']))))).toBe(
      'taken',
    );
  });

  test.each<
    [string, Partial<Nonconformity>, CorrectionPart, { personId: string; positions: string[] }, string]
  >([
    ['to whoever verifies it', {}, 'correct', administrator, 'InputRejected person-verifies-it'],
    [
      'to whoever was given its verification',
      { given: { verify: 'per_MT' } },
      'correct',
      mechanic,
      'InputRejected person-verifies-it',
    ],
    [
      'to the station master who verifies section 8',
      { position: 'GA', clause: '8.1' },
      'correct',
      { personId: 'per_SM', positions: ['SM'] },
      'InputRejected person-verifies-it',
    ],
    [
      'to be verified by a holder of the position',
      {},
      'verify',
      { personId: 'per_SA', positions: ['SA', 'MT'] },
      'InputRejected person-holds-the-position',
    ],
    [
      'to be verified by whoever corrects it',
      { given: { correct: 'per_MT' } },
      'verify',
      mechanic,
      'InputRejected person-corrected-it',
    ],
    [
      'to be verified by whoever did a step',
      { facts: { containment: { by: 'per_MT', at: '2026-03-02T02:00:00.000Z' } } },
      'verify',
      mechanic,
      'InputRejected person-corrected-it',
    ],
    ['when HQ verifies it', { severity: 'critical' }, 'verify', mechanic, 'InputRejected person-other-desk'],
    [
      'when the station master verifies it',
      { position: 'GA', clause: '8.1' },
      'verify',
      mechanic,
      'InputRejected person-other-desk',
    ],
    [
      'when it is over',
      { status: 'effect-checked' },
      'verify',
      mechanic,
      'StepNotInTurn give effect-checked',
    ],
    [
      'when it is closed and only its effect is left',
      { status: 'closed', effectCheckOn: '2026-06-01' },
      'correct',
      mechanic,
      'StepNotInTurn give closed',
    ],
    [
      'and its effect may be checked by another',
      { status: 'closed', effectCheckOn: '2026-06-01' },
      'verify',
      mechanic,
      'taken',
    ],
  ])('%s', (_case, state, part, person, expected) => {
    expect(refusal(() => give(aNonconformity(state), part, person))).toBe(expected);
  });

  test('has its verifier chosen by nobody who is concerned', () => {
    const byMaster: Partial<Nonconformity> = {
      facts: { containment: { by: 'per_SM', at: '2026-03-02T02:00:00.000Z' } },
    };
    expect(refusal(() => give(aNonconformity(byMaster), 'verify', mechanic, people.master))).toBe(
      'OwnCorrection corrected-it',
    );
    expect(refusal(() => give(aNonconformity(byMaster), 'verify', mechanic, people.auditor))).toBe('taken');
    const care = { position: 'CC', clause: '2.2' };
    expect(refusal(() => give(aNonconformity(care), 'verify', mechanic, people.auditorAndCare))).toBe(
      'OwnCorrection holds-the-position',
    );
  });

  test('begins anew with whose it is anyway', () => {
    const handed = given(evidenced(), 'verify', mechanic);
    const forged = verifyCorrection(
      handed,
      { decision: 'forged', submission: 2, reason: '照片是旧的' },
      step(people.hq),
    );
    expect(resulting(handed, forged)).not.toHaveProperty('given');
  });
});

describe('An appeal that is upheld', () => {
  const upheld = { reason: '证据在审核当日已提供', by: 'hq', now: Date.parse('2026-03-09T00:00:00Z') };
  test('withdraws it from wherever it stands but its end, once', () => {
    for (const state of [aNonconformity(), planned(), evidenced(), verifiedBy(people.hq)]) {
      const gone = resulting(state, withdrawNonconformity(state, upheld));
      expect(gone).toMatchObject({ status: 'withdrawn', facts: { withdrawal: { by: 'hq' } } });
      expect(withdrawNonconformity(gone, upheld)).toBeNull();
    }
    const end = aNonconformity({ status: 'effect-checked' });
    expect(refusal(() => withdrawNonconformity(end, upheld))).toBe('StepNotInTurn withdraw effect-checked');
  });
});

// What anybody might ask for at any time, with the numbers a little wrong now and then.
type Command = (state: Nonconformity, at: string) => Change;
const actors = fc.constantFrom<Actor>(...Object.values(people));
/** Mostly what was handed in last, sometimes the one before. */
const lateness = fc.constantFrom(0, 0, 0, 1);
const reasons = fc.constantFrom('不行', '看不清');
const plans = fc.constantFrom('修订交接单', '改版交接单', '每周抽查');
const commands: fc.Arbitrary<Command> = fc.oneof(
  fc.record({ actor: actors, plan: plans, all: fc.boolean() }).map(
    ({ actor, plan, all }): Command =>
      (state, at) =>
        recordSteps(state, all ? { ...said, plan } : { containment: '已隔离' }, step(actor, at)),
  ),
  fc.record({ actor: actors, evidence: plans }).map(
    ({ actor, evidence }): Command =>
      (state, at) =>
        recordSteps(state, { implementation: `做了${evidence}`, evidence }, step(actor, at)),
  ),
  fc
    .record({
      actor: actors,
      decision: fc.constantFrom('approve' as const, 'reject' as const),
      late: lateness,
      reason: reasons,
    })
    .map(
      ({ actor, late, ...given }): Command =>
        (state, at) =>
          decidePlan(state, { ...given, submission: state.submission - late }, step(actor, at)),
    ),
  fc
    .record({
      actor: actors,
      decision: fc.constantFrom('accept' as const, 'reject' as const, 'forged' as const),
      late: lateness,
      reason: reasons,
    })
    .map(
      ({ actor, late, ...given }): Command =>
        (state, at) =>
          verifyCorrection(state, { ...given, submission: state.submission - late }, step(actor, at)),
    ),
  fc
    .record({
      actor: actors,
      result: fc.constantFrom('effective' as const, 'not-effective' as const),
      late: lateness,
      reason: reasons,
    })
    .map(
      ({ actor, late, ...given }): Command =>
        (state, at) =>
          checkEffect(state, { ...given, submission: state.submission - late }, step(actor, at)),
    ),
  fc
    .record({
      actor: actors,
      part: fc.constantFrom(...correctionParts),
      to: fc.constantFrom(people.holder, people.otherHolder, people.master, people.auditor, null),
    })
    .map(
      ({ actor, part, to }): Command =>
        (state, at) =>
          giveCorrection(state, { part, person: to }, step(actor, at)),
    ),
  fc.record({ actor: actors, days: fc.integer({ min: 1, max: 40 }), reason: reasons }).map(
    ({ actor, ...given }): Command =>
      (state, at) =>
        extendCorrection(state, given, step(actor, at)),
  ),
);
const anyNonconformity = fc
  .record({
    severity: fc.constantFrom('minor' as const, 'major' as const, 'critical' as const),
    of: fc.constantFrom(
      { position: 'SA', clause: '7.1' },
      { position: 'GA', clause: '8.1' },
      { position: 'SM', clause: '1.1' },
      { position: 'CC', clause: '2.2' },
    ),
    nonconformityId: fc.constantFrom(sampled, unsampled),
  })
  .map(({ severity, of, nonconformityId }) => aNonconformity({ severity, nonconformityId, ...of }));

/** Runs commands a few days apart; what is refused changes nothing. */
function run(
  first: Nonconformity,
  given: readonly Command[],
  each: (before: Nonconformity, change: Change) => void,
) {
  let state = first;
  given.forEach((command, i) => {
    const at = new Date(Date.parse(first.issuedAt) + i * 86_400_000).toISOString();
    try {
      const change = command(state, at);
      each(state, change);
      state = resulting(state, change);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
    }
  });
  return state;
}
const courses = fc.array(commands, { minLength: 20, maxLength: 120 });

describe('Whatever people ask for', () => {
  test('the status moves along its diagram only, write by write', () => {
    const reached = new Set<string>();
    fc.assert(
      fc.property(anyNonconformity, courses, (first, given) => {
        run(first, given, (before, change) => {
          if (!change) return;
          let status = before.status;
          for (const move of change.moves) {
            expect(correctionMoves[move].from).toContain(status);
            status = correctionMoves[move].to;
          }
          expect(change.next.status).toBe(status);
          expect(change.next.revision).toBe(before.revision + 1);
          reached.add(status);
        });
      }),
      // Whether the courses get to the end is no matter of luck.
      { numRuns: 400, seed: 5 },
    );
    // The courses are worth something: they got to the end.
    expect([...reached]).toEqual(expect.arrayContaining(['plan-approved', 'evidence-submitted', 'closed']));
  });

  test('nobody verifies the own correction, nor checks its effect', () => {
    fc.assert(
      fc.property(anyNonconformity, courses, (first, given) => {
        run(first, given, (_before, change) => {
          if (!change) return;
          const { facts, position } = change.next;
          const holders = Object.values(people)
            .filter((actor: Actor) => (actor.positions ?? []).includes(position))
            .map(nameOf);
          for (const fact of [facts.verification, facts.closing, facts.effectCheck])
            if (fact) expect([...correctedBy(change.next), ...holders]).not.toContain(fact.by);
        });
      }),
      { numRuns: 400 },
    );
  });

  test('the same command again changes nothing', () => {
    fc.assert(
      fc.property(anyNonconformity, courses, (first, given) => {
        let state = first;
        given.forEach((command, i) => {
          const at = new Date(Date.parse(first.issuedAt) + i * 86_400_000).toISOString();
          const outcome = (on: Nonconformity) => {
            try {
              return resulting(on, command(on, at));
            } catch (error) {
              if (error instanceof Failure) return on;
              throw error;
            }
          };
          const once = outcome(state);
          // A new round has forgotten what was said before, and refuses it instead.
          for (let again = 1; again < 3; again++) expect(outcome(once)).toEqual(once);
          state = once;
        });
      }),
      { numRuns: 300 },
    );
  });

  test('what is closed has its steps, its verification and its closing', () => {
    fc.assert(
      fc.property(anyNonconformity, courses, (first, given) => {
        const { status, facts } = run(first, given, () => {});
        if (isOpen(status) || status === 'withdrawn') return;
        for (const name of [
          'containment',
          'rootCause',
          'plan',
          'approval',
          'implementation',
          'evidence',
          'verification',
          'closing',
        ] as const)
          expect(facts[name], name).toBeDefined();
      }),
      { numRuns: 300 },
    );
  });
});

describe('A nonconformity with everything that can be said, at full length', () => {
  test('stays below 4 KB', () => {
    const long = (letters: number) => '因'.repeat(letters);
    const fact = (letters: number) => ({
      by: 'per_SD-JN-001-0001',
      at: '2026-03-02T02:00:00.000Z',
      text: long(letters),
    });
    const full = aNonconformity({
      facts: {
        containment: fact(80),
        rootCause: fact(180),
        plan: fact(180),
        approval: { ...fact(0), submission: 3 },
        implementation: fact(80),
        evidence: fact(100),
        verification: { ...fact(0), submission: 4 },
        closing: { ...fact(0), submission: 4 },
        effectCheck: { ...fact(80), submission: 4 },
      },
      rejection: { ...fact(80), submission: 2, of: 'evidence' },
      given: { correct: 'per_SD-JN-001-0001', verify: 'per_SD-JN-001-0002' },
      spent: Array.from({ length: 20 }, () => '01234567'),
    });
    expect(Buffer.byteLength(JSON.stringify(full))).toBeLessThan(4096);
  });
});
