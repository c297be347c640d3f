import type { Grade } from '../../standard/edition-rules.ts';

export interface ScoredStation {
  stationId: string;
  regionId: string;
  name: string;
  /** Hundredths of a point. */
  score: number;
  grade: Grade;
  openCritical: number;
}

export interface RankedStation extends ScoredStation {
  /** 1 = best; equal stations share a rank and the next one is skipped (1, 2, 2, 4). */
  rank: number;
  /** Rank within the station's region, by the same order. */
  rankInRegion: number;
}

export interface RankedRegion {
  rank: number;
  regionId: string;
  stations: number;
  /** Mean of the stations' scores in hundredths, rounded half up. */
  score: number;
  grades: Record<Grade, number>;
}

const gradeOrder: Record<Grade, number> = { A: 0, B: 1, C: 2, D: 3 };

/** Grade first (a capped station must not stand above a better grade), then score, then fewer open criticals. */
const compare = (a: ScoredStation, b: ScoredStation) =>
  gradeOrder[a.grade] - gradeOrder[b.grade] || b.score - a.score || a.openCritical - b.openCritical;

/** Ranks stations over the network and within their region; ties are listed by station id. */
export function rankStations(stations: readonly ScoredStation[]): RankedStation[] {
  const sorted = [...stations].sort((a, b) => compare(a, b) || (a.stationId < b.stationId ? -1 : 1));
  const places = new Map<string, { count: number; rank: number; last?: ScoredStation }>();
  const place = (group: string, station: ScoredStation) => {
    const state = places.get(group) ?? { count: 0, rank: 0 };
    state.count += 1;
    if (!state.last || compare(state.last, station) !== 0) state.rank = state.count;
    state.last = station;
    places.set(group, state);
    return state.rank;
  };
  return sorted.map((station) => ({
    ...station,
    rank: place('network', station),
    rankInRegion: place(`region ${station.regionId}`, station),
  }));
}

/** Ranks regions by the mean score of their stations. */
export function rankRegions(stations: readonly ScoredStation[]): RankedRegion[] {
  const regions = new Map<string, { sum: number; stations: number; grades: Record<Grade, number> }>();
  for (const station of stations) {
    const region = regions.get(station.regionId) ?? {
      sum: 0,
      stations: 0,
      grades: { A: 0, B: 0, C: 0, D: 0 },
    };
    region.sum += station.score;
    region.stations += 1;
    region.grades[station.grade] += 1;
    regions.set(station.regionId, region);
  }
  const rows = [...regions].map(([regionId, r]) => ({
    rank: 0,
    regionId,
    stations: r.stations,
    score: Math.floor(r.sum / r.stations + 0.5),
    grades: r.grades,
  }));
  rows.sort((a, b) => b.score - a.score || (a.regionId < b.regionId ? -1 : 1));
  rows.forEach((row, i) => {
    const above = rows[i - 1];
    row.rank = above && above.score === row.score ? above.rank : i + 1;
  });
  return rows;
}
