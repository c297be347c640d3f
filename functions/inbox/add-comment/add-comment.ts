import { type Clock, instant } from '../../../packages/domain/clock.ts';
import { missing } from '../../../packages/domain/errors.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { AuditStore } from '../../../packages/table/stores/audit-store.ts';
import type { CommentStore } from '../../../packages/table/stores/comment-store.ts';

interface Ports {
  audits: AuditStore;
  comments: CommentStore;
  clock: Clock;
  hash(value: unknown, length?: number): string;
}

const notFound = () => missing('AuditNotFound', 'no such audit');

/** Whoever may read an audit may say something about it, and reads what others said. */
export const addComment =
  (ports: Ports) =>
  async (input: { auditId: string; text: string }, caller: Caller): Promise<Answer> => {
    const audit = await ports.audits.audit(input.auditId);
    if (!audit) throw notFound();
    caller.allow({ stationId: audit.stationId, regionId: audit.regionId }, notFound);
    const by = caller.subject.personId ?? caller.subject.subject;
    const known = await ports.comments.commentsOn(audit.auditId);
    // Said twice in a row by the same person is a repeat of the request.
    const last = known.at(-1);
    if (last && last.changedBy === by && last.text === input.text) return said(last.text, by, last.changedAt);
    const at = instant(ports.clock.now());
    await ports.comments.saveComment(
      { of: audit.auditId, stationId: audit.stationId, text: input.text, changedBy: by, changedAt: at },
      ports.hash([by, input.text], 8),
    );
    return said(input.text, by, at);
  };

const said = (text: string, by: string, at: string): Answer => ({ status: 201, body: { text, by, at } });
