import { type Clock, instant } from '../../../packages/domain/clock.ts';
import { missing } from '../../../packages/domain/errors.ts';
import { linkSeconds, reportStanding } from '../../../packages/domain/report/report-life.ts';
import type { Files } from '../../../packages/lambda/files.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { ReportStore } from '../../../packages/table/stores/report-store.ts';
import { reportFile } from '../report-file.ts';

interface Ports {
  reports: ReportStore;
  files: Files;
  clock: Clock;
}

const notFound = () => missing('ReportNotFound', 'no such report');

/** How a report stands now; the link is made for whoever asks, and only for those who may read what it is about. */
export const getReport =
  (ports: Ports) =>
  async (input: { reportId: string }, caller: Caller): Promise<Answer> => {
    const report = await ports.reports.report(input.reportId);
    if (!report) throw notFound();
    const { reportId, of, subjectId, stationId, regionId, format, language, requestedAt } = report;
    caller.allow(
      { ...(stationId === undefined ? {} : { stationId }), ...(regionId === undefined ? {} : { regionId }) },
      notFound,
    );
    const now = ports.clock.now();
    const standing = reportStanding(report, now);
    return {
      status: 200,
      body: {
        reportId,
        of,
        subjectId,
        ...(regionId === undefined ? {} : { regionId }),
        format,
        language,
        requestedAt,
        ...standing,
        ...(standing.status === 'ready'
          ? {
              readyAt: report.readyAt,
              bytes: report.bytes,
              url: await ports.files.link(
                reportFile(report),
                `${of}-report_${subjectId}_${language}.${format}`,
                linkSeconds,
              ),
              urlExpiresAt: instant(now + linkSeconds * 1000),
            }
          : {}),
      },
    };
  };
