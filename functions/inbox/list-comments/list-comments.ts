import { missing } from '../../../packages/domain/errors.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { AuditStore } from '../../../packages/table/stores/audit-store.ts';
import type { CommentStore } from '../../../packages/table/stores/comment-store.ts';
import { saidOn } from '../comments.ts';

const notFound = () => missing('AuditNotFound', 'no such audit');

export const listComments =
  (ports: { audits: AuditStore; comments: CommentStore }) =>
  async (input: { auditId: string }, caller: Caller): Promise<Answer> => {
    const audit = await ports.audits.audit(input.auditId);
    if (!audit) throw notFound();
    caller.allow({ stationId: audit.stationId, regionId: audit.regionId }, notFound);
    return saidOn(ports.comments, audit.auditId);
  };
