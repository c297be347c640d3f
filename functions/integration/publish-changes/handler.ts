import { connectBus } from '../../../packages/lambda/bus.ts';
import { logger } from '../../../packages/lambda/logger.ts';
import { task } from '../../../packages/lambda/task.ts';
import { publishChanges } from './publish-changes.ts';
import { input } from './schema.ts';

export const handler = task(input, ({ environment }) =>
  publishChanges({
    publish: connectBus(environment).publish,
    failed: (error) => logger.error('events not published', error as Error),
  }),
);
