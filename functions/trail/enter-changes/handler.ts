import { systemClock } from '../../../packages/domain/clock.ts';
import { logger } from '../../../packages/lambda/logger.ts';
import { task } from '../../../packages/lambda/task.ts';
import { trailStore } from '../../../packages/table/stores/trail-store.ts';
import { enterChanges } from './enter-changes.ts';
import { input } from './schema.ts';

export const handler = task(input, ({ table }) =>
  enterChanges({
    trail: trailStore(table),
    clock: systemClock,
    failed: (error, chain) => logger.error('changes not entered', { chain, error: error as Error }),
  }),
);
