import type { StaffingRules } from '../../standard/edition-rules.ts';
import { exactHeads, formulaHeads, meanIntake, techniciansOfFormula, wholeHeads } from './head-formula.ts';
import { bandHeads, bandOf, bandOfVisits, isBeyondBands, type StationOfSeats } from './seats.ts';

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

const round = (value: number, digits = 2) => Number(value.toFixed(digits));

/**
 * Rounded for a line, to as many digits as it takes so that who reckons the line again comes to the same heads: 2.0013 is
 * shown as 2.001, because 2 would not be rounded up to three.
 */
function shown(value: number, digits: number, headsOf: (value: number) => number): number {
  for (let more = digits; more < mostDigits; more++)
    if (headsOf(round(value, more)) === headsOf(value)) return round(value, more);
  return round(value, mostDigits);
}
const mostDigits = 6;

/**
 * Reckons what every position needs (section 2): the most of band, repair-class floor, local floor and overlay, with the
 * formula as second opinion. Every number has the line that it can be reckoned again from.
 */
export function explainSeats(rules: StaffingRules, station: StaffedStation): SeatDemand[] {
  const { formulas, nevOverlay } = rules;
  const visits = meanIntake(rules, station.intake);
  const at = bandOf(rules, station.intake);
  const band = rules.bands[at] ?? { id: '?', designIntake: 0 };
  const plain = bandOfVisits(rules, visits);
  const isBeyond = isBeyondBands(rules, at, visits);
  return Object.keys(rules.table).map((position) => {
    const ofTable = rules.table[position]?.[at] ?? 0;
    const ofBand = bandHeads(rules, at, visits, position);
    const exact = exactHeads(formulas, position, visits);
    const ofFormula = formulaHeads(formulas, position, visits);
    const minimum = formulas[position]?.minimum ?? 0;
    const ofClass = rules.classFloors[station.repairClass][position] ?? 0;
    const ofPlace = station.localFloors?.[position] ?? 0;
    const ofOverlay = station.nev && nevOverlay.position === position ? nevOverlay.atLeast : 0;
    const floor = Math.max(ofClass, ofPlace, ofOverlay);
    const isOut = mayOutsource(rules, station, position, band.id);
    const lines: ExplainLine[] = [
      {
        code: plain === at ? 'band' : 'band-held',
        values: { visits: round(visits, 1), band: band.id, heads: ofTable },
      },
      formulaLine(rules, position, visits, exact),
      ...(minimum > wholeHeads(exact) ? [{ code: 'minimum', values: { heads: minimum } }] : []),
      ...(isBeyond
        ? [{ code: 'beyond', values: { band: band.id, design: band.designIntake, heads: ofBand } }]
        : []),
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
      band: ofTable,
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

/** The line that the formula's number can be reckoned again from. */
function formulaLine(
  { formulas, workingDaysPerMonth: days }: StaffingRules,
  position: string,
  visits: number,
  exact: number,
): ExplainLine {
  const formula = formulas[position];
  const result = { exact: shown(exact, 2, wholeHeads), heads: wholeHeads(exact) };
  switch (formula?.kind) {
    case undefined:
      return { code: 'no-formula', values: {} };
    case 'constant':
      return { code: 'constant', values: { heads: formula.heads } };
    case 'per-volume': {
      const each = formula.visitsPerHead;
      const values = { visits: shown(visits, 1, (many) => wholeHeads(many / each)), ...result };
      return Number.isInteger(each / days)
        ? { code: 'per-day', values: { ...values, days, daily: each / days } }
        : { code: 'per-month', values: { ...values, each } };
    }
    case 'workload': {
      const { share, hoursPerVisit: hours, hoursPerHead: each } = formula;
      const headsOf = (many: number) => wholeHeads((many * share * hours) / each);
      const values = { visits: shown(visits, 1, headsOf), share: round(share * 100), hours, each };
      return { code: 'workload', values: { ...values, ...result } };
    }
    case 'per-technicians': {
      const technicians = techniciansOfFormula(formulas, formula.technicians, visits);
      const positions = formula.technicians.join('+');
      const values = { technicians, each: formula.techniciansPerHead, positions };
      return { code: 'per-technicians', values: { ...values, ...result } };
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
