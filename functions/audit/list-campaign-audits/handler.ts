import { systemClock } from '../../../packages/domain/clock.ts';
import { http } from '../../../packages/lambda/http.ts';
import { campaignStore } from '../../../packages/table/stores/campaign-store.ts';
import { listCampaignAudits } from './list-campaign-audits.ts';
import { manifest } from './manifest.ts';
import { input } from './schema.ts';

export const handler = http(manifest, input, ({ table }) =>
  listCampaignAudits({ campaigns: campaignStore(table), clock: systemClock }),
);
