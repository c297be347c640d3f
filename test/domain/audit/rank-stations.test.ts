import { describe, expect, test } from 'vitest';
import { rankRegions, rankStations } from '../../../packages/domain/audit/rank-stations.ts';

const station = (
  id: string,
  regionId: string,
  score: number,
  grade: 'A' | 'B' | 'C' | 'D',
  openCritical = 0,
) => ({
  stationId: `stn_${id}`,
  regionId: `reg_${regionId}`,
  name: id,
  score,
  grade,
  openCritical,
});

describe('ranking a network', () => {
  test('puts the grade before the score, so that a capped station does not stand above a better grade', () => {
    const ranked = rankStations([station('X', 'N', 9_800, 'C', 1), station('Y', 'N', 8_200, 'B')]);
    expect(ranked.map((s) => [s.name, s.rank])).toEqual([
      ['Y', 1],
      ['X', 2],
    ]);
  });

  test('gives equal stations the same rank and skips the next', () => {
    const ranked = rankStations([
      station('B', 'N', 9_000, 'A'),
      station('C', 'S', 9_000, 'A'),
      station('D', 'S', 8_900, 'B'),
      station('A', 'S', 9_500, 'A'),
    ]);
    expect(ranked.map((s) => [s.name, s.rank, s.rankInRegion])).toEqual([
      ['A', 1, 1],
      ['B', 2, 1],
      ['C', 2, 2],
      ['D', 4, 3],
    ]);
  });

  test('ranks regions by the mean of their stations', () => {
    const regions = rankRegions([
      station('A', 'N', 9_000, 'A'),
      station('B', 'N', 7_001, 'C'),
      station('C', 'S', 8_500, 'B'),
    ]);
    expect(regions.map((r) => [r.regionId, r.rank, r.score, r.stations])).toEqual([
      ['reg_S', 1, 8_500, 1],
      ['reg_N', 2, 8_001, 2],
    ]);
    expect(regions[1]?.grades).toEqual({ A: 1, B: 0, C: 1, D: 0 });
  });
});
