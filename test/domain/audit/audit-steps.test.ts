import { describe, expect, test } from 'vitest';
import {
  type AuditState,
  type AuditStep,
  afterTimeout,
  nextStep,
  stageOf,
} from '../../../packages/domain/audit/audit-steps.ts';
import { lastClosingAt } from '../../../packages/domain/audit/campaign-window.ts';
import { editionRules } from '../../../packages/standard/edition-rules.ts';
import { loadEdition } from '../../../packages/standard/load-edition.ts';

const rules = editionRules(loadEdition('edition-1'));
const at = (text: string) => Date.parse(`2026-${text}T00:00:00Z`);
const audit = (given: Partial<AuditState> = {}): AuditState => ({
  status: 'answering',
  dueAt: '2026-03-10T00:00:00.000Z',
  closesAt: '2026-03-20T00:00:00.000Z',
  review: true,
  pending: new Set(['SA']),
  reviewed: false,
  ...given,
});
const answered = audit({ pending: undefined });
const waited = (next: AuditStep['next'], told = false): AuditStep => ({
  next,
  wait: { seconds: 1, dueAt: '2026-03-10T00:00:00.000Z', told },
  tell: null,
});

describe('Where an audit stands', () => {
  test.each<[string, AuditState, string, string]>([
    ['answers are missing', audit(), '03-05', 'answering'],
    ['everything is answered', answered, '03-05', 'in-review'],
    ['nothing is reviewed', audit({ pending: undefined, review: false }), '03-05', 'answering'],
    ['the window is over', audit(), '03-20', 'in-review'],
    ['HQ has decided', audit({ pending: undefined, reviewed: true }), '03-05', 'answering'],
    ['it is closed', audit({ status: 'closed' }), '03-05', 'closed'],
    ['it is cancelled', audit({ status: 'cancelled' }), '03-05', 'cancelled'],
  ])('%s', (_case, state, day, expected) => expect(stageOf(state, at(day))).toBe(expected));
});

describe('What an audit needs next', () => {
  test.each<[string, AuditState, string, string, string]>([
    ['the answers until they are due', audit(), '03-05', 'answers', '2026-03-10T00:00:00.000Z'],
    ['the review for 14 days', answered, '03-05', 'review', '2026-03-19T00:00:00.000Z'],
    ['the review of what is there', audit(), '03-20', 'review', '2026-04-03T00:00:00.000Z'],
    [
      'the score after the review',
      audit({ pending: undefined, reviewed: true }),
      '03-05',
      'score',
      '2026-03-20T00:00:00.000Z',
    ],
    [
      'the score where nothing is reviewed',
      audit({ review: false }),
      '03-20',
      'score',
      '2026-03-20T00:00:00.000Z',
    ],
    [
      'nothing once it is cancelled',
      audit({ status: 'cancelled' }),
      '03-05',
      'cancelled',
      '2026-03-20T00:00:00.000Z',
    ],
  ])('%s', (_case, state, day, next, dueAt) => {
    expect(nextStep(rules, state, at(day))).toMatchObject({ next, wait: { dueAt, told: false }, tell: null });
  });
});

describe('A wait that has run out', () => {
  test('tells the region once, and takes answers until the window ends', () => {
    const first = afterTimeout(rules, audit(), waited('answers'), at('03-10'));
    expect(first).toEqual({
      next: 'answers',
      wait: { seconds: 10 * 86_400, dueAt: '2026-03-20T00:00:00.000Z', told: true },
      tell: 'region-manager',
    });
  });

  test('goes on silently where the date was put off', () => {
    const putOff = audit({ dueAt: '2026-03-15T00:00:00.000Z', closesAt: '2026-03-25T00:00:00.000Z' });
    expect(afterTimeout(rules, putOff, waited('answers'), at('03-10'))).toMatchObject({
      next: 'answers',
      wait: { dueAt: '2026-03-15T00:00:00.000Z', told: false },
      tell: null,
    });
    // Told before the window was put off: not told again.
    expect(afterTimeout(rules, putOff, waited('answers', true), at('03-20'))).toMatchObject({
      next: 'answers',
      wait: { dueAt: '2026-03-25T00:00:00.000Z', told: true },
      tell: null,
    });
  });

  test('turns to the review, or to the score, when the window is over', () => {
    expect(afterTimeout(rules, audit(), waited('answers', true), at('03-20')).next).toBe('review');
    const unreviewed = audit({ review: false });
    expect(afterTimeout(rules, unreviewed, waited('answers', true), at('03-20')).next).toBe('score');
  });

  test('tells the head of the network of a late review, waits once more, and then counts what was submitted', () => {
    const late = afterTimeout(rules, answered, waited('review'), at('03-19'));
    expect(late).toMatchObject({ next: 'review', wait: { told: true }, tell: 'hq-network' });
    expect(afterTimeout(rules, answered, late, at('04-02'))).toMatchObject({ next: 'score', tell: null });
  });

  test('finds what was decided in the same moment', () => {
    const reviewed = audit({ pending: undefined, reviewed: true });
    expect(afterTimeout(rules, reviewed, waited('review'), at('03-19'))).toMatchObject({
      next: 'score',
      tell: null,
    });
    const cancelled = audit({ status: 'cancelled' });
    expect(afterTimeout(rules, cancelled, waited('answers'), at('03-10')).next).toBe('cancelled');
  });
});

test('A campaign waits for two late reviews and one round in between, where HQ reviews', () => {
  expect(lastClosingAt(rules, '2026-03-20T00:00:00Z', false)).toBe('2026-03-20T01:00:00.000Z');
  expect(lastClosingAt(rules, '2026-03-20T00:00:00Z', true)).toBe('2026-05-22T01:00:00.000Z');
});
