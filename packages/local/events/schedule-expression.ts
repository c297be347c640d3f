import { Cron } from 'croner';

/** When a schedule runs next after a point in time (milliseconds); undefined means never again. */
export type NextRun = (after: number) => number | undefined;

const UNITS: Record<string, number> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/**
 * `rate(5 minutes)`, `cron(0 3 ? * MON-FRI *)`, `at(2026-12-01T08:00:00)` as EventBridge Scheduler means them.
 * @param start when the schedule came to be: rates count from there
 */
export function parseSchedule(expression: string, timezone: string, start: number): NextRun {
  const [, kind, body = ''] = /^(rate|cron|at)\((.*)\)$/.exec(expression.trim()) ?? [];
  if (kind === 'rate') {
    const [, count = '1', unit = ''] = /^(\d+)\s+(minute|hour|day)s?$/.exec(body.trim()) ?? [];
    const step = Number(count) * (UNITS[unit] ?? Number.NaN);
    if (!(step > 0)) throw new Error(`${expression} is no rate`);
    return (after) => start + (Math.floor((after - start) / step) + 1) * step;
  }
  if (kind === 'cron') {
    const cron = new Cron(toCroner(body), { timezone, paused: true });
    return (after) => cron.nextRun(new Date(after))?.getTime();
  }
  if (kind === 'at') {
    const once = new Cron(body.trim(), { timezone, paused: true });
    return (after) => once.nextRun(new Date(after))?.getTime();
  }
  throw new Error(`${expression} is no schedule expression`);
}

/** Largest value of each field as AWS counts. */
const ENDS = [59, 23, 31, 12, 7, 2199];

/** AWS: minute hour day month weekday(1 = Sunday) year; croner: second first, weekdays from 0, year last. */
function toCroner(body: string): string {
  const fields = body.trim().split(/\s+/);
  if (fields.length !== 6) throw new Error(`cron(${body}) needs six fields`);
  const [minute, hour, day, month, weekday = '*', year] = fields.map((field, index) => {
    const open = field === '?' ? '*' : field;
    // `5/15` means from 5 to the end; croner wants the end said.
    return open.replace(
      /(^|,)(\d+)\//g,
      (_, before: string, from: string) => `${before}${from}-${ENDS[index]}/`,
    );
  });
  const shifted = weekday.replace(
    /(^|[,-])(\d)/g,
    (_, before: string, digit: string) => `${before}${Number(digit) - 1}`,
  );
  return `0 ${minute} ${hour} ${day} ${month} ${shifted} ${year}`;
}
