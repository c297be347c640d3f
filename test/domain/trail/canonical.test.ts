import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonical, digestOf, type Json, sha256 } from '../../../packages/domain/trail/canonical.ts';
import { climb, pathOf, rootOf } from '../../../packages/domain/trail/merkle.ts';

const anyJson = fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)) as Json);

describe('The canonical text', () => {
  test('sorts keys and leaves no space', () => {
    expect(canonical({ b: [1, { d: null, c: 'é\n' }], a: true })).toBe(
      '{"a":true,"b":[1,{"c":"é\\n","d":null}]}',
    );
  });

  test('says what was said, and the same whatever the order of keys', () => {
    fc.assert(
      fc.property(anyJson, (value) => {
        const text = canonical(value);
        expect(JSON.parse(text)).toEqual(value);
        expect(canonical(reversed(value))).toBe(text);
      }),
    );
  });

  test('has the SHA-256 that any other tool gives it', () => {
    // printf '{"a":1}' | sha256sum
    expect(sha256({ a: 1 })).toBe('015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862');
  });
});

test('a digest proves a text: printf of it through sha256sum gives the same', () => {
  // printf '记录' | sha256sum
  expect(digestOf('记录')).toEqual({
    sha256: '9fad24e2c377ee89a4eafece1f2d252243911209f7c737564a81780e64abfb40',
    length: 2,
  });
});

describe('A tree', () => {
  test('leads from every leaf to its root, and from no other hash', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.nat().map((n) => sha256(n)),
          { minLength: 1, maxLength: 40 },
        ),
        fc.nat(),
        (leaves, at) => {
          const place = at % leaves.length;
          const path = pathOf(leaves, place);
          expect(climb(leaves[place] ?? '', path)).toBe(rootOf(leaves));
          expect(climb(sha256('no leaf'), path)).not.toBe(rootOf(leaves));
        },
      ),
    );
  });
});

function reversed(value: Json): Json {
  if (Array.isArray(value)) return value.map(reversed);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, part]) => [key, reversed(part)]),
  );
}
