import { isHq } from '../../../packages/domain/audit/independence.ts';
import { localDate } from '../../../packages/domain/calendar.ts';
import { type Clock, instant } from '../../../packages/domain/clock.ts';
import { inputRejected, missing, refused } from '../../../packages/domain/errors.ts';
import { nameActing } from '../../../packages/domain/staffing/acting.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { EditionStore } from '../../../packages/table/stores/edition-store.ts';
import type { NetworkStore } from '../../../packages/table/stores/network-store.ts';
import { actingFacts } from '../acting-facts.ts';

interface Input {
  stationId: string;
  position: string;
  personId: string;
  from?: string | undefined;
  until: string;
  exception?: string | undefined;
}

const notFound = () => missing('StationNotFound', 'no such station');

/** It is no hire: nobody is onboarded, and the seat stays vacant. For those days the person may do the position's work. */
export const nameActingHolder =
  ({ network, editions, clock }: { network: NetworkStore; editions: EditionStore; clock: Clock }) =>
  async (input: Input, caller: Caller): Promise<Answer> => {
    const { stationId, personId, position, exception } = input;
    const station = await network.station(stationId);
    if (!station) throw notFound();
    caller.allow({ stationId, regionId: station.regionId }, notFound);
    if (exception !== undefined && !isHq(caller.subject))
      throw refused('NotPermitted', 'HQ makes exceptions', { status: 403 });
    const edition = await editions.currentEdition();
    const rules = edition && (await editions.editionRules(edition));
    if (!rules) throw missing('EditionNotFound', 'no edition of the standard is published yet');
    const allowed = rules.positions.map(({ code }) => code);
    if (!allowed.includes(position))
      throw inputRejected([
        { field: 'position', code: 'unknown-position', value: position, allowed: allowed.join(', ') },
      ]);

    const now = clock.now();
    const today = localDate(now);
    const roster = await network.roster(stationId, true);
    const answer = nameActing(
      rules.staffing,
      station,
      roster ?? { assignments: [] },
      { personId, position, from: input.from ?? today, until: input.until, exception },
      today,
    );
    if ('fields' in answer) throw inputRejected(answer.fields);
    if ('refusal' in answer)
      throw refused('SeatRefused', answer.refusal.rule, { details: { ...answer.refusal } });
    if (answer.changed && roster) {
      const person = await network.person(stationId, personId);
      const changed = {
        changedBy: caller.subject.personId ?? caller.subject.subject,
        changedAt: instant(now),
      };
      if (!(await network.saveActing(roster, answer.roster, answer.named, person?.login ?? null, changed)))
        throw refused('PersonChanged', 'somebody else has changed the roster meanwhile');
    }
    return { status: 200, body: actingFacts(answer.named) };
  };
