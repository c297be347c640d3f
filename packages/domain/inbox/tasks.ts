/** Something a person has to do. Nothing of it is kept: it follows from what waits for somebody. */
export interface Task {
  /** Made of what it is about, so that it is the same at every look: `answer:aud_…:SA`. */
  taskId: string;
  kind: TaskKind;
  /** The audit, campaign, nonconformity, onboarding, certification, hand-over, case or stretch of time it is about. */
  of: string;
  stationId?: string;
  regionId?: string;
  /** The station, or the campaign. */
  name: string;
  position?: string;
  item?: string;
  /** What the standard calls it, of a duty. */
  title?: { zh: string; en: string };
  /** ISO instant. */
  dueAt: string;
  overdue: boolean;
  /** What somebody said about it: why it was sent back, why it is disputed. */
  note?: string;
  remindedAt?: string;
  /** The person whom it was given to; without one it is everybody's whose role or position it is. */
  givenTo?: string;
  /** The route that does it. */
  action: { method: 'POST' | 'PUT'; path: string };
}

export const taskKinds = [
  'answer',
  'review',
  'decide-appeal',
  'roll-out',
  'correct',
  'decide-plan',
  'verify',
  'check-effect',
  'onboard',
  'take-exam',
  'assess',
  'approve',
  'retrain',
  'show-prerequisite',
  'hand-over',
  'record-duty',
] as const;
export type TaskKind = (typeof taskKinds)[number];

export interface TaskFilter {
  kind?: TaskKind | undefined;
  position?: string | undefined;
  stationId?: string | undefined;
  regionId?: string | undefined;
  overdue?: boolean | undefined;
}

/** A place in an inbox: after this task. Desks of HQ are kept in the same order, by date and what it is about. */
export type TaskPlace = Pick<Task, 'dueAt' | 'of' | 'taskId'>;

const order = ['dueAt', 'of', 'taskId'] as const;
export function compareTasks(a: TaskPlace, b: TaskPlace): number {
  const by = order.find((name) => a[name] !== b[name]);
  return by === undefined ? 0 : a[by] < b[by] ? -1 : 1;
}

/**
 * A page of an inbox, the first due first, which puts the overdue ones on top.
 * @param until as far as the tasks are known; there may be others after it, so the page ends there and has a next one
 */
export function pageOfTasks(
  tasks: readonly Task[],
  filter: TaskFilter,
  limit: number,
  after?: TaskPlace,
  until?: TaskPlace,
): { items: Task[]; next?: TaskPlace } {
  const wanted = tasks
    .filter(
      (task) =>
        (filter.kind === undefined || task.kind === filter.kind) &&
        (filter.position === undefined || task.position === filter.position) &&
        (filter.stationId === undefined || task.stationId === filter.stationId) &&
        (filter.regionId === undefined || task.regionId === filter.regionId) &&
        (filter.overdue === undefined || task.overdue === filter.overdue) &&
        (after === undefined || compareTasks(task, after) > 0) &&
        (until === undefined || compareTasks(task, until) <= 0),
    )
    .sort(compareTasks);
  const items = wanted.slice(0, limit);
  const last = items.at(-1);
  const next =
    wanted.length > limit && last ? { dueAt: last.dueAt, of: last.of, taskId: last.taskId } : until;
  return { items, ...(next ? { next } : {}) };
}

export interface Digest {
  overdue: number;
  /** Due within a day, within a week, later. */
  day: number;
  week: number;
  later: number;
}

const dayMilliseconds = 86_400_000;

/** One line for many tasks: a digest instead of a message for each. */
export function digestOf(tasks: readonly Pick<Task, 'dueAt'>[], now: number): Digest {
  const digest: Digest = { overdue: 0, day: 0, week: 0, later: 0 };
  for (const { dueAt } of tasks) {
    const left = Date.parse(dueAt) - now;
    digest[
      left <= 0 ? 'overdue' : left <= dayMilliseconds ? 'day' : left <= 7 * dayMilliseconds ? 'week' : 'later'
    ] += 1;
  }
  return digest;
}
