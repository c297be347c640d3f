import { systemClock } from '../../../packages/domain/clock.ts';
import { task } from '../../../packages/lambda/task.ts';
import { connectWorkflows } from '../../../packages/lambda/workflows.ts';
import { workingDays } from '../../../packages/lambda/working-days.ts';
import { editionStore } from '../../../packages/table/stores/edition-store.ts';
import { examStore } from '../../../packages/table/stores/exam-store.ts';
import { personStore } from '../../../packages/table/stores/person-store.ts';
import { openCertification } from './open-certification.ts';
import { input } from './schema.ts';

export const handler = task(input, ({ table, environment }) =>
  openCertification({
    persons: personStore(table),
    editions: editionStore(table),
    exams: examStore(table),
    workflows: connectWorkflows(environment),
    calendar: workingDays,
    clock: systemClock,
  }),
);
