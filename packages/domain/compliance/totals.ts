import type { StationStatus } from './station-status.ts';

/** Sums over stations: of a region in a shard, of a region, of the network. */
export interface Totals {
  stations: number;
  /** Stations without an open breach. */
  sound: number;
  seats: { required: number; held: number; acting: number; vacant: number };
  coverage: { certified: number; of: number };
  bySeverity: { minor: number; major: number; critical: number };
  byRule: Record<string, number>;
  /** Position → seats short of what is required. */
  vacantByPosition: Record<string, number>;
}

export const noTotals = (): Totals => ({
  stations: 0,
  sound: 0,
  seats: { required: 0, held: 0, acting: 0, vacant: 0 },
  coverage: { certified: 0, of: 0 },
  bySeverity: { minor: 0, major: 0, critical: 0 },
  byRule: {},
  vacantByPosition: {},
});

const add = (record: Record<string, number>, name: string, by: number) => {
  if (by > 0) record[name] = (record[name] ?? 0) + by;
};

/** Counts a station in. Changes the totals that are given. */
export function countStation(totals: Totals, { seats, coverage, open }: StationStatus): void {
  totals.stations += 1;
  if (open.length === 0) totals.sound += 1;
  for (const { position, required, holders, acting } of seats) {
    const lasting = holders - acting;
    const vacant = Math.max(0, required - lasting);
    totals.seats.required += required;
    totals.seats.held += Math.min(required, lasting);
    totals.seats.acting += acting;
    totals.seats.vacant += vacant;
    add(totals.vacantByPosition, position, vacant);
  }
  totals.coverage.certified += coverage.certified;
  totals.coverage.of += coverage.of;
  for (const { rule, severity } of open) {
    totals.bySeverity[severity] += 1;
    add(totals.byRule, rule, 1);
  }
}

/** Sums; the order of names does not matter, so that the same numbers are the same text. */
export function sumTotals(all: readonly Totals[]): Totals {
  const sum = noTotals();
  for (const one of all) {
    sum.stations += one.stations;
    sum.sound += one.sound;
    for (const name of ['required', 'held', 'acting', 'vacant'] as const) sum.seats[name] += one.seats[name];
    for (const name of ['certified', 'of'] as const) sum.coverage[name] += one.coverage[name];
    for (const name of ['minor', 'major', 'critical'] as const) sum.bySeverity[name] += one.bySeverity[name];
    for (const [rule, n] of Object.entries(one.byRule)) add(sum.byRule, rule, n);
    for (const [position, n] of Object.entries(one.vacantByPosition)) add(sum.vacantByPosition, position, n);
  }
  return { ...sum, byRule: byName(sum.byRule), vacantByPosition: byName(sum.vacantByPosition) };
}

const byName = (record: Record<string, number>) =>
  Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
