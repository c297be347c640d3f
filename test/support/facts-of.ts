import { addDays } from '../../packages/domain/calendar.ts';
import type { StationFacts } from '../../packages/domain/compliance/station-facts.ts';
import type { StationDocument } from '../../packages/domain/network/read-network.ts';
import { explainSeats } from '../../packages/domain/staffing/explain-seats.ts';
import { makeStations } from '../../packages/simulator/make-network.ts';
import { seeded } from '../../packages/simulator/seeded.ts';
import { rulesOfEdition1 } from './edition.ts';

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
