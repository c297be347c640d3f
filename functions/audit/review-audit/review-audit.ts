import { acceptedAnswers } from '../../../packages/domain/audit/accepted-answers.ts';
import { stageOf, stateOf } from '../../../packages/domain/audit/audit-steps.ts';
import {
  type Correction,
  checkReview,
  type Review,
  type SentBack,
} from '../../../packages/domain/audit/check-review.ts';
import { type Clock, instant } from '../../../packages/domain/clock.ts';
import { inputRejected, missing, refused } from '../../../packages/domain/errors.ts';
import { readCheaply } from '../../../packages/domain/read-cheaply.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { EditionRules } from '../../../packages/standard/edition-rules.ts';
import type { AuditItem } from '../../../packages/table/items.ts';
import type { AuditStore } from '../../../packages/table/stores/audit-store.ts';
import type { EditionStore } from '../../../packages/table/stores/edition-store.ts';
import { auditNotFound } from '../entitled.ts';

interface Input {
  auditId: string;
  decision: Review['decision'];
  corrections?: Correction[] | undefined;
  positions?: SentBack[] | undefined;
}

interface Ports {
  audits: AuditStore;
  editions: EditionStore;
  clock: Clock;
  hash(value: unknown, length?: number): string;
}

const dayMilliseconds = 86_400_000;

/** Decides once over what was submitted. The stream wakes the workflow, which scores or waits for the station again. */
export const reviewAudit =
  (ports: Ports) =>
  (input: Input, caller: Caller): Promise<Answer> =>
    readCheaply(async (certain) => {
      const audit = await ports.audits.audit(input.auditId, certain);
      if (!audit) throw auditNotFound();
      caller.allow({ stationId: audit.stationId, regionId: audit.regionId }, auditNotFound);
      return decide(ports, audit, readReview(input), caller);
    });

async function decide(ports: Ports, audit: AuditItem, review: Review, caller: Caller): Promise<Answer> {
  const hash = ports.hash([review, caller.subject.subject], 16);
  if (audit.lastReview === hash) return decided(audit, review);
  const now = ports.clock.now();
  const stage = stageOf(stateOf(audit), now);
  if (audit.reviewed) throw refused('ReviewAlreadyMade', 'another review was made before');
  if (stage !== 'in-review') throw refused('AuditNotInReview', 'the audit is not in review');
  const rules = await ports.editions.editionRules(audit.edition);
  if (!rules) throw missing('EditionNotFound', 'no such edition');
  // A plain yes names nothing that would have to be looked up.
  const namesNothing = review.decision === 'accept' && review.corrections.length === 0;
  const answers = namesNothing ? [] : await ports.audits.answersOfAudit(audit);
  const problems = checkReview(rules, acceptedAnswers(audit, answers, []), review);
  if (problems.length > 0) throw inputRejected(problems);

  const after = await write(ports, rules, audit, review, {
    auditId: audit.auditId,
    stationId: audit.stationId,
    hash,
    decision: review.decision,
    corrections: review.decision === 'accept' ? [...review.corrections] : [],
    changedBy: caller.subject.personId ?? caller.subject.subject,
    changedAt: instant(now),
  });
  if (after) return decided(after, review);
  const current = await ports.audits.audit(audit.auditId, true);
  if (current?.lastReview === hash) return decided(current, review);
  throw refused('ReviewAlreadyMade', 'another review was faster');
}

function write(
  ports: Ports,
  rules: EditionRules,
  audit: AuditItem,
  review: Review,
  item: Parameters<AuditStore['acceptReviewed']>[1],
): Promise<AuditItem | null> {
  if (review.decision === 'accept') return ports.audits.acceptReviewed(audit, item);
  // The window opens again for what was sent back, but never closes earlier than it would have.
  const until = ports.clock.now() + rules.review.sendBackDays * dayMilliseconds;
  const later = instant(Math.max(until, Date.parse(audit.closesAt)));
  return ports.audits.sendBack(audit, item, {
    positions: Object.fromEntries(review.positions.map(({ position, reason }) => [position, reason])),
    dueAt: instant(until),
    closesAt: later,
  });
}

function readReview(input: Input): Review {
  const { decision, corrections, positions } = input;
  if (decision === 'accept' && positions)
    throw inputRejected([{ field: 'positions', code: 'only-with-send-back' }]);
  if (decision === 'send-back' && corrections)
    throw inputRejected([{ field: 'corrections', code: 'only-with-accept' }]);
  if (decision === 'accept') return { decision, corrections: corrections ?? [] };
  if (!positions) throw inputRejected([{ field: 'positions', code: 'missing' }]);
  return { decision, positions };
}

const decided = (audit: AuditItem, review: Review): Answer => ({
  status: 200,
  body: { decision: review.decision, pending: [...(audit.pending ?? [])].sort() },
});
