import { systemClock } from '../../../packages/domain/clock.ts';
import { contentHash } from '../../../packages/lambda/content-hash.ts';
import { http } from '../../../packages/lambda/http.ts';
import { auditStore } from '../../../packages/table/stores/audit-store.ts';
import { reportStore } from '../../../packages/table/stores/report-store.ts';
import { manifest } from './manifest.ts';
import { requestAuditReport } from './request-audit-report.ts';
import { input } from './schema.ts';

export const handler = http(manifest, input, ({ table }) =>
  requestAuditReport({
    audits: auditStore(table),
    reports: reportStore(table),
    clock: systemClock,
    hash: contentHash,
  }),
);
