import { systemClock } from '../../../packages/domain/clock.ts';
import { logger } from '../../../packages/lambda/logger.ts';
import { task } from '../../../packages/lambda/task.ts';
import { connectWorkflows } from '../../../packages/lambda/workflows.ts';
import { auditStore } from '../../../packages/table/stores/audit-store.ts';
import { campaignStore } from '../../../packages/table/stores/campaign-store.ts';
import { editionStore } from '../../../packages/table/stores/edition-store.ts';
import { nonconformityStore } from '../../../packages/table/stores/nonconformity-store.ts';
import { personStore } from '../../../packages/table/stores/person-store.ts';
import { wayWaits } from '../way-waits.ts';
import { resumeWorkflows } from './resume-workflows.ts';
import { input } from './schema.ts';

export const handler = task(input, ({ table, environment }) =>
  resumeWorkflows({
    audits: auditStore(table),
    campaigns: campaignStore(table),
    nonconformities: nonconformityStore(table),
    editions: editionStore(table),
    ways: wayWaits({ persons: personStore(table), workflows: connectWorkflows(environment) }),
    clock: systemClock,
    workflows: connectWorkflows(environment),
    failed: (error, record) =>
      logger.error('record failed', { eventId: record.eventID, error: error as Error }),
  }),
);
