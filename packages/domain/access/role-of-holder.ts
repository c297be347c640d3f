import type { Role } from './may.ts';

/** The role that a person's positions give at the station (clauses 1 and 8: head and general administrator). */
export function roleOfHolder(positions: readonly string[]): Role {
  if (positions.includes('SM')) return 'station-master';
  if (positions.includes('GA')) return 'general-administrator';
  return 'position-holder';
}
