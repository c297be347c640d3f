import Table from 'cli-table3';
import { stringify } from 'csv-stringify/sync';

export type Cell = string | number;
export const formats = ['table', 'json', 'csv'] as const;
export type Format = (typeof formats)[number];

/** A table for the terminal; double-width letters keep their columns. */
export function terminalTable(head: string[], rows: Cell[][], right: number[] = []): string {
  const table = new Table({
    head,
    style: { head: [], border: [], compact: true },
    colAligns: head.map((_, i) => (right.includes(i) ? 'right' : 'left')),
    chars: {
      top: '',
      'top-mid': '',
      'top-left': '',
      'top-right': '',
      bottom: '',
      'bottom-mid': '',
      'bottom-left': '',
      'bottom-right': '',
      left: '',
      'left-mid': '',
      mid: '',
      'mid-mid': '',
      right: '',
      'right-mid': '',
      middle: '  ',
    },
  });
  table.push(...rows.map((row) => row.map(String)));
  return table.toString();
}

/** CSV with a header of stable English column names, for spreadsheets and machines. */
export const csvText = (columns: string[], rows: Cell[][]): string => stringify([columns, ...rows]);
