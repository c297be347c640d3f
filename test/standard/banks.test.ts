import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { bankRules } from '../../packages/standard/bank-rules.ts';
import type { QuestionBank } from '../../packages/standard/bank-schema.ts';
import { checkBank } from '../../packages/standard/check-bank.ts';
import { EditionInvalid, type EditionProblem, problemLine } from '../../packages/standard/edition-problem.ts';
import { loadBank, loadBanks } from '../../packages/standard/load-bank.ts';
import { loadEdition } from '../../packages/standard/load-edition.ts';
import type { Loose } from './copy-edition.ts';

const edition = loadEdition('edition-1');
const banks = loadBanks(edition);
const questions = banks.flatMap((bank) => bank.questions);

describe('the question banks that ship', () => {
  test('are one for each position, in the order of the edition', () => {
    expect(banks.map((bank) => bank.position)).toEqual(edition.positions.map(({ code }) => code));
    expect(new Set(questions.map(({ id }) => id)).size).toBe(questions.length);
    expect(questions.length).toBeGreaterThanOrEqual(480);
  });

  test.each(banks.map((bank) => [bank.position, bank] as const))(
    '%s has enough of each topic and kind',
    (_, bank) => {
      const count = (of: (question: QuestionBank['questions'][number]) => boolean) =>
        bank.questions.filter(of).length;
      expect(bank.questions.length).toBeGreaterThanOrEqual(30);
      expect(count(({ topic }) => topic === 'duty')).toBeGreaterThanOrEqual(10);
      expect(count(({ topic }) => topic === 'rule')).toBeGreaterThanOrEqual(8);
      expect(count(({ topic }) => topic === 'safety')).toBeGreaterThanOrEqual(8);
      expect(count(({ kind }) => kind === 'multiple')).toBeGreaterThanOrEqual(5);
      expect(count(({ kind }) => kind === 'judge')).toBeGreaterThanOrEqual(5);
      expect(count(({ critical }) => critical)).toBeGreaterThanOrEqual(1);
    },
  );

  test('no two of them ask the same question in the same words', () => {
    expect(new Set(questions.map(({ text }) => text.zh)).size).toBe(questions.length);
    expect(new Set(questions.map(({ text }) => text.en)).size).toBe(questions.length);
  });

  test('right answers are spread, so that guessing one place does not pass', () => {
    for (const { position, questions } of banks) {
      const singles = questions.filter(({ kind }) => kind === 'single');
      for (const place of [0, 1, 2, 3]) {
        const share = singles.filter(({ answer }) => answer[0] === place).length / singles.length;
        expect(share, `${position} place ${place}`).toBeGreaterThan(0.05);
        expect(share, `${position} place ${place}`).toBeLessThan(0.45);
      }
      const judged = questions.filter(({ kind }) => kind === 'judge');
      const wrong = judged.filter(({ answer }) => answer[0] === 1).length / judged.length;
      expect(wrong, `${position} judged`).toBeGreaterThan(0.3);
      expect(wrong, `${position} judged`).toBeLessThan(0.7);
    }
  });

  test('several right options come in many combinations', () => {
    const sets = questions.filter(({ kind }) => kind === 'multiple').map(({ answer }) => answer.join());
    expect(new Set(sets).size).toBeGreaterThanOrEqual(8);
    for (const { kind, answer, options } of questions.filter(({ kind }) => kind === 'multiple'))
      expect([kind, options.length, [2, 3].includes(answer.length)]).toEqual(['multiple', 4, true]);
  });

  test.each(['zh', 'en'] as const)('the right option is not given away by its length in %s', (language) => {
    const singles = questions.filter(({ kind }) => kind === 'single');
    const longest = singles.filter(({ options, answer }) => {
      const lengths = options.map((option) => option[language].length);
      const right = lengths[answer[0] ?? 0] ?? 0;
      return lengths.every((length, at) => at === answer[0] || length < right);
    });
    // One in four would be chance.
    expect(longest.length / singles.length).toBeLessThan(0.35);
  });

  test('each fits into one item of the table', () => {
    for (const bank of banks)
      expect(Buffer.byteLength(JSON.stringify(bank)), bank.position).toBeLessThan(100 * 1024);
  });
});

/** What checking says about the bank of the station master after a change. */
function problemsAfter(change: (bank: Loose) => void): EditionProblem[] {
  const bank: Loose = JSON.parse(JSON.stringify(loadBank('SM', edition)));
  change(bank);
  return checkBank(bank, edition).problems;
}
const at = (bank: Loose, kind: string): Loose => bank.questions.find((one: Loose) => one.kind === kind);

/** One way to break each rule: rule, place, change. */
const breaks: [string, string, (bank: Loose) => void][] = [
  [
    'position-known',
    'position',
    (bank) => {
      bank.position = 'XX';
    },
  ],
  ['pool-size', 'questions', (bank) => bank.questions.splice(1, bank.questions.length - 29)],
  [
    'clause-known',
    'questions[0].clause',
    (bank) => {
      bank.questions[0].clause = '2.1';
    },
  ],
  [
    'clauses-asked',
    'questions',
    (bank) => {
      bank.questions = bank.questions.filter((one: Loose) => one.clause !== '1.8');
    },
  ],
  [
    'topics-asked',
    'questions',
    (bank) => {
      for (const one of bank.questions) if (one.topic === 'safety') one.topic = 'rule';
    },
  ],
  [
    'unique-ids',
    'questions[3].id',
    (bank) => {
      bank.questions[3].id = bank.questions[0].id;
    },
  ],
  [
    'unique-texts',
    'questions[3].text.en',
    (bank) => {
      bank.questions[3].text.en = ` ${bank.questions[0].text.en.toUpperCase()}`;
    },
  ],
  [
    'question-id',
    'questions[2].id',
    (bank) => {
      bank.questions[2].id = 'CC-900';
    },
  ],
  [
    'duty-clause',
    'questions[0].clause',
    (bank) => {
      bank.questions[0].clause = null;
    },
  ],
  [
    'origin-clause',
    'origin',
    (bank) => {
      bank.questions.find((one: Loose) => one.clause === null).origin = 'source';
    },
  ],
  [
    'unique-options',
    'questions[0].options[1].zh',
    (bank) => {
      bank.questions[0].options[1].zh = bank.questions[0].options[0].zh;
    },
  ],
  [
    'judge-options',
    'options',
    (bank) => {
      at(bank, 'judge').options.reverse();
    },
  ],
  [
    'answer-in-range',
    'questions[0].answer',
    (bank) => {
      bank.questions[0].answer = [4];
    },
  ],
  [
    'answer-in-range',
    'answer',
    (bank) => {
      at(bank, 'multiple').answer = [2, 1];
    },
  ],
  [
    'answer-in-range',
    'answer',
    (bank) => {
      at(bank, 'multiple').answer = [1, 1];
    },
  ],
  [
    'answer-count',
    'questions[0].answer',
    (bank) => {
      bank.questions[0].answer = [0, 1];
    },
  ],
  [
    'answer-count',
    'answer',
    (bank) => {
      at(bank, 'multiple').answer = [1];
    },
  ],
  [
    'answer-count',
    'answer',
    (bank) => {
      at(bank, 'multiple').answer = [0, 1, 2, 3];
    },
  ],
  [
    'languages-apart',
    'questions[0].text.zh',
    (bank) => {
      bank.questions[0].text.zh = 'Who leads the plan?';
    },
  ],
  [
    'languages-apart',
    'questions[0].options[0].en',
    (bank) => {
      bank.questions[0].options[0].en = '站长';
    },
  ],
];

describe('a bank that breaks a rule', () => {
  test.each(breaks)('%s is reported at %s', (rule, place, change) => {
    const found = problemsAfter(change).filter((problem) => problem.rule === rule);
    expect(found.map((problem) => problem.path).join(' ')).toContain(place);
    for (const { file, message } of found) {
      expect(file).toMatch(/^banks\/[A-Z]+\.json$/);
      expect(message).not.toBe('');
    }
  });

  test('every rule has a way to break it here', () => {
    expect(new Set(breaks.map(([rule]) => rule))).toEqual(new Set(bankRules.map(({ rule }) => rule)));
  });

  test('all that is wrong is named at once', () => {
    const problems = problemsAfter((bank) => {
      bank.questions[0].answer = [7];
      bank.questions[1].clause = '9.9';
    });
    expect(problems.map(({ rule }) => rule)).toEqual(['clause-known', 'answer-in-range']);
    expect(problems.map(problemLine)[0]).toMatch(/^banks\/SM\.json: questions\[1\]\.clause: SM-002: /);
  });
});

describe('a bank whose shape is wrong', () => {
  test.each<[string, string, (bank: Loose) => void]>([
    [
      'unknown-key',
      'questions[0].anwser',
      (bank) => {
        bank.questions[0].anwser = [1];
      },
    ],
    [
      'shape',
      'questions[0].kind',
      (bank) => {
        bank.questions[0].kind = 'essay';
      },
    ],
    [
      'shape',
      'questions[4].options[0].en',
      (bank) => {
        delete bank.questions[4].options[0].en;
      },
    ],
    [
      'shape',
      'paper',
      (bank) => {
        bank.paper = 0;
      },
    ],
  ])('%s is reported at %s', (rule, place, change) => {
    expect(problemsAfter(change).map(({ rule, path }) => [rule, path])).toEqual([[rule, place]]);
  });

  test.each([[null], ['bank'], [[]], [{ questions: 'none' }]])('%j is no bank', (content) => {
    const { bank, problems } = checkBank(content, edition);
    expect(bank).toBeUndefined();
    expect(problems.length).toBeGreaterThan(0);
  });

  test('content over the API that is sound is handed back as a bank', () => {
    const bank = loadBank('SM', edition);
    expect(checkBank(JSON.parse(JSON.stringify(bank)), edition)).toEqual({ bank, problems: [] });
  });
});

describe('a folder of banks', () => {
  const shipped = join(import.meta.dirname, '../../packages/standard/banks');

  function problemsInFolder(change: (folder: string) => void): string[] {
    const root = mkdtempSync(join(tmpdir(), 'banks-'));
    try {
      cpSync(shipped, join(root, 'banks'), { recursive: true });
      change(join(root, 'banks'));
      loadBanks(edition, root);
      return [];
    } catch (error) {
      if (error instanceof EditionInvalid)
        return error.problems.map((problem) => `${problem.rule} ${problemLine(problem)}`);
      throw error;
    } finally {
      rmSync(root, { recursive: true });
    }
  }

  test('an untouched copy loads', () => {
    expect(existsSync(shipped)).toBe(true);
    expect(problemsInFolder(() => {})).toEqual([]);
  });

  test.each<[string, (folder: string) => void]>([
    ['file-missing banks/CC.json: the file is missing', (folder) => rmSync(join(folder, 'CC.json'))],
    [
      'json banks/MT.json: the file is not JSON',
      (folder) => writeFileSync(join(folder, 'MT.json'), '{ "position": '),
    ],
    [
      'file-name banks/TD.json: position: the file is named after its position (position is QI)',
      (folder) => cpSync(join(folder, 'QI.json'), join(folder, 'TD.json')),
    ],
    [
      'file-name banks/XX.json: position: the file is named after its position (position is QI)',
      (folder) => cpSync(join(folder, 'QI.json'), join(folder, 'XX.json')),
    ],
  ])('says "%s"', (line, change) => {
    expect(problemsInFolder(change).join('\n')).toContain(line);
  });

  test('a bank that is asked for alone and missing is said so', () => {
    expect(() => loadBank('XX', edition)).toThrow('banks/XX.json: the file is missing');
  });
});
