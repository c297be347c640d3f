import type { Certification } from '../../packages/domain/certification/certification.ts';
import { missing } from '../../packages/domain/errors.ts';
import type { Caller } from '../../packages/lambda/http.ts';
import type { PathRules } from '../../packages/standard/path-rules.ts';
import type { PaperItem } from '../../packages/table/people-items.ts';
import type { ExamStore } from '../../packages/table/stores/exam-store.ts';
import { certificationFor, notFound, type StepPorts } from './take-step.ts';

export interface ExamPorts extends StepPorts {
  exams: ExamStore;
}

/** The way of the candidate who asks; a paper of somebody else is answered as if it were not there. */
export async function ownCertification(
  ports: StepPorts,
  certificationId: string,
  caller: Caller,
  consistent = false,
): Promise<{ certification: Certification; rules: PathRules }> {
  const found = await certificationFor(ports, certificationId, caller, consistent);
  if (caller.subject.personId !== found.certification.personId) throw notFound();
  return found;
}

export async function ownPaper(
  ports: ExamPorts,
  { certificationId, paper: number }: { certificationId: string; paper: number },
  caller: Caller,
): Promise<{ certification: Certification; rules: PathRules; paper: PaperItem }> {
  const found = await ownCertification(ports, certificationId, caller);
  const paper = await ports.exams.paper(certificationId, number);
  if (!paper) throw missing('PaperNotFound', 'no such paper');
  return { ...found, paper };
}
