import { http } from '../../../packages/lambda/http.ts';
import { editionDraftStore } from '../../../packages/table/stores/edition-draft-store.ts';
import { listEditionDrafts } from './list-edition-drafts.ts';
import { manifest } from './manifest.ts';
import { input } from './schema.ts';

export const handler = http(manifest, input, ({ table }) =>
  listEditionDrafts({ drafts: editionDraftStore(table) }),
);
