import type { OnboardingStep, PathRules } from '../../standard/path-rules.ts';
import type { Deadline } from '../../standard/schema.ts';
import { addDays, type LocalDate, type WorkingDays } from '../calendar.ts';
import { climbFor, type LadderLook } from '../ladder.ts';
import type { Onboarding } from './onboarding.ts';

/** Something of an onboarding that is not done yet. */
export interface OpenPart {
  kind: 'step' | 'module';
  id: string;
  owners: string[];
  due: LocalDate;
}

const recordedSteps: readonly OnboardingStep[] = [
  'registration',
  'safety-education',
  'duty-briefing',
  'mentoring',
];

/** True when nothing is left to be done before the exams. */
export const isPrepared = (rules: PathRules, onboarding: Onboarding, calendar: WorkingDays): boolean =>
  openParts(rules, onboarding, calendar).length === 0;

/** Steps and modules that are not done, the first due first; a mentor is named within the days of the first steps. */
export function openParts(rules: PathRules, onboarding: Onboarding, calendar: WorkingDays): OpenPart[] {
  const { since, credited, steps, hours } = onboarding;
  const owners = (id: string) => rules.steps.find((step) => step.id === id)?.owners ?? [];
  const parts: OpenPart[] = [];
  for (const id of recordedSteps) {
    const step = rules.steps.find((known) => known.id === id);
    if (!step || steps[id] || credited.includes(id)) continue;
    parts.push({ kind: 'step', id, owners: step.owners, due: dueOf(step.due, since, rules, calendar) });
  }
  for (const module of rules.modules) {
    if ((hours[module.id] ?? 0) >= module.hours || credited.includes(module.id)) continue;
    const due = dueOf(module.due, since, rules, calendar);
    parts.push({ kind: 'module', id: module.id, owners: owners('mentoring'), due });
  }
  return parts.sort((a, b) => (a.due < b.due ? -1 : a.due > b.due ? 1 : a.id < b.id ? -1 : 1));
}

/**
 * The day by which something is done. A hire and an assignment are the same day here; "before" is the day of what it
 * comes before: work and assignment are the first day, the practical and the certificate have days of their own.
 */
export function dueOf(due: Deadline, since: LocalDate, rules: PathRules, calendar: WorkingDays): LocalDate {
  if ('before' in due) {
    const exam = { practical: 'practical', certificate: 'release' }[due.before as string];
    const step = exam && rules.steps.find(({ id }) => id === exam);
    return step ? dueOf(step.due, since, rules, calendar) : since;
  }
  return due.kind === 'calendar' ? addDays(since, due.days) : addWorkingDays(since, due.days, calendar);
}

/** The date so many worked days later; the day itself does not count. */
export function addWorkingDays(date: LocalDate, days: number, calendar: WorkingDays): LocalDate {
  let day = date;
  for (let left = days; left > 0; ) {
    day = addDays(day, 1);
    if (calendar.isWorked(day)) left -= 1;
  }
  return day;
}

/** By when the exams of a way are passed, and the person released. */
export const examDue = (
  rules: PathRules,
  id: 'theory-exam' | 'practical' | 'release',
  since: LocalDate,
  calendar: WorkingDays,
): LocalDate => {
  const step = rules.steps.find((known) => known.id === id);
  return step ? dueOf(step.due, since, rules, calendar) : addDays(since, rules.uncertified.afterDays);
};

/** Looks at an onboarding for the workflow that waits for it; the first due part counts, later the certificate. */
export function watchOnboarding(
  rules: PathRules,
  onboarding: Onboarding,
  calendar: WorkingDays,
  since: number,
  now: number,
): LadderLook & { part?: string; owner?: string } {
  const { status } = onboarding;
  if (status === 'released' || status === 'ended') return { next: 'done' };
  if (status === 'certifying') {
    const due = examDue(rules, 'release', onboarding.since, calendar);
    return { ...climbFor(rules, due, 'hq-training', since, now), part: 'release' };
  }
  const [first] = openParts(rules, onboarding, calendar);
  if (!first) return { next: 'done' };
  return { ...climbFor(rules, first.due, first.owners[0] ?? 'SM', since, now), part: first.id };
}
