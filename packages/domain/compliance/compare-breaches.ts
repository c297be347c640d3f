import type { Severity } from '../../standard/edition-rules.ts';
import type { LocalDate } from '../calendar.ts';
import type { Breach } from './station-facts.ts';

/** An open breach as a station keeps it. */
export interface OpenBreach extends Breach {
  since: LocalDate;
  /** When it became as bad as it is. */
  worseSince?: LocalDate;
}

export interface BreachChanges {
  opened: OpenBreach[];
  worsened: OpenBreach[];
  closed: OpenBreach[];
  /** All that are open now, by key. */
  open: OpenBreach[];
}

const order: Record<Severity, number> = { minor: 0, major: 1, critical: 2 };

/**
 * Holds what a scan has found against what was open: a breach opens once and keeps its day, gets worse and never better
 * while it is open, and closes by itself; what comes again is a new one. Two scans of a day change nothing.
 */
export function compareBreaches(
  before: readonly OpenBreach[],
  found: readonly Breach[],
  today: LocalDate,
): BreachChanges {
  const known = new Map(before.map((one) => [one.key, one]));
  const opened: OpenBreach[] = [];
  const worsened: OpenBreach[] = [];
  const open = found.map((breach): OpenBreach => {
    const old = known.get(breach.key);
    known.delete(breach.key);
    if (!old) {
      const fresh = { ...breach, since: today };
      opened.push(fresh);
      return fresh;
    }
    if (order[breach.severity] > order[old.severity]) {
      const worse = { ...breach, since: old.since, worseSince: today };
      worsened.push(worse);
      return worse;
    }
    return old;
  });
  return { opened, worsened, closed: [...known.values()], open };
}

/** True when a scan has nothing to write. */
export const isUnchanged = ({ opened, worsened, closed }: BreachChanges): boolean =>
  opened.length + worsened.length + closed.length === 0;
