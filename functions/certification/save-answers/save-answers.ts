import type { PaperAnswers } from '../../../packages/domain/certification/paper.ts';
import { isOver } from '../../../packages/domain/certification/take-exam.ts';
import { instant } from '../../../packages/domain/clock.ts';
import { refused } from '../../../packages/domain/errors.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import { type ExamPorts, ownPaper } from '../own-exam.ts';
import { readAnswers } from '../read-answers.ts';

export const saveAnswers =
  (ports: ExamPorts) =>
  async (
    input: { certificationId: string; paper: number; answers: PaperAnswers },
    caller: Caller,
  ): Promise<Answer> => {
    const { paper } = await ownPaper(ports, input, caller);
    const answers = readAnswers(paper, input.answers);
    const now = ports.clock.now();
    const over = () => refused('ExamOver', 'the time is up', { details: { endsAt: paper.endsAt } });
    if (isOver(paper, now)) throw over();
    const savedAt = instant(now);
    if (!(await ports.exams.saveAnswers(paper, answers, savedAt))) throw over();
    return { status: 200, body: { number: paper.number, savedAt, endsAt: paper.endsAt } };
  };
