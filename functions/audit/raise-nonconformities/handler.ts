import { systemClock } from '../../../packages/domain/clock.ts';
import { task } from '../../../packages/lambda/task.ts';
import { connectWorkflows } from '../../../packages/lambda/workflows.ts';
import { workingDays } from '../../../packages/lambda/working-days.ts';
import { appealStore } from '../../../packages/table/stores/appeal-store.ts';
import { auditStore } from '../../../packages/table/stores/audit-store.ts';
import { editionStore } from '../../../packages/table/stores/edition-store.ts';
import { nonconformityStore } from '../../../packages/table/stores/nonconformity-store.ts';
import { raiseNonconformities } from './raise-nonconformities.ts';
import { input } from './schema.ts';

export const handler = task(input, ({ table, environment }) =>
  raiseNonconformities({
    audits: auditStore(table),
    appeals: appealStore(table),
    editions: editionStore(table),
    nonconformities: nonconformityStore(table),
    workflows: connectWorkflows(environment),
    calendar: workingDays,
    clock: systemClock,
  }),
);
