import { addMonths, localDate, type WorkingDays } from '../../packages/domain/calendar.ts';
import { instant } from '../../packages/domain/clock.ts';
import {
  asksGravity,
  type DutyCase,
  type DutyEvent,
  dutiesOfEvent,
  holdsFor,
  knownEvents,
  overdueOfCase,
} from '../../packages/domain/duty/duty-cases.ts';
import type { FieldProblem } from '../../packages/domain/errors.ts';
import { dutyCaseId } from '../../packages/domain/ids.ts';
import type { DutyRules } from '../../packages/standard/duty-rules.ts';
import type { DutyStore } from '../../packages/table/stores/duty-store.ts';

interface Ports {
  duties: DutyStore;
  calendar: WorkingDays;
  hash(value: unknown): string;
}

/** Clocks of other systems may be ahead by so much. */
const aheadMilliseconds = 10 * 60_000;
/** What is announced for later is mistyped (house). */
const announcedMonths = 24;

/** What is wrong with an event, if anything. */
export function eventProblems({ duties }: DutyRules, event: DutyEvent, now: number): FieldProblem[] {
  const rules = dutiesOfEvent(duties, event.event);
  if (rules.length === 0)
    return [
      { field: 'event', code: 'unknown-event', value: event.event, allowed: knownEvents(duties).join(', ') },
    ];
  const asks = asksGravity(duties, event.event);
  // What has to be done before something is announced before it happens.
  const isAhead = rules.every(({ rule }) => rule.kind === 'before-event');
  const latest = addMonths(localDate(now), announcedMonths);
  return [
    ...(asks && event.gravity === undefined
      ? [{ field: 'gravity', code: 'missing-choice', allowed: 'ordinary, major' }]
      : []),
    ...(!asks && event.gravity !== undefined
      ? [{ field: 'gravity', code: 'not-asked-for', value: event.gravity }]
      : []),
    ...(!isAhead && Date.parse(event.at) > now + aheadMilliseconds
      ? [{ field: 'at', code: 'in-the-future', value: event.at, allowed: instant(now) }]
      : []),
    ...(isAhead && localDate(Date.parse(event.at)) > latest
      ? [{ field: 'at', code: 'too-far-ahead', value: event.at, allowed: latest }]
      : []),
  ];
}

/** The cases that an event opens by the rules in force. */
function casesOf(ports: Ports, { duties }: DutyRules, stationId: string, event: DutyEvent): DutyCase[] {
  return dutiesOfEvent(duties, event.event)
    .filter(({ rule }) => holdsFor(rule, event.gravity))
    .map(({ duty, rule, index }) => {
      const overdueAt = overdueOfCase(rule, Date.parse(event.at), ports.calendar);
      const told = { stationId, event: event.event, key: event.key, dutyId: duty.id, rule: index };
      return {
        // The last day on which it is in time.
        caseId: dutyCaseId(localDate(overdueAt - 1), duty.id, ports.hash(told)),
        dutyId: duty.id,
        rule: index,
        event: event.event,
        key: event.key,
        at: event.at,
        dueAt: instant(overdueAt),
        records: [],
      };
    });
}

/**
 * Opens the cases of an event, once per what it is called at the station: a repeat finds them, whatever else it says.
 * @returns the cases, and whether the event was news; `differs` when it was told before in another way, `isWithdrawn`
 * when it was told and taken back: what something was called once, nothing else is called
 */
export async function openCases(
  ports: Ports,
  rules: DutyRules,
  stationId: string,
  event: DutyEvent,
  changed: { changedBy: string; changedAt: string },
): Promise<{ cases: string[]; isNew: boolean; differs: boolean; isWithdrawn: boolean }> {
  const cases = casesOf(ports, rules, stationId, event);
  const ids = cases.map(({ caseId }) => caseId);
  if (await ports.duties.openCases(stationId, event, cases, changed))
    return { cases: ids, isNew: true, differs: false, isWithdrawn: false };
  const before = await ports.duties.dutyEvent(stationId, event.event, event.key);
  const differs = before?.at !== event.at || before.gravity !== event.gravity;
  const isWithdrawn = before?.withdrawn !== undefined;
  return { cases: before?.cases ?? ids, isNew: false, differs, isWithdrawn };
}
