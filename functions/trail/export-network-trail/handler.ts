import { http } from '../../../packages/lambda/http.ts';
import { trailStore } from '../../../packages/table/stores/trail-store.ts';
import { exportNetworkTrail } from './export-network-trail.ts';
import { manifest } from './manifest.ts';
import { input } from './schema.ts';

export const handler = http(manifest, input, ({ table }) => exportNetworkTrail({ trail: trailStore(table) }));
