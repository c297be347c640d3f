import type { Severity } from '../../standard/edition-rules.ts';
import type { LocalDate } from '../calendar.ts';
import type { Breach } from './station-facts.ts';

/** An open breach as a station keeps it. */
export interface OpenBreach extends Breach {
  since: LocalDate;
  due: LocalDate;
  /** How far it has climbed the ladder: 0 until it is overdue. */
  rung: number;
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

/** What a breach that is open since a day has come to: when it is due, how bad it is, how far it has climbed. */
export type Ageing = (found: Breach, since: LocalDate) => Pick<OpenBreach, 'due' | 'severity' | 'rung'>;

const order: Record<Severity, number> = { minor: 0, major: 1, critical: 2 };

/**
 * Holds what a scan has found against what was open: a breach opens once and keeps its day, gets worse and never better
 * while it is open, and closes by itself; what comes again is a new one. Two scans of a day change nothing.
 */
export function compareBreaches(
  before: readonly OpenBreach[],
  found: readonly Breach[],
  today: LocalDate,
  ageing: Ageing,
): BreachChanges {
  const known = new Map(before.map((one) => [one.key, one]));
  const opened: OpenBreach[] = [];
  const worsened: OpenBreach[] = [];
  const open = found.map((breach): OpenBreach => {
    const old = known.get(breach.key);
    known.delete(breach.key);
    const since = old?.since ?? today;
    const aged = { ...breach, since, ...ageing(breach, since) };
    if (!old) {
      opened.push(aged);
      return aged;
    }
    const isWorse = order[aged.severity] > order[old.severity] || aged.rung > old.rung;
    const now: OpenBreach = {
      ...aged,
      due: dueOfOpen(old, aged),
      severity: order[aged.severity] > order[old.severity] ? aged.severity : old.severity,
      rung: Math.max(aged.rung, old.rung),
      ...(isWorse
        ? { worseSince: today }
        : old.worseSince === undefined
          ? {}
          : { worseSince: old.worseSince }),
    };
    if (isWorse) worsened.push(now);
    return now;
  });
  return { opened, worsened, closed: [...known.values()], open };
}

/**
 * A duty that is missed again and again is overdue since its oldest day, also when that is history by now: otherwise it would
 * be a little younger every day, and a station that has not changed would be written every day.
 */
const dueOfOpen = (old: OpenBreach, { rule, due }: OpenBreach): LocalDate =>
  rule === 'duty-missed' && old.due < due ? old.due : due;

/** True when a scan has nothing to tell. */
export const isUnchanged = ({ opened, worsened, closed }: BreachChanges): boolean =>
  opened.length + worsened.length + closed.length === 0;
