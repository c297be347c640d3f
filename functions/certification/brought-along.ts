import type { BroughtAlong } from '../../packages/domain/certification/open-way.ts';
import { afterTheory } from '../../packages/domain/certification/take-exam.ts';
import type { PathRules } from '../../packages/standard/path-rules.ts';
import type { ExamStore } from '../../packages/table/stores/exam-store.ts';
import type { PersonFile } from '../../packages/table/stores/person-store.ts';

/**
 * Certificates and earlier ways of a person. A paper that was graded when its way was over already stands in no way: it
 * was written in time and counts.
 */
export async function broughtAlong(
  exams: ExamStore,
  rules: PathRules,
  { certificates, certifications }: Pick<PersonFile, 'certificates' | 'certifications'>,
): Promise<BroughtAlong> {
  const ended = certifications.filter(
    ({ status, position }) => status === 'ended' && position === rules.position,
  );
  return {
    certificates,
    certifications: await Promise.all(
      ended.map(async (way) => {
        const paper = (await exams.papers(way.certificationId)).at(-1);
        if (paper?.finishedAt === undefined || paper.score === undefined) return way;
        const { number, finishedAt, score } = paper;
        const entered = afterTheory({ ...way, status: 'candidate' }, rules, { number, finishedAt, score });
        return entered ? { ...way, attempts: entered.next.attempts } : way;
      }),
    ),
  };
}
