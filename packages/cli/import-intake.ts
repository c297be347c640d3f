import { localDate } from '../domain/calendar.ts';
import { stationId } from '../domain/ids.ts';
import { concernsWholeFile, type ImportProblem, sortProblems } from '../domain/network/network-problems.ts';
import { type ReadRow, readCells } from '../domain/network/read-cells.ts';
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
  const whole = rows.filter(({ cells }) => cells.station_code !== undefined && cells.month !== undefined);
  const nameOf = ({ cells }: ReadRow) => `${cells.station_code} ${cells.month}`;
  const times = new Map<string, number>();
  for (const row of whole) times.set(nameOf(row), (times.get(nameOf(row)) ?? 0) + 1);
  const twice = whole.filter((row) => (times.get(nameOf(row)) ?? 0) > 1);
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
