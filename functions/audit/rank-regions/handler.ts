import { http } from '../../../packages/lambda/http.ts';
import { campaignStore } from '../../../packages/table/stores/campaign-store.ts';
import { manifest } from './manifest.ts';
import { rankRegions } from './rank-regions.ts';
import { input } from './schema.ts';

export const handler = http(manifest, input, ({ table }) => rankRegions({ campaigns: campaignStore(table) }));
