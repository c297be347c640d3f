import { localDate } from '../domain/calendar.ts';
import {
  type NetworkFile,
  type NetworkRows,
  networkFileNames,
  type Row,
} from '../domain/network/network-files.ts';
import type { ImportProblem } from '../domain/network/network-problems.ts';
import { readNetwork } from '../domain/network/read-network.ts';
import type { ApiClient } from './api-client.ts';

/** Rows of one call; keeps a call well below the API's limits of size and time. */
const rowsPerCall = 4_000;

export interface ImportReport {
  dryRun: boolean;
  counts: { regions: number; created: number; updated: number; unchanged: number; refused: number };
  readable: number;
  problems: ImportProblem[];
}

/**
 * Imports a network over the API. The files are checked whole first, because only then duplicates between stations
 * show; then they travel in parts of whole stations. A part that is sent again changes nothing.
 */
export async function importNetwork(
  api: ApiClient,
  network: { rows: NetworkRows; problems: readonly ImportProblem[] },
  options: { dryRun: boolean; onProgress?(done: number, of: number): void },
): Promise<ImportReport> {
  const [positions, regions] = await Promise.all([
    api.call<{ items: { code: string }[] }>('GET', '/v1/positions'),
    api.call<{ items: { regionId: string }[] }>('GET', '/v1/regions'),
  ]);
  const known = {
    positions: positions.items.map((position) => position.code),
    regions: regions.items.map((region) => region.regionId),
    runningMonth: localDate(Date.now()).slice(0, 7),
  };
  const checked = readNetwork(network.rows, known, network.problems);
  const given = new Set((network.rows.stations ?? []).map((row) => row.cells.station_code)).size;
  const report: ImportReport = {
    dryRun: options.dryRun,
    counts: { regions: 0, created: 0, updated: 0, unchanged: 0, refused: given - checked.stations.length },
    readable: checked.stations.length,
    problems: [...checked.problems],
  };
  if (options.dryRun) return report;

  const sound = new Set(checked.stations.map((station) => station.code));
  let done = 0;
  const badRegions = new Set(checked.problems.filter((p) => p.file === 'regions').map((p) => p.row));
  const regionRows = (network.rows.regions ?? []).filter((row) => !badRegions.has(row.row));
  for (const part of parts(network.rows, sound, checked.regions.length > 0 ? regionRows : [])) {
    const answer = await api.call<ImportReport>('POST', '/v1/network/imports', {
      dryRun: false,
      rows: part.rows,
    });
    for (const [name, count] of Object.entries(answer.counts))
      report.counts[name as keyof ImportReport['counts']] += count;
    report.problems.push(...answer.problems);
    done += part.stations;
    options.onProgress?.(done, sound.size);
  }
  return report;
}

/** Whole stations, a few thousand rows at a time; the regions go with the first part. */
function* parts(rows: NetworkRows, stations: Set<string>, regions: Row[]) {
  const byStation = new Map<string, Partial<Record<NetworkFile, Row[]>>>();
  for (const file of networkFileNames) {
    if (file === 'regions') continue;
    for (const row of rows[file] ?? []) {
      const code = row.cells.station_code ?? '';
      if (!stations.has(code)) continue;
      const own = byStation.get(code) ?? {};
      const list = own[file] ?? [];
      list.push(row);
      own[file] = list;
      byStation.set(code, own);
    }
  }
  const empty = (): Record<NetworkFile, Row[]> => ({
    regions: [],
    stations: [],
    intake: [],
    people: [],
    assignments: [],
  });
  let part = empty();
  part.regions = regions;
  let size = 0;
  let count = 0;
  for (const own of byStation.values()) {
    for (const file of networkFileNames) part[file].push(...(own[file] ?? []));
    size += Object.values(own).reduce((sum, list) => sum + list.length, 0);
    count += 1;
    if (size < rowsPerCall) continue;
    yield { rows: part, stations: count };
    part = empty();
    size = 0;
    count = 0;
  }
  if (count > 0 || part.regions.length > 0) yield { rows: part, stations: count };
}
