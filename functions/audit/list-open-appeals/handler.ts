import { http } from '../../../packages/lambda/http.ts';
import { appealStore } from '../../../packages/table/stores/appeal-store.ts';
import { listOpenAppeals } from './list-open-appeals.ts';
import { manifest } from './manifest.ts';
import { input } from './schema.ts';

export const handler = http(manifest, input, ({ table }) => listOpenAppeals({ appeals: appealStore(table) }));
