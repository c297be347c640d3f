import type { CorrectionRules, Severity } from '../../standard/edition-rules.ts';
import { addDays, daysBetween, type LocalDate, localDate, startOf } from '../calendar.ts';
import { instant } from '../clock.ts';
import { nextDesk } from './correction-desks.ts';
import { type CorrectionStatus, isOpen } from './correction-status.ts';
import type { Nonconformity } from './nonconformity.ts';

export type DueStep = 'contain' | 'root-cause' | 'plan' | 'close' | 'effect-check';

/** The effect may be checked from its date on, and is checked within so many days (house). */
export const effectCheckWindowDays = 7;
/** After the ladder's last rung everybody on it is told again, once in so many days, until it is done (house). */
export const reminderDays = 7;

const stepOf: Partial<Record<CorrectionStatus, DueStep>> = {
  issued: 'contain',
  contained: 'root-cause',
  'root-cause-found': 'plan',
  'plan-submitted': 'plan',
  'plan-approved': 'close',
  implemented: 'close',
  'evidence-submitted': 'close',
  verified: 'close',
};

/** The due date that counts now: of the earliest step that is not done. Null when nothing is due any more. */
export function currentDue(nonconformity: Nonconformity): { step: DueStep; on: LocalDate } | null {
  const { status, dues, effectCheckOn } = nonconformity;
  switch (stepOf[status]) {
    case 'contain':
      return { step: 'contain', on: dues.contain };
    case 'root-cause':
      return { step: 'root-cause', on: dues.rootCause };
    case 'plan':
      return { step: 'plan', on: dues.plan };
    case 'close':
      return { step: 'close', on: dues.close };
    default:
      return status === 'closed' && effectCheckOn
        ? { step: 'effect-check', on: addDays(effectCheckOn, effectCheckWindowDays) }
        : null;
  }
}

/** The end of a due date's day: the day itself still counts. */
export const endOfDue = ({ on }: { on: LocalDate }): string => instant(startOf(addDays(on, 1)));

/** Until when HQ takes the next step; null when nothing is next, or it is not HQ's. */
export function hqDueAt(rules: CorrectionRules, nonconformity: Nonconformity): string | null {
  const { step, desk } = nextDesk(rules, nonconformity);
  const due = currentDue(nonconformity);
  return step !== 'none' && desk === 'hq' && due ? endOfDue(due) : null;
}

/** Days since the due date that counts now; 0 on the day itself and before. */
export function overdueDays(nonconformity: Nonconformity, now: number): number {
  const due = currentDue(nonconformity);
  return due ? Math.max(0, daysBetween(due.on, localDate(now))) : 0;
}

/** What an execution watches over: a round's correction until it is closed, or the check of its effect. */
export type WatchPhase = 'correction' | 'effect-check';

/** The phase that a nonconformity is in; null when nothing is left to watch. */
export const watchedPhase = ({
  status,
  effectCheckOn,
}: Pick<Nonconformity, 'status' | 'effectCheckOn'>): WatchPhase | null =>
  isOpen(status) ? 'correction' : status === 'closed' && effectCheckOn ? 'effect-check' : null;

/** Until then a closed correction only waits for the date from which its effect is checked. */
export const isEarly = (
  { status, effectCheckOn }: Pick<Nonconformity, 'status' | 'effectCheckOn'>,
  now: number,
): boolean => status === 'closed' && effectCheckOn !== undefined && effectCheckOn > localDate(now);

/** True when a phase has nothing left to wait for. */
export function isPhaseOver(
  { round: now, status }: Pick<Nonconformity, 'round' | 'status'>,
  phase: WatchPhase,
  round: number,
): boolean {
  if (now !== round) return now > round;
  return phase === 'correction' ? !isOpen(status) : status !== 'closed';
}

type Rung = CorrectionRules['escalation'][number];

/** The ladder of a severity in days overdue, its last rung repeated as a reminder. */
function rungsUntil(rules: CorrectionRules, severity: Severity, days: number): Rung[] {
  const ladder = rules.escalation.filter((rung) => rung.severities.includes(severity));
  const top = Math.max(...ladder.map((rung) => rung.overdueDays));
  const reminders: Rung[] = [];
  for (let at = top + reminderDays; at <= days + reminderDays; at += reminderDays)
    reminders.push(
      ...ladder.filter((rung) => rung.overdueDays === top).map((rung) => ({ ...rung, overdueDays: at })),
    );
  return [...ladder, ...reminders];
}

/** What the watch finds when it looks: nothing to wait for, somebody to tell, or only the next date to wait for. */
export type WatchOutcome =
  | { next: 'done' }
  | ({ next: 'wait' } & NextLook)
  | ({ next: 'tell' } & NextLook & {
        step: DueStep;
        overdueDays: number;
        /** `owner`, position codes, and desks of HQ. */
        tell: string[];
        effects: string[];
      });
export interface NextLook {
  /** The instant of the next rung, should the step not be done by then. */
  lookAt: string;
  seconds: number;
  /** Whose turn it is. */
  owner: string;
}

/**
 * Looks at a nonconformity for the workflow that watches it. Rungs of the ladder that were passed after `since` are
 * told, each once; what was reached late (the platform was down) is told together.
 * @param since instant of the look before, or of the phase's beginning
 */
export function watchCorrection(
  rules: CorrectionRules,
  nonconformity: Nonconformity,
  phase: WatchPhase,
  round: number,
  since: number,
  now: number,
): WatchOutcome {
  const due = currentDue(nonconformity);
  if (isPhaseOver(nonconformity, phase, round) || !due) return { next: 'done' };
  const overdue = overdueDays(nonconformity, now);
  const at = (rung: Rung) => startOf(addDays(due.on, rung.overdueDays));
  const rungs = rungsUntil(rules, nonconformity.severity, overdue);
  const reached = rungs.filter((rung) => at(rung) > since && at(rung) <= now);
  const ahead = Math.min(...rungs.map(at).filter((ms) => ms > now));
  const look: NextLook = {
    lookAt: instant(ahead),
    seconds: Math.max(1, Math.ceil((ahead - now) / 1000)),
    owner: nextDesk(rules, nonconformity).desk,
  };
  if (reached.length === 0) return { next: 'wait', ...look };
  return {
    next: 'tell',
    ...look,
    step: due.step,
    overdueDays: overdue,
    tell: [...new Set(reached.flatMap((rung) => rung.tell))],
    // The grade falls with a correction that is not closed; a late check of its effect has its owner told only.
    effects: isOpen(nonconformity.status)
      ? [...new Set(reached.flatMap((rung) => (rung.effect ? [rung.effect] : [])))]
      : [],
  };
}
