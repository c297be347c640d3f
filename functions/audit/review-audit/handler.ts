import { systemClock } from '../../../packages/domain/clock.ts';
import { contentHash } from '../../../packages/lambda/content-hash.ts';
import { http } from '../../../packages/lambda/http.ts';
import { auditStore } from '../../../packages/table/stores/audit-store.ts';
import { editionStore } from '../../../packages/table/stores/edition-store.ts';
import { manifest } from './manifest.ts';
import { reviewAudit } from './review-audit.ts';
import { input } from './schema.ts';

export const handler = http(manifest, input, ({ table }) =>
  reviewAudit({
    audits: auditStore(table),
    editions: editionStore(table),
    clock: systemClock,
    hash: contentHash,
  }),
);
