import type { PaperAnswers } from '../../../packages/domain/certification/paper.ts';
import { afterTheory, isOver } from '../../../packages/domain/certification/take-exam.ts';
import { refused } from '../../../packages/domain/errors.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { BankStore } from '../../../packages/table/stores/bank-store.ts';
import { enterLater } from '../enter-earlier.ts';
import { gradeOnce } from '../grade.ts';
import { type ExamPorts, ownPaper } from '../own-exam.ts';
import { readAnswers } from '../read-answers.ts';
import { takeStep } from '../take-step.ts';

interface Ports extends ExamPorts {
  banks: BankStore;
}

/**
 * Grades first and enters the result second, so that a crash between the two is made good by the repeat. Whoever hands
 * answers in after the end is told so; the answers that were saved in time have counted. Of somebody who has moved
 * meanwhile the paper counts where they go on.
 */
export const submitPaper =
  (ports: Ports) =>
  async (
    input: { certificationId: string; paper: number; answers?: PaperAnswers | undefined },
    caller: Caller,
  ): Promise<Answer> => {
    const { paper, ...known } = await ownPaper(ports, input, caller);
    const { rules } = known;
    const answers = input.answers && readAnswers(paper, input.answers);
    const now = ports.clock.now();
    const ended = paper.finishedAt === undefined ? isOver(paper, now) : paper.finishedAt === paper.endsAt;
    const tooLate = answers !== undefined && ended;
    const graded = await gradeOnce(ports, paper, answers, now);
    const { finishedAt = paper.endsAt, score = 0, wrong = [], number } = graded;
    await takeStep(
      ports,
      input.certificationId,
      caller,
      (certification) => afterTheory(certification, rules, { number, finishedAt, score }),
      { known },
    );
    const { status, stationId } = known.certification;
    if (status === 'ended' || stationId !== caller.subject.stationId)
      await enterLater(ports, known.certification, number, 'submit-paper', now);
    if (tooLate)
      throw refused('ExamOver', 'the time is up; what was saved in time has counted', {
        details: { endsAt: paper.endsAt, score },
      });
    return {
      status: 200,
      body: { number, finishedAt, score, passed: score >= rules.theoryPass, wrong },
    };
  };
