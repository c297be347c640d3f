import { techniciansOf } from '../domain/duty/technicians.ts';
import type { PositionCode } from './edition-rules.ts';
import type { DutyRule, Edition, RecurringDuty } from './schema.ts';

// Plain types without zod, like `edition-rules.ts`: the recurring duties as functions keep them and decide by.

/** A duty that comes back, with what a calendar says about it. */
export type DutyOfEdition = Pick<
  RecurringDuty,
  'id' | 'positions' | 'rules' | 'name' | 'evidence' | 'cadence' | 'machineCheck'
>;

export interface DutyRules {
  edition: string;
  duties: DutyOfEdition[];
  /** Positions of whom a duty per technician is owed. */
  technicians: PositionCode[];
  /** Positions as the org chart is read, from top to bottom. */
  chart: PositionCode[];
}

export type { DutyRule };

/** The recurring duties of an edition without clauses, origins and the sentences that the rules say already. */
export const dutyRules = (edition: Edition): DutyRules => ({
  edition: edition.about.number,
  duties: edition.recurringDuties.map(
    ({ id, positions, rules, name, evidence, cadence, machineCheck }): DutyOfEdition => ({
      id,
      positions,
      rules,
      name,
      evidence,
      cadence,
      machineCheck,
    }),
  ),
  technicians: techniciansOf(edition.staffing),
  chart: edition.positions.map(({ code }) => code),
});
