import { describe, expect, test } from 'vitest';
import { editionRules } from '../../packages/standard/edition-rules.ts';
import { loadEdition } from '../../packages/standard/load-edition.ts';

const rules = editionRules(loadEdition('edition-1'));

describe('the rules of an edition without its texts', () => {
  test('hold no text in any language', () => {
    expect(JSON.stringify(rules)).not.toMatch(/"(zh|en|text|note|basis|origin|sources)"/);
  });

  test('stay small enough to be kept as one item', () => {
    expect(Buffer.byteLength(JSON.stringify(rules))).toBeLessThan(16_384);
  });

  test('keep positions and items in the order of the files', () => {
    expect(rules.positions.map((position) => position.code).slice(0, 4)).toEqual(['SM', 'SVM', 'SA', 'WA']);
    expect(rules.positions.find((position) => position.code === 'CC')).toEqual({
      code: 'CC',
      enforcement: 'brand-mandatory',
      auditWeight: 4,
      items: [
        { id: 'AU-CC-01', clause: '2.1', severity: 'major', weight: 25 },
        { id: 'AU-CC-02', clause: '2.1', severity: 'critical', weight: 20 },
        { id: 'AU-CC-03', clause: '2.2', severity: 'minor', weight: 15 },
        { id: 'AU-CC-04', clause: '2.3', severity: 'major', weight: 15 },
        { id: 'AU-CC-05', clause: '2.4', severity: 'major', weight: 25 },
      ],
    });
  });

  test('weigh positions to 100 and the items of each to 100', () => {
    const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);
    expect(sum(rules.positions.map((position) => position.auditWeight))).toBe(100);
    for (const position of rules.positions) expect(sum(position.items.map((item) => item.weight))).toBe(100);
  });

  test('grade from 90, 80 and 70 points, with the caps of the house', () => {
    expect(rules.edition).toBe('1');
    expect(rules.grades).toEqual([
      { grade: 'A', atLeast: 90 },
      { grade: 'B', atLeast: 80 },
      { grade: 'C', atLeast: 70 },
      { grade: 'D', atLeast: 0 },
    ]);
    expect(rules.itemFactors).toEqual({ satisfied: 1, partly: 0.5, not: 0 });
    expect(rules.caps).toEqual([
      { id: 'critical-open', when: { fact: 'open-critical', atLeast: 1 }, atMost: 'C' },
      { id: 'criticals-open', when: { fact: 'open-critical', atLeast: 2 }, atMost: 'D' },
      { id: 'major-overdue', when: { fact: 'overdue-major', atLeast: 1 }, atMost: 'B' },
      { id: 'coverage-below-90', when: { fact: 'certificate-coverage', below: 0.9 }, atMost: 'B' },
      { id: 'coverage-below-80', when: { fact: 'certificate-coverage', below: 0.8 }, atMost: 'C' },
      { id: 'understaffed-60-days', when: { fact: 'days-below-staffing', moreThan: 60 }, atMost: 'B' },
    ]);
  });

  test('carry the staffing figures that decide', () => {
    const { staffing } = rules;
    expect(staffing.bands.map(({ from, to }) => [from, to])).toEqual([
      [0, 150],
      [151, 300],
      [301, 600],
      [601, 1000],
      [1001, null],
    ]);
    expect(staffing.table.MT).toEqual([2, 3, 6, 9, 13]);
    expect(staffing.formulas.PS).toEqual({
      kind: 'per-technicians',
      minimum: 1,
      techniciansPerHead: 10,
      technicians: ['MT', 'BT', 'PT'],
    });
    expect(staffing.classFloors.I).toEqual({ SM: 1, SA: 1, ST: 1, MT: 4, BT: 2, PT: 2, QI: 2, TD: 1 });
    expect(staffing.classCombinations.II).toEqual({ noTwoOf: [], alone: ['MT', 'BT', 'PT', 'QI'] });
    expect(staffing.neverCombined).toHaveLength(17);
    expect(staffing.allowedCombinations.B3).toEqual([['PM', 'PP']]);
    expect(staffing.keyPosts).toEqual(['SM', 'SVM', 'WSM', 'PM', 'TD', 'QI']);
    expect(staffing.vacancyDays).toEqual({ keyPosts: 30, others: 60 });
    expect(staffing.nevOverlay).toEqual({ position: 'MT', authorisation: 'hv', atLeast: 2 });
  });
});
