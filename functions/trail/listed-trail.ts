import { readCursor, writeCursor } from '../../packages/contracts/cursor.ts';
import type { Entry } from '../../packages/domain/trail/chain.ts';
import type { TrailStore } from '../../packages/table/stores/trail-store.ts';

/** Calls of the table for one page, so that a filter that nothing meets answers in time. */
const callsPerPage = 5;
const entriesPerPage = 50;

const isBefore = (value: object): value is { before: number } => {
  const { before } = value as { before?: unknown };
  return Number.isSafeInteger(before) && Number(before) >= 0 && Number(before) < 1e12;
};

/** A page of a chain, newest first; with an object's id or kind, only what happened to it. */
export async function listedTrail(
  trail: TrailStore,
  chain: string,
  asked: { object?: string | undefined; cursor?: string | undefined; limit?: number | undefined },
): Promise<{ items: Entry[]; next?: string }> {
  const limit = asked.limit ?? entriesPerPage;
  const items: Entry[] = [];
  let before = readCursor(asked.cursor, isBefore)?.before;
  for (let call = 0; call < callsPerPage; call++) {
    const { entries, more } = await trail.entriesBefore(chain, before);
    for (const entry of entries) {
      if (items.length === limit) return { items, next: writeCursor({ before: entry.n }) };
      if (!asked.object || entry.object.id === asked.object || entry.object.kind === asked.object)
        items.push(entry);
    }
    const last = entries.at(-1);
    if (!more || !last || last.n === 1) return { items };
    before = last.n - 1;
  }
  return { items, ...(before === undefined ? {} : { next: writeCursor({ before }) }) };
}
