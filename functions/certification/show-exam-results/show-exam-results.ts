import { examResults } from '../../../packages/domain/certification/exam-results.ts';
import { missing, refused } from '../../../packages/domain/errors.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { BankStore } from '../../../packages/table/stores/bank-store.ts';
import type { EditionStore } from '../../../packages/table/stores/edition-store.ts';
import type { ExamStore } from '../../../packages/table/stores/exam-store.ts';

/** The newest papers say enough about a question. */
const atMost = 1000;

export const showExamResults =
  (ports: { banks: BankStore; exams: ExamStore; editions: EditionStore }) =>
  async ({ position }: { position: string }, caller: Caller): Promise<Answer> => {
    caller.allow({}, () => refused('NotPermitted', 'results are for HQ'));
    const bank = await ports.banks.newestBank(position);
    const edition = await ports.editions.currentEdition();
    const rules = edition && (await ports.editions.pathRules(edition, position));
    if (!bank || !rules) throw missing('BankNotFound', 'the position has no question bank yet');
    const [papers, key] = await Promise.all([
      ports.exams.gradedPapers(position, bank.version, atMost),
      ports.banks.bankKey(position, bank.version),
    ]);
    const { questions, ...results } = examResults(bank.questions, papers, rules.theoryPass);
    return {
      status: 200,
      body: {
        position,
        version: bank.version,
        ...results,
        questions: questions.map((question) => ({ ...question, why: key?.why[question.id] })),
      },
    };
  };
