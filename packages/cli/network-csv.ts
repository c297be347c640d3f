import { type CsvError, parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { codePattern } from '../domain/ids.ts';
import {
  type ImportFile,
  type NetworkFile,
  type NetworkRows,
  networkFileNames,
  networkFiles,
  type Row,
} from '../domain/network/network-files.ts';
import type { ImportProblem } from '../domain/network/network-problems.ts';

/**
 * Turns the bytes of a CSV file into rows. Takes UTF-8 with or without a byte order mark, comma as separator, and
 * any kind of line break; blank lines are skipped but counted, so that a row keeps the line it starts on. A file
 * that cannot be read as a whole gives no rows; a row with another number of cells than the header is left out.
 * Hand the problems on to `readNetwork`, which then knows which stations they touch.
 */
export function readCsv(file: ImportFile, bytes: Uint8Array): { rows: Row[]; problems: ImportProblem[] } {
  const wholeFile = (row: number, code: string) => ({
    rows: [],
    problems: [{ file, row, column: null, code }],
  });
  const text = decode(bytes);
  if (typeof text === 'number') return wholeFile(text, 'not-utf8');
  const read = records(text);
  if ('code' in read) return wholeFile(read.row, read.code);
  const [header, ...body] = read.records;
  if (!header) return wholeFile(1, 'file-empty');

  const names = header.cells.map((name) => name.trim());
  // Spreadsheets leave blank columns at the right.
  while (names.at(-1) === '') names.pop();
  const known = networkFiles[file].columns.map((column) => column.name);
  if (!names.some((name) => known.includes(name))) return wholeFile(header.row, 'header-missing');
  const problems = headerProblems(file, names);
  const stationAt = names.indexOf('station_code');
  const rows: Row[] = [];
  for (const { row, cells } of body) {
    const beyond = cells.slice(names.length);
    const width = cells.length === header.cells.length || cells.length === names.length;
    if (width && beyond.every((cell) => cell.trim() === '')) {
      rows.push({ row, cells: Object.fromEntries(names.map((name, i) => [name, cells[i] ?? ''])) });
      continue;
    }
    // Codes stand before the free text in which a stray comma is likely, so the station can mostly be told.
    const station = cells[stationAt]?.trim() ?? '';
    problems.push({
      file,
      row,
      column: null,
      code: 'wrong-field-count',
      value: String(cells.length),
      ...(codePattern.test(station) ? { station } : {}),
    });
  }
  return { rows, problems };
}

/** Reads all files that are given; the problems go to `readNetwork` as its third argument. */
export function readNetworkCsv(files: Partial<Record<NetworkFile, Uint8Array>>): {
  rows: NetworkRows;
  problems: ImportProblem[];
} {
  const rows: NetworkRows = {};
  const problems: ImportProblem[] = [];
  for (const file of networkFileNames) {
    const bytes = files[file];
    if (!bytes) continue;
    const read = readCsv(file, bytes);
    rows[file] = read.rows;
    for (const problem of read.problems) problems.push(problem);
  }
  return { rows, problems };
}

/** CSV text with header, LF line breaks and no byte order mark; columns in the order of `networkFiles`. */
export function writeCsv(file: ImportFile, rows: readonly Row[]): string {
  const columns = networkFiles[file].columns.map((column) => column.name);
  return stringify(
    [columns, ...rows.map(({ cells }) => columns.map((name) => cells[name] ?? ''))],
    // A lone carriage return also ends a line for readers, so it is quoted as well.
    { record_delimiter: '\n', quoted_match: /[\r\n]/ },
  );
}

function headerProblems(file: ImportFile, names: readonly string[]): ImportProblem[] {
  const { columns } = networkFiles[file];
  const problems: ImportProblem[] = [];
  const add = (column: string, code: string) => problems.push({ file, row: 1, column, code });
  for (const { name, required } of columns) {
    const times = names.filter((given) => given === name).length;
    if (times === 0 && required) add(name, 'column-missing');
    if (times > 1) add(name, 'column-twice');
  }
  for (const name of new Set(names))
    if (!columns.some((column) => column.name === name)) add(name, 'column-unknown');
  return problems;
}

/** The text with LF as its only line break, or the line in which it stops being UTF-8. */
function decode(bytes: Uint8Array): string | number {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    return decoder.decode(bytes).replaceAll('\r\n', '\n').replaceAll('\r', '\n');
  } catch {
    return firstBadLine(bytes);
  }
}

function firstBadLine(bytes: Uint8Array): number {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let line = 1;
  for (let start = 0; start < bytes.length; line++) {
    const end = bytes.indexOf(0x0a, start);
    const stop = end < 0 ? bytes.length : end;
    try {
      decoder.decode(bytes.subarray(start, stop));
    } catch {
      return line;
    }
    start = stop + 1;
  }
  return line;
}

interface CsvRecord {
  row: number;
  cells: string[];
}

/** The records that are not blank, each with the line it starts on; or where and why reading had to stop. */
function records(text: string): { records: CsvRecord[] } | { row: number; code: string } {
  const read: CsvRecord[] = [];
  let lastLine = 0;
  try {
    parse(text, {
      record_delimiter: '\n',
      relax_column_count: true,
      skip_empty_lines: true,
      on_record: (cells: string[], { lines }) => {
        const breaks = cells.reduce((sum, cell) => sum + (cell.split('\n').length - 1), 0);
        if (cells.some((cell) => cell.trim() !== '')) read.push({ row: lines - breaks, cells });
        lastLine = lines;
        // Kept above with its line; the parser need not keep it too.
        return null;
      },
    });
  } catch (error) {
    const { code } = error as CsvError;
    const opened = lastLine + 1 + blankLinesAfter(text, lastLine);
    if (code === 'CSV_QUOTE_NOT_CLOSED') return { row: opened, code: 'quote-not-closed' };
    if (code === 'INVALID_OPENING_QUOTE' || code === 'CSV_INVALID_CLOSING_QUOTE')
      return { row: opened, code: 'quote-misplaced' };
    throw error;
  }
  return { records: read };
}

function blankLinesAfter(text: string, line: number): number {
  let blank = 0;
  for (const content of text.split('\n').slice(line)) {
    if (content !== '') break;
    blank += 1;
  }
  return blank;
}
