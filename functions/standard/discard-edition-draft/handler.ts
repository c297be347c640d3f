import { systemClock } from '../../../packages/domain/clock.ts';
import { http } from '../../../packages/lambda/http.ts';
import { editionDraftStore } from '../../../packages/table/stores/edition-draft-store.ts';
import { discardEditionDraft } from './discard-edition-draft.ts';
import { manifest } from './manifest.ts';
import { input } from './schema.ts';

export const handler = http(manifest, input, ({ table }) =>
  discardEditionDraft({ drafts: editionDraftStore(table), clock: systemClock }),
);
