import type { Role, Subject } from './may.ts';

/** Somebody of the same station whom a subject stands in for during an absence; days are inclusive, in station time. */
export interface StandIn {
  /** Left out where a vacant position is acted in. */
  personId?: string;
  role: Role;
  positions: readonly string[];
  /** `YYYY-MM-DD`. */
  from: string;
  to: string;
}

/** Stations keep Chinese time; a day begins at midnight there. */
export const stationDay = (now: number): string => new Date(now + 8 * 3_600_000).toISOString().slice(0, 10);

/** From the least to the most that somebody of a station may do. */
const ranks: Partial<Record<Role, number>> = {
  'position-holder': 0,
  'general-administrator': 1,
  'station-master': 2,
};

/**
 * What a subject may do today: the own role and positions, those of everybody absent whom it stands in for, and vacant ones
 * that it acts in. The positions come along, so that nobody audits work that they are doing for somebody else.
 */
export function actingSubject(subject: Subject, standIns: readonly StandIn[], now: number): Subject {
  const today = stationDay(now);
  const absent = standIns.filter(({ from, to }) => from <= today && today <= to);
  if (absent.length === 0) return subject;
  const people = absent.flatMap(({ personId }) => personId ?? []);
  const roles = [subject.role, ...absent.map(({ role }) => role)];
  return {
    ...subject,
    role: roles.reduce((most, role) => ((ranks[role] ?? -1) > (ranks[most] ?? 9) ? role : most)),
    positions: [...new Set([...(subject.positions ?? []), ...absent.flatMap(({ positions }) => positions)])],
    ...(people.length > 0 ? { standsInFor: people } : {}),
  };
}
