import { systemClock } from '../../../packages/domain/clock.ts';
import { task } from '../../../packages/lambda/task.ts';
import { connectWorkflows } from '../../../packages/lambda/workflows.ts';
import { workingDays } from '../../../packages/lambda/working-days.ts';
import { editionStore } from '../../../packages/table/stores/edition-store.ts';
import { networkStore } from '../../../packages/table/stores/network-store.ts';
import { personStore } from '../../../packages/table/stores/person-store.ts';
import { input } from './schema.ts';
import { startOnboarding } from './start-onboarding.ts';

export const handler = task(input, ({ table, environment }) =>
  startOnboarding({
    persons: personStore(table),
    network: networkStore(table),
    editions: editionStore(table),
    workflows: connectWorkflows(environment),
    calendar: workingDays,
    clock: systemClock,
  }),
);
