import { systemClock } from '../../../packages/domain/clock.ts';
import { task } from '../../../packages/lambda/task.ts';
import { editionStore } from '../../../packages/table/stores/edition-store.ts';
import { nonconformityStore } from '../../../packages/table/stores/nonconformity-store.ts';
import { input } from './schema.ts';
import { watchCorrection } from './watch-correction.ts';

export const handler = task(input, ({ table }) =>
  watchCorrection({
    nonconformities: nonconformityStore(table),
    editions: editionStore(table),
    clock: systemClock,
  }),
);
