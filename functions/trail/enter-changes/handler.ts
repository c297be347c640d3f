import { systemClock } from '../../../packages/domain/clock.ts';
import { logger } from '../../../packages/lambda/logger.ts';
import { connectQueue } from '../../../packages/lambda/queue.ts';
import { task } from '../../../packages/lambda/task.ts';
import { trailStore } from '../../../packages/table/stores/trail-store.ts';
import { hearChanges } from './enter-changes.ts';
import { input } from './schema.ts';

export const handler = task(input, ({ table, environment }) =>
  hearChanges({
    trail: trailStore(table),
    touched: connectQueue(environment, 'keep-station-facts'),
    clock: systemClock,
    failed: (error, chain) => logger.error('changes not entered', { chain, error: error as Error }),
  }),
);
