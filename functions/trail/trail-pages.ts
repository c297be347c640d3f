import { readCursor, writeCursor } from '../../packages/contracts/cursor.ts';
import { shardOf } from '../../packages/domain/shards.ts';
import { type Anchor, type AnchorProof, proofFor } from '../../packages/domain/trail/anchor.ts';
import type { Entry } from '../../packages/domain/trail/chain.ts';
import type { TrailStore } from '../../packages/table/stores/trail-store.ts';

/** Calls of the table for one page, so that a filter that nothing meets answers in time. */
const callsPerPage = 5;
const entriesPerPage = 50;

export interface Page<Item> {
  items: Item[];
  next?: string;
}

const isPlace =
  <Name extends string>(name: Name) =>
  (value: object): value is Record<Name, number> => {
    const n: unknown = (value as Record<string, unknown>)[name];
    return Number.isSafeInteger(n) && Number(n) >= 0 && Number(n) < 1e12;
  };

/** A page of a chain, newest first; with an object's id or kind, only what happened to it. */
export async function listedTrail(
  trail: TrailStore,
  chain: string,
  asked: { object?: string | undefined; cursor?: string | undefined; limit?: number | undefined },
): Promise<Page<Entry>> {
  const limit = asked.limit ?? entriesPerPage;
  const items: Entry[] = [];
  let before = readCursor(asked.cursor, isPlace('before'))?.before;
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

/** A page of a chain for an export, oldest first; after the last entry the anchors that bind them. */
export async function exportedTrail(
  trail: TrailStore,
  chain: string,
  asked: { anchor?: string | undefined; cursor?: string | undefined },
): Promise<Page<Entry | AnchorProof>> {
  const after = readCursor(asked.cursor, isPlace('after'))?.after ?? 0;
  // Read before the entries: what is anchored is then among them.
  const anchors = await Promise.all([trail.anchor(), ...(asked.anchor ? [trail.anchor(asked.anchor)] : [])]);
  const { entries, more } = await trail.entriesAfter(chain, after);
  const last = entries.at(-1);
  if (more && last) return { items: entries, next: writeCursor({ after: last.n }) };
  const wanted = new Map(anchors.flatMap((anchor) => (anchor ? [[anchor.date, anchor] as const] : [])));
  const proofs = await Promise.all([...wanted.values()].map((anchor) => proofOf(trail, anchor, chain)));
  return { items: [...entries, ...proofs.filter((proof) => proof !== null)] };
}

async function proofOf(trail: TrailStore, anchor: Anchor, chain: string): Promise<AnchorProof | null> {
  const shard = shardOf(chain);
  const found = await trail.headsOfShard(shard, anchor.date);
  return found && proofFor(anchor, shard, found.heads, chain);
}
