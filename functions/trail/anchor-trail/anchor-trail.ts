import { type Clock, instant } from '../../../packages/domain/clock.ts';
import { unavailable } from '../../../packages/domain/errors.ts';
import { allShards } from '../../../packages/domain/shards.ts';
import {
  type Anchor,
  type Heads,
  makeAnchor,
  shardRoot,
  withHeads,
} from '../../../packages/domain/trail/anchor.ts';
import { dayBefore, dayInChina } from '../../../packages/domain/trail/days.ts';
import type { TrailStore } from '../../../packages/table/stores/trail-store.ts';

interface Ports {
  trail: TrailStore;
  clock: Clock;
}

/** Reads side by side; more only makes them wait for the table. */
const atOnce = 16;

/**
 * Makes the anchor of the day before: the heads of all chains under one root, chained to the anchor before it. Only
 * chains that got an entry since then are looked at. What was written of an anchor is found again by the next call,
 * so one that dies half-way goes on where it was.
 */
export const anchorTrail =
  (ports: Ports) =>
  async ({ scheduledAt }: { scheduledAt: string }): Promise<{ date: string; root: string }> => {
    const date = dayBefore(dayInChina(Date.parse(scheduledAt)));
    const before = await ports.trail.anchor();
    if (before && before.date >= date) return { date: before.date, root: before.root };
    const shards: string[] = [];
    for (const shard of allShards) shards.push(await rootOfShard(ports.trail, shard, before, date));
    const anchor = makeAnchor({ date, previous: before?.root ?? null, shards });
    if (await ports.trail.saveAnchor(anchor, instant(ports.clock.now()))) return { date, root: anchor.root };
    const other = await ports.trail.anchor(date);
    if (other?.date !== date) throw unavailable('the anchor of the day is not there yet');
    return { date, root: other.root };
  };

async function rootOfShard(
  trail: TrailStore,
  shard: number,
  before: Anchor | null,
  date: string,
): Promise<string> {
  const moved = await trail.chainsMoved(shard, before?.date, date);
  if (moved.length === 0) return before?.shards[shard] ?? shardRoot([]);
  const known = await trail.headsOfShard(shard, date);
  if (known?.date === date) return known.root;
  const heads = withHeads(known?.heads ?? [], await headsOf(trail, moved));
  if (await trail.saveHeads(shard, date, heads)) return shardRoot(heads);
  const other = await trail.headsOfShard(shard, date);
  if (other?.date !== date) throw unavailable('the heads of the shard are not there yet');
  return other.root;
}

async function headsOf(trail: TrailStore, chains: readonly string[]): Promise<Heads> {
  const waiting = [...chains];
  const heads: Heads[number][] = [];
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (let chain = waiting.shift(); chain !== undefined; chain = waiting.shift()) {
        const head = await trail.lastEntry(chain);
        if (head) heads.push([chain, head]);
      }
    }),
  );
  return heads;
}
