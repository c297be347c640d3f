import type { PositionCode, StaffingRules } from '../../standard/edition-rules.ts';

/** Whoever does repairs: the positions that the staffing formulas count as technicians. */
export const techniciansOf = ({ formulas }: Pick<StaffingRules, 'formulas'>): PositionCode[] => [
  ...new Set(
    Object.values(formulas).flatMap((formula) =>
      formula.kind === 'per-technicians' ? formula.technicians : [],
    ),
  ),
];
