import { isAfter, readCursor, writeCursor } from '../../../packages/contracts/cursor.ts';
import { refused } from '../../../packages/domain/errors.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { FindingStore } from '../../../packages/table/stores/finding-store.ts';

/** A place in the list, `<day>#<of>#<kind>` and the item of an appeal. */
const entry =
  /^\d{4}-\d{2}-\d{2}#(aud|cmp|ncf|onb|crt)_[0-9A-Za-z_-]{10,80}#[a-z-]{5,20}(#[A-Z0-9-]{1,40})?$/;

/** A finding that was closed a moment ago may still be listed; it is left out. */
export const listWaitFindings =
  (ports: { findings: FindingStore }) =>
  async (
    input: { cursor?: string | undefined; limit?: number | undefined },
    caller: Caller,
  ): Promise<Answer> => {
    caller.allow({}, () => refused('NotPermitted', 'the scan of waits is for HQ'));
    const place = readCursor(input.cursor, isAfter(entry));
    const page = await ports.findings.openFindings(Math.min(input.limit ?? 50, 100), place?.after);
    return {
      status: 200,
      body: {
        items: page.items
          .filter(({ status }) => status === 'open')
          .map(({ kind, of, item, campaignId, stationId, regionId, owner, foundOn, restartedAt }) => ({
            kind,
            of,
            item: item ?? null,
            campaignId: campaignId ?? null,
            stationId: stationId ?? null,
            regionId: regionId ?? null,
            owner,
            foundOn,
            restartedAt: restartedAt ?? null,
          })),
        ...(page.next ? { next: writeCursor({ after: page.next }) } : {}),
      },
    };
  };
