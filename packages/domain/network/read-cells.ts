import { codePattern, editionPattern } from '../ids.ts';
import {
  type CellFormat,
  type ImportFile,
  type NetworkColumn,
  networkFiles,
  type Row,
} from './network-files.ts';
import type { ImportProblem } from './network-problems.ts';

const phonePattern = /^1[3-9]\d{9}$/;
const loginPattern = /^[a-z0-9._-]{3,40}$/;
const visitsPattern = /^(0|[1-9]\d{0,4})$/;
const mostVisits = 20_000;
const longestName = 60;
const longestNumber = 40;
const longestReference = 200;
/** Control and invisible format characters (line breaks, zero-width marks): they make names that only look equal. */
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;
/** Problems show what stands in the cell, but not a page of it. */
const shownCharacters = 40;

/** A day of the calendar as `YYYY-MM-DD`, from 1950 to 2199: an earlier or later one is a slip of the pen. */
export function isDate(text: string): boolean {
  if (!/^(19[5-9]|20\d|21\d)\d-\d\d-\d\d$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

/** The positions that a list such as `BT PT` or `MT=4 QI=2` names. */
export const positionsIn = (text: string): string[] => text.split(' ').map((one) => one.split('=')[0] ?? '');

/** Position → heads of a list such as `MT=4 QI=2`. */
export const floorsOf = (text: string): Record<string, number> =>
  Object.fromEntries(
    text.split(' ').map((one) => {
      const [position = '', heads] = one.split('=');
      return [position, Number(heads)];
    }),
  );

const isOnceEach = (codes: readonly string[]) => new Set(codes).size === codes.length;

const formats: Record<CellFormat, (text: string) => boolean> = {
  code: (text) => codePattern.test(text),
  name: (text) => [...text].length <= longestName && !unprintable.test(text),
  // Whether the standard has the position is asked later, because it depends on the edition.
  position: () => true,
  positions: (text) => /^[A-Z]{2,4}( [A-Z]{2,4})*$/.test(text) && isOnceEach(positionsIn(text)),
  floors: (text) =>
    /^[A-Z]{2,4}=[1-9]\d?( [A-Z]{2,4}=[1-9]\d?)*$/.test(text) && isOnceEach(positionsIn(text)),
  'repair-class': (text) => text === 'I' || text === 'II' || text === 'III',
  'yes-no': (text) => text === 'yes' || text === 'no',
  date: isDate,
  month: (text) => isDate(`${text}-01`),
  visits: (text) => visitsPattern.test(text) && Number(text) <= mostVisits,
  phone: (text) => phonePattern.test(text),
  login: (text) => loginPattern.test(text),
  level: (text) => /^[A-Za-z0-9-]{1,24}$/.test(text),
  'paper-number': (text) => [...text].length <= longestNumber && !unprintable.test(text),
  edition: (text) => editionPattern.test(text),
  reference: (text) => [...text].length <= longestReference && !unprintable.test(text),
};

/** A row whose cells were checked one by one: `cells` holds the good ones, trimmed; an empty optional one is absent. */
export interface ReadRow {
  row: number;
  cells: Record<string, string>;
}

export const shown = (value: string) => {
  const letters = [...value];
  return letters.length > shownCharacters ? `${letters.slice(0, shownCharacters).join('')}…` : value;
};

/**
 * Checks the columns of a file and each of its cells alone. A column that is missing or unknown is reported once,
 * in line 1, and not again for each row. The station of a problem is the row's `station_code` where that is good.
 */
export function readCells(
  file: ImportFile,
  rows: readonly Row[],
): { rows: ReadRow[]; problems: ImportProblem[] } {
  const { columns } = networkFiles[file];
  const problems = columnProblems(file, columns, rows);
  const missing = new Set(problems.filter((p) => p.code === 'column-missing').map((p) => p.column));
  const read = rows.map(({ row, cells }) => {
    const good: Record<string, string> = {};
    const bad: ImportProblem[] = [];
    for (const column of columns) {
      if (missing.has(column.name)) continue;
      const text = (cells[column.name] ?? '').trim();
      const code = problemOf(column, text);
      if (code)
        bad.push({
          file,
          row,
          column: column.name,
          code,
          ...(text === '' || column.personal ? {} : { value: shown(text) }),
        });
      else if (text !== '') good[column.name] = text;
    }
    const station = good.station_code;
    problems.push(...bad.map((problem) => (station === undefined ? problem : { ...problem, station })));
    return { row, cells: good };
  });
  return { rows: read, problems };
}

/** Rows that say the same as others, by a key of what they say; those without one say nothing. */
export function repeatedRows(
  rows: readonly ReadRow[],
  keyOf: (row: ReadRow) => string | undefined,
): ReadRow[] {
  const groups = new Map<string, ReadRow[]>();
  for (const row of rows) {
    const key = keyOf(row);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return [...groups.values()].filter((group) => group.length > 1).flat();
}

/** The cells of a row by which it is known, as one text; nothing where one of them is missing. */
export const keyOfCells =
  (...names: readonly string[]) =>
  ({ cells }: ReadRow): string | undefined => {
    const parts = names.map((name) => cells[name]);
    return parts.includes(undefined) ? undefined : parts.join(' ');
  };

function problemOf(column: NetworkColumn, text: string): string | null {
  if (text === '') return column.required ? 'value-missing' : null;
  if (formats[column.format](text)) return null;
  return column.personal ? 'wrong-personal-value' : 'wrong-value';
}

function columnProblems(
  file: ImportFile,
  columns: readonly NetworkColumn[],
  rows: readonly Row[],
): ImportProblem[] {
  // Rows of one file share their columns, but nothing forces a caller of the API to send them so.
  const given = new Set<string>();
  for (const row of rows) for (const name in row.cells) given.add(name);
  const problems: ImportProblem[] = [];
  if (rows.length > 0)
    for (const { name, required } of columns)
      if (required && !given.has(name)) problems.push({ file, row: 1, column: name, code: 'column-missing' });
  for (const name of given)
    if (!columns.some((column) => column.name === name))
      problems.push({ file, row: 1, column: shown(name), code: 'column-unknown' });
  return problems;
}
