import { mayAnswer, toAnswer } from '../../../packages/domain/audit/independence.ts';
import type { Clock } from '../../../packages/domain/clock.ts';
import { missing } from '../../../packages/domain/errors.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { AuditStore } from '../../../packages/table/stores/audit-store.ts';
import type { EditionStore } from '../../../packages/table/stores/edition-store.ts';
import { auditFacts } from '../audit-facts.ts';

const notFound = () => missing('AuditNotFound', 'no such audit');

export const getAudit =
  (ports: { audits: AuditStore; editions: EditionStore; clock: Clock }) =>
  async (input: { auditId: string }, caller: Caller): Promise<Answer> => {
    const audit = await ports.audits.audit(input.auditId);
    if (!audit) throw notFound();
    // Whoever was given a position sees the audit it belongs to.
    if (!Object.values(audit.given ?? {}).includes(caller.subject.personId ?? ''))
      caller.allow({ stationId: audit.stationId, regionId: audit.regionId }, notFound);
    const rules = await ports.editions.editionRules(audit.edition);
    if (!rules) throw missing('EditionNotFound', 'no such edition');
    const yours = [...(audit.pending ?? [])].filter(
      (position) => mayAnswer(rules, toAnswer(audit), position, caller.subject) === 'yes',
    );
    return { status: 200, body: { ...auditFacts(audit, ports.clock.now()), yours: yours.sort() } };
  };
