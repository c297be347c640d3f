import { type Json, sha256 } from './canonical.ts';

/** A field's change. A personal one says only that it changed; of a list, only what came and what went is named. */
export type Change =
  | { readonly field: string; readonly old: Json; readonly new: Json }
  | { readonly field: string; readonly personal: true };

/** Who did what when, before it has a place in a chain. */
export interface Fact {
  readonly at: string;
  /** A person's id, a login of headquarters, or the function that acted by itself; null where nobody can say. */
  readonly by: string | null;
  readonly object: { readonly kind: string; readonly id: string };
  readonly what: 'created' | 'changed' | 'removed';
  readonly changes: readonly Change[];
  /** Id of the change in the table's stream: the same change is never entered twice. */
  readonly event: string;
}

/** A fact in its place. `hash` is over everything else, so over all that came before. */
export interface Entry extends Fact {
  readonly chain: string;
  /** 1, 2, 3 … without a gap. */
  readonly n: number;
  readonly previous: string;
  readonly hash: string;
}

/** The chain of what belongs to no station: editions, campaigns, regions, people of headquarters. */
export const networkChain = 'network';

/** What the first entry of a chain has for the one before it. */
export const beginning = '0'.repeat(64);

export interface Head {
  readonly n: number;
  readonly hash: string;
}
export const emptyHead: Head = { n: 0, hash: beginning };

/** The hash that an entry must bear. */
export function hashOf(entry: Omit<Entry, 'hash'>): string {
  const { chain, n, at, by, object, what, changes, event, previous } = entry;
  return sha256({
    chain,
    n,
    at,
    by,
    object: { ...object },
    what,
    changes: changes.map(plain),
    event,
    previous,
  });
}

const plain = (change: Change): Json => ({ ...change });

/** Puts facts behind a head, in their order. */
export function link(chain: string, head: Head, facts: readonly Fact[]): Entry[] {
  const entries: Entry[] = [];
  let { n, hash } = head;
  for (const { at, by, object, what, changes, event } of facts) {
    n += 1;
    const open = { chain, n, at, by, object, what, changes, event, previous: hash };
    hash = hashOf(open);
    entries.push({ ...open, hash });
  }
  return entries;
}
