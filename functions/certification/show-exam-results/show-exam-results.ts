import { isHq } from '../../../packages/domain/audit/independence.ts';
import { examResults } from '../../../packages/domain/certification/exam-results.ts';
import { missing, refused } from '../../../packages/domain/errors.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { BankStore } from '../../../packages/table/stores/bank-store.ts';
import type { EditionStore } from '../../../packages/table/stores/edition-store.ts';
import type { ExamStore } from '../../../packages/table/stores/exam-store.ts';

/** The newest papers say enough about a question. */
const atMost = 1000;

/**
 * HQ sees all, with the reason why an answer is right; who trains the people of a station (6.2, 6.3) sees how they fare,
 * but nothing about the exam of a position of the own.
 */
export const showExamResults =
  (ports: { banks: BankStore; exams: ExamStore; editions: EditionStore }) =>
  async ({ position }: { position: string }, caller: Caller): Promise<Answer> => {
    const { subject } = caller;
    const noBank = () => missing('BankNotFound', 'the position has no question bank yet');
    const held = subject.positions ?? [];
    const { stationId } = subject;
    const trains = held.includes('TD');
    caller.allow(trains && stationId !== undefined ? { stationId } : {}, noBank);
    if (!isHq(subject) && !trains) throw noBank();
    if (!isHq(subject) && held.includes(position))
      throw refused('NotPermitted', 'nobody looks into the own exam', { status: 403 });
    const bank = await ports.banks.newestBank(position);
    const edition = await ports.editions.currentEdition();
    const rules = edition && (await ports.editions.pathRules(edition, position));
    if (!bank || !rules) throw noBank();
    const [papers, key] = await Promise.all([
      ports.exams.gradedPapers(position, bank.version, atMost),
      isHq(subject) ? ports.banks.bankKey(position, bank.version) : null,
    ]);
    const { questions, ...results } = examResults(bank.questions, papers, rules.theoryPass);
    return {
      status: 200,
      body: {
        position,
        version: bank.version,
        ...results,
        questions: questions.map((question) => ({
          ...question,
          ...(key?.why[question.id] ? { why: key.why[question.id] } : {}),
        })),
      },
    };
  };
