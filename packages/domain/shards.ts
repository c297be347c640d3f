/**
 * The network is cut into a fixed number of shards. A station's shard follows from its id, so nobody stores or
 * carries a list of stations: a campaign or a scan names shards. 64 shards keep a shard of a network of
 * 100,000 stations at about 1,600 stations, and a partition far below its write limit.
 */
export const shardCount = 64;

export const allShards: readonly number[] = Array.from({ length: shardCount }, (_, shard) => shard);

/** Shard of a station, 0…63 (32-bit FNV-1a of the id: spreads neighbouring codes evenly). */
export function shardOf(stationId: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < stationId.length; i++) hash = Math.imul(hash ^ stationId.charCodeAt(i), 0x01000193);
  return ((hash ^ (hash >>> 15)) >>> 0) % shardCount;
}

/** The shards of stations, each once, in order. */
export const shardsOf = (stationIds: readonly string[]): number[] =>
  [...new Set(stationIds.map(shardOf))].sort((a, b) => a - b);
