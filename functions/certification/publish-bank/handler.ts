import { systemClock } from '../../../packages/domain/clock.ts';
import { contentHash } from '../../../packages/lambda/content-hash.ts';
import { http } from '../../../packages/lambda/http.ts';
import { bankStore } from '../../../packages/table/stores/bank-store.ts';
import { editionStore } from '../../../packages/table/stores/edition-store.ts';
import { manifest } from './manifest.ts';
import { publishBank } from './publish-bank.ts';
import { input } from './schema.ts';

export const handler = http(manifest, input, ({ table }) =>
  publishBank({
    banks: bankStore(table),
    editions: editionStore(table),
    hash: contentHash,
    clock: systemClock,
  }),
);
