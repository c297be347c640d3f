import { systemClock } from '../../../packages/domain/clock.ts';
import { task } from '../../../packages/lambda/task.ts';
import { bankStore } from '../../../packages/table/stores/bank-store.ts';
import { editionStore } from '../../../packages/table/stores/edition-store.ts';
import { examStore } from '../../../packages/table/stores/exam-store.ts';
import { personStore } from '../../../packages/table/stores/person-store.ts';
import { input } from './schema.ts';
import { watchCertification } from './watch-certification.ts';

export const handler = task(input, ({ table }) =>
  watchCertification({
    persons: personStore(table),
    editions: editionStore(table),
    exams: examStore(table),
    banks: bankStore(table),
    clock: systemClock,
  }),
);
