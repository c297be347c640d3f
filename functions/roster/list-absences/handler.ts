import { http } from '../../../packages/lambda/http.ts';
import { networkStore } from '../../../packages/table/stores/network-store.ts';
import { listAbsences } from './list-absences.ts';
import { manifest } from './manifest.ts';
import { input } from './schema.ts';

export const handler = http(manifest, input, ({ table }) => listAbsences({ network: networkStore(table) }));
