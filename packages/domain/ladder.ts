import { addDays, daysBetween, type LocalDate, localDate, startOf } from './calendar.ts';
import { instant } from './clock.ts';

/** A rung of a ladder: who is told when something is overdue by so many days. */
export interface Rung {
  overdueDays: number;
  tell: readonly string[];
}

/** After the last rung everybody on it is told again, once in so many days, until it is done (house). */
const reminderDays = 7;

/** Nothing to wait for, somebody to tell, or only the next date to wait for. */
export type LadderLook =
  | { next: 'done' }
  | { next: 'wait'; lookAt: string; seconds: number }
  | { next: 'tell'; lookAt: string; seconds: number; overdueDays: number; tell: string[] };

/**
 * Looks at a due date for the workflow that waits for it. Rungs that were passed after `since` are told, each once;
 * what was reached late (the platform was down) is told together.
 * @param since instant of the look before, or of the beginning, in milliseconds
 */
export function climb(
  ladder: readonly Rung[],
  due: LocalDate | null,
  since: number,
  now: number,
): LadderLook {
  if (due === null) return { next: 'done' };
  const overdueDays = Math.max(0, daysBetween(due, localDate(now)));
  const top = Math.max(0, ...ladder.map((rung) => rung.overdueDays));
  const rungs = [...ladder];
  for (let at = top + reminderDays; at <= overdueDays + reminderDays; at += reminderDays)
    rungs.push(
      ...ladder.filter((rung) => rung.overdueDays === top).map((rung) => ({ ...rung, overdueDays: at })),
    );
  const at = (rung: Rung) => startOf(addDays(due, rung.overdueDays));
  const reached = rungs.filter((rung) => at(rung) > since && at(rung) <= now);
  const ahead = Math.min(...rungs.map(at).filter((ms) => ms > now));
  const look = { lookAt: instant(ahead), seconds: Math.max(1, Math.ceil((ahead - now) / 1000)) };
  if (reached.length === 0) return { next: 'wait', ...look };
  return { next: 'tell', ...look, overdueDays, tell: [...new Set(reached.flatMap(({ tell }) => tell))] };
}

/** Somebody's way, as its ladder is looked at. */
interface Watched {
  escalation: readonly Rung[];
  /** Positions above the person's, the nearest first. */
  line: readonly string[];
}

/**
 * The same for a person's way: `owner` stands for whose turn it is, and `line-manager` for the position above, which is
 * HQ's region manager where nobody of the station is.
 */
export function climbFor(
  { escalation, line }: Watched,
  due: LocalDate | null,
  turn: string,
  since: number,
  now: number,
): LadderLook & { owner: string } {
  const named = (who: string) => (who === 'line-manager' ? (line[0] ?? 'hq-region') : who);
  const owner = named(turn);
  const look = climb(escalation, due, since, now);
  if (look.next !== 'tell') return { ...look, owner };
  const tell = look.tell.map((who) => (who === 'owner' ? owner : named(who)));
  return { ...look, tell: [...new Set(tell)], owner };
}
