import { systemClock } from '../../../packages/domain/clock.ts';
import { http } from '../../../packages/lambda/http.ts';
import { campaignStore } from '../../../packages/table/stores/campaign-store.ts';
import { manifest } from './manifest.ts';
import { rollOutCampaign } from './roll-out-campaign.ts';
import { input } from './schema.ts';

export const handler = http(manifest, input, ({ table }) =>
  rollOutCampaign({ campaigns: campaignStore(table), clock: systemClock }),
);
