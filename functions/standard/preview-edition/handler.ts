import { contentHash } from '../../../packages/lambda/content-hash.ts';
import { http } from '../../../packages/lambda/http.ts';
import { editionDraftStore } from '../../../packages/table/stores/edition-draft-store.ts';
import { editionStore } from '../../../packages/table/stores/edition-store.ts';
import { networkStore } from '../../../packages/table/stores/network-store.ts';
import { manifest } from './manifest.ts';
import { previewEdition } from './preview-edition.ts';
import { input } from './schema.ts';

export const handler = http(manifest, input, ({ table }) =>
  previewEdition({
    editions: editionStore(table),
    drafts: editionDraftStore(table),
    network: networkStore(table),
    hash: contentHash,
  }),
);
