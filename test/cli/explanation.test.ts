import { describe, expect, test } from 'vitest';
import { type AuditExplanation, explanationText } from '../../packages/cli/explanation.ts';
import { wordsIn } from '../../packages/cli/messages.ts';

const item = {
  item: 'SM-2',
  severity: 'critical',
  answer: 'not',
  gained: 0,
  possible: 20,
  check: { zh: '投诉有记录', en: 'Complaints are recorded' },
  remark: '系统停用',
};
const position = {
  position: 'SM',
  name: { zh: '服务站长', en: 'Station master' },
  weight: 50,
  score: 60,
  gained: 30,
  possible: 50,
  notShown: false,
  leftOut: false,
  items: [{ ...item, item: 'SM-1', answer: 'satisfied', gained: 30, possible: 30 }, item],
};
const explanation: AuditExplanation = {
  auditId: 'aud_1',
  stationId: 'stn_X',
  name: '甲站',
  score: 80,
  grade: 'C',
  uncapped: 'B',
  positions: [
    position,
    {
      ...position,
      position: 'PP',
      name: null,
      score: null,
      gained: 0,
      possible: 0,
      leftOut: true,
      items: [],
    },
    { ...position, position: 'MT', score: 0, gained: 0, notShown: true, items: [] },
  ],
  caps: [
    {
      id: 'critical-open',
      atMost: 'C',
      text: { zh: '最高C级', en: 'At most C' },
      lift: { fact: 'open-critical', now: 1, atMost: 0, items: ['SM-2'], correct: 1 },
      gradeAfter: 'B',
    },
  ],
  higherGrades: [
    {
      grade: 'B',
      missing: 0,
      items: [{ position: 'SM', item: 'SM-2', gain: 20 }],
      scoreAfter: 100,
      heldBy: [],
      reachable: true,
    },
    {
      grade: 'A',
      missing: 10,
      items: [{ position: 'SM', item: 'SM-2', gain: 20 }],
      scoreAfter: 100,
      heldBy: [
        {
          id: 'coverage-below-90',
          atMost: 'B',
          text: null,
          lift: { fact: 'certificate-coverage', now: 0.855, atLeast: 0.9 },
        },
      ],
      reachable: false,
    },
  ],
};
const text = (language: 'zh' | 'en', of = explanation) => explanationText(of, language, wordsIn(language));
const order = (whole: string, parts: readonly string[]) => parts.map((part) => whole.indexOf(part));

describe('an explanation on the terminal', () => {
  test('goes from the worst position to the caps to what raises the grade', () => {
    const places = order(text('en'), [
      'stn_X 甲站: 80.00 points, grade C',
      'a cap holds the grade down',
      'MT ',
      'SM ',
      'PP ',
      'Where points were lost',
      'Caps that hold the grade down',
      'What reaches a higher grade',
    ]);
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  test('names the lost item with its check and remark, and leaves satisfied ones out', () => {
    expect(text('en')).toMatch(
      /SM-2\s+20\.00\s+not satisfied\s+critical\s+Complaints are recorded\s+系统停用/,
    );
    expect(text('en')).not.toContain('SM-1');
  });

  test('says what lifts a cap and what a grade needs besides items', () => {
    expect(text('en')).toMatch(/At most C\s+correct 1 of the criticals SM-2\s+B/);
    expect(text('en')).toMatch(
      /A\s+10\.00\s+SM-2 \(\+20\.00\)\s+100\.00\s+certified seats: 85\.5 % now, at least 90 %/,
    );
  });

  test('is Chinese throughout for a Chinese reader', () => {
    const chinese = text('zh');
    for (const part of [
      '得分 80.00,等级 C',
      '只看得分应为 B 级',
      '服务站长',
      '未按期答卷',
      '投诉有记录',
      '致命',
      '最高C级',
      '改正以下致命项中的 1 项:SM-2',
      '持证率 85.5 %',
    ])
      expect(chinese).toContain(part);
    expect(chinese.replaceAll(/stn_X|SM|MT|PP|-\d|[ABCD]\b/g, '')).not.toMatch(/[A-Za-z]{2,}/);
  });

  test('of a full score is short', () => {
    const full = text('en', {
      ...explanation,
      score: 100,
      grade: 'A',
      uncapped: 'A',
      positions: [{ ...position, score: 100, gained: 100, possible: 100, items: [] }],
      caps: [],
      higherGrades: [],
    });
    expect(full).toContain('No item lost points');
    expect(full).not.toContain('Caps');
    expect(full).not.toContain('higher grade');
  });
});
