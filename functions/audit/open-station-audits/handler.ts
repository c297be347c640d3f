import { systemClock } from '../../../packages/domain/clock.ts';
import { logger } from '../../../packages/lambda/logger.ts';
import { task } from '../../../packages/lambda/task.ts';
import { connectWorkflows } from '../../../packages/lambda/workflows.ts';
import { auditStore } from '../../../packages/table/stores/audit-store.ts';
import { campaignStore } from '../../../packages/table/stores/campaign-store.ts';
import { editionStore } from '../../../packages/table/stores/edition-store.ts';
import { networkStore } from '../../../packages/table/stores/network-store.ts';
import { openStationAudits } from './open-station-audits.ts';
import { input } from './schema.ts';

export const handler = task(input, ({ table, environment }) =>
  openStationAudits({
    campaigns: campaignStore(table),
    audits: auditStore(table),
    network: networkStore(table),
    editions: editionStore(table),
    workflows: connectWorkflows(environment),
    clock: systemClock,
    report: (auditId, error) => logger.error('station not opened', { auditId, error: error as Error }),
  }),
);
