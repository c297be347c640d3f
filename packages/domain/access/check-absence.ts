import type { FieldProblem } from '../errors.ts';
import { stationDay } from './acting-subject.ts';

export interface Absence {
  personId: string;
  deputyId: string;
  /** Days in station time, both inclusive. */
  from: string;
  to: string;
}

/** Longest absence that somebody stands in for; a vacancy is filled instead (house). */
export const longestAbsenceDays = 60;

/**
 * Checks an absence: both people hold positions at the station, the days are in order and not over, and the deputy is
 * not absent at the same time, because then nobody would stand in.
 */
export function checkAbsence(
  absence: Absence,
  positionsOf: (personId: string) => readonly string[],
  others: readonly Absence[],
  now: number,
): FieldProblem[] {
  const { personId, deputyId, from, to } = absence;
  const problems: FieldProblem[] = [];
  for (const [field, person] of [
    ['personId', personId],
    ['deputyId', deputyId],
  ] as const)
    if (positionsOf(person).length === 0) problems.push({ field, code: 'unknown-person', value: person });
  if (personId === deputyId) problems.push({ field: 'deputyId', code: 'own-deputy', value: deputyId });
  if (to < from) problems.push({ field: 'to', code: 'ends-before-it-starts', value: to, allowed: from });
  else if ((Date.parse(to) - Date.parse(from)) / 86_400_000 >= longestAbsenceDays)
    problems.push({ field: 'to', code: 'absence-too-long', value: to, allowed: String(longestAbsenceDays) });
  if (to < stationDay(now)) problems.push({ field: 'to', code: 'window-is-over', value: to });
  const away = others.find((other) => other.personId === deputyId && other.from <= to && from <= other.to);
  if (away) problems.push({ field: 'deputyId', code: 'deputy-absent', value: deputyId, allowed: away.to });
  return problems;
}
