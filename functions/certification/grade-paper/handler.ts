import { systemClock } from '../../../packages/domain/clock.ts';
import { task } from '../../../packages/lambda/task.ts';
import { bankStore } from '../../../packages/table/stores/bank-store.ts';
import { editionStore } from '../../../packages/table/stores/edition-store.ts';
import { examStore } from '../../../packages/table/stores/exam-store.ts';
import { personStore } from '../../../packages/table/stores/person-store.ts';
import { gradePaper } from './grade-paper.ts';
import { input } from './schema.ts';

export const handler = task(input, ({ table }) =>
  gradePaper({
    persons: personStore(table),
    editions: editionStore(table),
    exams: examStore(table),
    banks: bankStore(table),
    clock: systemClock,
  }),
);
