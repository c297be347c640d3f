import type { CorrectionRules } from '../../standard/edition-rules.ts';
import { actsFor, type Subject } from '../access/may.ts';
import { type NextStep, nextDesk, objectionToNext } from '../audit/correction-desks.ts';
import { currentDue, endOfDue, isEarly, overdueDays } from '../audit/correction-dues.ts';
import { isHq } from '../audit/independence.ts';
import type { Nonconformity } from '../audit/nonconformity.ts';
import type { Task, TaskKind } from './tasks.ts';

/** What each step is as a task, and the route that takes it. */
const tasks: Record<Exclude<NextStep, 'none'>, { kind: TaskKind; route: string }> = {
  contain: { kind: 'correct', route: 'steps' },
  'find-root-cause': { kind: 'correct', route: 'steps' },
  'submit-plan': { kind: 'correct', route: 'steps' },
  implement: { kind: 'correct', route: 'steps' },
  'submit-evidence': { kind: 'correct', route: 'steps' },
  'decide-plan': { kind: 'decide-plan', route: 'plan-decision' },
  verify: { kind: 'verify', route: 'verification' },
  'check-effect': { kind: 'check-effect', route: 'effect-check' },
};

/**
 * The next step of a nonconformity, where it is the subject's turn. HQ may stand in for a station, but finds only what
 * is its own to do here; an effect is no task before its date.
 */
export function correctionTask(
  rules: CorrectionRules,
  nonconformity: Nonconformity,
  subject: Subject,
  now: number,
): Task[] {
  const { step, desk } = nextDesk(rules, nonconformity);
  const due = currentDue(nonconformity);
  if (step === 'none' || !due) return [];
  if ((desk === 'hq') !== isHq(subject) || objectionToNext(rules, nonconformity, subject) !== null) return [];
  if (isEarly(nonconformity, now)) return [];
  const { nonconformityId, stationId, regionId, position, item, rejection, given } = nonconformity;
  const { kind, route } = tasks[step];
  const givenTo = kind === 'correct' ? given?.correct : kind === 'decide-plan' ? undefined : given?.verify;
  // What was given away is that person's; who heads the station still sees it.
  if (givenTo !== undefined && subject.role === 'position-holder' && !actsFor(subject, givenTo)) return [];
  return [
    {
      taskId: `${kind}:${nonconformityId}`,
      kind,
      of: nonconformityId,
      stationId,
      regionId,
      name: stationId,
      position,
      item,
      dueAt: endOfDue(due),
      overdue: overdueDays(nonconformity, now) > 0,
      ...(kind === 'correct' && rejection?.text ? { note: rejection.text } : {}),
      ...(givenTo === undefined ? {} : { givenTo }),
      action: { method: 'POST', path: `/v1/nonconformities/${nonconformityId}/${route}` },
    },
  ];
}
