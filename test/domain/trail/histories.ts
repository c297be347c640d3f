import fc from 'fast-check';
import {
  type AnchorProof,
  type Heads,
  makeAnchor,
  proofFor,
  shardRoot,
} from '../../../packages/domain/trail/anchor.ts';
import type { Json } from '../../../packages/domain/trail/canonical.ts';
import { type Entry, emptyHead, type Fact, link } from '../../../packages/domain/trail/chain.ts';
import type { TrailLine } from '../../../packages/domain/trail/verify-trail.ts';

/** A fact nobody has entered before, unless the event says so. */
export const aFact = (given: Partial<Fact> = {}): Fact => ({
  at: '2026-11-24T08:00:00.000Z',
  by: 'per_SD-1',
  object: { kind: 'audit', id: 'aud_0123456789_SD-JN-001' },
  what: 'changed',
  changes: [{ field: 'status', old: 'answering', new: 'closed' }],
  event: 'e1',
  ...given,
});

const json = fc.jsonValue({ maxDepth: 2 }).map((value) => JSON.parse(JSON.stringify(value)) as Json);

/** Any history: facts of all kinds, each with an event of its own. */
export const anyFacts = (least: number, most: number): fc.Arbitrary<Fact[]> =>
  fc
    .array(
      fc.record({
        at: fc.date({ min: new Date('2026-01-01'), max: new Date('2030-01-01'), noInvalidDate: true }),
        by: fc.option(fc.string({ maxLength: 12 })),
        kind: fc.constantFrom('audit', 'roster', 'station', 'person'),
        id: fc.string({ maxLength: 12 }),
        what: fc.constantFrom<Fact['what']>('created', 'changed', 'removed'),
        changes: fc.array(
          fc.oneof(
            fc.record({ field: fc.string({ maxLength: 8 }), old: json, new: json }),
            fc.record({ field: fc.string({ maxLength: 8 }), personal: fc.constant(true as const) }),
          ),
          { maxLength: 3 },
        ),
      }),
      { minLength: least, maxLength: most },
    )
    .map((facts) =>
      facts.map(({ at, kind, id, ...fact }, i) => ({
        ...fact,
        at: at.toISOString(),
        object: { kind, id },
        event: `e${i}`,
      })),
    );

export const chainOf = (chain: string, facts: readonly Fact[]): Entry[] => link(chain, emptyHead, facts);

/** The proof that an anchor of the day holds where the chain ends, with other chains around it. */
export function anchored(chain: string, entries: readonly Entry[], others = 4): AnchorProof {
  const last = entries.at(-1);
  if (!last) throw new Error('nothing to anchor');
  const around = Array.from({ length: others }, (_, i): Heads[number] => [
    `stn_${'ABXYZ'[i]}`,
    { n: i + 1, hash: 'f'.repeat(64) },
  ]);
  const heads: Heads = [...around, [chain, { n: last.n, hash: last.hash }] as const].sort(([a], [b]) =>
    a < b ? -1 : 1,
  );
  const empty = shardRoot([]);
  const anchor = makeAnchor({ date: '2026-11-24', previous: null, shards: [empty, shardRoot(heads), empty] });
  const proof = proofFor(anchor, 1, heads, chain);
  if (!proof) throw new Error('the chain is not among the heads');
  return proof;
}

/** Lines as a file holds them: after the header, from line 2. */
export const linesOf = (entries: readonly Entry[], proofs: readonly AnchorProof[] = []): TrailLine[] => [
  ...entries.map((entry, i) => ({ line: i + 2, entry })),
  ...proofs.map((proof, i) => ({ line: entries.length + i + 2, proof })),
];
