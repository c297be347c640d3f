import { type Clock, instant } from '../../../packages/domain/clock.ts';
import { missing } from '../../../packages/domain/errors.ts';
import { auditReport } from '../../../packages/domain/report/audit-report.ts';
import { campaignReport } from '../../../packages/domain/report/campaign-report.ts';
import {
  type ReportDocument,
  type ReportFormat,
  reportFormats,
} from '../../../packages/domain/report/document.ts';
import type { Files } from '../../../packages/lambda/files.ts';
import type { ReportItem } from '../../../packages/table/items.ts';
import type { ReportStore } from '../../../packages/table/stores/report-store.ts';
import { auditFacts, type FactPorts } from '../audit-facts.ts';
import { campaignFacts } from '../campaign-facts.ts';
import { reportFile } from '../report-file.ts';

interface Ports extends FactPorts {
  reports: ReportStore;
  files: Files;
  render(document: ReportDocument, format: ReportFormat, madeAt: string): Promise<Uint8Array>;
  clock: Clock;
}

const changedBy = 'make-report';

/**
 * Makes the file, puts it, and only then calls the report ready: whoever dies in between begins again and replaces
 * the file. A failure is written down for those who wait, and thrown, so that it is tried again and, given up, lies
 * in the dead-letter queue.
 */
export const makeReport =
  (ports: Ports) =>
  async (event: { detail: { reportId: string } }): Promise<{ made: boolean }> => {
    const report = await ports.reports.report(event.detail.reportId);
    if (!report) throw missing('ReportNotFound', 'no such report');
    if (report.status === 'ready') return { made: false };
    try {
      const madeAt = instant(ports.clock.now());
      const document = await documentOf(ports, report, madeAt);
      const content = await ports.render(document, report.format, madeAt);
      await ports.files.put(reportFile(report), content, reportFormats[report.format]);
      await ports.reports.finish(report.reportId, {
        bytes: content.byteLength,
        readyAt: instant(ports.clock.now()),
        changedBy,
      });
      return { made: true };
    } catch (error) {
      await ports.reports.fail(report.reportId, {
        reason: 'making-failed',
        changedBy,
        changedAt: instant(ports.clock.now()),
      });
      throw error;
    }
  };

async function documentOf(ports: Ports, report: ReportItem, madeAt: string): Promise<ReportDocument> {
  return report.of === 'audit'
    ? auditReport(await auditFacts(ports, report.subjectId), report.language, madeAt)
    : campaignReport(
        await campaignFacts(ports, report.subjectId, report.regionId ?? null),
        report.language,
        madeAt,
      );
}
