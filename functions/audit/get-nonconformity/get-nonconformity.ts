import { acceptedAnswers } from '../../../packages/domain/audit/accepted-answers.ts';
import { objectionToNext } from '../../../packages/domain/audit/correction-desks.ts';
import { longestExtension } from '../../../packages/domain/audit/correction-steps.ts';
import type { Clock } from '../../../packages/domain/clock.ts';
import { missing } from '../../../packages/domain/errors.ts';
import { auditId as idOfAudit } from '../../../packages/domain/ids.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { PositionSheet } from '../../../packages/standard/schema.ts';
import type { AuditStore } from '../../../packages/table/stores/audit-store.ts';
import type { EditionStore } from '../../../packages/table/stores/edition-store.ts';
import type { NonconformityStore } from '../../../packages/table/stores/nonconformity-store.ts';
import { nonconformityFacts } from '../nonconformity-facts.ts';

interface Ports {
  nonconformities: NonconformityStore;
  editions: EditionStore;
  audits: AuditStore;
  clock: Clock;
}

const notFound = () => missing('NonconformityNotFound', 'no such nonconformity');

/** With what the checklist asks and what the audit remarked, read where they are kept. */
export const getNonconformity =
  (ports: Ports) =>
  async (input: { nonconformityId: string }, caller: Caller): Promise<Answer> => {
    const nonconformity = await ports.nonconformities.nonconformity(input.nonconformityId);
    if (!nonconformity) throw notFound();
    const { stationId, regionId, edition, position, campaignId, item } = nonconformity;
    caller.allow({ stationId, regionId }, notFound);
    const auditId = idOfAudit(campaignId, stationId);
    const [rules, sheet, audit] = await Promise.all([
      ports.editions.editionRules(edition),
      ports.editions.editionPosition(edition, position) as Promise<PositionSheet | null>,
      ports.audits.audit(auditId),
    ]);
    if (!rules) throw missing('EditionNotFound', 'no such edition');
    const answers = audit ? await ports.audits.answersOfAudit(audit) : [];
    const given = audit ? (acceptedAnswers(audit, answers, [])[position] ?? []) : [];
    const { facts, rejection, extension } = nonconformity;
    const objection = objectionToNext(rules.correction, nonconformity, caller.subject);
    const shown = nonconformityFacts(rules.correction, nonconformity, ports.clock.now());
    return {
      status: 200,
      body: {
        ...shown,
        check: sheet?.audit.items.find(({ id }) => id === item)?.check ?? null,
        remark: given.find((answer) => answer.item === item)?.remark ?? null,
        facts,
        rejection,
        extension,
        longestExtension: longestExtension(rules.correction, nonconformity),
        yourTurn: shown.next.step !== 'none' && objection === null,
        objection,
      },
    };
  };
