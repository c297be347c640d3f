import { instant } from '../../../packages/domain/clock.ts';
import { isPeriodic, periodById } from '../../../packages/domain/duty/duty-periods.ts';
import { inputRejected, refused } from '../../../packages/domain/errors.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { DutyStore } from '../../../packages/table/stores/duty-store.ts';
import { type DutyPorts, dutiesInForce } from '../station-of-duties.ts';

interface Input {
  dutyId: string;
  period: string;
  day: string;
}

/** Sets the last day of a duty that is due by HQ's plan, for the whole network. */
export const planDuty =
  (ports: DutyPorts & { duties: DutyStore }) =>
  async ({ dutyId, period, day }: Input, caller: Caller): Promise<Answer> => {
    caller.allow({}, () => refused('NotPermitted', 'the plan is for HQ'));
    const { duties } = await dutiesInForce(ports);
    const planned = duties.filter(({ rules }) =>
      rules.some((rule) => rule.kind === 'window' && rule.calendar === 'hq-plan'),
    );
    const rules = planned.find(({ id }) => id === dutyId)?.rules.filter(isPeriodic) ?? [];
    if (rules.length === 0)
      throw inputRejected([
        {
          field: 'dutyId',
          code: 'not-by-plan',
          value: dutyId,
          allowed: planned.map(({ id }) => id).join(', '),
        },
      ]);
    const found = rules.map((rule) => periodById(rule, period, ports.calendar)).find(Boolean);
    if (!found)
      throw inputRejected([{ field: 'period', code: 'period-not-owed', value: period, allowed: 'YYYY-MM' }]);
    if (day < found.first)
      throw inputRejected([{ field: 'day', code: 'earlier-than-before', value: day, allowed: found.first }]);
    const changed = { changedBy: caller.subject.subject, changedAt: instant(ports.clock.now()) };
    await ports.duties.savePlan(dutyId, period, day, changed);
    return { status: 200, body: { dutyId, period, day } };
  };
