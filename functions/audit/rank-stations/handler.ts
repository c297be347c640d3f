import { http } from '../../../packages/lambda/http.ts';
import { campaignStore } from '../../../packages/table/stores/campaign-store.ts';
import { manifest } from './manifest.ts';
import { rankStations } from './rank-stations.ts';
import { input } from './schema.ts';

export const handler = http(manifest, input, ({ table }) =>
  rankStations({ campaigns: campaignStore(table) }),
);
