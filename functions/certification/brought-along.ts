import type { BroughtAlong } from '../../packages/domain/certification/open-way.ts';
import { instant } from '../../packages/domain/clock.ts';
import { missing } from '../../packages/domain/errors.ts';
import type { PathRules } from '../../packages/standard/path-rules.ts';
import type { EditionStore } from '../../packages/table/stores/edition-store.ts';
import type { ExamStore } from '../../packages/table/stores/exam-store.ts';
import type { PersonFile } from '../../packages/table/stores/person-store.ts';

interface Ports {
  exams: ExamStore;
  editions: EditionStore;
}

/**
 * Certificates and earlier ways of a person who goes on at a station. A way elsewhere is over for them, also where that
 * was not told yet. A paper that was graded when its way was over already stands in no way: it was written in time and
 * counts.
 */
export async function broughtAlong(
  { exams, editions }: Ports,
  rules: PathRules,
  stationId: string,
  { certificates, certifications }: Pick<PersonFile, 'certificates' | 'certifications'>,
  now: number,
): Promise<BroughtAlong> {
  const over = certifications
    .filter((way) => way.position === rules.position && way.status !== 'certified')
    .flatMap((way) => {
      if (way.status === 'ended') return [way];
      return way.stationId === stationId ? [] : [{ ...way, status: 'ended' as const, endedAt: instant(now) }];
    });
  const papers = await Promise.all(
    over.map(async ({ certificationId, edition }) => {
      const paper = (await exams.papers(certificationId)).at(-1);
      if (!paper) return [];
      const own = edition === rules.edition ? rules : await editions.pathRules(edition, rules.position);
      if (!own) throw missing('EditionNotFound', 'no such edition');
      const { number, finishedAt, score } = paper;
      return [
        {
          ...{ certificationId, number, theoryPass: own.theoryPass },
          ...(finishedAt === undefined || score === undefined ? {} : { finishedAt, score }),
        },
      ];
    }),
  );
  return { certificates, certifications: over, papers: papers.flat() };
}
