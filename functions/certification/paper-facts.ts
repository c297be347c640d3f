import { paperQuestions } from '../../packages/domain/certification/paper.ts';
import type { BankItem, PaperItem } from '../../packages/table/people-items.ts';

/** A paper as the candidate gets it; nothing tells which option is right, before the end or after. */
export const paperFacts = (paper: PaperItem, bank: BankItem, theoryPass: number): object => ({
  certificationId: paper.certificationId,
  number: paper.number,
  startedAt: paper.startedAt,
  endsAt: paper.endsAt,
  questions: paperQuestions(paper.drawn, bank.questions).map(({ id, kind, text, options }) => ({
    id,
    kind,
    text,
    options,
  })),
  answers: paper.answers,
  ...(paper.savedAt === undefined ? {} : { savedAt: paper.savedAt }),
  ...(paper.finishedAt === undefined || paper.score === undefined
    ? {}
    : {
        result: {
          finishedAt: paper.finishedAt,
          score: paper.score,
          passed: paper.score >= theoryPass,
          wrong: paper.wrong ?? [],
        },
      }),
});
