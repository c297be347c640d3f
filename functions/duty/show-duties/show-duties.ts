import { addDays, addMonths, daysBetween, localDate } from '../../../packages/domain/calendar.ts';
import { type DutyEntry, dutyCalendar } from '../../../packages/domain/duty/duty-calendar.ts';
import { inputRejected } from '../../../packages/domain/errors.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { DutyRules } from '../../../packages/standard/duty-rules.ts';
import type { DutyStore } from '../../../packages/table/stores/duty-store.ts';
import { type DutyPorts, plansFor, stationNotFound, stationOfDuties } from '../station-of-duties.ts';

interface Input {
  stationId: string;
  from?: string | undefined;
  to?: string | undefined;
  position?: string | undefined;
}

/** A quarter with a week on both sides. */
const mostDays = 106;
/** What must not be too long ago was done in the month before. */
const daysBefore = 31;

/** The calendar of a station's duties, by position: two reads for what was recorded. */
export const showDuties =
  (ports: DutyPorts & { duties: DutyStore }) =>
  async ({ stationId, position, ...given }: Input, caller: Caller): Promise<Answer> => {
    const { station, rules, context } = await stationOfDuties(ports, stationId);
    caller.allow({ stationId, regionId: station.regionId }, stationNotFound);
    const { from = `${localDate(context.now).slice(0, 7)}-01` } = given;
    const { to = endOfMonth(from) } = given;
    if (to < from)
      throw inputRejected([{ field: 'to', code: 'ends-before-it-starts', value: to, allowed: from }]);
    if (daysBetween(from, to) >= mostDays)
      throw inputRejected([{ field: 'to', code: 'window-too-long', value: to, allowed: `${mostDays}` }]);
    if (position !== undefined && !rules.chart.includes(position))
      throw inputRejected([
        { field: 'position', code: 'unknown-position', value: position, allowed: rules.chart.join(', ') },
      ]);
    const [kept, cases, plans] = await Promise.all([
      ports.duties.ofStation(stationId, addDays(from, -daysBefore)),
      ports.duties.dutyCases(stationId, from, to),
      plansFor(ports.duties, context),
    ]);
    const entries = dutyCalendar(kept, cases, { ...context, plans }, { from, to }).filter(
      (entry) => position === undefined || entry.position === position,
    );
    return {
      status: 200,
      body: {
        stationId,
        edition: rules.edition,
        from,
        to,
        today: localDate(context.now),
        ...(kept.from === undefined ? {} : { dutiesFrom: kept.from }),
        positions: byPosition(entries, rules),
      },
    };
  };

const endOfMonth = (from: string) => addDays(addMonths(`${from.slice(0, 7)}-01`, 1), -1);

function byPosition(entries: readonly DutyEntry[], { duties, chart }: DutyRules) {
  const lines = new Map<string, DutyEntry[]>();
  for (const entry of entries)
    lines.set(`${entry.position} ${entry.line}`, [
      ...(lines.get(`${entry.position} ${entry.line}`) ?? []),
      entry,
    ]);
  const found = [...lines.values()].flatMap((own) => {
    const [{ dutyId, line, position } = { dutyId: '', line: '', position: '' }] = own;
    const duty = duties.find(({ id }) => id === dutyId);
    if (!duty) return [];
    const { name, evidence, cadence, machineCheck } = duty;
    const shown = own.map(({ dutyId: _dutyId, line: _line, position: _position, ...entry }) => entry);
    return [{ position, duty: { dutyId, line, name, evidence, cadence, machineCheck, entries: shown } }];
  });
  return chart.flatMap((position) => {
    const own = found.filter((one) => one.position === position).map(({ duty }) => duty);
    own.sort((a, b) => (a.line < b.line ? -1 : 1));
    return own.length === 0 ? [] : [{ position, duties: own }];
  });
}
