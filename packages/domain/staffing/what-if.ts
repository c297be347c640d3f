import type { StaffingRules } from '../../standard/edition-rules.ts';
import { explainSeats, type StaffedStation } from './explain-seats.ts';

/** A station as far as a staffing table is tried on it. */
export interface TriedStation extends StaffedStation {
  stationId: string;
  regionId: string;
  /** People who hold each position now. */
  heads: Readonly<Record<string, number>>;
}

export interface Shortage {
  position: string;
  /** Heads that are missing under the standard in force, and under the draft. */
  before: number;
  after: number;
}

export interface TippedStation {
  stationId: string;
  regionId: string;
  /** Heads that are missing, before and after. */
  before: number;
  after: number;
  /** Position → heads that come to be missing, or fewer that are. */
  changes: Record<string, number>;
}

export interface WhatIf {
  stations: number;
  /** Stations that miss nobody now and would, and the other way round. */
  tipped: number;
  relieved: number;
  /** Heads that are missing in the whole network. */
  before: number;
  after: number;
  /** Heads to hire beyond those that are missing already. */
  toHire: number;
  byPosition: Shortage[];
  byRegion: { regionId: string; stations: number; tipped: number; before: number; after: number }[];
  /** Every station whose shortage changes, the worst first. */
  changed: TippedStation[];
}

/**
 * Tries a staffing table on the network (section 2): what would be missing under the draft that is not missing now.
 * Nothing is written, and intake and people stay as they are.
 */
export function whatIf(now: StaffingRules, draft: StaffingRules, stations: Iterable<TriedStation>): WhatIf {
  const positions = new Map<string, Shortage>();
  const regions = new Map<string, WhatIf['byRegion'][number]>();
  const changed: TippedStation[] = [];
  let count = 0;
  let tipped = 0;
  let relieved = 0;
  let toHire = 0;
  for (const station of stations) {
    count += 1;
    const before = missingOf(now, station);
    const after = missingOf(draft, station);
    const sum = (missing: Map<string, number>) => [...missing.values()].reduce((all, one) => all + one, 0);
    const [was, will] = [sum(before), sum(after)];
    const region = regions.get(station.regionId) ?? {
      regionId: station.regionId,
      stations: 0,
      tipped: 0,
      before: 0,
      after: 0,
    };
    regions.set(station.regionId, region);
    region.stations += 1;
    region.before += was;
    region.after += will;
    if (was === 0 && will > 0) {
      tipped += 1;
      region.tipped += 1;
    }
    if (was > 0 && will === 0) relieved += 1;
    const changes: Record<string, number> = {};
    for (const position of new Set([...before.keys(), ...after.keys()])) {
      const [b, a] = [before.get(position) ?? 0, after.get(position) ?? 0];
      const shortage = positions.get(position) ?? { position, before: 0, after: 0 };
      positions.set(position, shortage);
      shortage.before += b;
      shortage.after += a;
      if (a !== b) changes[position] = a - b;
      toHire += Math.max(0, a - b);
    }
    if (Object.keys(changes).length > 0)
      changed.push({
        stationId: station.stationId,
        regionId: station.regionId,
        before: was,
        after: will,
        changes,
      });
  }
  const byPosition = [...positions.values()]
    .filter(({ before, after }) => before + after > 0)
    .sort((a, b) => b.after - b.before - (a.after - a.before) || (a.position < b.position ? -1 : 1));
  return {
    stations: count,
    tipped,
    relieved,
    before: byPosition.reduce((all, one) => all + one.before, 0),
    after: byPosition.reduce((all, one) => all + one.after, 0),
    toHire,
    byPosition,
    byRegion: [...regions.values()].sort((a, b) => (a.regionId < b.regionId ? -1 : 1)),
    changed: changed.sort(
      (a, b) => b.after - b.before - (a.after - a.before) || (a.stationId < b.stationId ? -1 : 1),
    ),
  };
}

/** Position → heads that are missing; positions that are full stand not in it. */
function missingOf(rules: StaffingRules, station: TriedStation): Map<string, number> {
  return new Map(
    explainSeats(rules, station).flatMap(({ position, required }): [string, number][] => {
      const missing = required - (station.heads[position] ?? 0);
      return missing > 0 ? [[position, missing]] : [];
    }),
  );
}
