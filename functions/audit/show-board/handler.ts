import { systemClock } from '../../../packages/domain/clock.ts';
import { http } from '../../../packages/lambda/http.ts';
import { campaignStore } from '../../../packages/table/stores/campaign-store.ts';
import { manifest } from './manifest.ts';
import { input } from './schema.ts';
import { showBoard } from './show-board.ts';

export const handler = http(manifest, input, ({ table }) =>
  showBoard({ campaigns: campaignStore(table), clock: systemClock }),
);
