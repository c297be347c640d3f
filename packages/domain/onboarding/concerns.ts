import type { PathRules } from '../../standard/path-rules.ts';
import type { Subject } from '../access/may.ts';
import { isHq } from '../audit/independence.ts';

/**
 * Whether somebody of the station has to do with a person's way into a position: the person, the head, the administrator,
 * and whoever holds a position above it or trains people (6.2, 6.3). Which station it is, the table of rights decides.
 */
export function concerns(subject: Subject, rules: Pick<PathRules, 'line'>, personId: string): boolean {
  if (isHq(subject) || subject.role !== 'position-holder' || subject.personId === personId) return true;
  return [...rules.line, 'TD'].some((code) => subject.positions?.includes(code));
}
