import { readCertificates } from '../domain/certification/read-certificates.ts';
import type { Row } from '../domain/network/network-files.ts';
import type { ImportProblem } from '../domain/network/network-problems.ts';
import type { ApiClient } from './api-client.ts';

/** Rows of one call; keeps a call well below the API's limits of size and time. */
const rowsPerCall = 1_000;

export interface CertificateReport {
  dryRun: boolean;
  counts: { taken: number; unchanged: number; refused: number };
  problems: ImportProblem[];
}

/**
 * Imports certificates over the API. The file is checked whole first, because only then repeated rows show; then sound
 * rows travel in parts, those of a station together. A part that is sent again changes nothing.
 */
export async function importCertificates(
  api: ApiClient,
  file: { rows: readonly Row[]; problems: readonly ImportProblem[] },
  options: { dryRun: boolean; reason: string; onProgress?(done: number, of: number): void },
): Promise<CertificateReport> {
  const { dryRun, reason } = options;
  const checked = readCertificates(file.rows, file.problems);
  const sound = new Set(checked.rows.map(({ row }) => row));
  const counts = { taken: 0, unchanged: 0, refused: file.rows.length - sound.size };
  const report: CertificateReport = { dryRun, counts, problems: [...checked.problems] };
  const rows = file.rows
    .filter(({ row }) => sound.has(row))
    .sort((a, b) => ((a.cells.station_code ?? '') < (b.cells.station_code ?? '') ? -1 : 1));
  for (let i = 0; i < rows.length; i += rowsPerCall) {
    const part = rows.slice(i, i + rowsPerCall);
    const answer = await api.call<CertificateReport>('POST', '/v1/certificates/imports', {
      ...{ dryRun, reason, rows: part },
    });
    for (const name of ['taken', 'unchanged', 'refused'] as const) counts[name] += answer.counts[name];
    report.problems.push(...answer.problems);
    options.onProgress?.(i + part.length, rows.length);
  }
  return report;
}
