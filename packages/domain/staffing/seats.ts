import type { RepairClass, StaffingRules } from '../../standard/edition-rules.ts';
import { formulaHeads, meanIntake } from './head-formula.ts';

/** What the staffing standard asks of a station. */
export interface StationOfSeats {
  repairClass: RepairClass;
  nev: boolean;
  /** `YYYY-MM` → visits. */
  intake: Readonly<Record<string, number>>;
  /** Fewest people that a local authority asks for. */
  localFloors?: Readonly<Record<string, number>>;
}

/**
 * The band that counts (house): never below the lowest that the trailing average has been in during the months after which
 * it rises, nor above the highest during those after which it falls. So a station rises and falls only as far as it has
 * been for all that time, and more visits never mean a lower band. Without figures it is the lowest.
 * @returns place in `rules.bands`
 */
export function bandOf(rules: StaffingRules, intake: StationOfSeats['intake']): number {
  const { averageMonths, upAfterMonths, downAfterMonths } = rules.bandRule;
  const visits = Object.keys(intake)
    .sort()
    .map((month) => intake[month] ?? 0);
  const averages = visits.map((_, at) => {
    const window = visits.slice(Math.max(0, at - averageMonths + 1), at + 1);
    return window.reduce((sum, month) => sum + month, 0) / window.length;
  });
  // The first months are all that is known, so they count at once.
  const bands = averages
    .slice(Math.min(averageMonths, averages.length) - 1)
    .map((average) => bandOfVisits(rules, average));
  const [first = 0] = bands;
  return bands.reduce((band, _, at) => {
    const last = (months: number) => (at + 1 < months ? [band] : bands.slice(at + 1 - months, at + 1));
    return Math.max(Math.min(...last(upAfterMonths)), Math.min(band, Math.max(...last(downAfterMonths))));
  }, first);
}

/** Place of the band that so many visits a month lie in; a half visit above a band's end lies in the next one. */
export function bandOfVisits({ bands }: StaffingRules, visits: number): number {
  const at = bands.findIndex(({ to }) => to === null || visits <= to);
  return at < 0 ? bands.length - 1 : at;
}

/** Whether there are more visits than the highest band is designed for, so that its table no longer says enough. */
export function isBeyondBands({ bands }: StaffingRules, at: number, visits: number): boolean {
  const band = bands[at];
  return band !== undefined && band.to === null && visits > band.designIntake;
}

/**
 * Heads of a position in the band at a place: those of the table; with more visits than the highest band is designed for
 * those of the formula, where they are more.
 */
export function bandHeads(rules: StaffingRules, at: number, visits: number, position: string): number {
  const ofTable = rules.table[position]?.[at] ?? 0;
  return isBeyondBands(rules, at, visits)
    ? Math.max(ofTable, formulaHeads(rules.formulas, position, visits))
    : ofTable;
}

/**
 * Heads that a position needs at a station: the band's, and never fewer than repair class, local authority or overlay ask
 * for. Work that is subcontracted may be done by people of the station as well.
 */
export function requiredHeads(rules: StaffingRules, station: StationOfSeats, position: string): number {
  const { nevOverlay } = rules;
  const { intake } = station;
  return Math.max(
    bandHeads(rules, bandOf(rules, intake), meanIntake(rules, intake), position),
    rules.classFloors[station.repairClass][position] ?? 0,
    station.localFloors?.[position] ?? 0,
    station.nev && nevOverlay.position === position ? nevOverlay.atLeast : 0,
  );
}

/** Why a set of positions may not be held by one person. */
export interface CombinationRefusal {
  rule: 'never-combined' | 'class-combination' | 'band-combination';
  positions: string[];
}

/** Checks what one person would hold at a station (section 2, combinations); null when it is allowed. */
export function combinationRefusal(
  rules: StaffingRules,
  station: StationOfSeats,
  positions: readonly string[],
): CombinationRefusal | null {
  if (positions.length < 2) return null;
  const held = (codes: readonly string[]) => codes.filter((code) => positions.includes(code));
  const never = rules.neverCombined.find((codes) => held(codes).length > 1);
  if (never) return { rule: 'never-combined', positions: held(never) };
  const { noTwoOf, alone } = rules.classCombinations[station.repairClass];
  if (held(noTwoOf).length > 1) return { rule: 'class-combination', positions: held(noTwoOf) };
  if (held(alone).length > 0) return { rule: 'class-combination', positions: [...positions] };
  const band = rules.bands[bandOf(rules, station.intake)]?.id ?? '';
  // What is not listed is not allowed, a part of a larger set neither: what makes up for it holds for the whole set.
  const together = new Set(positions);
  const allowed = (rules.allowedCombinations[band] ?? []).some(
    (set) => set.length === together.size && set.every((code) => together.has(code)),
  );
  return allowed ? null : { rule: 'band-combination', positions: [...positions] };
}

export type SeatRefusal =
  | CombinationRefusal
  | { rule: 'no-seat'; position: string; heads: number; required: number };

/**
 * Whether a person may take a position: a seat of the standard is free, and what the person would hold goes together.
 * @param heads people who hold the position now
 * @param held positions that the person holds at the station now
 */
export function seatRefusal(
  rules: StaffingRules,
  station: StationOfSeats,
  position: string,
  heads: number,
  held: readonly string[],
): SeatRefusal | null {
  const required = requiredHeads(rules, station, position);
  if (heads >= required) return { rule: 'no-seat', position, heads, required };
  return combinationRefusal(rules, station, [...held, position]);
}
