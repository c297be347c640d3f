import { systemClock } from '../../../packages/domain/clock.ts';
import { task } from '../../../packages/lambda/task.ts';
import { auditStore } from '../../../packages/table/stores/audit-store.ts';
import { editionStore } from '../../../packages/table/stores/edition-store.ts';
import { checkClock } from './check-clock.ts';
import { input } from './schema.ts';

export const handler = task(input, ({ table }) =>
  checkClock({ audits: auditStore(table), editions: editionStore(table), clock: systemClock }),
);
