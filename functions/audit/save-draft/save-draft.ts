import { checkDraft, type GivenAnswer } from '../../../packages/domain/audit/check-answers.ts';
import { type Clock, instant } from '../../../packages/domain/clock.ts';
import { inputRejected, missing, refused } from '../../../packages/domain/errors.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
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
}

/** Days that a draft outlives its audit's window (house). */
const keptDays = 30;

/** Keeps what is written so far, by whoever may submit it; an open position only. */
export const saveDraft =
  (ports: Ports) =>
  async (input: Input, caller: Caller): Promise<Answer> => {
    const audit = await ports.audits.audit(input.auditId);
    if (!audit) throw auditNotFound();
    const rules = await ports.editions.editionRules(audit.edition);
    if (!rules) throw missing('EditionNotFound', 'no such edition');
    demandAuditor(rules, audit, input.position, caller);
    const now = ports.clock.now();
    if (!audit.pending?.has(input.position) || Date.parse(audit.closesAt) <= now)
      throw refused('AuditNotOpen', 'the audit does not wait for this position');
    const problems = checkDraft(rules, input.position, input.answers);
    if (problems.length > 0) throw inputRejected(problems);
    const savedAt = instant(now);
    await ports.audits.saveDraft({
      auditId: audit.auditId,
      position: input.position,
      answers: input.answers,
      savedBy: caller.subject.personId ?? caller.subject.subject,
      savedAt,
      ttl: Math.ceil(Date.parse(audit.closesAt) / 1000) + keptDays * 86_400,
    });
    const items = rules.positions.find(({ code }) => code === input.position)?.items ?? [];
    const answered = new Set(input.answers.map(({ item }) => item));
    return {
      status: 200,
      body: { savedAt, missing: items.map(({ id }) => id).filter((id) => !answered.has(id)) },
    };
  };
