import { allowedTexts, type Language, problemTexts } from './messages.ts';
import { type ImportFile, networkFileNames, networkFiles } from './network-files.ts';

/** One thing that is wrong in the files of a network; the code becomes a sentence by `problemMessage`. */
export interface ImportProblem {
  file: ImportFile;
  /** The line that the row starts on; the header is line 1. */
  row: number;
  /** Null when no single column is to blame. */
  column: string | null;
  /** Stable machine code, a key of `problemTexts`. */
  code: string;
  /** What stands there, shortened; never personal data. */
  value?: string;
  /** What is allowed here, as codes or days; the column's format says it otherwise. */
  allowed?: string;
  /** Code of the station that is left out because of this; absent when no station can be told. */
  station?: string;
}

/** Problems that leave open what a whole file says, so that no station can be taken from the files. */
const wholeFileCodes: readonly string[] = [
  'not-utf8',
  'file-empty',
  'header-missing',
  'quote-not-closed',
  'quote-misplaced',
  'column-missing',
  'column-unknown',
  'column-twice',
];

export const concernsWholeFile = (problem: ImportProblem) => wholeFileCodes.includes(problem.code);

/** The sentence for people: what is wrong and what is allowed. The place is said by `problemPlace`. */
export function problemMessage(problem: ImportProblem, language: Language): string {
  const text = problemTexts[problem.code] ?? problemTexts.invalid;
  const column = networkFiles[problem.file].columns.find((known) => known.name === problem.column);
  return (text?.[language] ?? problem.code)
    .replaceAll('{value}', () => problem.value ?? '')
    .replaceAll('{column}', () => problem.column ?? '')
    .replaceAll('{columns}', () => networkFiles[problem.file].columns.map((known) => known.name).join(','))
    .replaceAll('{allowed}', () => problem.allowed ?? (column ? allowedTexts[column.format][language] : ''));
}

/** Where the problem is, for example `people.csv 第 12 行 phone`. */
export function problemPlace(problem: ImportProblem, language: Language): string {
  const row = language === 'zh' ? `第 ${problem.row} 行` : `line ${problem.row}`;
  return [`${problem.file}.csv`, row, ...(problem.column === null ? [] : [problem.column])].join(' ');
}

/** By file, row, column and code, each problem once: the same files always give the same list. */
export function sortProblems(problems: readonly ImportProblem[]): ImportProblem[] {
  const keyed = problems.map((problem) => {
    const columns = networkFiles[problem.file].columns;
    const column = columns.findIndex((known) => known.name === problem.column);
    return {
      problem,
      file: ([...networkFileNames, 'certificates'] as const).indexOf(problem.file),
      column: column < 0 ? columns.length : column,
      text: `${problem.column} ${problem.code}`,
    };
  });
  keyed.sort(
    (a, b) =>
      a.file - b.file ||
      a.problem.row - b.problem.row ||
      a.column - b.column ||
      (a.text < b.text ? -1 : a.text > b.text ? 1 : 0),
  );
  return keyed
    .filter(({ problem, text }, i) => {
      const before = keyed[i - 1];
      return (
        !before ||
        before.problem.file !== problem.file ||
        before.problem.row !== problem.row ||
        before.text !== text
      );
    })
    .map(({ problem }) => problem);
}
