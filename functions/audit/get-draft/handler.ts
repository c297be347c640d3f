import { http } from '../../../packages/lambda/http.ts';
import { auditStore } from '../../../packages/table/stores/audit-store.ts';
import { editionStore } from '../../../packages/table/stores/edition-store.ts';
import { getDraft } from './get-draft.ts';
import { manifest } from './manifest.ts';
import { input } from './schema.ts';

export const handler = http(manifest, input, ({ table }) =>
  getDraft({ audits: auditStore(table), editions: editionStore(table) }),
);
