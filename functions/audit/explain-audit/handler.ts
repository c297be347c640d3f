import { http } from '../../../packages/lambda/http.ts';
import { appealStore } from '../../../packages/table/stores/appeal-store.ts';
import { auditStore } from '../../../packages/table/stores/audit-store.ts';
import { editionStore } from '../../../packages/table/stores/edition-store.ts';
import { explainAudit } from './explain-audit.ts';
import { manifest } from './manifest.ts';
import { input } from './schema.ts';

export const handler = http(manifest, input, ({ table }) =>
  explainAudit({ audits: auditStore(table), appeals: appealStore(table), editions: editionStore(table) }),
);
