import type * as z from 'zod';
import { type BankGround, bankRules } from './bank-rules.ts';
import { bankFile, type QuestionBank } from './bank-schema.ts';
import { dotted, type EditionProblem } from './edition-problem.ts';

export type CheckedBank = { bank: QuestionBank; problems: [] } | { bank?: never; problems: EditionProblem[] };

/** Path of a position's question bank inside this package. */
export const bankPath = (code: string) => `banks/${code}.json`;

/**
 * Checks a question bank by schema and, when its shape is right, by the rules between its questions and the
 * edition. Pure, so that a bank that arrives over the API is held to the same rules as one in a file.
 */
export function checkBank(content: unknown, ground: BankGround): CheckedBank {
  const parsed = bankFile.safeParse(content);
  const file = bankPath(positionOf(content));
  if (!parsed.success)
    return {
      problems: parsed.error.issues.flatMap(shapeProblems).map((problem) => ({ file, ...problem })),
    };
  const bank = parsed.data;
  const problems = bankRules.flatMap(({ rule, check }) =>
    check(bank, ground).map((place) => ({ file, rule, ...place })),
  );
  return problems.length > 0 ? { problems } : { bank, problems: [] };
}

/** The code that the content gives itself; a question mark when it is too broken to tell. */
const positionOf = (content: unknown): string =>
  content !== null && typeof content === 'object' && 'position' in content ? String(content.position) : '?';

function shapeProblems(issue: z.core.$ZodIssue): Omit<EditionProblem, 'file'>[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      path: dotted([...issue.path, key]),
      rule: 'unknown-key',
      message: `the key "${key}" is not part of the schema`,
    }));
  return [{ path: dotted(issue.path), rule: 'shape', message: issue.message }];
}
