import { systemClock } from '../../../packages/domain/clock.ts';
import { task } from '../../../packages/lambda/task.ts';
import { connectWorkflows } from '../../../packages/lambda/workflows.ts';
import { campaignStore } from '../../../packages/table/stores/campaign-store.ts';
import { editionStore } from '../../../packages/table/stores/edition-store.ts';
import { networkStore } from '../../../packages/table/stores/network-store.ts';
import { input } from './schema.ts';
import { startAuditCampaign } from './start-audit-campaign.ts';

export const handler = task(input, ({ table, environment }) =>
  startAuditCampaign({
    campaigns: campaignStore(table),
    editions: editionStore(table),
    network: networkStore(table),
    workflows: connectWorkflows(environment),
    clock: systemClock,
  }),
);
