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
export type Audited = Readonly<Record<string, { on: LocalDate; recordId: string; before?: LocalDate }>>;

/** What is known of an audit that is withdrawn: the one before counts again. */
export const withoutAudit = (audited: Audited, recordId: string): Audited =>
  Object.fromEntries(
    Object.entries(audited).flatMap(([position, { on, recordId: by, before }]) =>
      by !== recordId
        ? [[position, { on, recordId: by, ...(before === undefined ? {} : { before }) }]]
        : before === undefined
          ? []
          : [[position, { on: before, recordId: '' }]],
    ),
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
      .map((position) => {
        const before = audited[position]?.recordId === recordId ? undefined : audited[position]?.on;
        return [position, { on, recordId, ...(before === undefined ? {} : { before }) }];
      }),
  ),
});

/** The first day on which a device may be verified anew so that it appears on somebody's desk. */
export const alertFrom = (validUntil: LocalDate, alertDays: readonly number[]): LocalDate =>
  addDays(validUntil, -Math.max(...alertDays));
