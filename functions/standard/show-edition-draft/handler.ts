import { contentHash } from '../../../packages/lambda/content-hash.ts';
import { http } from '../../../packages/lambda/http.ts';
import { editionDraftStore } from '../../../packages/table/stores/edition-draft-store.ts';
import { manifest } from './manifest.ts';
import { input } from './schema.ts';
import { showEditionDraft } from './show-edition-draft.ts';

export const handler = http(manifest, input, ({ table }) =>
  showEditionDraft({ drafts: editionDraftStore(table), hash: contentHash }),
);
