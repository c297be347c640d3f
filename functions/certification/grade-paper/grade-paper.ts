import { isOver } from '../../../packages/domain/certification/take-exam.ts';
import { missing, unavailable } from '../../../packages/domain/errors.ts';
import type { BankStore } from '../../../packages/table/stores/bank-store.ts';
import { enterLater } from '../enter-earlier.ts';
import { enterPaper } from '../enter-paper.ts';
import type { ExamPorts } from '../own-exam.ts';

interface Ports extends ExamPorts {
  banks: BankStore;
}

/**
 * A paper that was submitted has its place in the way already, and nothing is left to be done. Of somebody who has moved
 * meanwhile it counts where they go on.
 */
export const gradePaper =
  (ports: Ports) =>
  async ({
    certificationId,
    paper: number,
  }: {
    certificationId: string;
    paper: number;
  }): Promise<{ outcome: 'submitted' | 'graded' }> => {
    const { persons, editions, exams, clock } = ports;
    const certification = await persons.certification(certificationId, true);
    if (!certification) throw missing('CertificationNotFound', 'no such certification');
    const entered = certification.attempts.some((attempt) => attempt.number === number);
    if (entered && certification.status !== 'ended') return { outcome: 'submitted' };
    const [paper, rules] = await Promise.all([
      exams.paper(certificationId, number),
      editions.pathRules(certification.edition, certification.position),
    ]);
    if (!paper) throw missing('PaperNotFound', 'no such paper');
    if (!rules) throw missing('EditionNotFound', 'no such edition');
    const now = clock.now();
    if (paper.finishedAt === undefined && !isOver(paper, now))
      throw unavailable('the paper is still being written');
    if (!(await enterPaper(ports, rules, certification, paper, 'grade-paper', now)))
      throw unavailable('the way changed while the paper was entered');
    await enterLater(ports, certification, number, 'grade-paper', now);
    return { outcome: entered ? 'submitted' : 'graded' };
  };
