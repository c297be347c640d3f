import { systemClock } from '../../../packages/domain/clock.ts';
import { task } from '../../../packages/lambda/task.ts';
import { trailStore } from '../../../packages/table/stores/trail-store.ts';
import { anchorTrail } from './anchor-trail.ts';
import { input } from './schema.ts';

export const handler = task(input, ({ table }) =>
  anchorTrail({ trail: trailStore(table), clock: systemClock }),
);
