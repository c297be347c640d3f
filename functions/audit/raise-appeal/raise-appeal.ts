import { acceptedAnswers } from '../../../packages/domain/audit/accepted-answers.ts';
import {
  appealUntil,
  checkDispute,
  type Dispute,
  decideUntil,
} from '../../../packages/domain/audit/appeals.ts';
import { type Clock, instant } from '../../../packages/domain/clock.ts';
import { inputRejected, missing, refused } from '../../../packages/domain/errors.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { AppealItem } from '../../../packages/table/items.ts';
import type { AppealStore } from '../../../packages/table/stores/appeal-store.ts';
import type { AuditStore } from '../../../packages/table/stores/audit-store.ts';
import type { EditionStore } from '../../../packages/table/stores/edition-store.ts';
import { appealFacts } from '../appeal-facts.ts';
import { auditNotFound } from '../entitled.ts';

interface Ports {
  audits: AuditStore;
  appeals: AppealStore;
  editions: EditionStore;
  clock: Clock;
}

/** One appeal an item: what was decided once is not disputed again. */
export const raiseAppeal =
  (ports: Ports) =>
  async (input: Dispute & { auditId: string }, caller: Caller): Promise<Answer> => {
    const audit = await ports.audits.audit(input.auditId, true);
    if (!audit) throw auditNotFound();
    caller.allow({ stationId: audit.stationId, regionId: audit.regionId }, auditNotFound);
    const before = await ports.appeals.appeal(audit.auditId, input.item);
    if (before) return repeated(before, input);
    if (audit.status !== 'closed' || !audit.closedAt)
      throw refused('AuditNotScored', 'the audit is not closed');
    const rules = await ports.editions.editionRules(audit.edition);
    if (!rules) throw missing('EditionNotFound', 'no such edition');
    const now = ports.clock.now();
    const until = appealUntil(rules, audit.closedAt);
    if (Date.parse(until) <= now)
      throw refused('AppealTooLate', 'the days to dispute are over', { details: { until } });
    const [items, changes] = await Promise.all([
      ports.audits.answersOfAudit(audit),
      ports.appeals.changesOf(audit),
    ]);
    const counted = acceptedAnswers(audit, items, changes);
    const problems = checkDispute(rules, counted, input);
    if (problems.length > 0) throw inputRejected(problems);

    const who = caller.subject.personId ?? caller.subject.subject;
    const answers = items.find(
      ({ position, hash }) => position === input.position && audit.accepted[position] === hash,
    );
    const appeal: AppealItem = {
      type: 'appeal',
      v: 1,
      auditId: audit.auditId,
      campaignId: audit.campaignId,
      stationId: audit.stationId,
      regionId: audit.regionId,
      position: input.position,
      item: input.item,
      counted: counted[input.position]?.find(({ item }) => item === input.item)?.answer ?? 'not',
      claimed: input.answer,
      reason: input.reason,
      evidence: input.evidence,
      raisedBy: who,
      raisedAt: instant(now),
      dueAt: decideUntil(rules, now),
      reviewer: audit.reviewed?.by ?? answers?.givenBy ?? '',
      status: 'open',
      changedBy: who,
      changedAt: instant(now),
    };
    if (await ports.appeals.raise(appeal)) return { status: 200, body: appealFacts(appeal) };
    const faster = await ports.appeals.appeal(audit.auditId, input.item);
    if (!faster) throw new Error('an appeal that was there is gone');
    return repeated(faster, input);
  };

function repeated(before: AppealItem, input: Dispute): Answer {
  const same =
    before.claimed === input.answer && before.reason === input.reason && before.evidence === input.evidence;
  if (!same) throw refused('AppealAlreadyRaised', 'the item was disputed before');
  return { status: 200, body: appealFacts(before) };
}
