import { systemClock } from '../../../packages/domain/clock.ts';
import { http } from '../../../packages/lambda/http.ts';
import { editionStore } from '../../../packages/table/stores/edition-store.ts';
import { examStore } from '../../../packages/table/stores/exam-store.ts';
import { personStore } from '../../../packages/table/stores/person-store.ts';
import { manifest } from './manifest.ts';
import { saveAnswers } from './save-answers.ts';
import { input } from './schema.ts';

export const handler = http(manifest, input, ({ table }) =>
  saveAnswers({
    editions: editionStore(table),
    exams: examStore(table),
    persons: personStore(table),
    clock: systemClock,
  }),
);
