import type { Clock } from '../../../packages/domain/clock.ts';
import { refused } from '../../../packages/domain/errors.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { AuditStore } from '../../../packages/table/stores/audit-store.ts';
import { changeBy } from '../campaign-command.ts';
import { auditNotFound } from '../entitled.ts';

/** An open audit only; the station reads the reason, and the workflow ends by the stream. */
export const cancelAudit =
  (ports: { audits: AuditStore; clock: Clock }) =>
  async (input: { auditId: string; reason: string }, caller: Caller): Promise<Answer> => {
    caller.allow({}, auditNotFound);
    const audit = await ports.audits.audit(input.auditId);
    if (!audit) throw auditNotFound();
    const done: Answer = { status: 200, body: { auditId: audit.auditId, status: 'cancelled' } };
    if (audit.status === 'cancelled') return done;
    const cancelled = await ports.audits.cancel(audit.auditId, {
      cancelledBecause: input.reason,
      ...changeBy(caller, ports.clock),
    });
    if (cancelled) return done;
    const now = await ports.audits.audit(audit.auditId, true);
    if (now?.status === 'cancelled') return done;
    throw refused('AuditNotOpen', 'the audit is closed');
  };
