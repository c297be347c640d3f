import { isAfter, readCursor, writeCursor } from '../../../packages/contracts/cursor.ts';
import { stageOf, stateOf } from '../../../packages/domain/audit/audit-steps.ts';
import type { Clock } from '../../../packages/domain/clock.ts';
import { refused } from '../../../packages/domain/errors.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { AuditStore } from '../../../packages/table/stores/audit-store.ts';
import { auditFacts } from '../audit-facts.ts';

/** A place on the desk, `<due>#<auditId>`. */
const entry = /^[0-9TZ:.+-]{10,30}#aud_[0-9a-z]{10,32}_[A-Z0-9-]{2,20}$/;

/** A review that was made a moment ago may still lie on the desk; it is left out. */
export const listReviews =
  (ports: { audits: AuditStore; clock: Clock }) =>
  async (
    input: { cursor?: string | undefined; limit?: number | undefined },
    caller: Caller,
  ): Promise<Answer> => {
    caller.allow({}, () => refused('NotPermitted', 'reviews are for HQ'));
    const place = readCursor(input.cursor, isAfter(entry));
    const page = await ports.audits.reviewsDue(Math.min(input.limit ?? 50, 100), place?.after);
    const now = ports.clock.now();
    return {
      status: 200,
      body: {
        items: page.items
          .filter((audit) => stageOf(stateOf(audit), now) === 'in-review')
          .map((audit) => auditFacts(audit, now)),
        ...(page.next ? { next: writeCursor({ after: page.next }) } : {}),
      },
    };
  };
