import { systemClock } from '../../../packages/domain/clock.ts';
import { http } from '../../../packages/lambda/http.ts';
import { campaignStore } from '../../../packages/table/stores/campaign-store.ts';
import { extendCampaign } from './extend-campaign.ts';
import { manifest } from './manifest.ts';
import { input } from './schema.ts';

export const handler = http(manifest, input, ({ table }) =>
  extendCampaign({ campaigns: campaignStore(table), clock: systemClock }),
);
