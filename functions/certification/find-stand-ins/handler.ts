import { task } from '../../../packages/lambda/task.ts';
import { editionDraftStore } from '../../../packages/table/stores/edition-draft-store.ts';
import { editionStore } from '../../../packages/table/stores/edition-store.ts';
import { networkStore } from '../../../packages/table/stores/network-store.ts';
import { findStandIns } from './find-stand-ins.ts';
import { input } from './schema.ts';

export const handler = task(input, ({ table }) =>
  findStandIns({
    editions: editionStore(table),
    drafts: editionDraftStore(table),
    network: networkStore(table),
  }),
);
