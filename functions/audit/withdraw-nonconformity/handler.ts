import { systemClock } from '../../../packages/domain/clock.ts';
import { task } from '../../../packages/lambda/task.ts';
import { nonconformityStore } from '../../../packages/table/stores/nonconformity-store.ts';
import { input } from './schema.ts';
import { withdrawNonconformity } from './withdraw-nonconformity.ts';

export const handler = task(input, ({ table }) =>
  withdrawNonconformity({ nonconformities: nonconformityStore(table), clock: systemClock }),
);
