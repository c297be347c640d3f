import { localDate } from '../../../packages/domain/calendar.ts';
import type { Clock } from '../../../packages/domain/clock.ts';
import { missing } from '../../../packages/domain/errors.ts';
import { type Holder, holdersOn, standingOf } from '../../../packages/domain/staffing/acting.ts';
import { combinationTexts } from '../../../packages/domain/staffing/combination-texts.ts';
import {
  type ExplainLine,
  explainSeats,
  stateOfSeats,
} from '../../../packages/domain/staffing/explain-seats.ts';
import { meanIntake } from '../../../packages/domain/staffing/head-formula.ts';
import { intakeLines } from '../../../packages/domain/staffing/intake-lines.ts';
import { bandOf } from '../../../packages/domain/staffing/seats.ts';
import { explainText } from '../../../packages/domain/staffing/staffing-words.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { EditionStore } from '../../../packages/table/stores/edition-store.ts';
import type { NetworkStore } from '../../../packages/table/stores/network-store.ts';

interface Ports {
  editions: EditionStore;
  network: NetworkStore;
  clock: Clock;
}

const inWords = (line: ExplainLine) => ({ zh: explainText(line, 'zh'), en: explainText(line, 'en') });
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
    const today = localDate(clock.now());
    const holders = roster ? holdersOn(roster, today) : [];
    const { staffing } = rules;
    const texts = meta?.staffingTexts;
    const band = staffing.bands[bandOf(staffing, station.intake)]?.id ?? '';
    // As the org chart is read, from top to bottom.
    const chart = rules.positions.map(({ code }) => code);
    const seats = stateOfSeats(explainSeats(staffing, station), holders).sort(
      (a, b) => chart.indexOf(a.position) - chart.indexOf(b.position),
    );
    const held = new Map<string, Holder[]>();
    for (const holder of holders) held.set(holder.personId, [...(held.get(holder.personId) ?? []), holder]);
    const { nevOverlay, outsourcing } = staffing;
    return {
      status: 200,
      body: {
        stationId,
        band,
        intake: Number(meanIntake(staffing, station.intake).toFixed(1)),
        lines: intakeLines(staffing, station, today).map(inWords),
        edition: rules.edition,
        seats: seats.map(({ exact: _exact, least: _least, lines, ...seat }) => ({
          ...seat,
          keyPost: staffing.keyPosts.includes(seat.position),
          lines: lines.map(inWords),
          actingHolders: holders.flatMap(({ personId, position, acting, until }) =>
            acting && position === seat.position ? [{ personId, ...(until ? { until } : {}) }] : [],
          ),
        })),
        combinations: [...held]
          .filter(([, own]) => own.length > 1)
          .map(([personId, own]) => {
            const positions = own.map(({ position }) => position);
            const rule = standingOf(staffing, station, own);
            return { personId, positions, rule, ...combinationTexts(texts, band, positions) };
          }),
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
