import { acceptedAnswers, standingFacts } from '../../../packages/domain/audit/accepted-answers.ts';
import { mayDecideAppeal } from '../../../packages/domain/audit/appeals.ts';
import type { Answer as ItemAnswer } from '../../../packages/domain/audit/score-audit.ts';
import { type Clock, instant } from '../../../packages/domain/clock.ts';
import { inputRejected, missing, refused, unavailable } from '../../../packages/domain/errors.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { EditionRules } from '../../../packages/standard/edition-rules.ts';
import type { AppealItem, AuditItem } from '../../../packages/table/items.ts';
import type { AppealDecision, AppealStore } from '../../../packages/table/stores/appeal-store.ts';
import type { AuditStore } from '../../../packages/table/stores/audit-store.ts';
import type { EditionStore } from '../../../packages/table/stores/edition-store.ts';
import { appealFacts } from '../appeal-facts.ts';
import { countingResult, type Result, resultOf } from '../audit-result.ts';
import { auditNotFound } from '../entitled.ts';

interface Ports {
  audits: AuditStore;
  appeals: AppealStore;
  editions: EditionStore;
  clock: Clock;
}

interface Input {
  auditId: string;
  item: string;
  decision: 'uphold' | 'reject';
  answer?: ItemAnswer | undefined;
  reason: string;
}

/** Two appeals of one audit that are decided at once change its result one after the other. */
const attempts = 5;

export const decideAppeal =
  (ports: Ports) =>
  async (input: Input, caller: Caller): Promise<Answer> => {
    if (input.decision === 'reject' && input.answer !== undefined)
      throw inputRejected([{ field: 'answer', code: 'only-with-uphold' }]);
    const decider = caller.subject.personId ?? caller.subject.subject;
    for (let attempt = 0; attempt < attempts; attempt++) {
      const appeal = await ports.appeals.appeal(input.auditId, input.item);
      const audit = appeal && (await ports.audits.audit(input.auditId, true));
      if (!appeal || !audit) throw missing('AppealNotFound', 'no such appeal');
      caller.allow({ stationId: audit.stationId, regionId: audit.regionId }, auditNotFound);
      if (appeal.status !== 'open') return decided(appeal, input);
      const rules = await ports.editions.editionRules(audit.edition);
      const before = countingResult(audit);
      if (!rules || !before) throw missing('EditionNotFound', 'no such edition');
      const items = await ports.audits.answersOfAudit(audit);
      const answeredBy = items.find(
        ({ position, hash }) => position === appeal.position && audit.accepted[position] === hash,
      )?.givenBy;
      if (!mayDecideAppeal(decider, audit.reviewed?.by, answeredBy ?? ''))
        throw refused('DecidedByAnother', 'somebody else of HQ decides', { status: 403 });

      const answer = input.decision === 'uphold' ? (input.answer ?? appeal.claimed) : appeal.counted;
      const after = await resultWith(ports, rules, audit, items, appeal, answer);
      const decision: AppealDecision = {
        decided: answer,
        decisionReason: input.reason,
        scoreBefore: before.score,
        scoreAfter: after.score,
        gradeBefore: before.grade,
        gradeAfter: after.grade,
        changedBy: decider,
        changedAt: instant(ports.clock.now()),
      };
      const upheld = (audit.appealed?.upheld ?? 0) + 1;
      const done =
        input.decision === 'reject'
          ? await ports.appeals.reject(appeal, {
              ...decision,
              scoreAfter: before.score,
              gradeAfter: before.grade,
            })
          : await ports.appeals.uphold(appeal, decision, audit, { upheld, at: decision.changedAt, ...after });
      if (!done) continue;
      const written = await ports.appeals.appeal(input.auditId, input.item);
      if (written) return { status: 200, body: appealFacts(written) };
    }
    throw unavailable('the audit kept changing while the appeal was decided');
  };

/** The audit's result with one more answer changed. */
async function resultWith(
  ports: Ports,
  rules: EditionRules,
  audit: AuditItem,
  items: Parameters<typeof acceptedAnswers>[1],
  { position, item }: AppealItem,
  answer: ItemAnswer,
): Promise<Result> {
  const changes = [{ position, item, answer, reason: '' }, ...(await ports.appeals.changesOf(audit))];
  const { findings: _findings, ...result } = resultOf(
    rules,
    audit,
    acceptedAnswers(audit, items, changes),
    audit.notShown ?? [],
    standingFacts(audit),
  );
  return result;
}

function decided(appeal: AppealItem, input: Input): Answer {
  const same =
    appeal.status === (input.decision === 'uphold' ? 'upheld' : 'rejected') &&
    appeal.decisionReason === input.reason &&
    (input.answer === undefined || appeal.decided === input.answer);
  if (!same) throw refused('AppealAlreadyDecided', 'another decision was made before');
  return { status: 200, body: appealFacts(appeal) };
}
