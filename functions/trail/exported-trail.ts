import { shardOf } from '../../packages/domain/shards.ts';
import { type Anchor, type AnchorProof, proofFor } from '../../packages/domain/trail/anchor.ts';
import type { Entry } from '../../packages/domain/trail/chain.ts';
import type { TrailStore } from '../../packages/table/stores/trail-store.ts';

/** A page of a chain for an export, oldest first; after the last entry the anchors that bind them. */
export async function exportedTrail(
  trail: TrailStore,
  chain: string,
  asked: { anchor?: string | undefined; after?: number | undefined },
): Promise<{ items: (Entry | AnchorProof)[]; next?: number }> {
  // Read before the entries: what is anchored is then among them.
  const anchors = await Promise.all([trail.anchor(), ...(asked.anchor ? [trail.anchor(asked.anchor)] : [])]);
  const { entries, more } = await trail.entriesAfter(chain, asked.after ?? 0);
  const last = entries.at(-1);
  if (more && last) return { items: entries, next: last.n };
  const wanted = new Map(anchors.flatMap((anchor) => (anchor ? [[anchor.date, anchor] as const] : [])));
  const proofs = await Promise.all([...wanted.values()].map((anchor) => proofOf(trail, anchor, chain)));
  return { items: [...entries, ...proofs.filter((proof) => proof !== null)] };
}

async function proofOf(trail: TrailStore, anchor: Anchor, chain: string): Promise<AnchorProof | null> {
  const shard = shardOf(chain);
  const found = await trail.headsOfShard(shard, anchor.date);
  return found && proofFor(anchor, shard, found.heads, chain);
}
