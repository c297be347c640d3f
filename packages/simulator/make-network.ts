import type { NetworkFile, Row } from '../domain/network/network-files.ts';
import { isDate } from '../domain/network/read-cells.ts';
import type { RegionRecord, StationDocument } from '../domain/network/read-network.ts';
import { writeNetwork } from '../domain/network/write-network.ts';
import { type EditionRules, editionRules, type RepairClass } from '../standard/edition-rules.ts';
import { loadEdition } from '../standard/load-edition.ts';
import { cities, regions } from './geography.ts';
import { companyName, personName } from './names.ts';
import { type Draws, seeded } from './seeded.ts';
import { type Holder, staffStation } from './staff-station.ts';

export interface NetworkWish {
  stations: number;
  seed: number;
  /** `YYYY-MM-DD`; the twelve complete months before it have an intake. */
  asOf: string;
  /** The standard that staffs the stations; edition 1 unless given. */
  rules?: EditionRules;
}

const dayLength = 86_400_000;
const months = 12;
/** Most people of one station for whom codes and numbers are kept free. */
const peoplePerStation = 100;
/** Visits by month of the year: pre-holiday checks in January, empty roads in February, harvest and year's end. */
const season = [1.06, 0.74, 1.0, 1.03, 1.04, 0.98, 0.97, 1.0, 1.05, 1.0, 1.06, 1.07];

/**
 * A plausible network as the five files. The same wish gives the same bytes on every machine, and a larger network
 * begins with the smaller one of the same seed. Time and memory grow with the number of stations.
 */
export function makeNetwork(wish: NetworkWish): Record<NetworkFile, Row[]> {
  return writeNetwork({ regions: regionRecords, stations: [...makeStations(wish)] });
}

export const regionRecords: RegionRecord[] = regions.map(({ code, zh, en }) => ({
  regionId: `reg_${code}`,
  name: { zh, en },
}));

/** The stations one after the other, for networks that are too large to hold. */
export function* makeStations(wish: NetworkWish): Generator<StationDocument> {
  if (!isDate(wish.asOf)) throw new Error(`asOf is not a date: ${wish.asOf}`);
  const rules = wish.rules ?? editionRules(loadEdition('edition-1'));
  const perCity = new Map<string, number>();
  const names = new Set<string>();
  for (let index = 0; index < wish.stations; index++) {
    const draws = seeded(wish.seed, 'station', index);
    const city = draws.pickWeighted(cities);
    const number = (perCity.get(city.prefix) ?? 0) + 1;
    perCity.set(city.prefix, number);
    const code = `${city.prefix}-${String(number).padStart(3, '0')}`;
    // Big cities have bigger stations; half of all see fewer than about 220 vehicles a month.
    const size = Math.exp(Math.log(205) + 0.025 * (city.weight - 4) + 0.85 * draws.normal());
    const usual = Math.min(Math.max(size, 25), 2400);
    const repairClass = classFor(usual, draws);
    const openedOn = dayBefore(wish.asOf, openDays(draws));
    const intake = makeIntake(usual, openedOn, wish.asOf, draws);
    const recent = intake.slice(-3);
    const average = recent.reduce((sum, month) => sum + month.visits, 0) / Math.max(recent.length, 1);
    const holders = staffStation(rules, { repairClass, intake: average }, draws);
    yield {
      stationId: `stn_${code}`,
      code,
      name: companyName(draws, city.short, names),
      regionId: `reg_${city.region}`,
      province: city.province,
      city: city.city,
      repairClass,
      nev: draws.chance({ I: 0.6, II: 0.35, III: 0.12 }[repairClass] + 0.015 * (city.weight - 4)),
      openedOn,
      intake,
      ...makePeople(holders, { index, code, openedOn, asOf: wish.asOf }, draws),
    };
  }
}

function classFor(usual: number, draws: Draws): RepairClass {
  const [I, II] = usual < 150 ? [3, 45] : usual < 300 ? [12, 68] : usual < 600 ? [35, 62] : [65, 35];
  return draws.pickWeighted([
    { name: 'I' as const, weight: I ?? 0 },
    { name: 'II' as const, weight: II ?? 0 },
    { name: 'III' as const, weight: 100 - (I ?? 0) - (II ?? 0) },
  ]).name;
}

/** Stations are up to 18 years old, and one in twenty-five has not seen a full year yet. */
function openDays(draws: Draws): number {
  if (draws.chance(0.04)) return draws.whole(30, 360);
  return draws.whole(365, 18 * 365);
}

/** Monthly visits with season, a trend of the station's own, and noise; a new station starts with its opening. */
function makeIntake(usual: number, openedOn: string, asOf: string, draws: Draws) {
  const yearly = 1.02 + 0.1 * draws.normal();
  const intake: StationDocument['intake'] = [];
  for (let back = months; back >= 1; back--) {
    const month = monthBefore(asOf, back);
    const noise = Math.exp(0.06 * draws.normal());
    const trend = Math.max(yearly, 0.5) ** ((months / 2 - back) / 12);
    const visits = Math.round(usual * trend * noise * (season[Number(month.slice(5)) - 1] ?? 1));
    if (month >= openedOn.slice(0, 7)) intake.push({ month, visits });
  }
  return intake;
}

/** Who mostly holds these posts in Chinese workshops and offices. */
const femaleShare: Record<string, number> = {
  SA: 0.4,
  WA: 0.5,
  ST: 0.9,
  GA: 0.75,
  CC: 0.9,
  PP: 0.4,
  PS: 0.3,
  SVM: 0.2,
};
const loginPrefix: Record<string, string> = { SM: 'sm', GA: 'ga', TD: 'td' };
const usualYears: Record<string, number> = { SM: 9, SVM: 7, WSM: 8, PM: 7, TD: 8, QI: 6 };

function makePeople(
  holders: readonly Holder[],
  station: { index: number; code: string; openedOn: string; asOf: string },
  draws: Draws,
): Pick<StationDocument, 'people' | 'assignments'> {
  const people: StationDocument['people'] = [];
  const assignments: StationDocument['assignments'] = [];
  const openFor = daysBetween(station.openedOn, station.asOf);
  holders.forEach(({ positions, acting }, n) => {
    const [main = ''] = positions;
    const serial = station.index * peoplePerStation + n;
    const code = `K${String(serial).padStart(7, '0')}`;
    const meanDays = (usualYears[main] ?? 3.5) * 365;
    // Some were taken on in the weeks before the opening.
    const hiredFor = Math.min(
      Math.ceil(-meanDays * Math.log(1 - draws.unit())) + 3,
      openFor + draws.whole(0, 45),
    );
    const login = positions.map((position) => loginPrefix[position]).find((prefix) => prefix !== undefined);
    people.push({
      personId: `per_${code}`,
      code,
      name: personName(draws, draws.chance(femaleShare[main] ?? 0.04)),
      // No carrier serves the segment 154, so that no sample person has a real number.
      phone: `154${String(serial % 100_000_000).padStart(8, '0')}`,
      hiredOn: dayBefore(station.asOf, hiredFor),
      ...(login === undefined ? {} : { login: `${login}.${station.code.toLowerCase()}` }),
    });
    for (const position of [...positions].sort()) {
      const heldFor = acting
        ? Math.min(draws.whole(5, 120), hiredFor)
        : position === main && draws.chance(0.6)
          ? hiredFor
          : draws.whole(0, hiredFor);
      assignments.push({
        personId: `per_${code}`,
        position,
        since: dayBefore(station.asOf, heldFor),
        acting,
      });
    }
  });
  return { people, assignments };
}

const timeOf = (day: string) => Date.parse(`${day}T00:00:00Z`);
const dayBefore = (day: string, days: number) =>
  new Date(timeOf(day) - days * dayLength).toISOString().slice(0, 10);
const daysBetween = (from: string, to: string) => Math.round((timeOf(to) - timeOf(from)) / dayLength);

function monthBefore(day: string, back: number): string {
  const index = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 - back;
  return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`;
}
