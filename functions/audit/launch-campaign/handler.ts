import { ulid } from 'ulid';
import { systemClock } from '../../../packages/domain/clock.ts';
import { contentHash } from '../../../packages/lambda/content-hash.ts';
import { http } from '../../../packages/lambda/http.ts';
import { campaignStore } from '../../../packages/table/stores/campaign-store.ts';
import { editionStore } from '../../../packages/table/stores/edition-store.ts';
import { networkStore } from '../../../packages/table/stores/network-store.ts';
import { launchCampaign } from './launch-campaign.ts';
import { manifest } from './manifest.ts';
import { input } from './schema.ts';

export const handler = http(manifest, input, ({ table }) =>
  launchCampaign({
    campaigns: campaignStore(table),
    editions: editionStore(table),
    network: networkStore(table),
    clock: systemClock,
    unique: () => ulid().toLowerCase(),
    hash: contentHash,
  }),
);
