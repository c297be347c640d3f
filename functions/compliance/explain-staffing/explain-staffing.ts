import { localDate } from '../../../packages/domain/calendar.ts';
import type { Clock } from '../../../packages/domain/clock.ts';
import { missing } from '../../../packages/domain/errors.ts';
import { holdersOn } from '../../../packages/domain/staffing/acting.ts';
import { combinationTexts } from '../../../packages/domain/staffing/combination-texts.ts';
import { explainSeats, stateOfSeats } from '../../../packages/domain/staffing/explain-seats.ts';
import { meanIntake } from '../../../packages/domain/staffing/head-formula.ts';
import { bandOf, combinationRefusal } from '../../../packages/domain/staffing/seats.ts';
import { explainText } from '../../../packages/domain/staffing/staffing-words.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { EditionStore } from '../../../packages/table/stores/edition-store.ts';
import type { NetworkStore } from '../../../packages/table/stores/network-store.ts';

interface Ports {
  editions: EditionStore;
  network: NetworkStore;
  clock: Clock;
}

const notFound = () => missing('StationNotFound', 'no such station');

/** Every seat of a station with the lines that its number can be reckoned from again. */
export const explainStaffing =
  ({ editions, network, clock }: Ports) =>
  async ({ stationId }: { stationId: string }, caller: Caller): Promise<Answer> => {
    const station = await network.station(stationId);
    if (!station) throw notFound();
    caller.allow({ stationId, regionId: station.regionId }, notFound);
    const edition = await editions.currentEdition();
    const [rules, meta] = edition
      ? await Promise.all([editions.editionRules(edition), editions.editionMeta(edition)])
      : [null, null];
    if (!rules) throw missing('EditionNotFound', 'no edition of the standard is published yet');
    const roster = await network.roster(stationId);
    const holders = roster ? holdersOn(roster, localDate(clock.now())) : [];
    const { staffing } = rules;
    const texts = meta?.staffingTexts;
    const band = staffing.bands[bandOf(staffing, station.intake)]?.id ?? '';
    // As the org chart is read, from top to bottom.
    const chart = rules.positions.map(({ code }) => code);
    const seats = stateOfSeats(explainSeats(staffing, station), holders).sort(
      (a, b) => chart.indexOf(a.position) - chart.indexOf(b.position),
    );
    const held = new Map<string, string[]>();
    for (const { personId, position } of holders)
      held.set(personId, [...(held.get(personId) ?? []), position]);
    const { nevOverlay, outsourcing } = staffing;
    return {
      status: 200,
      body: {
        stationId,
        band,
        intake: Number(meanIntake(staffing, station.intake).toFixed(1)),
        edition: rules.edition,
        seats: seats.map(({ exact: _exact, least: _least, lines, ...seat }) => ({
          ...seat,
          keyPost: staffing.keyPosts.includes(seat.position),
          lines: lines.map((line) => ({ zh: explainText(line, 'zh'), en: explainText(line, 'en') })),
          actingHolders: holders.flatMap(({ personId, position, acting, until }) =>
            acting && position === seat.position ? [{ personId, ...(until ? { until } : {}) }] : [],
          ),
        })),
        combinations: [...held].flatMap(([personId, positions]) =>
          positions.length < 2
            ? []
            : [
                {
                  personId,
                  positions,
                  rule: combinationRefusal(staffing, station, positions)?.rule ?? 'allowed',
                  ...combinationTexts(texts, band, positions),
                },
              ],
        ),
        /** What applies here besides numbers, in the words of the standard. */
        rules: [
          ...(station.nev && texts ? [{ position: nevOverlay.position, text: texts.nevOverlay }] : []),
          ...(texts && outsourcing.classes.includes(station.repairClass) && outsourcing.bands.includes(band)
            ? outsourcing.positions.map((position) => ({ position, text: texts.outsourcing }))
            : []),
        ],
      },
    };
  };
