import type { DutyCase, DutyEvent, Withdrawal } from '../domain/duty/duty-cases.ts';
import type { Audited, MeasuringDevice } from '../domain/duty/measuring-devices.ts';
import type { KeptRecord, OpenCase } from '../domain/duty/station-duties.ts';
import type { DutyRules } from '../standard/duty-rules.ts';

// Shapes of the items of recurring duties. None of them holds a name or a phone number.

/** Something that was done for a stretch of time. */
export interface DutyRecordItem extends KeptRecord {
  type: 'duty-record';
  v: 1;
  stationId: string;
  changedBy: string;
  changedAt: string;
}

/** What is owed because of an event, with what was recorded of it. */
export interface DutyCaseItem extends DutyCase {
  type: 'duty-case';
  v: 1;
  stationId: string;
  revision: number;
  changedBy: string;
  changedAt: string;
}

/** Says of a case that it is not done. */
export interface OpenDutyItem extends OpenCase {
  type: 'duty-open';
  v: 1;
}

/** Something that was reported to have happened; it opens its cases once. */
export interface DutyEventItem extends DutyEvent {
  type: 'duty-event';
  v: 1;
  stationId: string;
  /** The cases that it has opened. */
  cases: string[];
  /** It was reported by mistake; until then `changedBy` is who reported it. */
  withdrawn?: Withdrawal;
  changedBy: string;
  changedAt: string;
}

export interface MeasuringDeviceItem extends MeasuringDevice {
  type: 'measuring-device';
  v: 1;
  stationId: string;
  changedBy: string;
  changedAt: string;
}

/** From when a station owes its duties, and when each position was audited last. */
export interface DutyStartItem {
  type: 'duty-start';
  v: 1;
  stationId: string;
  from: string;
  audited: Audited;
  /** Why HQ has set another day than the first one. */
  reason?: string;
  changedBy: string;
  changedAt: string;
}

/** The day until which HQ wants a duty done that is due by its plan. */
export interface DutyPlanItem {
  type: 'duty-plan';
  v: 1;
  dutyId: string;
  period: string;
  day: string;
  changedBy: string;
  changedAt: string;
}

export interface EditionDutiesItem {
  type: 'edition-duties';
  v: 1;
  rules: DutyRules;
}
