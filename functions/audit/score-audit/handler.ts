import { systemClock } from '../../../packages/domain/clock.ts';
import { task } from '../../../packages/lambda/task.ts';
import { auditStore } from '../../../packages/table/stores/audit-store.ts';
import { complianceStore } from '../../../packages/table/stores/compliance-store.ts';
import { editionStore } from '../../../packages/table/stores/edition-store.ts';
import { nonconformityStore } from '../../../packages/table/stores/nonconformity-store.ts';
import { input } from './schema.ts';
import { scoreAudit } from './score-audit.ts';

export const handler = task(input, ({ table }) =>
  scoreAudit({
    audits: auditStore(table),
    compliance: complianceStore(table),
    editions: editionStore(table),
    nonconformities: nonconformityStore(table),
    clock: systemClock,
  }),
);
