import { systemClock } from '../../../packages/domain/clock.ts';
import { task } from '../../../packages/lambda/task.ts';
import { campaignStore } from '../../../packages/table/stores/campaign-store.ts';
import { editionStore } from '../../../packages/table/stores/edition-store.ts';
import { closeCampaign } from './close-campaign.ts';
import { input } from './schema.ts';

export const handler = task(input, ({ table }) =>
  closeCampaign({ campaigns: campaignStore(table), editions: editionStore(table), clock: systemClock }),
);
