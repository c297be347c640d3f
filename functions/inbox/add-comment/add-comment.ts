import { missing } from '../../../packages/domain/errors.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { AuditStore } from '../../../packages/table/stores/audit-store.ts';
import { type CommentPorts, say } from '../comments.ts';

const notFound = () => missing('AuditNotFound', 'no such audit');

/** Whoever may read an audit may say something about it, and reads what others said. */
export const addComment =
  (ports: CommentPorts & { audits: AuditStore }) =>
  async (input: { auditId: string; text: string }, caller: Caller): Promise<Answer> => {
    const audit = await ports.audits.audit(input.auditId);
    if (!audit) throw notFound();
    const { auditId, stationId, regionId } = audit;
    caller.allow({ stationId, regionId }, notFound);
    return say(ports, { of: auditId, stationId }, input.text, caller);
  };
