import type { FieldProblem } from '../errors.ts';

/** Longest window of a campaign, in days (house: a year is the cycle in which all positions are audited). */
export const longestWindowDays = 366;


export interface CampaignWindow {
  /** ISO instants. */
  opensAt: string;
  closesAt: string;
}

/** Checks a campaign's window against the clock; an empty list means it stands. */
export function checkWindow(window: CampaignWindow, now: number): FieldProblem[] {
  const opens = Date.parse(window.opensAt);
  const closes = Date.parse(window.closesAt);
  const problems: FieldProblem[] = [];
  if (closes <= opens)
    problems.push({
      field: 'closesAt',
      code: 'window-ends-before-it-starts',
      problem: `${window.closesAt} is not after opensAt ${window.opensAt}`,
      allowed: 'an instant after opensAt',
    });
  else if (closes - opens > longestWindowDays * 86_400_000)
    problems.push({
      field: 'closesAt',
      code: 'window-too-long',
      problem: 'the window is longer than a year',
      allowed: `at most ${longestWindowDays} days after opensAt`,
    });
  if (closes <= now)
    problems.push({
      field: 'closesAt',
      code: 'window-is-over',
      problem: `${window.closesAt} has passed`,
      allowed: 'an instant in the future',
    });
  return problems;
}

/** Whole seconds a station's audit waits for answers; at least one, so that a late opening still times out. */
export const secondsToAnswer = (closesAt: string, now: number) =>
  Math.max(1, Math.ceil((Date.parse(closesAt) - now) / 1000));
