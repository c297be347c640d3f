import { describe, expect, test } from 'vitest';
import { diffEditions } from '../../packages/standard/diff-editions.ts';
import { editionOfParts, partsOfEdition, sizeProblems } from '../../packages/standard/edition-parts.ts';
import { loadEdition } from '../../packages/standard/load-edition.ts';
import type { Edition } from '../../packages/standard/schema.ts';

const edition = loadEdition('edition-1');
const changed = (change: (edition: Edition) => void): Edition => {
  const copy = structuredClone(edition);
  change(copy);
  return copy;
};
const nothing = { cells: [], formulas: [], floors: [], combinations: [], staffing: [], files: [] };

describe('Two versions of the standard', () => {
  test('that say the same do not differ', () => {
    expect(diffEditions(edition, structuredClone(edition))).toEqual(nothing);
  });

  test.each<[string, (edition: Edition) => void, object]>([
    [
      'a cell of the table',
      ({ staffing }) => {
        staffing.table.SA = [1, 2, 3, 5, 6];
      },
      { cells: [{ position: 'SA', band: 'B4', left: 4, right: 5 }] },
    ],
    [
      'a figure of a formula',
      ({ staffing }) => {
        const { SA } = staffing.formulas;
        if (SA?.kind === 'per-volume') SA.visitsPerHead = 208;
      },
      { formulas: [{ position: 'SA', figure: 'visitsPerHead', left: 260, right: 208 }] },
    ],
    [
      'a floor of a repair class',
      ({ staffing }) => {
        staffing.classes.III.floors.PT = 1;
      },
      { floors: [{ repairClass: 'III', position: 'PT', left: null, right: 1 }] },
    ],
    [
      'a combination',
      ({ staffing }) => {
        staffing.combinations.allowed.B3 = [];
      },
      { combinations: [{ band: 'B3', positions: ['PM', 'PP'], left: true, right: false }] },
    ],
    [
      'a rule of bands',
      ({ staffing }) => {
        staffing.bandRule.upAfterMonths = 4;
      },
      { staffing: [{ path: 'bandRule.upAfterMonths', left: '3', right: '4' }] },
    ],
  ])('are told apart by %s', (_what, change, expected) => {
    const files = [{ file: 'staffing.json', values: expect.any(Number) }];
    expect(diffEditions(edition, changed(change))).toEqual({ ...nothing, ...expected, files });
  });

  test('are told apart by files where it is no staffing', () => {
    const other = changed(({ positions, modules }) => {
      const [master] = positions;
      if (master) master.audit.items.splice(1, 1);
      for (const module of modules.slice(0, 2)) module.hours += 1;
    });
    const { files, ...rest } = diffEditions(edition, other);
    expect(rest).toEqual({ cells: [], formulas: [], floors: [], combinations: [], staffing: [] });
    // An item that is gone is one thing, although all that follow stand elsewhere.
    expect(files).toEqual([
      { file: 'modules.json', values: 2 },
      { file: 'positions/SM.json', values: 1 },
    ]);
  });
});

describe('An edition in parts', () => {
  test('is put together again', () => {
    expect(editionOfParts(partsOfEdition(edition))).toEqual(edition);
  });

  test('is none when one is missing', () => {
    const { 'positions/MT.json': _mt, ...rest } = partsOfEdition(edition);
    expect(editionOfParts(rest)).toBeNull();
  });

  test('that is too large to be kept says which part is', () => {
    expect(sizeProblems(partsOfEdition(edition))).toEqual([]);
    const heavy = { ...partsOfEdition(edition), 'modules.json': 'x'.repeat(360_000) };
    expect(sizeProblems(heavy)).toEqual([{ file: 'modules.json', value: '360 KB', allowed: '350 KB' }]);
    const many = { ...partsOfEdition(edition) };
    for (let at = 0; at < 40; at++) many[`positions/X${at}.json`] = '{}';
    expect(sizeProblems(many)).toEqual([{ file: 'positions', value: '56', allowed: '45' }]);
  });
});
