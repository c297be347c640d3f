import { addDays, startOf } from '../../packages/domain/calendar.ts';
import type { StationFacts } from '../../packages/domain/compliance/station-facts.ts';
import { dutyFacts, lookedBackTo, stretches } from '../../packages/domain/duty/duty-facts.ts';
import { isPeriodicLine, linesOf, subjectsIn } from '../../packages/domain/duty/duty-lines.ts';
import type { KeptRecord } from '../../packages/domain/duty/station-duties.ts';
import type { StationDocument } from '../../packages/domain/network/read-network.ts';
import { explainSeats } from '../../packages/domain/staffing/explain-seats.ts';
import { makeStations } from '../../packages/simulator/make-network.ts';
import { seeded } from '../../packages/simulator/seeded.ts';
import { dutyRules } from '../../packages/standard/duty-rules.ts';
import { loadEdition } from '../../packages/standard/load-edition.ts';
import { rulesOfEdition1 } from './edition.ts';
import { plainWeeks } from './paths.ts';

const dutiesOfEdition1 = dutyRules(loadEdition('edition-1'));

/**
 * Facts of a simulated station as they would have been read: whoever has worked there for a quarter has a certificate
 * that ends within two years or so of the day, one in forty of them in the past.
 */
function factsOf(station: StationDocument, asOf: string): StationFacts {
  const { stationId, regionId, repairClass, nev, intake, assignments } = station;
  const draws = seeded(7, 'facts', stationId);
  return {
    stationId,
    regionId,
    repairClass,
    nev,
    intake: Object.fromEntries(intake.map(({ month, visits }) => [month, visits])),
    holders: assignments,
    certificates: assignments
      .filter(({ since }) => since < addDays(asOf, -90))
      .map(({ personId, position }) => ({
        personId,
        position,
        validUntil: addDays(asOf, draws.chance(0.025) ? -10 : draws.whole(95, 720)),
      })),
    ways: [],
    corrections: [],
    audits: [],
    lostWaits: [],
    duties: {},
  };
}

/** The same with everybody there whom the standard asks for, and every certificate in its time. */
export function soundFactsOf(station: StationDocument, asOf: string): StationFacts {
  const facts = { ...factsOf(station, asOf), nev: false };
  const holders = explainSeats(rulesOfEdition1.staffing, facts).flatMap(({ position, required }) =>
    Array.from({ length: required }, (_, n) => ({
      personId: `per_${station.code}-${position}-${n}`,
      position,
      since: '2024-01-01',
      acting: false,
    })),
  );
  const validUntil = addDays(asOf, 720);
  return {
    ...facts,
    holders,
    certificates: holders.map(({ personId, position }) => ({ personId, position, validUntil })),
  };
}

/** The same with what was recorded of its duties in a quarter: one stretch in twenty was forgotten. */
export function recordingFactsOf(station: StationDocument, asOf: string): StationFacts {
  const facts = factsOf(station, asOf);
  const { holders } = facts;
  const draws = seeded(7, 'duties', station.stationId);
  const now = startOf(asOf);
  const from = lookedBackTo(now);
  const { duties, technicians } = dutiesOfEdition1;
  const records = linesOf(duties, holders, technicians)
    .filter(isPeriodicLine)
    .flatMap((line) =>
      stretches(line, from, asOf, plainWeeks).flatMap((period) =>
        (line.subjects ? subjectsIn(line, period) : [undefined])
          .filter(() => !draws.chance(0.05))
          .map(
            (subject): KeptRecord => ({
              recordId: '',
              dutyId: line.dutyId,
              position: line.owner,
              by: '',
              evidence: '',
              period: period.id,
              at: new Date(period.overdueAt - 1).toISOString(),
              count: line.rule.records ?? 1,
              ...('hours' in line.rule && line.rule.hours !== undefined ? { hours: line.rule.hours } : {}),
              ...(subject === undefined ? {} : { subject }),
            }),
          ),
      ),
    );
  const kept = { from, audited: {}, records, open: [], devices: [] };
  const context = { duties, technicians, holders, calendar: plainWeeks, now };
  return { ...facts, duties: dutyFacts(kept, context), dutiesFrom: from };
}

/** As many stations as are made; the others are those again under another name. */
const made = 1_000;

/** Facts of a network, one station after the other, so that a large one need not be held. */
export function* factsOfNetwork(stations: number, asOf: string, facts = factsOf): Generator<StationFacts> {
  const base = [...makeStations({ stations: Math.min(stations, made), seed: 1, asOf })].map((station) =>
    facts(station, asOf),
  );
  for (let n = 0; n < stations; n++) {
    const known = base[n % base.length];
    if (known) yield n < base.length ? known : { ...known, stationId: `stn_X-${n}` };
  }
}
