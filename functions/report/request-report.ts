import { type Clock, instant } from '../../packages/domain/clock.ts';
import { unavailable } from '../../packages/domain/errors.ts';
import { reportId } from '../../packages/domain/ids.ts';
import type { Language, ReportFormat } from '../../packages/domain/report/document.ts';
import { isToBeMadeAgain, keptDays } from '../../packages/domain/report/report-life.ts';
import type { Answer, Caller } from '../../packages/lambda/http.ts';
import type { ReportStore } from '../../packages/table/stores/report-store.ts';

export interface RequestPorts {
  reports: ReportStore;
  clock: Clock;
  hash(value: unknown, length?: number): string;
}

export interface WantedReport {
  of: 'audit' | 'campaign';
  subjectId: string;
  stationId?: string;
  regionId?: string;
  format: ReportFormat;
  language: Language;
}

/**
 * Writes the wish and answers at once; the table's stream starts the work. The id follows from what is wanted and
 * from the state of what it is about: as long as that is unchanged, everybody who asks gets the same report. So an
 * idempotency key has nothing left to do.
 * @param state changes exactly when the report would say something else
 */
export async function requestReport(
  ports: RequestPorts,
  caller: Caller,
  wanted: WantedReport,
  state: unknown,
): Promise<Answer> {
  const now = ports.clock.now();
  const id = reportId(ports.hash([wanted, state], 26));
  const asked = {
    requestedAt: instant(now),
    changedBy: caller.subject.personId ?? caller.subject.subject,
    changedAt: instant(now),
    ttl: Math.floor(now / 1000) + keptDays * 86_400,
  };
  if (await ports.reports.request({ reportId: id, ...wanted, ...asked })) return accepted(id, 'requested');
  const before = await ports.reports.report(id);
  if (!before) throw unavailable('the report vanished while it was looked at');
  if (!isToBeMadeAgain(before, now)) return accepted(id, before.status);
  await ports.reports.requestAgain(id, asked);
  return accepted(id, 'requested');
}

const accepted = (id: string, status: string): Answer => ({ status: 202, body: { reportId: id, status } });
