import { systemClock } from '../../../packages/domain/clock.ts';
import { task } from '../../../packages/lambda/task.ts';
import { networkStore } from '../../../packages/table/stores/network-store.ts';
import { personStore } from '../../../packages/table/stores/person-store.ts';
import { endWays } from './end-ways.ts';
import { input } from './schema.ts';

export const handler = task(input, ({ table }) =>
  endWays({ persons: personStore(table), network: networkStore(table), clock: systemClock }),
);
