import type { Severity } from '../../standard/edition-rules.ts';
import { addDays, daysBetween, type LocalDate } from '../calendar.ts';
import { vacancyDates } from '../staffing/vacancy.ts';
import type { OpenBreach } from './compare-breaches.ts';
import type { ComplianceRules } from './find-breaches.ts';
import type { Breach } from './station-facts.ts';

/** A breach that names no day of its own is mended within so many days of being found (house). */
const mendedWithinDays = 30;
const worse: Record<Severity, Severity> = { minor: 'major', major: 'critical', critical: 'critical' };

/** The last day for mending a breach: its own, or the one that follows from the day it was found. */
export function dueOf(found: Breach, since: LocalDate, rules: ComplianceRules): LocalDate {
  if (found.due !== undefined) return found.due;
  const seat = () => vacancyDates(since, found.position ?? '', rules.edition.staffing, rules.calendar);
  switch (found.rule) {
    case 'vacant-seat':
    case 'short-of-band':
      return seat().fillBy;
    case 'uncovered-seat':
      return seat().actingBy;
    default:
      return addDays(since, mendedWithinDays);
  }
}

/**
 * How bad a breach is on a day, after what it was found as and how long it has been overdue. A seat is worse while a key
 * post is concerned, and worse by a step once its time is over; every day of the ladder that passes tells one more
 * person: the owner, the station head, the region, HQ (section 6; that all breaches climb it is house).
 */
export function ageBreach(
  found: Breach,
  since: LocalDate,
  today: LocalDate,
  rules: ComplianceRules,
): Pick<OpenBreach, 'due' | 'severity' | 'rung'> {
  const due = dueOf(found, since, rules);
  const overdue = Math.max(0, daysBetween(due, today));
  const rung = Math.max(found.rung ?? 0, rules.edition.scan.rungs.filter((days) => overdue >= days).length);
  const isSeat = found.rule === 'vacant-seat' || found.rule === 'uncovered-seat';
  const ofPost = isSeat && rules.edition.staffing.keyPosts.includes(found.position ?? '');
  const base = ofPost ? worse[found.severity] : found.severity;
  return { due, severity: isSeat && overdue > 0 ? worse[base] : base, rung };
}

/** Whom a breach is told, by how far it has climbed: the owner, then the station head, the region, HQ. */
export const toldOf = ({ owner, rung }: Pick<OpenBreach, 'owner' | 'rung'>): string[] => [
  ...new Set([owner, ...['SM', 'region-manager', 'hq-network'].slice(0, rung)]),
];
