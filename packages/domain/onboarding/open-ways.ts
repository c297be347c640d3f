import type { PathRules } from '../../standard/path-rules.ts';
import type { LocalDate, WorkingDays } from '../calendar.ts';
import type { Certification } from '../certification/certification.ts';
import { nextOf } from '../certification/certification-dues.ts';
import { type AssessorGaps, standsIn } from '../certification/stand-in.ts';
import type { Onboarding } from './onboarding.ts';
import { examDue, openParts } from './onboarding-dues.ts';

/** One line of a desk: what is open on a person's way, whose turn it is, and by when. */
export interface OpenWay {
  kind: 'onboarding' | 'certification' | 'hand-over';
  id: string;
  personId: string;
  stationId: string;
  position: string;
  /** The step, module or part of the exam that is due first. */
  part: string;
  /** `person`, position codes, `line-manager`, or an office of HQ. */
  owners: string[];
  due: LocalDate;
}

export function openOnboarding(
  rules: PathRules,
  onboarding: Onboarding,
  calendar: WorkingDays,
): OpenWay | null {
  const { onboardingId: id, personId, stationId, position, status, since } = onboarding;
  const of = { kind: 'onboarding' as const, id, personId, stationId, position };
  if (status === 'certifying') return null;
  const [first] = openParts(rules, onboarding, calendar);
  if (!first)
    return {
      ...of,
      part: 'release',
      owners: ['hq-training'],
      due: examDue(rules, 'release', since, calendar),
    };
  return { ...of, part: first.id, owners: first.owners, due: first.due };
}

/** @param gaps positions of the station in whose stead HQ acts */
export function openCertification(
  rules: PathRules,
  certification: Certification,
  now: number,
  gaps?: AssessorGaps,
): OpenWay | null {
  const next = nextOf(rules, certification, now);
  if (!next) return null;
  const { certificationId: id, personId, stationId, position } = certification;
  const { step, due } = next;
  const owners = [standsIn(rules, certification, gaps, now) ? 'hq-training' : next.owner];
  return { kind: 'certification', id, personId, stationId, position, part: step, owners, due };
}
