import { localDate } from '../domain/calendar.ts';
import { stationId } from '../domain/ids.ts';
import { concernsWholeFile, type ImportProblem, sortProblems } from '../domain/network/network-problems.ts';
import { keyOfCells, type ReadRow, readCells, repeatedRows } from '../domain/network/read-cells.ts';
import type { ApiClient } from './api-client.ts';
import { readCsv } from './network-csv.ts';
import { UserError } from './problem.ts';

/** Rows sent side by side. */
const atOnce = 8;

export interface IntakeImport {
  reported: number;
  /** What is wrong with the file itself; such rows are not sent. */
  problems: ImportProblem[];
  /** What the platform said no to, by line. */
  refused: { row: number; message: string }[];
}

/** Reports the visits of a file like `intake.csv` of a network, row by row, each as of now; sound rows go in spite of others. */
export async function importIntake(api: ApiClient, bytes: Uint8Array): Promise<IntakeImport> {
  const csv = readCsv('intake', bytes);
  const { rows, problems } = readCells('intake', csv.rows);
  const running = localDate(Date.now()).slice(0, 7);
  const early = rows.filter(({ cells: { month = '' } }) => month >= running);
  // Rows go side by side, so that nothing would tell which of two counts.
  const twice = repeatedRows(rows, keyOfCells('station_code', 'month'));
  const ofMonth = (code: string) => (row: ReadRow) => ({
    ...{ file: 'intake' as const, row: row.row, column: 'month' },
    ...{ code, value: row.cells.month ?? '' },
  });
  const report: IntakeImport = {
    reported: 0,
    problems: sortProblems([
      ...csv.problems,
      ...problems,
      ...early.map(ofMonth('month-not-over')),
      ...twice.map(ofMonth('duplicate-month')),
    ]),
    refused: [],
  };
  const wrong = new Set(report.problems.map(({ row }) => row));
  const waiting = report.problems.some(concernsWholeFile) ? [] : rows.filter(({ row }) => !wrong.has(row));
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const { row, cells } = next;
        const { station_code: code = '', month = '', visits = '' } = cells;
        try {
          const path = `/v1/stations/${stationId(code)}/intake/${month}`;
          await api.call('PUT', path, { visits: Number(visits) });
          report.reported += 1;
        } catch (error) {
          if (!(error instanceof UserError)) throw error;
          report.refused.push({ row, message: error.message });
        }
      }
    }),
  );
  report.refused.sort((a, b) => a.row - b.row);
  return report;
}
