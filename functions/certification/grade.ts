import { gradePaper, type PaperAnswers } from '../../packages/domain/certification/paper.ts';
import { isOver } from '../../packages/domain/certification/take-exam.ts';
import { instant } from '../../packages/domain/clock.ts';
import { missing } from '../../packages/domain/errors.ts';
import type { PaperItem } from '../../packages/table/people-items.ts';
import type { BankStore } from '../../packages/table/stores/bank-store.ts';
import type { ExamStore } from '../../packages/table/stores/exam-store.ts';

/**
 * Grades a paper, once. What comes after the end counts for nothing: then the answers that were saved in time are graded.
 * @returns the paper as it is kept
 */
export async function gradeOnce(
  { exams, banks }: { exams: ExamStore; banks: BankStore },
  paper: PaperItem,
  answers: PaperAnswers | undefined,
  now: number,
): Promise<PaperItem> {
  if (paper.finishedAt !== undefined) return paper;
  const bankKey = await banks.bankKey(paper.position, paper.bank);
  if (!bankKey) throw missing('BankNotFound', 'no such version of the bank');
  const late = isOver(paper, now);
  const given = late || answers === undefined ? paper.answers : { ...paper.answers, ...answers };
  const graded = gradePaper(paper.drawn, given, bankKey.key);
  const result = { answers: given, finishedAt: late ? paper.endsAt : instant(now), ...graded };
  if (await exams.finishPaper(paper, result)) return { ...paper, ...result };
  return (await exams.paper(paper.certificationId, paper.number)) ?? paper;
}
