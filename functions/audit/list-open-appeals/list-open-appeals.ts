import { isAfter, readCursor, writeCursor } from '../../../packages/contracts/cursor.ts';
import { refused } from '../../../packages/domain/errors.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { AppealStore } from '../../../packages/table/stores/appeal-store.ts';
import { appealFacts } from '../appeal-facts.ts';

/** A place on the desk, `<due>#<auditId>#<item>`. */
const entry = /^[0-9TZ:.+-]{10,30}#aud_[0-9a-z]{10,32}_[A-Z0-9-]{2,20}#[A-Z0-9-]{1,40}$/;

export const listOpenAppeals =
  (ports: { appeals: AppealStore }) =>
  async (
    input: { cursor?: string | undefined; limit?: number | undefined },
    caller: Caller,
  ): Promise<Answer> => {
    caller.allow({}, () => refused('NotPermitted', 'appeals are decided by HQ'));
    const place = readCursor(input.cursor, isAfter(entry));
    const page = await ports.appeals.openAppeals(Math.min(input.limit ?? 50, 100), place?.after);
    return {
      status: 200,
      body: {
        items: page.items.filter(({ status }) => status === 'open').map(appealFacts),
        ...(page.next ? { next: writeCursor({ after: page.next }) } : {}),
      },
    };
  };
