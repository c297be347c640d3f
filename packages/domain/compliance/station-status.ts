import type { LocalDate } from '../calendar.ts';
import { localDate } from '../calendar.ts';
import { explainSeats } from '../staffing/explain-seats.ts';
import { bandOf } from '../staffing/seats.ts';
import { ageBreach } from './age-breach.ts';
import { type BreachChanges, compareBreaches, type OpenBreach } from './compare-breaches.ts';
import { type Coverage, certificateCoverage } from './coverage.ts';
import { type ComplianceRules, findBreaches } from './find-breaches.ts';
import { factsOn, type StationFacts } from './station-facts.ts';

/** A seat on a day; without why, which the staffing standard explains for today. */
export interface SeatStatus {
  position: string;
  required: number;
  /** Fewer lasting holders than this is a breach. */
  least: number;
  holders: number;
  acting: number;
}

/** How a station stands on a day: what a snapshot keeps. */
export interface StationStatus {
  band: string;
  seats: SeatStatus[];
  coverage: Coverage;
  open: OpenBreach[];
}

/** What is reckoned of a station's facts on the day of an instant, and what changed against what was open before. */
export function scanStation(
  kept: StationFacts,
  before: readonly OpenBreach[],
  rules: ComplianceRules,
  now: number,
): { status: StationStatus; changes: BreachChanges } {
  const today: LocalDate = localDate(now);
  const facts = factsOn(kept, today);
  const { staffing } = rules.edition;
  const changes = compareBreaches(before, findBreaches(facts, rules, now), today, (found, since) =>
    ageBreach(found, since, today, rules),
  );
  // A map of the table has no order: as the chart is read, so that what is the same is told to be the same.
  const chart = rules.edition.positions.map(({ code }) => code);
  const demands = explainSeats(staffing, facts).sort(
    (a, b) => chart.indexOf(a.position) - chart.indexOf(b.position),
  );
  const seats = demands.map(({ position, required, least }): SeatStatus => {
    const holders = facts.holders.filter((one) => one.position === position);
    return {
      position,
      required,
      least,
      holders: holders.length,
      acting: holders.filter(({ acting }) => acting).length,
    };
  });
  return {
    status: {
      band: staffing.bands[bandOf(staffing, facts.intake)]?.id ?? '',
      seats,
      coverage: certificateCoverage(facts, rules.edition, today),
      open: changes.open,
    },
    changes,
  };
}
