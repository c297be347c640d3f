import { http } from '../../../packages/lambda/http.ts';
import { trailStore } from '../../../packages/table/stores/trail-store.ts';
import { listNetworkTrail } from './list-network-trail.ts';
import { manifest } from './manifest.ts';
import { input } from './schema.ts';

export const handler = http(manifest, input, ({ table }) => listNetworkTrail({ trail: trailStore(table) }));
