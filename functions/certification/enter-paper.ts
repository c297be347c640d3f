import type { Certification } from '../../packages/domain/certification/certification.ts';
import { afterTheory } from '../../packages/domain/certification/take-exam.ts';
import { instant } from '../../packages/domain/clock.ts';
import type { PathRules } from '../../packages/standard/path-rules.ts';
import type { PaperItem } from '../../packages/table/people-items.ts';
import type { BankStore } from '../../packages/table/stores/bank-store.ts';
import type { ExamStore } from '../../packages/table/stores/exam-store.ts';
import type { PersonStore } from '../../packages/table/stores/person-store.ts';
import { gradeOnce } from './grade.ts';
import { isAtHq } from './start-way.ts';

interface Ports {
  persons: PersonStore;
  exams: ExamStore;
  banks: BankStore;
}

/**
 * Grades a paper that was never submitted by what was saved in time, and enters it into its way. Of a way that is over
 * only the paper is graded.
 * @param by the function that does it
 * @returns the way after it; null when somebody was faster
 */
export async function enterPaper(
  ports: Ports,
  rules: PathRules,
  certification: Certification,
  paper: PaperItem,
  by: string,
  now: number,
): Promise<Certification | null> {
  const { number, score = 0, finishedAt = paper.endsAt } = await gradeOnce(ports, paper, undefined, now);
  const change = afterTheory(certification, rules, { number, finishedAt, score });
  if (!change) return certification;
  const changed = { changedBy: by, changedAt: instant(now) };
  const atHq = isAtHq(rules, change.next, now);
  const taken = await ports.persons.advanceCertification(change.next, change.moves, atHq, changed);
  return taken ? change.next : null;
}
