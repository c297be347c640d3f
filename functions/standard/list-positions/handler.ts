import { http } from '../../../packages/lambda/http.ts';
import { editionStore } from '../../../packages/table/stores/edition-store.ts';
import { listPositions } from './list-positions.ts';
import { manifest } from './manifest.ts';
import { input } from './schema.ts';

export const handler = http(manifest, input, ({ table }) => listPositions({ editions: editionStore(table) }));
