import { http } from '../../../packages/lambda/http.ts';
import { appealStore } from '../../../packages/table/stores/appeal-store.ts';
import { campaignStore } from '../../../packages/table/stores/campaign-store.ts';
import { countAppeals } from './count-appeals.ts';
import { manifest } from './manifest.ts';
import { input } from './schema.ts';

export const handler = http(manifest, input, ({ table }) =>
  countAppeals({ campaigns: campaignStore(table), appeals: appealStore(table) }),
);
