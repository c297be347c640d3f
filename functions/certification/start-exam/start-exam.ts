import { drawPaper } from '../../../packages/domain/certification/paper.ts';
import {
  demandNoObjection,
  gradedAt,
  objectionToTheory,
} from '../../../packages/domain/certification/take-exam.ts';
import { instant } from '../../../packages/domain/clock.ts';
import { missing, refused } from '../../../packages/domain/errors.ts';
import { readCheaply } from '../../../packages/domain/read-cheaply.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { Workflows } from '../../../packages/lambda/workflows.ts';
import type { PaperItem } from '../../../packages/table/people-items.ts';
import type { BankStore } from '../../../packages/table/stores/bank-store.ts';
import type { ExamStore } from '../../../packages/table/stores/exam-store.ts';
import { enterEarlier } from '../enter-earlier.ts';
import { type ExamPorts, ownCertification } from '../own-exam.ts';
import { paperFacts } from '../paper-facts.ts';
import { notFound } from '../take-step.ts';

/** One execution per paper; as long as the way's id at most. */
const examName = ({ certificationId, number }: PaperItem): string =>
  certificationId.replace(/^crt_/, `p${number}_`);

interface Ports extends ExamPorts {
  exams: ExamStore;
  banks: BankStore;
  workflows: Workflows;
  /** A number 0…1. */
  random(): number;
}

/**
 * The clock is the server's: it starts with the paper, and a paper that runs goes on whatever the browser does. A
 * workflow of its own grades it at its end.
 */
export const startExam =
  (ports: Ports) =>
  ({ certificationId }: { certificationId: string }, caller: Caller): Promise<Answer> =>
    readCheaply((certain) => begin(ports, certificationId, caller, certain));

async function begin(
  ports: Ports,
  certificationId: string,
  caller: Caller,
  certain: boolean,
): Promise<Answer> {
  const { certification: found, rules } = await ownCertification(ports, certificationId, caller, certain);
  const now = ports.clock.now();
  const { writing, position } = found;
  const earlier = writing && (await ports.exams.paper(writing.certificationId, writing.number));
  if (writing && earlier?.finishedAt === undefined)
    throw refused('PaperNotSubmitted', 'the paper before is to be submitted', {
      details: { certificationId: writing.certificationId, number: writing.number },
    });
  const certification = earlier ? await enterEarlier(ports, rules, found, 'start-exam', now, earlier) : found;
  const { attempts } = certification;
  // One that does not show yet has taken its number: then it is found when it is to be put.
  const papers = await ports.exams.papers(certificationId, certain);
  const last = papers.at(-1);
  const entered = attempts.some(({ number }) => number === last?.number);
  if (last && !entered) {
    if (last.finishedAt === undefined && now <= Date.parse(last.endsAt)) return shown(last);
    throw refused('PaperNotSubmitted', 'the paper before is to be submitted', {
      details: { number: last.number },
    });
  }
  // Whoever has moved finishes what runs, and begins anew only where they work.
  if (certification.stationId !== caller.subject.stationId) throw notFound();
  demandNoObjection(objectionToTheory(certification, { rules, actor: caller.subject, now }));
  const bank = await ports.banks.newestBank(position);
  if (!bank) throw missing('BankNotFound', 'the position has no question bank yet');
  const paper: PaperItem = {
    type: 'paper',
    v: 1,
    certificationId,
    // Tries on a way that was broken off have taken numbers already.
    number: Math.max(writing?.number ?? 0, ...[...papers, ...attempts].map(({ number }) => number)) + 1,
    position,
    bank: bank.version,
    drawn: drawPaper(bank.questions, bank.paper, ports.random),
    startedAt: instant(now),
    endsAt: instant(now + rules.exam.minutes * 60_000),
    answers: {},
  };
  if (await ports.exams.startPaper(paper)) return shown(paper, 201);
  // Asked for twice at once: the paper that is there counts.
  const other = await ports.exams.paper(certificationId, paper.number);
  if (!other) throw missing('PaperNotFound', 'no such paper');
  return shown(other);

  async function shown(running: PaperItem, status = 200): Promise<Answer> {
    await ports.workflows.start('exam', examName(running), {
      certificationId,
      paper: running.number,
      until: gradedAt(running),
    });
    const drawnFrom = await ports.banks.bank(position, running.bank);
    if (!drawnFrom) throw missing('BankNotFound', 'no such version of the bank');
    return { status, body: paperFacts(running, drawnFrom, rules.theoryPass) };
  }
}
