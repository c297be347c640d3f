import { checkAnswers, type GivenAnswer } from '../../../packages/domain/audit/check-answers.ts';
import { type Clock, instant } from '../../../packages/domain/clock.ts';
import { inputRejected, missing, refused } from '../../../packages/domain/errors.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { AuditItem } from '../../../packages/table/items.ts';
import type { AuditStore } from '../../../packages/table/stores/audit-store.ts';
import type { EditionStore } from '../../../packages/table/stores/edition-store.ts';
import { auditNotFound, demandAuditor } from '../entitled.ts';

interface Input {
  auditId: string;
  position: string;
  answers: GivenAnswer[];
}

interface Ports {
  audits: AuditStore;
  editions: EditionStore;
  clock: Clock;
  hash(value: unknown, length?: number): string;
}

/**
 * Accepts answers while the audit waits for the position; after that only the very same answers again. What HQ sent
 * back is not taken unchanged: a repeat of the first submission that arrives late must not count as the second.
 */
export const submitAnswers =
  (ports: Ports) =>
  async (input: Input, caller: Caller): Promise<Answer> => {
    const audit = await ports.audits.audit(input.auditId);
    if (!audit) throw auditNotFound();
    const rules = await ports.editions.editionRules(audit.edition);
    if (!rules) throw missing('EditionNotFound', 'no such edition');
    demandAuditor(rules, audit, input.position, caller);

    const hash = ports.hash(
      [...input.answers].sort((a, b) => (a.item < b.item ? -1 : 1)),
      16,
    );
    if (!audit.pending?.has(input.position)) return decided(audit, input.position, hash);
    // The workflow closes the audit a moment later, or much later when it was held up; the window rules.
    if (Date.parse(audit.closesAt) <= ports.clock.now()) throw refused('AuditNotOpen', 'the window is over');
    const problems = checkAnswers(rules, input.position, input.answers);
    if (problems.length > 0) throw inputRejected(problems);
    if (audit.accepted[input.position] === hash)
      throw refused('AnswersUnchanged', 'HQ sent these very answers back');

    const after = await ports.audits.accept({
      auditId: audit.auditId,
      position: input.position,
      hash,
      answers: input.answers,
      givenBy: caller.subject.personId ?? caller.subject.subject,
      givenAt: instant(ports.clock.now()),
    });
    if (after) return accepted(after);
    const now = await ports.audits.audit(audit.auditId, true);
    if (!now) throw auditNotFound();
    return decided(now, input.position, hash);
  };

/** The audit no longer waits for the position: a repeat is accepted, anything else is refused clearly. */
function decided(audit: AuditItem, position: string, hash: string): Answer {
  if (audit.accepted[position] === hash) return accepted(audit);
  if (audit.accepted[position]) throw refused('AnswersAlreadyGiven', 'other answers were accepted before');
  if (audit.status !== 'answering') throw refused('AuditNotOpen', 'the audit is finished');
  throw missing('PositionNotAudited', 'the audit does not ask for this position');
}

const accepted = (audit: AuditItem): Answer => ({
  status: 200,
  body: { accepted: true, pending: [...(audit.pending ?? [])].sort() },
});
