import { describe, expect, test } from 'vitest';
import {
  appealFigures,
  appealUntil,
  checkDispute,
  decideUntil,
  mayDecideAppeal,
} from '../../../packages/domain/audit/appeals.ts';
import { editionRules } from '../../../packages/standard/edition-rules.ts';
import { loadEdition } from '../../../packages/standard/load-edition.ts';

const rules = editionRules(loadEdition('edition-1'));
const counted = { SA: [{ item: 'AU-SA-01', answer: 'partly' as const, remark: '缺一份' }] };
const dispute = {
  position: 'SA',
  item: 'AU-SA-01',
  answer: 'satisfied' as const,
  reason: '已补齐',
  evidence: 'E1',
};
const codes = (given: object) =>
  checkDispute(rules, counted, { ...dispute, ...given }).map(({ field, code }) => `${field} ${code}`);

describe('A dispute', () => {
  test.each([
    ['of an item that counts worse', {}, []],
    ['of an item that does not apply', { answer: 'not-applicable' }, []],
    ['that claims what counts', { answer: 'partly' }, ['answer no-better-than-counted']],
    ['that claims less', { answer: 'not' }, ['answer no-better-than-counted']],
    ['of a position that was not shown', { position: 'MT' }, ['position position-not-submitted']],
    ['of an item of elsewhere', { item: 'AU-MT-01' }, ['item outside-checklist']],
  ])('%s', (_case, given, expected) => expect(codes(given)).toEqual(expected));

  test('has ten days, and HQ fifteen, across the end of a leap February', () => {
    expect(appealUntil(rules, '2028-02-25T08:00:00.000Z')).toBe('2028-03-06T08:00:00.000Z');
    expect(decideUntil(rules, Date.parse('2028-02-25T08:00:00Z'))).toBe('2028-03-11T08:00:00.000Z');
  });

  test('is decided by neither who reviewed nor who answered', () => {
    expect(mayDecideAppeal('hq', 'auditor', 'per_1')).toBe(true);
    expect(mayDecideAppeal('auditor', 'auditor', 'per_1')).toBe(false);
    expect(mayDecideAppeal('auditor', undefined, 'auditor')).toBe(false);
  });
});

test('Figures name first what was overturned most often', () => {
  const appeal = (item: string, upheld: boolean, gain = 0) => ({
    item,
    reviewer: 'auditor',
    upheld,
    scoreBefore: 8000,
    scoreAfter: 8000 + gain,
  });
  const all = [appeal('B', false), appeal('A', true, 50), appeal('C', true, 20), appeal('C', false)];
  expect(appealFigures(all, ({ item }) => item)).toEqual([
    { of: 'C', decided: 2, upheld: 1, change: 20 },
    { of: 'A', decided: 1, upheld: 1, change: 50 },
    { of: 'B', decided: 1, upheld: 0, change: 0 },
  ]);
  expect(appealFigures(all, ({ reviewer }) => reviewer)).toEqual([
    { of: 'auditor', decided: 4, upheld: 2, change: 70 },
  ]);
});
