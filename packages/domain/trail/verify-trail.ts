import { type AnchorProof, anchorRoot, leafOf } from './anchor.ts';
import { beginning, type Entry, hashOf } from './chain.ts';
import { climb } from './merkle.ts';

// Everything that is needed to check an exported trail, without asking the system that wrote it: see README.md.

/** What is wrong, at the first place where it shows. `n` is the number that the entry at this place must have. */
export interface TrailFault {
  fault:
    | 'unreadable' // no line of an export
    | 'foreign' // an entry of another chain
    | 'removed' // one or more entries are missing before this one
    | 'inserted' // an entry stands here that does not belong
    | 'swapped' // an entry stands here that belongs further down
    | 'changed' // the entry is not what was hashed, by itself or by the one that follows it
    | 'anchor-changed' // an anchor is not what was hashed
    | 'anchor-unmet' // the trail is shorter than, or differs from, what was anchored
    | 'anchor-unknown'; // no anchor of the file has the root that was kept
  /** Line of the file, from 1; 0 for the file as a whole. */
  line: number;
  n: number;
  expected: string;
  found: string;
}

export type TrailLine = { line: number } & ({ entry: Entry } | { proof: AnchorProof });

const isWhole = (entry: Entry) => hashOf(entry) === entry.hash;

export interface TrailVerdict {
  fault: TrailFault | null;
  entries: number;
  head: string;
  /** Dates whose anchors the trail meets. */
  anchors: string[];
}

/**
 * Checks the entries one after the other and then the anchors.
 * @param chain the station's id, or `network`
 * @param keptRoot the root of an anchor as somebody outside has kept it
 */
export function verifyTrail(chain: string, lines: readonly TrailLine[], keptRoot?: string): TrailVerdict {
  const entries = lines.flatMap((line) => ('entry' in line ? [line] : []));
  const proofs = lines.flatMap((line) => ('proof' in line ? [line] : []));
  /** Hashes that another entry follows, or that an anchor names. */
  const vouched = new Set([
    ...entries.map(({ entry }) => entry.previous),
    ...proofs.map(({ proof }) => proof.head),
  ]);
  const hashes: string[] = [];
  let previous = beginning;
  const verdict = (fault: TrailFault | null, anchors: string[] = []): TrailVerdict => ({
    fault,
    entries: hashes.length,
    head: previous,
    anchors,
  });

  for (const [index, { line, entry }] of entries.entries()) {
    const n = index + 1;
    const next = entries[index + 1]?.entry;
    const at = (fault: TrailFault['fault'], expected: unknown, found: unknown, place = { line, n }) =>
      verdict({ fault, ...place, expected: String(expected), found: String(found) });
    if (entry.chain !== chain) return at('foreign', chain, entry.chain);
    const whole = isWhole(entry);
    if (entry.n !== n) {
      const later = entries.slice(index + 1).map((one) => one.entry);
      if (!whole) return at(next?.n === n ? 'inserted' : 'changed', n, entry.n);
      if (entry.n < n || later.some(({ hash }) => hash === entry.hash)) return at('inserted', n, entry.n);
      return at(later.some((one) => one.n === n) ? 'swapped' : 'removed', n, entry.n);
    }
    // Two for one place: the one that others vouch for is the right one.
    if (next?.n === n && isWhole(next) && (!whole || (vouched.has(next.hash) && !vouched.has(entry.hash))))
      return at('inserted', next.hash, entry.hash);
    if (!whole) return at('changed', entry.hash, hashOf(entry));
    if (entry.previous !== previous) {
      // What others vouch for is what it was; so the one before was changed, and hashed again.
      const before = entries[index - 1];
      return before && vouched.has(entry.hash)
        ? at('changed', entry.previous, previous, { line: before.line, n: index })
        : at('changed', previous, entry.previous);
    }
    previous = entry.hash;
    hashes.push(entry.hash);
  }

  const met: string[] = [];
  for (const { line, proof } of proofs) {
    const { anchor, shard, n, head, path } = proof;
    const at = (fault: TrailFault['fault'], expected: unknown, found: unknown) =>
      verdict({ fault, line, n, expected: String(expected), found: String(found) }, met);
    const root = anchorRoot(anchor);
    if (root !== anchor.root) return at('anchor-changed', anchor.root, root);
    const reached = climb(leafOf(chain, { n, hash: head }), path);
    if (reached !== anchor.shards[shard]) return at('anchor-changed', anchor.shards[shard], reached);
    if (hashes[n - 1] !== head) return at('anchor-unmet', head, hashes[n - 1] ?? `${hashes.length}`);
    met.push(anchor.date);
  }
  if (keptRoot !== undefined && !proofs.some(({ proof }) => proof.anchor.root === keptRoot))
    return verdict(
      {
        fault: 'anchor-unknown',
        line: 0,
        n: 0,
        expected: keptRoot,
        found: proofs.map(({ proof }) => proof.anchor.root).join(' '),
      },
      met,
    );
  return verdict(null, met);
}
