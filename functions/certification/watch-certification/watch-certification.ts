import type { Certification } from '../../../packages/domain/certification/certification.ts';
import { watchCertification as look } from '../../../packages/domain/certification/certification-dues.ts';
import { isOver, needsRetraining } from '../../../packages/domain/certification/take-exam.ts';
import { instant } from '../../../packages/domain/clock.ts';
import { missing } from '../../../packages/domain/errors.ts';
import type { LadderLook } from '../../../packages/domain/ladder.ts';
import type { PathRules } from '../../../packages/standard/path-rules.ts';
import type { PaperItem } from '../../../packages/table/people-items.ts';
import type { BankStore } from '../../../packages/table/stores/bank-store.ts';
import { enterEarlier } from '../enter-earlier.ts';
import { enterPaper } from '../enter-paper.ts';
import { gradeOnce } from '../grade.ts';
import type { ExamPorts } from '../own-exam.ts';

interface Ports extends ExamPorts {
  banks: BankStore;
}

interface Watch {
  certificationId: string;
  personId: string;
  for: 'exams';
  since: string;
}

/** Answers what the workflow goes on with: what it carried, what is next, and that it looked just now. */
export const watchCertification =
  (ports: Ports) =>
  async (watch: Watch): Promise<Watch & LadderLook & { stationId: string }> => {
    const certification = await ports.persons.certification(watch.certificationId, true);
    if (!certification) throw missing('CertificationNotFound', 'no such certification');
    const { stationId, edition, position } = certification;
    const rules = await ports.editions.pathRules(edition, position);
    if (!rules) throw missing('EditionNotFound', 'no such edition');
    const now = ports.clock.now();
    const earlier = await withEarlier(ports, rules, certification, now);
    const entered = earlier && (await withPapers(ports, rules, earlier, now));
    // A paper that was begun in time is waited for.
    const seen = entered ? await withRetraining(ports, rules, entered, now) : certification;
    const outcome = look(rules, seen, Date.parse(watch.since), now);
    return { ...watch, stationId, ...outcome, since: instant(now) };
  };

/** The way of somebody who let the days for retakes pass: from the look on it stands where it is, in training. */
async function withRetraining(
  { persons }: Ports,
  rules: PathRules,
  certification: Certification,
  now: number,
): Promise<Certification> {
  if (certification.status === 'in-training' || !needsRetraining(certification, rules, now))
    return certification;
  const next: Certification = {
    ...certification,
    status: 'in-training',
    revision: certification.revision + 1,
  };
  const changed = { changedBy: 'watch-certification', changedAt: instant(now) };
  const taken = await persons.advanceCertification(next, ['fail-finally'], false, changed);
  return taken ? next : certification;
}

/** The way with the paper that the person was writing when they moved, graded here too; null while they write it. */
async function withEarlier(
  ports: Ports,
  rules: PathRules,
  certification: Certification,
  now: number,
): Promise<Certification | null> {
  const { writing, status } = certification;
  if (!writing || status !== 'candidate') return certification;
  const paper = await ports.exams.paper(writing.certificationId, writing.number);
  if (!paper) return certification;
  if (isRunning(paper, now)) return null;
  const graded = await gradeOnce(ports, paper, undefined, now);
  return enterEarlier(ports, rules, certification, 'watch-certification', now, graded);
}

const isRunning = (paper: PaperItem, now: number): boolean =>
  paper.finishedAt === undefined && !isOver(paper, now);

/** The way with a paper whose own workflow did not come to grade it, as the last line of defence; null while it runs. */
async function withPapers(
  ports: Ports,
  rules: PathRules,
  certification: Certification,
  now: number,
): Promise<Certification | null> {
  if (certification.status !== 'candidate') return certification;
  const last = (await ports.exams.papers(certification.certificationId)).at(-1);
  if (last && isRunning(last, now)) return null;
  if (!last || !isOver(last, now)) return certification;
  // Somebody was faster: the next look finds the way as it is then.
  return (await enterPaper(ports, rules, certification, last, 'watch-certification', now)) ?? certification;
}
