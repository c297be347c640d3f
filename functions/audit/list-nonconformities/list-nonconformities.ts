import { isAfter, readCursor, writeCursor } from '../../../packages/contracts/cursor.ts';
import { regionsAsked } from '../../../packages/domain/access/regions-asked.ts';
import type { Clock } from '../../../packages/domain/clock.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { NonconformityItem } from '../../../packages/table/items.ts';
import type { EditionStore } from '../../../packages/table/stores/edition-store.ts';
import type { NetworkStore } from '../../../packages/table/stores/network-store.ts';
import type { NonconformityStore } from '../../../packages/table/stores/nonconformity-store.ts';
import { factsOfAll } from '../list-nonconformity-facts.ts';

interface Input {
  regionId?: string | undefined;
  severity?: string | undefined;
  overdue?: 'true' | 'false' | undefined;
  cursor?: string | undefined;
  limit?: number | undefined;
}

interface Ports {
  nonconformities: NonconformityStore;
  network: NetworkStore;
  editions: EditionStore;
  clock: Clock;
}

/** A place in the list: closing date, then id; the same in every region, so that regions can be merged. */
const entry = /^\d{4}-\d{2}-\d{2}#ncf_[0-9a-z]{10,32}_[A-Z0-9-]{2,20}_[A-Z0-9-]{2,12}$/;
const placeOf = ({ dues, nonconformityId }: NonconformityItem) => `${dues.close}#${nonconformityId}`;

/** Each region keeps its own list, so that no partition takes the writes of the whole network; here they are merged. */
export const listNonconformities =
  (ports: Ports) =>
  async (input: Input, caller: Caller): Promise<Answer> => {
    const regions = regionsAsked(
      caller.subject,
      'nonconformity.oversee',
      input.regionId,
      await ports.network.allRegions(),
    );
    const limit = Math.min(input.limit ?? 50, 200);
    const place = readCursor(input.cursor, isAfter(entry));
    const pages = await Promise.all(
      regions.map((regionId) => ports.nonconformities.openNonconformities(regionId, limit, place?.after)),
    );
    const merged = pages.flatMap(({ items }) => items).sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
    const page = merged.slice(0, limit);
    // A region that gave all it had leaves nothing behind; the others go on after the last one shown.
    const more = merged.length > page.length || pages.some(({ next }) => next !== undefined);
    const after = page.length === limit ? page.at(-1) : undefined;
    const next = after ? placeOf(after) : furthest(pages);
    const shown = await factsOfAll(ports.editions, page, ports.clock.now());
    return {
      status: 200,
      body: {
        items: shown.filter(
          ({ severity, due }) =>
            (input.severity === undefined || input.severity === severity) &&
            (input.overdue !== 'true' || (due !== null && due.overdueDays > 0)),
        ),
        ...(more && next ? { next: writeCursor({ after: next }) } : {}),
      },
    };
  };

/** Where a page ended whose items have been closed since: the index lags behind the table for a moment. */
const furthest = (pages: readonly { next?: string }[]): string | undefined =>
  pages.flatMap(({ next }) => next ?? []).sort()[0];
