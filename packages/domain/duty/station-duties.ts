import type { LocalDate } from '../calendar.ts';
import type { Withdrawal } from './duty-cases.ts';
import type { DutyRecord } from './duty-periods.ts';
import type { Audited, MeasuringDevice } from './measuring-devices.ts';

/** Something that was recorded for a stretch of time, as it is kept; never edited afterwards. */
export interface KeptRecord extends DutyRecord {
  recordId: string;
  dutyId: string;
  position: string;
  by: string;
  evidence: string;
  /** It came after the stretch was overdue. */
  late?: true;
  /** Positions that an internal audit looked at. */
  audited?: string[];
  withdrawn?: Withdrawal;
}

/** A case that is not done. */
export interface OpenCase {
  caseId: string;
  dutyId: string;
  rule: number;
  /** ISO instant from which it is overdue. */
  dueAt: string;
}

/** Everything that one read tells about a station's duties. */
export interface StationDuties {
  /** From when duties are owed here; a station that never began owes none. */
  from?: LocalDate;
  audited: Audited;
  /** For stretches that ended on a day or later, withdrawn ones among them. */
  records: readonly KeptRecord[];
  open: readonly OpenCase[];
  devices: readonly MeasuringDevice[];
}

/** Records that count. */
export const counting = <Kept extends { withdrawn?: object }>(records: readonly Kept[]): Kept[] =>
  records.filter(({ withdrawn }) => withdrawn === undefined);

/** What counts of each duty. */
export function recordsByDuty(records: readonly KeptRecord[]): Map<string, KeptRecord[]> {
  const found = new Map<string, KeptRecord[]>();
  for (const record of counting(records)) {
    const own = found.get(record.dutyId);
    if (own) own.push(record);
    else found.set(record.dutyId, [record]);
  }
  return found;
}
