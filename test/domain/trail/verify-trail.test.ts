import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Entry, hashOf, link } from '../../../packages/domain/trail/chain.ts';
import { type TrailFault, verifyTrail } from '../../../packages/domain/trail/verify-trail.ts';
import { aFact, anchored, anyFacts, chainOf, linesOf } from './histories.ts';

const chain = 'stn_SD-JN-001';
const facts = Array.from({ length: 6 }, (_, i) => aFact({ event: `e${i}`, by: `per_${i}` }));
const whole = chainOf(chain, facts);
const proof = anchored(chain, whole);
const at = (entries: readonly Entry[], index: number): Entry => {
  const found = entries[index];
  if (!found) throw new Error(`no entry ${index}`);
  return found;
};
const verify = (entries: readonly Entry[], keptRoot?: string) =>
  verifyTrail(chain, linesOf(entries, [proof]), keptRoot);
const without = (index: number) => whole.filter((_, i) => i !== index);
const withAt = (index: number, entry: Entry) => whole.map((one, i) => (i === index ? entry : one));
const hashed = (entry: Entry): Entry => ({ ...entry, hash: hashOf(entry) });
const fault = (entries: readonly Entry[]) => {
  const { fault: found } = verify(entries);
  return found && [found.fault, found.n];
};

describe('A whole trail', () => {
  test('is verified, with the anchors it meets', () => {
    expect(verify(whole)).toEqual({
      fault: null,
      entries: 6,
      head: at(whole, 5).hash,
      anchors: ['2026-11-24'],
    });
  });

  test('is verified against the root that somebody has kept', () => {
    expect(verify(whole, proof.anchor.root).fault).toBeNull();
    expect(verify(whole, '0'.repeat(64)).fault?.fault).toBe('anchor-unknown');
  });

  test('may be empty', () => {
    expect(verifyTrail(chain, [])).toEqual({ fault: null, entries: 0, head: '0'.repeat(64), anchors: [] });
  });

  test('may have grown since the anchor was made', () => {
    const last = at(whole, 5);
    const grown = [...whole, ...link(chain, { n: last.n, hash: last.hash }, [aFact({ event: 'later' })])];
    expect(verify(grown)).toMatchObject({ fault: null, entries: 7, anchors: ['2026-11-24'] });
  });

  test.each([1, 2, 3, 64])('of any history is verified, however many chains are beside it (%i)', (others) => {
    fc.assert(
      fc.property(anyFacts(1, 12), (history) => {
        const entries = chainOf(chain, history);
        const lines = linesOf(entries, [anchored(chain, entries, Math.min(others, 5))]);
        expect(verifyTrail(chain, lines).fault).toBeNull();
      }),
    );
  });
});

describe('A checker that shares no code with ours', () => {
  const text = (value: unknown): string => {
    if (Array.isArray(value)) return `[${value.map(text).join(',')}]`;
    if (typeof value !== 'object' || value === null) return JSON.stringify(value);
    const keys = Object.keys(value).sort();
    return `{${keys.map((key) => `${JSON.stringify(key)}:${text((value as Record<string, unknown>)[key])}`).join(',')}}`;
  };
  const sha = (value: unknown) => createHash('sha256').update(text(value), 'utf8').digest('hex');

  test('comes to the same by the page that describes the format', () => {
    fc.assert(
      fc.property(anyFacts(1, 8), (history) => {
        const file = JSON.parse(JSON.stringify(chainOf(chain, history))) as Record<string, unknown>[];
        let before: unknown = '0'.repeat(64);
        for (const [i, { hash, ...entry }] of file.entries()) {
          expect([entry.n, entry.previous, sha(entry)]).toEqual([i + 1, before, hash]);
          before = hash;
        }
        const { anchor, shard, n, head, path } = anchored(chain, chainOf(chain, history));
        let reached = sha({ chain, n, head });
        for (const step of path)
          reached = sha(step.side === 'left' ? [step.hash, reached] : [reached, step.hash]);
        expect([reached, head]).toEqual([anchor.shards[shard], before]);
        const { date, previous, shards, root } = anchor;
        expect(sha({ date, previous, shards })).toBe(root);
      }),
    );
  });
});

describe('An entry', () => {
  test('that was changed is named, with the hash it should have', () => {
    const forged = { ...at(whole, 2), by: 'per_other' };
    expect(verify(withAt(2, forged)).fault).toEqual({
      fault: 'changed',
      line: 4,
      n: 3,
      expected: forged.hash,
      found: hashOf(forged),
    });
  });

  test('that was changed and hashed again is named too, because the next one follows what it was', () => {
    const forged = hashed({ ...at(whole, 2), by: 'per_other' });
    expect(verify(withAt(2, forged)).fault).toMatchObject({
      fault: 'changed',
      n: 3,
      expected: at(whole, 2).hash,
    });
  });

  test('that was removed is named by its number', () => {
    expect(verify(without(2)).fault).toEqual({
      fault: 'removed',
      line: 4,
      n: 3,
      expected: '3',
      found: '4',
    });
    expect(fault(without(0))).toEqual(['removed', 1]);
  });

  test('that was cut off at the end shows at the anchor', () => {
    expect(fault(whole.slice(0, -1))).toEqual(['anchor-unmet', 6]);
    expect(fault([])).toEqual(['anchor-unmet', 6]);
  });

  test('that was inserted is named, whether made up, copied or hashed well', () => {
    const madeUp = { ...at(whole, 2), by: 'per_other' };
    for (const extra of [madeUp, hashed(madeUp)])
      expect(fault([...whole.slice(0, 2), extra, ...whole.slice(2)])).toEqual(['inserted', 3]);
    expect(fault([...whole.slice(0, 2), at(whole, 4), ...whole.slice(2)])).toEqual(['inserted', 3]);
    expect(fault([...whole.slice(0, 4), at(whole, 1), ...whole.slice(4)])).toEqual(['inserted', 5]);
  });

  test('that was swapped with another is named where it stands first', () => {
    const swapped = withAt(1, at(whole, 4)).map((entry, i) => (i === 4 ? at(whole, 1) : entry));
    expect(fault(swapped)).toEqual(['swapped', 2]);
  });

  test('of another station is named', () => {
    expect(fault(chainOf('stn_OTHER', facts))).toEqual(['foreign', 1]);
  });

  test('that was rewritten with all that follow shows at the anchor, and without one nowhere', () => {
    const rewritten = chainOf(
      chain,
      facts.map((fact, i) => (i === 2 ? { ...fact, by: 'per_other' } : fact)),
    );
    expect(fault(rewritten)).toEqual(['anchor-unmet', 6]);
    expect(verifyTrail(chain, linesOf(rewritten)).fault).toBeNull();
  });
});

describe('An anchor', () => {
  const lines = (changed: object) => linesOf(whole, [{ ...proof, ...changed }]);
  test.each<[string, object, TrailFault['fault']]>([
    ['root', { anchor: { ...proof.anchor, root: '1'.repeat(64) } }, 'anchor-changed'],
    ['date', { anchor: { ...proof.anchor, date: '2026-11-25' } }, 'anchor-changed'],
    ['shards', { anchor: { ...proof.anchor, shards: [] } }, 'anchor-changed'],
    ['shard', { shard: 2 }, 'anchor-changed'],
    ['path', { path: [] }, 'anchor-changed'],
    ['head', { head: at(whole, 0).hash }, 'anchor-changed'],
    ['n', { n: 5 }, 'anchor-changed'],
  ])('whose %s was changed is named', (_part, changed, expected) => {
    expect(verifyTrail(chain, lines(changed)).fault).toMatchObject({ fault: expected, line: 8 });
  });
});

describe('A thousand trails that were tampered with', () => {
  const history = fc.tuple(anyFacts(3, 14), fc.nat(), fc.nat(), fc.string({ minLength: 1, maxLength: 6 }));

  test('are found out, each at the first entry that is not as it was', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(
        history,
        fc.constantFrom('changed', 'removed', 'inserted', 'swapped'),
        fc.boolean(),
        ([list, one, two, text], how, hashesAgain) => {
          const entries = chainOf(chain, list);
          const lines = linesOf(entries, [anchored(chain, entries)]);
          expect(verifyTrail(chain, lines).fault).toBeNull();
          const i = one % entries.length;
          const other = (i + 1 + (two % (entries.length - 1))) % entries.length;
          const forged = { ...at(entries, i), by: `${at(entries, i).by} ${text}` };
          const made = hashesAgain ? hashed(forged) : forged;
          const tampered = [...entries];
          if (how === 'changed') tampered[i] = made;
          if (how === 'removed') tampered.splice(i, 1);
          if (how === 'inserted') tampered.splice(i, 0, made);
          if (how === 'swapped') {
            tampered[i] = at(entries, other);
            tampered[other] = at(entries, i);
          }
          const verdict = verifyTrail(chain, linesOf(tampered, [anchored(chain, entries)]));
          const first = how === 'swapped' ? Math.min(i, other) + 1 : i + 1;
          const last = i === entries.length - 1;
          // The end of a trail is bound by its anchor alone.
          const expected =
            last && how === 'removed'
              ? 'anchor-unmet'
              : last && how === 'changed' && hashesAgain
                ? 'anchor-unmet'
                : how;
          expect([verdict.fault?.fault, verdict.fault?.n]).toEqual([expected, first]);
          seen.add(`${how} ${hashesAgain}`);
        },
      ),
      { numRuns: 1000 },
    );
    expect(seen.size).toBe(8);
  });
});
