import type { PositionCode } from '../../standard/edition-rules.ts';
import type { PathRules } from '../../standard/path-rules.ts';
import type { Certification } from './certification.ts';
import { nextOf } from './certification-dues.ts';

/**
 * Of the positions that assess at a station those that nobody holds who holds nothing else, each with its holders: HQ
 * does what falls to them where a holder is the candidate, or nobody is there.
 */
export type AssessorGaps = Record<PositionCode, string[]>;

/** Null when every candidate finds somebody. */
export function assessorGaps(
  assessors: readonly PositionCode[],
  assignments: readonly { personId: string; position: PositionCode }[],
): AssessorGaps | null {
  const positionsOf = (person: string) => assignments.filter(({ personId }) => personId === person).length;
  const gaps = assessors.flatMap((code): [PositionCode, string[]][] => {
    const holders = assignments.filter(({ position }) => position === code).map(({ personId }) => personId);
    return holders.some((person) => positionsOf(person) === 1) ? [] : [[code, holders]];
  });
  return gaps.length === 0 ? null : Object.fromEntries(gaps);
}

/** Whether HQ takes the next step of a way in the station's stead. */
export function standsIn(
  rules: PathRules,
  certification: Certification,
  gaps: AssessorGaps | undefined,
  now: number,
): boolean {
  const next = nextOf(rules, certification, now);
  if (!next || next.owner === 'person' || next.owner.startsWith('hq-')) return false;
  const code = next.owner === 'line-manager' ? (rules.line[0] ?? '') : next.owner;
  return gaps?.[code]?.every((person) => person === certification.personId) ?? false;
}
