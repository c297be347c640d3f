import { describe, expect, test } from 'vitest';
import { checkDraft } from '../../../packages/domain/audit/check-answers.ts';
import { checkReview, corrected } from '../../../packages/domain/audit/check-review.ts';
import { editionRules } from '../../../packages/standard/edition-rules.ts';
import { loadEdition } from '../../../packages/standard/load-edition.ts';

const rules = editionRules(loadEdition('edition-1'));
const submitted = { SA: [{ item: 'AU-SA-01', answer: 'satisfied' as const, remark: '有记录' }] };
const correction = { position: 'SA', item: 'AU-SA-01', answer: 'not' as const, reason: '没有' };
const codes = (review: Parameters<typeof checkReview>[2]) =>
  checkReview(rules, submitted, review).map(({ field, code }) => `${field} ${code}`);
const accept = (...corrections: (typeof correction)[]) => codes({ decision: 'accept', corrections });

describe('A review', () => {
  test('may accept as it is, or correct an item', () => {
    expect(accept()).toEqual([]);
    expect(accept(correction)).toEqual([]);
  });

  test.each([
    [
      'of a position that was not submitted',
      { ...correction, position: 'MT' },
      'position position-not-submitted',
    ],
    ['of an item outside the checklist', { ...correction, item: 'AU-MT-01' }, 'item outside-checklist'],
    ['that changes nothing', { ...correction, answer: 'satisfied' as never }, 'answer changes-nothing'],
  ])('refuses a correction %s', (_case, given, expected) => {
    expect(accept(given)).toEqual([`corrections[0].${expected}`]);
  });

  test('refuses the same item twice', () => {
    expect(accept(correction, correction)).toEqual(['corrections[1].item answered-twice']);
  });

  test('sends back what was submitted, each position once', () => {
    const back = (...positions: string[]) =>
      codes({
        decision: 'send-back',
        positions: positions.map((position) => ({ position, reason: '补充' })),
      });
    expect(back('SA')).toEqual([]);
    expect(back('MT')).toEqual(['positions[0].position position-not-submitted']);
    expect(back('SA', 'SA')).toEqual(['positions[1].position named-twice']);
  });

  test('changes the answer and leaves remark and evidence to the station', () => {
    expect(corrected('SA', submitted.SA, [correction])).toEqual([
      { item: 'AU-SA-01', answer: 'not', remark: '有记录' },
    ]);
    expect(corrected('MT', submitted.SA, [correction])).toEqual(submitted.SA);
  });
});

describe('A draft', () => {
  test('may have gaps and no remarks, but nothing twice and nothing from elsewhere', () => {
    const draft = (...items: string[]) =>
      checkDraft(
        rules,
        'SA',
        items.map((item) => ({ item, answer: 'not' as const })),
      ).map(({ code }) => code);
    expect(draft()).toEqual([]);
    expect(draft('AU-SA-02')).toEqual([]);
    expect(draft('AU-SA-02', 'AU-SA-02', 'AU-MT-01')).toEqual(['answered-twice', 'outside-checklist']);
  });
});
