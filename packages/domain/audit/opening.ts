import type { EditionRules, PositionCode } from '../../standard/edition-rules.ts';

/** Stations that one call of the opening function takes on (house: a few seconds of work). */
export const stationsPerBatch = 200;

export interface StationToAudit {
  stationId: string;
  regionId: string;
  /** People per position. */
  heads: Readonly<Record<PositionCode, number>>;
}

/** True when a campaign's scope covers the station. */
export function inScope(
  scope: { kind: 'network' | 'regions' | 'stations'; ids: readonly string[] },
  station: StationToAudit,
): boolean {
  if (scope.kind === 'network') return true;
  return scope.ids.includes(scope.kind === 'regions' ? station.regionId : station.stationId);
}

/** The positions a station is asked for: chosen by the campaign (all when it names none) and present at the station. */
export function positionsToAudit(
  rules: EditionRules,
  chosen: readonly PositionCode[],
  station: StationToAudit,
): PositionCode[] {
  return rules.positions
    .map((position) => position.code)
    .filter((code) => (chosen.length === 0 || chosen.includes(code)) && (station.heads[code] ?? 0) > 0);
}
