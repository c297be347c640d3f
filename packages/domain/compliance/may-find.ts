import type { Subject } from '../access/may.ts';
import type { OpenBreach } from './compare-breaches.ts';

/** Whoever only holds positions sees what is theirs to mend and what is about themselves, and nothing of colleagues. */
export function mayFind(
  { role, positions, personId }: Subject,
  breach: Pick<OpenBreach, 'owner' | 'subject'>,
): boolean {
  if (role !== 'position-holder') return true;
  return (
    (positions ?? []).includes(breach.owner) ||
    (personId !== undefined && (breach.subject === personId || breach.subject.startsWith(`${personId}#`)))
  );
}
