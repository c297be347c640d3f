import { systemClock } from '../../../packages/domain/clock.ts';
import { task } from '../../../packages/lambda/task.ts';
import { workingDays } from '../../../packages/lambda/working-days.ts';
import { editionStore } from '../../../packages/table/stores/edition-store.ts';
import { personStore } from '../../../packages/table/stores/person-store.ts';
import { input } from './schema.ts';
import { watchOnboarding } from './watch-onboarding.ts';

export const handler = task(input, ({ table }) =>
  watchOnboarding({
    persons: personStore(table),
    editions: editionStore(table),
    calendar: workingDays,
    clock: systemClock,
  }),
);
