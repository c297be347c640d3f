import { http } from '../../../packages/lambda/http.ts';
import { appealStore } from '../../../packages/table/stores/appeal-store.ts';
import { auditStore } from '../../../packages/table/stores/audit-store.ts';
import { listAuditAppeals } from './list-audit-appeals.ts';
import { manifest } from './manifest.ts';
import { input } from './schema.ts';

export const handler = http(manifest, input, ({ table }) =>
  listAuditAppeals({ audits: auditStore(table), appeals: appealStore(table) }),
);
