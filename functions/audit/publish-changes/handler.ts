import { systemClock } from '../../../packages/domain/clock.ts';
import { connectBus } from '../../../packages/lambda/bus.ts';
import { logger } from '../../../packages/lambda/logger.ts';
import { task } from '../../../packages/lambda/task.ts';
import { connectWorkflows } from '../../../packages/lambda/workflows.ts';
import { auditStore } from '../../../packages/table/stores/audit-store.ts';
import { campaignStore } from '../../../packages/table/stores/campaign-store.ts';
import { editionStore } from '../../../packages/table/stores/edition-store.ts';
import { nonconformityStore } from '../../../packages/table/stores/nonconformity-store.ts';
import { personStore } from '../../../packages/table/stores/person-store.ts';
import { resumeWorkflows } from '../resume-workflows.ts';
import { wayWaits } from '../way-waits.ts';
import { publishChanges } from './publish-changes.ts';
import { input } from './schema.ts';

export const handler = task(input, ({ table, environment }) =>
  publishChanges({
    resume: resumeWorkflows({
      audits: auditStore(table),
      campaigns: campaignStore(table),
      nonconformities: nonconformityStore(table),
      editions: editionStore(table),
      ways: wayWaits({ persons: personStore(table), workflows: connectWorkflows(environment) }),
      clock: systemClock,
      workflows: connectWorkflows(environment),
      failed: (error, { eventID }) => logger.error('record failed', { eventID, error: error as Error }),
    }),
    publish: connectBus(environment).publish,
    failed: (error) => logger.error('events not published', error as Error),
  }),
);
