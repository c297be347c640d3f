import { systemClock } from '../../../packages/domain/clock.ts';
import { contentHash } from '../../../packages/lambda/content-hash.ts';
import { http } from '../../../packages/lambda/http.ts';
import { campaignStore } from '../../../packages/table/stores/campaign-store.ts';
import { reportStore } from '../../../packages/table/stores/report-store.ts';
import { manifest } from './manifest.ts';
import { requestCampaignReport } from './request-campaign-report.ts';
import { input } from './schema.ts';

export const handler = http(manifest, input, ({ table }) =>
  requestCampaignReport({
    campaigns: campaignStore(table),
    reports: reportStore(table),
    clock: systemClock,
    hash: contentHash,
  }),
);
