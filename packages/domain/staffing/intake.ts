import { addMonths, localDate } from '../calendar.ts';
import type { FieldProblem } from '../errors.ts';

/** Months of which a station's figures are kept; the band rule looks back less. */
export const keptMonths = 24;
export const mostVisits = 20_000;
/** Clocks of other systems run ahead by no more than this. */
const clocksDiffer = 5 * 60_000;

/** A station's figures, and when those were reported that were reported on their own. */
export interface KeptIntake {
  /** `YYYY-MM` → visits. */
  intake: Readonly<Record<string, number>>;
  /** `YYYY-MM` → milliseconds of the epoch. */
  intakeAt?: Readonly<Record<string, number>>;
}

/** The visits of one month, and when they were reported, by the clock of whoever did (milliseconds). */
export interface IntakeReport {
  month: string;
  visits: number;
  at: number;
}

/**
 * A month is reported when it is over, as a whole number, and while it is kept; before a station was open it had no visits
 * that could lower a mean of few months.
 */
export function intakeProblems(
  { month, visits }: Omit<IntakeReport, 'at'>,
  { openedOn }: { openedOn: string },
  now: number,
): FieldProblem[] {
  const today = localDate(now);
  const running = today.slice(0, 7);
  const [opened, kept] = [openedOn.slice(0, 7), addMonths(today, -keptMonths).slice(0, 7)];
  const first = opened > kept ? opened : kept;
  return [
    ...(month < first ? [{ field: 'month', code: 'month-too-old', value: month, allowed: first }] : []),
    ...(month >= running ? [{ field: 'month', code: 'month-not-over', value: month, allowed: running }] : []),
    ...(Number.isInteger(visits) && visits >= 0 && visits <= mostVisits
      ? []
      : [
          { field: 'visits', code: 'no-count-of-visits', value: String(visits), allowed: String(mostVisits) },
        ]),
  ];
}

/** What a clock that runs ahead says is taken for now, so that it wins over nothing that comes later. */
export const reportedAt = (at: number, now: number): number => (at > now + clocksDiffer ? now : at);

/**
 * Whether a report counts against what is kept: the later one does, in whatever order they come. Of two of the same
 * moment the higher one does, so that they end alike.
 */
export function isNews({ intake, intakeAt = {} }: KeptIntake, { month, visits, at }: IntakeReport): boolean {
  const before = intakeAt[month];
  if (before === undefined || before < at) return true;
  return before === at && visits > (intake[month] ?? -1);
}

/** Months that make room for one more, the oldest first. */
export const monthsToForget = ({ intake }: KeptIntake, month: string): string[] =>
  [...new Set([...Object.keys(intake), month])]
    .sort()
    .slice(0, -keptMonths)
    .filter((old) => old !== month);

/**
 * A station's figures after an import, which states it whole: what was reported on its own stays, because a file does
 * not say when its figures are from.
 */
export function intakeOfImport(
  file: readonly { month: string; visits: number }[],
  before: KeptIntake | null,
): KeptIntake {
  const { intake = {}, intakeAt = {} } = before ?? {};
  const reported = Object.fromEntries(Object.keys(intakeAt).map((month) => [month, intake[month] ?? 0]));
  const all = { ...Object.fromEntries(file.map(({ month, visits }) => [month, visits])), ...reported };
  const kept = Object.keys(all).sort().slice(-keptMonths);
  const of = (figures: Readonly<Record<string, number>>) =>
    Object.fromEntries(kept.flatMap((month) => (month in figures ? [[month, figures[month] ?? 0]] : [])));
  return { intake: of(all), intakeAt: of(intakeAt) };
}
