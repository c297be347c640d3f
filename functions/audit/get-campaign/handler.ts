import { http } from '../../../packages/lambda/http.ts';
import { campaignStore } from '../../../packages/table/stores/campaign-store.ts';
import { getCampaign } from './get-campaign.ts';
import { manifest } from './manifest.ts';
import { input } from './schema.ts';

export const handler = http(manifest, input, ({ table }) => getCampaign({ campaigns: campaignStore(table) }));
