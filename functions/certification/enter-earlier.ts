import type { Certification } from '../../packages/domain/certification/certification.ts';
import { afterTheory } from '../../packages/domain/certification/take-exam.ts';
import { instant } from '../../packages/domain/clock.ts';
import { missing, unavailable } from '../../packages/domain/errors.ts';
import type { PathRules } from '../../packages/standard/path-rules.ts';
import type { PaperItem } from '../../packages/table/people-items.ts';
import type { EditionStore } from '../../packages/table/stores/edition-store.ts';
import type { ExamStore } from '../../packages/table/stores/exam-store.ts';
import type { PersonStore } from '../../packages/table/stores/person-store.ts';
import { isAtHq } from './start-way.ts';

interface Ports {
  persons: PersonStore;
  exams: ExamStore;
}

const attempts = 3;

/**
 * Enters the paper that was being written when a way began, once it is graded. Who grades it writes the paper first and
 * looks for the way second; who opens the way writes the way first and looks for the paper second: one of them finds both.
 * @param by the function that does it
 * @param known the paper as it was read just now
 * @returns the way after it
 */
export async function enterEarlier(
  { persons, exams }: Ports,
  rules: PathRules,
  way: Certification,
  by: string,
  now: number,
  known?: PaperItem,
): Promise<Certification> {
  const { writing } = way;
  if (!writing || way.status !== 'candidate') return way;
  const paper = known ?? (await exams.paper(writing.certificationId, writing.number));
  if (paper?.finishedAt === undefined || paper.score === undefined) return way;
  const { number, finishedAt, score } = paper;
  let certification = way;
  for (let attempt = 0; attempt < attempts; attempt++) {
    const { theoryPass } = writing;
    const change = afterTheory(certification, rules, { number, finishedAt, score, theoryPass });
    if (!change) return certification;
    const atHq = isAtHq(rules, change.next, now);
    const changed = { changedBy: by, changedAt: instant(now) };
    if (await persons.advanceCertification(change.next, change.moves, atHq, changed)) return change.next;
    certification = (await persons.certification(way.certificationId, true)) ?? certification;
  }
  throw unavailable('the way kept changing while the paper was entered');
}

/** Enters a graded paper of a person who has moved into the ways that they have begun while they wrote it. */
export async function enterLater(
  ports: Ports & { editions: EditionStore },
  { personId, certificationId }: Pick<Certification, 'personId' | 'certificationId'>,
  number: number,
  by: string,
  now: number,
): Promise<void> {
  const { certifications } = await ports.persons.personFile(personId, true);
  for (const way of certifications) {
    if (way.writing?.certificationId !== certificationId || way.writing.number !== number) continue;
    const rules = await ports.editions.pathRules(way.edition, way.position);
    if (!rules) throw missing('EditionNotFound', 'no such edition');
    await enterEarlier(ports, rules, way, by, now);
  }
}
