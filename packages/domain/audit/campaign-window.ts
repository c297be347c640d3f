import type { EditionRules } from '../../standard/edition-rules.ts';
import { instant } from '../clock.ts';
import type { FieldProblem } from '../errors.ts';

/** Longest window of a campaign, in days (house: a year is the cycle in which all positions are audited). */
export const longestWindowDays = 366;

export interface CampaignWindow {
  /** ISO instants. */
  opensAt: string;
  /** Answers are due; later ones are still taken, but the station is called late. */
  dueAt: string;
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
      value: window.closesAt,
      allowed: window.opensAt,
    });
  else if (closes - opens > longestWindowDays * 86_400_000)
    problems.push({
      field: 'closesAt',
      code: 'window-too-long',
      value: window.closesAt,
      allowed: String(longestWindowDays),
    });
  const due = Date.parse(window.dueAt);
  if (due <= opens || due > closes)
    problems.push({
      field: 'dueAt',
      code: 'due-outside-window',
      value: window.dueAt,
      allowed: `${window.opensAt}…${window.closesAt}`,
    });
  if (closes <= now) problems.push({ field: 'closesAt', code: 'window-is-over', value: window.closesAt });
  return problems;
}

/** Checks new dates of a campaign that is under way: none is earlier than it was, and the window stays one. */
export function checkExtension(
  before: CampaignWindow,
  to: Pick<CampaignWindow, 'dueAt' | 'closesAt'>,
  now: number,
): FieldProblem[] {
  const earlier = (['dueAt', 'closesAt'] as const)
    .filter((field) => Date.parse(to[field]) < Date.parse(before[field]))
    .map((field) => ({ field, code: 'earlier-than-before', value: to[field], allowed: before[field] }));
  return [...earlier, ...checkWindow({ opensAt: before.opensAt, ...to }, now)];
}

/**
 * When the last audit of a campaign has closed itself, whatever people do: at the window's end, or after HQ's review,
 * one round of what it sent back, and the second review, each of them late (an hour more lets the last of them finish).
 */
export function lastClosingAt(rules: EditionRules, closesAt: string, review: boolean): string {
  const days = review ? 4 * rules.review.days + rules.review.sendBackDays : 0;
  return instant(Date.parse(closesAt) + days * 86_400_000 + 3_600_000);
}

/** Whole seconds from now until an instant; at least one, so that a wait that begins late still times out. */
export const secondsUntil = (at: string, now: number) =>
  Math.max(1, Math.ceil((Date.parse(at) - now) / 1000));
