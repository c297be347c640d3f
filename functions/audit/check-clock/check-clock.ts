import { type AuditStep, afterTimeout, stateOf } from '../../../packages/domain/audit/audit-steps.ts';
import type { Clock } from '../../../packages/domain/clock.ts';
import { missing } from '../../../packages/domain/errors.ts';
import type { AuditStore } from '../../../packages/table/stores/audit-store.ts';
import type { EditionStore } from '../../../packages/table/stores/edition-store.ts';

interface Ports {
  audits: AuditStore;
  editions: EditionStore;
  clock: Clock;
}

export const checkClock =
  (ports: Ports) =>
  async (input: { auditId: string; step: Omit<AuditStep, 'tell'> }): Promise<AuditStep> => {
    const audit = await ports.audits.audit(input.auditId, true);
    if (!audit) throw missing('AuditNotFound', 'no such audit');
    const rules = await ports.editions.editionRules(audit.edition);
    if (!rules) throw missing('EditionNotFound', 'no such edition');
    return afterTimeout(rules, stateOf(audit), { ...input.step, tell: null }, ports.clock.now());
  };
