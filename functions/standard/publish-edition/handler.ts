import { systemClock } from '../../../packages/domain/clock.ts';
import { contentHash } from '../../../packages/lambda/content-hash.ts';
import { http } from '../../../packages/lambda/http.ts';
import { editionDraftStore } from '../../../packages/table/stores/edition-draft-store.ts';
import { editionStore } from '../../../packages/table/stores/edition-store.ts';
import { manifest } from './manifest.ts';
import { publishEdition } from './publish-edition.ts';
import { input } from './schema.ts';

export const handler = http(manifest, input, ({ table }) =>
  publishEdition({
    editions: editionStore(table),
    drafts: editionDraftStore(table),
    clock: systemClock,
    hash: contentHash,
  }),
);
