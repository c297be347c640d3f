import { judgeOptions, type Question, type QuestionBank } from './bank-schema.ts';
import type { Broken } from './cross-rule.ts';
import { mixedTexts } from './language-rules.ts';
import { repeated } from './repeated.ts';

/** What a bank is checked against; an edition has it, and so has what is kept of one in the table. */
export interface BankGround {
  positions: { code: string; duties: { clause: string }[] }[];
  certification: { exam: { poolTimesPaper: number } };
}

type Place = Omit<Broken, 'file'>;

/** A rule that the schema of a bank cannot say, with a stable name. */
export interface BankRule {
  rule: string;
  check(bank: QuestionBank, ground: BankGround): Place[];
}

/** A rule about one question at a time; places are inside the question. */
const ofQuestion = (rule: string, check: (question: Question, bank: QuestionBank) => Place[]): BankRule => ({
  rule,
  check: (bank) =>
    bank.questions.flatMap((question, at) =>
      check(question, bank).map(({ path, message }) => ({
        path: `questions[${at}].${path}`,
        message: `${question.id}: ${message}`,
      })),
    ),
});

const clausesOf = ({ position }: QuestionBank, { positions }: BankGround): string[] =>
  positions.find(({ code }) => code === position)?.duties.map(({ clause }) => clause) ?? [];

/** The text as it is compared: spaces and capitals make no other question. */
const bare = (text: string) => text.replace(/\s+/g, '').toLowerCase();

export const bankRules: readonly BankRule[] = [
  {
    rule: 'position-known',
    check: ({ position }, { positions }) =>
      positions.some(({ code }) => code === position)
        ? []
        : [{ path: 'position', message: `the edition has no position ${position}` }],
  },
  {
    rule: 'pool-size',
    check({ paper, questions }, { certification }) {
      const least = paper * certification.exam.poolTimesPaper;
      return questions.length >= least
        ? []
        : [
            {
              path: 'questions',
              message: `a paper of ${paper} is drawn from at least ${least} questions (now ${questions.length})`,
            },
          ];
    },
  },
  {
    rule: 'clause-known',
    check(bank, ground) {
      const clauses = new Set(clausesOf(bank, ground));
      return bank.questions.flatMap(({ id, clause }, at) =>
        clause === null || clauses.has(clause)
          ? []
          : [
              {
                path: `questions[${at}].clause`,
                message: `${id}: the position has no duty of clause ${clause}`,
              },
            ],
      );
    },
  },
  {
    rule: 'clauses-asked',
    check(bank, ground) {
      const asked = new Set(bank.questions.map(({ clause }) => clause));
      const missing = clausesOf(bank, ground).filter((clause) => !asked.has(clause));
      return missing.length === 0
        ? []
        : [{ path: 'questions', message: `no question asks about clause ${missing.join(', ')}` }];
    },
  },
  {
    rule: 'topics-asked',
    check({ questions }) {
      const asked = new Set(questions.map(({ topic }) => topic));
      const missing = (['duty', 'rule', 'safety'] as const).filter((topic) => !asked.has(topic));
      return missing.length === 0
        ? []
        : [{ path: 'questions', message: `no question has the topic ${missing.join(', ')}` }];
    },
  },
  {
    rule: 'unique-ids',
    check: ({ questions }) =>
      repeated(questions, ({ id }) => id).map(({ key, at }) => ({
        path: `questions[${at}].id`,
        message: `${key} is used twice in this bank`,
      })),
  },
  {
    rule: 'unique-texts',
    check: ({ questions }) =>
      (['zh', 'en'] as const).flatMap((language) =>
        repeated(questions, ({ text }) => bare(text[language])).map(({ at }) => ({
          path: `questions[${at}].text.${language}`,
          message: `${questions[at]?.id}: another question reads the same`,
        })),
      ),
  },
  ofQuestion('question-id', ({ id }, { position }) =>
    id.startsWith(`${position}-`)
      ? []
      : [{ path: 'id', message: `ids of the bank's questions begin with ${position}-` }],
  ),
  ofQuestion('duty-clause', ({ topic, clause }) =>
    topic === 'duty' && clause === null ? [{ path: 'clause', message: 'a duty has a clause' }] : [],
  ),
  ofQuestion('origin-clause', ({ origin, clause }) =>
    origin !== 'source' || (clause !== null && !clause.startsWith('H'))
      ? []
      : [{ path: 'origin', message: 'what the source document says has a clause without H' }],
  ),
  ofQuestion('unique-options', ({ options }) =>
    (['zh', 'en'] as const).flatMap((language) =>
      repeated(options, (option) => bare(option[language])).map(({ at }) => ({
        path: `options[${at}].${language}`,
        message: 'another option reads the same',
      })),
    ),
  ),
  ofQuestion('judge-options', ({ kind, options }) =>
    kind !== 'judge' || JSON.stringify(options) === JSON.stringify(judgeOptions)
      ? []
      : [{ path: 'options', message: 'a judge question has the options 正确/True and 错误/False' }],
  ),
  ofQuestion('answer-in-range', ({ options, answer }) =>
    answer.every((option, at) => option < options.length && option > (answer[at - 1] ?? -1))
      ? []
      : [
          {
            path: 'answer',
            message: `right options are named once each, lowest first, from 0 to ${options.length - 1}`,
          },
        ],
  ),
  ofQuestion('answer-count', ({ kind, options, answer }) => {
    if (kind !== 'multiple')
      return answer.length === 1
        ? []
        : [{ path: 'answer', message: `a ${kind} question has one right option` }];
    return answer.length > 1 && answer.length < options.length
      ? []
      : [{ path: 'answer', message: 'a multiple question has several right options and at least one wrong' }];
  }),
  { rule: 'languages-apart', check: (bank) => mixedTexts(bank) },
];
