import type { StaffingRules } from '../../standard/edition-rules.ts';
import { addMonths, type LocalDate } from '../calendar.ts';
import type { ExplainLine } from './explain-seats.ts';

/** The last day in time for the visits of the month before: the staffing check of the 3rd (R41) takes them (house). */
const reportedByDay = 3;

/**
 * Which months the average of visits is that of, and which of them nobody has reported: older ones count in their place,
 * and the number alone does not tell.
 */
export function intakeLines(
  { bandRule }: Pick<StaffingRules, 'bandRule'>,
  { intake, openedOn }: { intake: Readonly<Record<string, number>>; openedOn: LocalDate },
  today: LocalDate,
): ExplainLine[] {
  const months = Object.keys(intake).sort().slice(-bandRule.averageMonths);
  const figures = months.map((month) => `${month}: ${intake[month]}`).join(', ');
  // A month within which a station opened may be reported, and is not asked for.
  const opened = monthOf(openedOn.endsWith('-01') ? openedOn : addMonths(openedOn, 1));
  const since = months.find((month) => month >= opened) ?? opened;
  const missing = monthsBetween(since, lastDue(today)).filter((month) => intake[month] === undefined);
  return [
    months.length > 0 ? { code: 'intake-months', values: { figures } } : { code: 'no-intake', values: {} },
    ...(missing.length > 0
      ? [{ code: 'intake-missing', values: { months: runsOf(missing), day: reportedByDay } }]
      : []),
  ];
}

const monthOf = (date: LocalDate): string => date.slice(0, 7);
const nextMonth = (month: string): string => monthOf(addMonths(`${month}-01`, 1));

/** The last month whose visits are to be there on a day. */
const lastDue = (today: LocalDate): string =>
  monthOf(addMonths(today, Number(today.slice(8)) > reportedByDay ? -1 : -2));

function monthsBetween(from: string, to: string): string[] {
  const months: string[] = [];
  for (let month = from; month <= to; month = nextMonth(month)) months.push(month);
  return months;
}

/** Months in a row are told by the first and the last of them. */
function runsOf(months: readonly string[]): string {
  const runs: [string, string][] = [];
  for (const month of months) {
    const run = runs.at(-1);
    if (run && nextMonth(run[1]) === month) run[1] = month;
    else runs.push([month, month]);
  }
  return runs.map(([first, last]) => (first === last ? first : `${first} … ${last}`)).join(', ');
}
