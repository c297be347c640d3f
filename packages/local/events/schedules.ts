import { randomUUID } from 'node:crypto';
import type { Assembly } from '../assembly/assembly.ts';
import type { MovableClock } from '../clock.ts';
import { createDueTimer } from '../due-timer.ts';
import type { Journal } from '../journal.ts';
import { asNumber, asObject, asString, type JsonObject } from '../json.ts';
import type { Bus } from './bus.ts';
import type { Deliveries, Delivery } from './deliveries.ts';
import { type NextRun, parseSchedule } from './schedule-expression.ts';

/** When each schedule came to be and ran last. */
export const SCHEDULES_SCHEMA = [
  `CREATE TABLE IF NOT EXISTS schedule_runs (schedule TEXT PRIMARY KEY, created REAL NOT NULL, last REAL NOT NULL) WITHOUT ROWID`,
];

/** The schedules of the template. */
export interface Schedules {
  /** Begins to run them. */
  resume(): void;
  /** Name -> next run in milliseconds. */
  next(): Record<string, number | undefined>;
  stop(): void;
}

interface Schedule {
  name: string;
  arn: string;
  next: NextRun;
  last: number;
  end: number;
  deliveries(scheduledAt: number): Delivery[];
}

/**
 * `AWS::Scheduler::Schedule` and scheduled rules. Times missed while the platform was down, or jumped over by moving
 * the clock, are made up for by one run.
 */
export function createSchedules(
  assembly: Assembly,
  journal: Journal,
  clock: MovableClock,
  bus: Bus,
  deliveries: Deliveries,
): Schedules {
  const load = journal.prepare('SELECT created, last FROM schedule_runs WHERE schedule = ?');
  const save = journal.prepare(
    `INSERT INTO schedule_runs (schedule, created, last) VALUES (?, ?, ?)
     ON CONFLICT (schedule) DO UPDATE SET last = excluded.last`,
  );
  const timer = createDueTimer(clock, look);
  const schedules: Schedule[] = [];

  function register(
    arn: string,
    name: string,
    expression: string,
    properties: JsonObject,
    make: Schedule['deliveries'],
  ) {
    if (properties.State === 'DISABLED') return;
    const row = load.get(arn);
    const created = Number(row?.created ?? clock.now());
    const last = Number(row?.last ?? created);
    if (!row) journal.write(() => save.run(arn, created, created));
    const start = Date.parse(asString(properties.StartDate) ?? '');
    const end = Date.parse(asString(properties.EndDate) ?? '');
    const timezone = asString(properties.ScheduleExpressionTimezone) ?? 'UTC';
    schedules.push({
      name,
      arn,
      next: parseSchedule(expression, timezone, Number.isNaN(start) ? created : start),
      last: Number.isNaN(start) ? last : Math.max(last, start - 1),
      end: Number.isNaN(end) ? Number.POSITIVE_INFINITY : end,
      deliveries: make,
    });
  }

  for (const { arn, name, properties } of assembly.all('AWS::Scheduler::Schedule')) {
    const target = asObject(properties.Target);
    const expression = asString(properties.ScheduleExpression) ?? '';
    register(arn, name, expression, properties, (at) => [scheduledDelivery(arn, target, at)]);
  }
  for (const { arn, name, properties } of assembly.all('AWS::Events::Rule')) {
    const expression = asString(properties.ScheduleExpression);
    if (!expression) continue;
    register(arn, name, expression, properties, (at) =>
      bus.deliveriesOf(arn, {
        version: '0',
        id: randomUUID(),
        'detail-type': 'Scheduled Event',
        source: 'aws.events',
        account: assembly.account,
        time: `${new Date(at).toISOString().slice(0, 19)}Z`,
        region: assembly.region,
        resources: [arn],
        detail: {},
      }),
    );
  }

  function look(): void {
    const now = clock.now();
    for (const schedule of schedules) {
      let due = schedule.next(schedule.last);
      if (due === undefined || due > schedule.end) continue;
      if (due <= now) {
        due = latestBefore(schedule.next, due, now);
        const run = due;
        journal.write(() => {
          schedule.last = now;
          save.run(schedule.arn, now, now);
          deliveries.add(schedule.deliveries(run));
        });
        due = schedule.next(now);
      }
      if (due !== undefined && due <= schedule.end) timer.at(due);
    }
  }

  return {
    resume: look,
    next: () =>
      Object.fromEntries(schedules.map((schedule) => [schedule.name, schedule.next(schedule.last)])),
    stop: () => timer.stop(),
  };
}

/** The last run that is due at `now`; looks at most a thousand runs ahead. */
function latestBefore(next: NextRun, first: number, now: number): number {
  let latest = first;
  for (let step = 0; step < 1000; step += 1) {
    const following = next(latest);
    if (following === undefined || following > now) break;
    latest = following;
  }
  return latest;
}

function scheduledDelivery(arn: string, target: JsonObject, at: number): Delivery {
  const retry = asObject(target.RetryPolicy);
  const deadLetter = asString(asObject(target.DeadLetterConfig).Arn);
  const roleArn = asString(target.RoleArn);
  const variables: Record<string, string> = {
    'aws.scheduler.schedule-arn': arn,
    'aws.scheduler.scheduled-time': `${new Date(at).toISOString().slice(0, 19)}Z`,
    'aws.scheduler.execution-id': randomUUID(),
    'aws.scheduler.attempt-number': '1',
  };
  const input = asString(target.Input) ?? JSON.stringify({ scheduleArn: arn });
  return {
    kind: 'target',
    arn: asString(target.Arn) ?? '',
    payload: input.replace(/<(aws\.scheduler\.[a-z-]+)>/g, (whole, name: string) => variables[name] ?? whole),
    source: arn,
    principal: 'scheduler.amazonaws.com',
    maxRetries: asNumber(retry.MaximumRetryAttempts) ?? 185,
    maxAgeSeconds: asNumber(retry.MaximumEventAgeInSeconds) ?? 86_400,
    ...(roleArn ? { roleArn } : {}),
    ...(deadLetter ? { deadLetter } : {}),
  };
}
