import { http } from '../../../packages/lambda/http.ts';
import { bankStore } from '../../../packages/table/stores/bank-store.ts';
import { editionStore } from '../../../packages/table/stores/edition-store.ts';
import { examStore } from '../../../packages/table/stores/exam-store.ts';
import { manifest } from './manifest.ts';
import { input } from './schema.ts';
import { showExamResults } from './show-exam-results.ts';

export const handler = http(manifest, input, ({ table }) =>
  showExamResults({
    banks: bankStore(table),
    editions: editionStore(table),
    exams: examStore(table),
  }),
);
