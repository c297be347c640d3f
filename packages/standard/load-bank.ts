import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { BankGround } from './bank-rules.ts';
import type { QuestionBank } from './bank-schema.ts';
import { bankPath, checkBank } from './check-bank.ts';
import { EditionInvalid, type EditionProblem } from './edition-problem.ts';

/**
 * Reads the question bank of a position and checks it against an edition.
 * @param root folder that holds `banks`; this package unless told otherwise
 * @throws EditionInvalid with every problem found, each naming file, place and rule
 */
export function loadBank(code: string, ground: BankGround, root = import.meta.dirname): QuestionBank {
  const { bank, problems } = readBank(code, ground, root);
  if (!bank) throw new EditionInvalid(problems);
  return bank;
}

/**
 * Reads the question banks of all positions of an edition, in its order. A position without a bank and a bank
 * without a position are problems.
 * @throws EditionInvalid with every problem of every bank
 */
export function loadBanks(ground: BankGround, root = import.meta.dirname): QuestionBank[] {
  const codes = new Set([...ground.positions.map(({ code }) => code), ...codesIn(join(root, 'banks'))]);
  const read = [...codes].map((code) => readBank(code, ground, root));
  const problems = read.flatMap((checked) => checked.problems);
  if (problems.length > 0) throw new EditionInvalid(problems);
  return read.flatMap(({ bank }) => (bank ? [bank] : []));
}

function readBank(
  code: string,
  ground: BankGround,
  root: string,
): { bank?: QuestionBank; problems: EditionProblem[] } {
  const file = bankPath(code);
  const problem = (path: string, rule: string, message: string) => ({
    problems: [{ file, path, rule, message }],
  });
  const path = join(root, file);
  if (!existsSync(path)) return problem('', 'file-missing', 'the file is missing');
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    return problem('', 'json', `the file is not JSON (${String(cause)})`);
  }
  const checked = checkBank(content, ground);
  if (checked.bank && checked.bank.position !== code)
    return problem(
      'position',
      'file-name',
      `the file is named after its position (position is ${checked.bank.position})`,
    );
  return checked;
}

const codesIn = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith('.json'))
        .map((name) => basename(name, '.json'))
        .sort()
    : [];
