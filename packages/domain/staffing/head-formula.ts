import type { HeadFormula, StaffingRules } from '../../standard/edition-rules.ts';

type Intake = Readonly<Record<string, number>>;
type Formulas = Readonly<Record<string, HeadFormula>>;

/** Visits a month, the mean of the last months that the band rule looks at; 0 without figures. */
export function meanIntake({ bandRule }: Pick<StaffingRules, 'bandRule'>, intake: Intake): number {
  const months = Object.keys(intake).sort().slice(-bandRule.averageMonths);
  if (months.length === 0) return 0;
  return months.reduce((sum, month) => sum + (intake[month] ?? 0), 0) / months.length;
}

/** Rounding up leaves what the machine adds to a whole number alone: 2.0000000001 heads are two. */
export const wholeHeads = (exact: number): number => Math.ceil(Number(exact.toFixed(6)));

/** What a position's formula comes to at so many visits a month, before it is rounded up; 0 without a formula. */
export function exactHeads(formulas: Formulas, position: string, visits: number): number {
  const formula = formulas[position];
  switch (formula?.kind) {
    case undefined:
      return 0;
    case 'constant':
      return formula.heads;
    case 'per-volume':
      return visits / formula.visitsPerHead;
    case 'workload':
      return (visits * formula.share * formula.hoursPerVisit) / formula.hoursPerHead;
    case 'per-technicians':
      return techniciansOfFormula(formulas, formula.technicians, visits) / formula.techniciansPerHead;
  }
}

/** Technicians that the formulas of their positions ask for. */
export const techniciansOfFormula = (
  formulas: Formulas,
  technicians: readonly string[],
  visits: number,
): number => technicians.reduce((sum, code) => sum + wholeHeads(exactHeads(formulas, code, visits)), 0);

/** Heads that a position's formula asks for, rounded up and never below its minimum. */
export const formulaHeads = (formulas: Formulas, position: string, visits: number): number =>
  Math.max(formulas[position]?.minimum ?? 0, wholeHeads(exactHeads(formulas, position, visits)));
