import type { HeadFormula, StaffingRules } from '../../standard/edition-rules.ts';
import { bandOf, bandOfVisits, type StationOfSeats } from './seats.ts';

/** A station as the staffing standard looks at it. */
export interface StaffedStation extends StationOfSeats {
  /** Positions whose work a written subcontract does; counts only where the standard lets it. */
  outsourced?: readonly string[];
}

/** A line that says where a number comes from: a code of `staffing-words.ts` and what it is filled with. */
export interface ExplainLine {
  code: string;
  values: Record<string, string | number>;
}

/** What the standard asks for of one position at one station, and why. */
export interface SeatDemand {
  position: string;
  /** Heads of the table in the station's band. */
  band: number;
  /** Heads of the formula out of the intake itself; the second opinion. */
  formula: number;
  /** The formula's result before it is rounded up. */
  exact: number;
  /** What nobody may fall below: repair class, local authority, overlay; 0 = no floor. */
  floor: number;
  /** The most of them all: what is asked for. */
  required: number;
  /** Fewer than this is a breach, and not only a warning: formula and floor. */
  least: number;
  outsourced: boolean;
  lines: ExplainLine[];
}

/** Visits a month, the mean of the last months that the band rule looks at; 0 without figures. */
export function meanIntake({ bandRule }: StaffingRules, intake: StationOfSeats['intake']): number {
  const months = Object.keys(intake).sort().slice(-bandRule.averageMonths);
  if (months.length === 0) return 0;
  return months.reduce((sum, month) => sum + (intake[month] ?? 0), 0) / months.length;
}

const round = (value: number, digits = 2) => Number(value.toFixed(digits));
/** Rounding up leaves what the machine adds to a whole number alone: 2.0000000001 heads are two. */
const up = (value: number) => Math.ceil(Number(value.toFixed(6)));

/**
 * Reckons what every position needs (section 2): the most of band, repair-class floor, local floor and overlay, with the
 * formula as second opinion. Every number has the line that it can be reckoned again from.
 */
export function explainSeats(rules: StaffingRules, station: StaffedStation, workingDays = 26): SeatDemand[] {
  const visits = meanIntake(rules, station.intake);
  const at = bandOf(rules, station.intake);
  const band = rules.bands[at] ?? { id: '?' };
  const plain = bandOfVisits(rules, visits);
  const heads = (position: string): { exact: number; line: ExplainLine } =>
    formulaOf(rules.formulas[position], visits, workingDays, (code) => up(heads(code).exact));
  return Object.keys(rules.table).map((position) => {
    const ofBand = rules.table[position]?.[at] ?? 0;
    const { exact, line } = heads(position);
    const minimum = rules.formulas[position]?.minimum ?? 0;
    const ofFormula = Math.max(minimum, up(exact));
    const ofClass = rules.classFloors[station.repairClass][position] ?? 0;
    const ofPlace = station.localFloors?.[position] ?? 0;
    const { nevOverlay } = rules;
    const ofOverlay = station.nev && nevOverlay.position === position ? nevOverlay.atLeast : 0;
    const floor = Math.max(ofClass, ofPlace, ofOverlay);
    const isOut = mayOutsource(rules, station, position, band.id);
    const lines: ExplainLine[] = [
      {
        code: plain === at ? 'band' : 'band-held',
        values: { visits: round(visits, 1), band: band.id, heads: ofBand },
      },
      line,
      ...(minimum > up(exact) ? [{ code: 'minimum', values: { heads: minimum } }] : []),
      ...(ofClass > 0
        ? [{ code: 'class-floor', values: { class: station.repairClass, heads: ofClass } }]
        : []),
      ...(ofPlace > 0 ? [{ code: 'local-floor', values: { heads: ofPlace } }] : []),
      ...(ofOverlay > 0 ? [{ code: 'nev-overlay', values: { heads: ofOverlay } }] : []),
      ...(isOut ? [{ code: 'outsourced', values: { band: band.id } }] : []),
    ];
    const required = isOut ? 0 : Math.max(ofBand, floor);
    return {
      position,
      band: ofBand,
      formula: ofFormula,
      exact: round(exact, 4),
      floor,
      required,
      least: isOut ? 0 : Math.min(required, Math.max(ofFormula, floor)),
      outsourced: isOut,
      lines: [...lines, { code: 'required', values: { heads: required } }],
    };
  });
}

function mayOutsource(
  rules: StaffingRules,
  station: StaffedStation,
  position: string,
  band: string,
): boolean {
  const { positions, bands, classes } = rules.outsourcing;
  return (
    (station.outsourced ?? []).includes(position) &&
    positions.includes(position) &&
    bands.includes(band) &&
    classes.includes(station.repairClass)
  );
}

function formulaOf(
  formula: HeadFormula | undefined,
  visits: number,
  workingDays: number,
  headsOf: (position: string) => number,
): { exact: number; line: ExplainLine } {
  if (!formula) return { exact: 0, line: { code: 'no-formula', values: {} } };
  switch (formula.kind) {
    case 'constant':
      return { exact: formula.heads, line: { code: 'constant', values: { heads: formula.heads } } };
    case 'per-volume': {
      const { visitsPerHead } = formula;
      const exact = visits / visitsPerHead;
      const daily = visitsPerHead / workingDays;
      const common = { visits: round(visits, 1), exact: round(exact), heads: up(exact) };
      return {
        exact,
        line: Number.isInteger(daily)
          ? { code: 'per-day', values: { ...common, days: workingDays, daily } }
          : { code: 'per-month', values: { ...common, each: visitsPerHead } },
      };
    }
    case 'workload': {
      const { share, hoursPerVisit, hoursPerHead } = formula;
      const exact = (visits * share * hoursPerVisit) / hoursPerHead;
      return {
        exact,
        line: {
          code: 'workload',
          values: {
            visits: round(visits, 1),
            share: round(share * 100),
            hours: hoursPerVisit,
            each: hoursPerHead,
            exact: round(exact),
            heads: up(exact),
          },
        },
      };
    }
    case 'per-technicians': {
      const technicians = formula.technicians.reduce((sum, code) => sum + headsOf(code), 0);
      const exact = technicians / formula.techniciansPerHead;
      return {
        exact,
        line: {
          code: 'per-technicians',
          values: {
            technicians,
            each: formula.techniciansPerHead,
            positions: formula.technicians.join('+'),
            exact: round(exact),
            heads: up(exact),
          },
        },
      };
    }
  }
}

/** How a position is staffed against what is asked for: heads short of the least are a breach, short of the band a warning. */
export interface SeatState extends SeatDemand {
  heads: number;
  /** Of them those who only act: they cover a seat, and do not fill it. */
  acting: number;
  missing: number;
  /** Seats that nobody was hired into. */
  vacant: number;
  state: 'met' | 'warning' | 'breach';
}

/** Holds demand against the people who are there; combined posts count for each of them, and change nothing asked for. */
export function stateOfSeats(
  demands: readonly SeatDemand[],
  assignments: readonly { personId: string; position: string; acting: boolean }[],
): SeatState[] {
  return demands.map((demand) => {
    const holders = assignments.filter(({ position }) => position === demand.position);
    const heads = holders.length;
    const acting = holders.filter((holder) => holder.acting).length;
    const missing = Math.max(0, demand.required - heads);
    return {
      ...demand,
      heads,
      acting,
      missing,
      vacant: Math.max(0, demand.required - heads + acting),
      state: missing === 0 ? 'met' : heads < demand.least ? 'breach' : 'warning',
    };
  });
}
