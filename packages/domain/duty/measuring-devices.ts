import { addDays, type LocalDate } from '../calendar.ts';

/** A device that has to be verified again before a day. */
export interface MeasuringDevice {
  /** What the station calls it: an inventory number. */
  deviceId: string;
  /** Last day of its verification. */
  validUntil: LocalDate;
  /** Where the certificate is kept. */
  evidence: string;
  /** Out of use since then, so that nothing is owed for it. */
  retiredOn?: LocalDate;
}

export const isInUse = ({ retiredOn }: MeasuringDevice): boolean => retiredOn === undefined;

/** When each position was audited last, by a recorded internal audit. */
export type Audited = Readonly<Record<string, { on: LocalDate; recordId: string }>>;

/** An audit that was recorded: on which day, of which positions. */
export interface RecordedAudit {
  recordId: string;
  on: LocalDate;
  positions: readonly string[];
}

/** What is known when an audit is withdrawn: of what others look at the newest, which may be withdrawn by then as well. */
export const withoutAudit = (audited: Audited, recordId: string, others: readonly RecordedAudit[]): Audited =>
  Object.fromEntries(
    Object.entries(audited).flatMap(([position, { on, recordId: by }]) => {
      if (by !== recordId) return [[position, { on, recordId: by }]];
      const [last] = others
        .filter((one) => one.recordId !== recordId && one.positions.includes(position))
        .sort((one, other) => (one.on < other.on ? 1 : -1));
      return last ? [[position, { on: last.on, recordId: last.recordId }]] : [];
    }),
  );

export const withAudit = (
  audited: Audited,
  positions: readonly string[],
  on: LocalDate,
  recordId: string,
): Audited => ({
  ...audited,
  ...Object.fromEntries(
    positions
      .filter((position) => (audited[position]?.on ?? '') <= on)
      .map((position) => [position, { on, recordId }]),
  ),
});

/** The first day on which a device may be verified anew so that it appears on somebody's desk. */
export const alertFrom = (validUntil: LocalDate, alertDays: readonly number[]): LocalDate =>
  addDays(validUntil, -Math.max(...alertDays));
