/** Days that a file is kept (house: long enough for a meeting, short enough to forget). The bucket keeps to it. */
export const keptDays = 30;
/** Minutes after which nobody believes any more that a report is still being made (house). */
const stalledMinutes = 30;
/** Minutes for which the figures of a campaign are taken as unchanged (house): a score may be corrected meanwhile. */
const campaignFreshMinutes = 60;
/** Seconds that a link to the file is good for (house). */
export const linkSeconds = 300;

export interface LivingReport {
  of: 'audit' | 'campaign';
  status: 'requested' | 'ready' | 'failed';
  requestedAt: string;
  readyAt?: string;
  reason?: string;
}

export type ReportStanding =
  | { status: 'requested' | 'ready' }
  /** `making-failed`, or what only time tells: `stalled`, `expired`. */
  | { status: 'failed'; reason: string };

const minutesSince = (at: string, now: number) => (now - Date.parse(at)) / 60_000;

/** How a report stands at a time. A day before its file may be gone it counts as expired. */
export function reportStanding(report: LivingReport, now: number): ReportStanding {
  if (report.status === 'failed') return { status: 'failed', reason: report.reason ?? 'making-failed' };
  if (report.status === 'requested')
    return minutesSince(report.requestedAt, now) > stalledMinutes
      ? { status: 'failed', reason: 'stalled' }
      : { status: 'requested' };
  return minutesSince(report.readyAt ?? report.requestedAt, now) > (keptDays - 1) * 24 * 60
    ? { status: 'failed', reason: 'expired' }
    : { status: 'ready' };
}

/** True when whoever asks again should get it made again. */
export function isToBeMadeAgain(report: LivingReport, now: number): boolean {
  const { status } = reportStanding(report, now);
  if (status !== 'ready') return status === 'failed';
  return (
    report.of === 'campaign' && minutesSince(report.readyAt ?? report.requestedAt, now) > campaignFreshMinutes
  );
}
