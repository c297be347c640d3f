import { systemClock } from '../../../packages/domain/clock.ts';
import { connectBus } from '../../../packages/lambda/bus.ts';
import { logger } from '../../../packages/lambda/logger.ts';
import { task } from '../../../packages/lambda/task.ts';
import { trailStore } from '../../../packages/table/stores/trail-store.ts';
import { appendTrail } from '../append-trail.ts';
import { publishChanges } from './publish-changes.ts';
import { input } from './schema.ts';

export const handler = task(input, ({ table, environment }) =>
  publishChanges({
    append: appendTrail({
      trail: trailStore(table),
      clock: systemClock,
      failed: (error, chain) => logger.error('changes not entered', { chain, error: error as Error }),
    }),
    publish: connectBus(environment).publish,
    failed: (error) => logger.error('events not published', error as Error),
  }),
);
