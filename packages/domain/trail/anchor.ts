import { sha256 } from './canonical.ts';
import type { Head } from './chain.ts';
import { pathOf, rootOf, type Step } from './merkle.ts';

/** A day's fingerprint of every chain of the network; who keeps the root can tell later whether anything was rewritten. */
export interface Anchor {
  readonly date: string;
  /** Root of the anchor before; null for the first. */
  readonly previous: string | null;
  /** Root over the heads of each shard's chains, by number of the shard. */
  readonly shards: readonly string[];
  readonly root: string;
}

/** Where a chain stood at an anchor, and how that leads to the anchor's root. */
export interface AnchorProof {
  readonly anchor: Anchor;
  readonly shard: number;
  /** The entry the chain ended with, and its hash. */
  readonly n: number;
  readonly head: string;
  readonly path: readonly Step[];
}

/** Chain → head, sorted by chain. */
export type Heads = readonly (readonly [chain: string, head: Head])[];

export const leafOf = (chain: string, head: Head): string => sha256({ chain, head: head.hash, n: head.n });

const leavesOf = (heads: Heads) => heads.map(([chain, head]) => leafOf(chain, head));

export const shardRoot = (heads: Heads): string => rootOf(leavesOf(heads));

export const anchorRoot = ({ date, previous, shards }: Omit<Anchor, 'root'>): string =>
  sha256({ date, previous, shards });

export const makeAnchor = (parts: Omit<Anchor, 'root'>): Anchor => ({ ...parts, root: anchorRoot(parts) });

/** The proof for a chain among the heads of its shard; null when it had no entry yet. */
export function proofFor(anchor: Anchor, shard: number, heads: Heads, chain: string): AnchorProof | null {
  const index = heads.findIndex(([name]) => name === chain);
  const head = heads[index]?.[1];
  if (!head) return null;
  return { anchor, shard, n: head.n, head: head.hash, path: pathOf(leavesOf(heads), index) };
}

/** Heads with the newer ones put in, sorted by chain. */
export function withHeads(heads: Heads, newer: Heads): Heads {
  const merged = new Map([...heads, ...newer]);
  return [...merged].sort(([a], [b]) => (a < b ? -1 : 1));
}
