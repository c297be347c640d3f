import { missing, refused } from '../../../packages/domain/errors.ts';
import type { Language, ReportFormat } from '../../../packages/domain/report/document.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { AuditStore } from '../../../packages/table/stores/audit-store.ts';
import { type RequestPorts, requestReport } from '../request-report.ts';

interface Input {
  auditId: string;
  format: ReportFormat;
  language: Language;
}

const notFound = () => missing('AuditNotFound', 'no such audit');

/** Only of a closed audit: before that there is no score to report. */
export const requestAuditReport =
  (ports: RequestPorts & { audits: AuditStore }) =>
  async ({ auditId, format, language }: Input, caller: Caller): Promise<Answer> => {
    const audit = await ports.audits.audit(auditId);
    if (!audit) throw notFound();
    const { stationId, regionId } = audit;
    caller.allow({ stationId, regionId }, notFound);
    if (audit.status !== 'closed') throw refused('AuditNotScored', 'the audit is not closed');
    return requestReport(
      ports,
      caller,
      { of: 'audit', subjectId: auditId, stationId, regionId, format, language },
      audit,
    );
  };
