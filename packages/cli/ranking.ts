import type { ApiClient } from './api-client.ts';
import type { Language, Words } from './messages.ts';
import { type Cell, csvText, type Format, terminalTable } from './tables.ts';

export interface RankedStation {
  rank: number;
  rankInRegion: number;
  stationId: string;
  name: string;
  regionId: string;
  score: number;
  grade: string;
  openCritical: number;
}
export interface RankedRegion {
  rank: number;
  regionId: string;
  stations: number;
  score: number;
  grades: Record<'A' | 'B' | 'C' | 'D', number>;
}

const points = (score: number) => score.toFixed(2);

/** Names of the regions, by id. */
export async function regionNames(api: ApiClient, language: Language): Promise<Map<string, string>> {
  const regions = await api.all<{ regionId: string; name: Record<Language, string> }>('/v1/regions');
  return new Map(regions.map((region) => [region.regionId, region.name[language]]));
}

export function stationRanking(
  stations: RankedStation[],
  names: Map<string, string>,
  format: Format,
  words: Words,
): string {
  if (format === 'json') return JSON.stringify(stations, null, 2);
  const rows = (region: (id: string) => string): Cell[][] =>
    stations.map((s) => [
      s.rank,
      s.rankInRegion,
      s.stationId,
      s.name,
      region(s.regionId),
      points(s.score),
      s.grade,
      s.openCritical,
    ]);
  if (format === 'csv')
    return csvText(
      ['rank', 'rank_in_region', 'station_id', 'name', 'region_id', 'score', 'grade', 'open_criticals'],
      rows((id) => id),
    );
  const head = [
    words('rank'),
    words('rank-in-region'),
    words('station'),
    words('name'),
    words('region'),
    words('score'),
    words('grade'),
    words('criticals'),
  ];
  return terminalTable(
    head,
    rows((id) => names.get(id) ?? id),
    [0, 1, 5, 7],
  );
}

export function regionRanking(
  regions: RankedRegion[],
  names: Map<string, string>,
  format: Format,
  words: Words,
): string {
  if (format === 'json') return JSON.stringify(regions, null, 2);
  const rows = (region: (id: string) => string): Cell[][] =>
    regions.map((r) => [
      r.rank,
      region(r.regionId),
      r.stations,
      points(r.score),
      r.grades.A,
      r.grades.B,
      r.grades.C,
      r.grades.D,
    ]);
  if (format === 'csv')
    return csvText(
      ['rank', 'region_id', 'stations', 'score', 'a', 'b', 'c', 'd'],
      rows((id) => id),
    );
  return terminalTable(
    [words('rank'), words('region'), words('stations'), words('score'), 'A', 'B', 'C', 'D'],
    rows((id) => names.get(id) ?? id),
    [0, 2, 3, 4, 5, 6, 7],
  );
}
