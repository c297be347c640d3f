import { http } from '../../../packages/lambda/http.ts';
import { networkStore } from '../../../packages/table/stores/network-store.ts';
import { trailStore } from '../../../packages/table/stores/trail-store.ts';
import { listStationTrail } from './list-station-trail.ts';
import { manifest } from './manifest.ts';
import { input } from './schema.ts';

export const handler = http(manifest, input, ({ table }) =>
  listStationTrail({ network: networkStore(table), trail: trailStore(table) }),
);
