import { systemClock } from '../../../packages/domain/clock.ts';
import { logger } from '../../../packages/lambda/logger.ts';
import { connectQueue } from '../../../packages/lambda/queue.ts';
import { task } from '../../../packages/lambda/task.ts';
import { workingDays } from '../../../packages/lambda/working-days.ts';
import { auditStore } from '../../../packages/table/stores/audit-store.ts';
import { complianceStore } from '../../../packages/table/stores/compliance-store.ts';
import { editionStore } from '../../../packages/table/stores/edition-store.ts';
import { findingStore } from '../../../packages/table/stores/finding-store.ts';
import { networkStore } from '../../../packages/table/stores/network-store.ts';
import { nonconformityStore } from '../../../packages/table/stores/nonconformity-store.ts';
import { personStore } from '../../../packages/table/stores/person-store.ts';
import { keepStationFacts } from './keep-station-facts.ts';
import { input } from './schema.ts';

export const handler = task(input, ({ table, environment }) =>
  keepStationFacts({
    compliance: complianceStore(table),
    network: networkStore(table),
    persons: personStore(table),
    nonconformities: nonconformityStore(table),
    audits: auditStore(table),
    editions: editionStore(table),
    findings: findingStore(table),
    queue: connectQueue(environment, 'keep-station-facts'),
    calendar: workingDays,
    clock: systemClock,
    failed: (error, messageId) => logger.error('facts not kept', { messageId, error: error as Error }),
  }),
);
