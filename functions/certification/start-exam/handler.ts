import { systemClock } from '../../../packages/domain/clock.ts';
import { http } from '../../../packages/lambda/http.ts';
import { connectWorkflows } from '../../../packages/lambda/workflows.ts';
import { bankStore } from '../../../packages/table/stores/bank-store.ts';
import { editionStore } from '../../../packages/table/stores/edition-store.ts';
import { examStore } from '../../../packages/table/stores/exam-store.ts';
import { personStore } from '../../../packages/table/stores/person-store.ts';
import { manifest } from './manifest.ts';
import { input } from './schema.ts';
import { startExam } from './start-exam.ts';

export const handler = http(manifest, input, ({ table, environment }) =>
  startExam({
    banks: bankStore(table),
    editions: editionStore(table),
    exams: examStore(table),
    persons: personStore(table),
    workflows: connectWorkflows(environment),
    random: Math.random,
    clock: systemClock,
  }),
);
