import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { networkFileNames } from '../../packages/domain/network/network-files.ts';
import { readNetwork, type StationDocument } from '../../packages/domain/network/read-network.ts';
import { cities, regions } from '../../packages/simulator/geography.ts';
import { makeNetwork, makeStations } from '../../packages/simulator/make-network.ts';
import { bandOf, requiredHeads } from '../../packages/simulator/staff-station.ts';
import { editionRules } from '../../packages/standard/edition-rules.ts';
import { loadEdition } from '../../packages/standard/load-edition.ts';

const rules = editionRules(loadEdition('edition-1'));
const positions = rules.positions.map((position) => position.code);
const asOf = '2026-11-23';
const stationsOf = (stations: number, seed = 7) => [...makeStations({ stations, seed, asOf, rules })];
const digest = (stations: number, seed: number) =>
  createHash('sha256')
    .update(JSON.stringify(makeNetwork({ stations, seed, asOf, rules })))
    .digest('hex');

const average = ({ intake }: StationDocument) => {
  const recent = intake.slice(-3);
  return recent.reduce((sum, month) => sum + month.visits, 0) / Math.max(recent.length, 1);
};
const bandId = (station: StationDocument) => rules.staffing.bands[bandOf(rules, average(station))]?.id ?? '';
const share = <Item>(list: readonly Item[], claim: (item: Item) => boolean) =>
  list.filter(claim).length / list.length;
const holds = (station: StationDocument, position: string) =>
  station.assignments.filter((assignment) => assignment.position === position).length;

describe('a network of any size', () => {
  test.each([0, 1, 10, 300, 3000])('of %i stations is taken by the import without a problem', (stations) => {
    const rows = makeNetwork({ stations, seed: 7, asOf, rules });
    const read = readNetwork(rows, { positions, regions: [] });
    expect(read.problems).toEqual([]);
    expect(read.stations).toHaveLength(stations);
    expect(read.regions).toHaveLength(regions.length);
    expect(networkFileNames.map((file) => rows[file].every(({ row }, i) => row === i + 2))).not.toContain(
      false,
    );
  });

  test('is the same for the same seed and another for another', () => {
    expect(digest(50, 7)).toBe(digest(50, 7));
    expect(digest(50, 8)).not.toBe(digest(50, 7));
  });

  test('begins with the smaller network of the same seed', () => {
    expect(stationsOf(200).slice(0, 40)).toEqual(stationsOf(40));
  });

  test('uses edition 1 unless told otherwise', () => {
    expect(makeNetwork({ stations: 5, seed: 1, asOf })).toEqual(
      makeNetwork({ stations: 5, seed: 1, asOf, rules }),
    );
  });

  test('refuses a day that is none', () => {
    expect(() => makeNetwork({ stations: 1, seed: 1, asOf: '2026-02-30' })).toThrow('2026-02-30');
  });
});

describe('a network of 3,000 stations', () => {
  const stations = stationsOf(3000);

  test('has every region, every class and every band, most stations small', () => {
    expect(new Set(stations.map((s) => s.regionId)).size).toBe(regions.length);
    const bands = rules.staffing.bands.map(({ id }) => share(stations, (s) => bandId(s) === id));
    expect(Math.min(...bands)).toBeGreaterThan(0.02);
    expect((bands[0] ?? 0) + (bands[1] ?? 0) + (bands[2] ?? 0)).toBeGreaterThan(0.8);
    for (const [repairClass, least, most] of [
      ['I', 0.1, 0.3],
      ['II', 0.45, 0.65],
      ['III', 0.15, 0.35],
    ] as const) {
      const part = share(stations, (s) => s.repairClass === repairClass);
      expect(part).toBeGreaterThan(least);
      expect(part).toBeLessThan(most);
    }
    const nev = share(stations, (s) => s.nev);
    expect(nev).toBeGreaterThan(0.25);
    expect(nev).toBeLessThan(0.5);
  });

  test('gives each station a name, codes and numbers of its own', () => {
    const people = stations.flatMap((s) => s.people);
    for (const list of [
      stations.map((s) => s.name),
      stations.map((s) => s.code),
      people.map((p) => p.code),
      people.map((p) => p.phone),
      people.flatMap((p) => p.login ?? []),
    ])
      expect(new Set(list).size).toBe(list.length);
    expect(
      stations.every((s) => cities.some((c) => s.code.startsWith(`${c.prefix}-`) && c.city === s.city)),
    ).toBe(true);
    expect(people.every((p) => p.phone.startsWith('154'))).toBe(true);
  });

  test('leaves about 6 % of the required seats empty, advisory ones more often', () => {
    const seats = { all: 0, empty: 0, advisory: 0, advisoryEmpty: 0 };
    for (const station of stations) {
      const outsourced = bandId(station) === 'B1' && station.repairClass === 'III';
      for (const [code, heads] of requiredHeads(rules, {
        repairClass: station.repairClass,
        intake: average(station),
      })) {
        if (outsourced && rules.staffing.outsourcing.positions.includes(code)) continue;
        const empty = Math.max(heads - holds(station, code), 0);
        const advisory = rules.positions.find((p) => p.code === code)?.enforcement === 'advisory';
        seats.all += heads;
        seats.empty += empty;
        if (advisory) {
          seats.advisory += heads;
          seats.advisoryEmpty += empty;
        }
      }
    }
    expect(seats.empty / seats.all).toBeGreaterThan(0.045);
    expect(seats.empty / seats.all).toBeLessThan(0.075);
    expect(seats.advisoryEmpty / seats.advisory).toBeGreaterThan(1.5 * (seats.empty / seats.all));
  });

  test('combines posts only as band and class allow, and some stations do', () => {
    let combined = 0;
    for (const station of stations) {
      const allowed = (rules.staffing.allowedCombinations[bandId(station)] ?? []).map((set) =>
        [...set].sort().join('+'),
      );
      const { noTwoOf, alone } = rules.staffing.classCombinations[station.repairClass];
      for (const person of station.people) {
        const held = station.assignments.filter((a) => a.personId === person.personId).map((a) => a.position);
        expect(held.length).toBeGreaterThan(0);
        if (held.length === 1) continue;
        combined += 1;
        expect(allowed).toContain(held.sort().join('+'));
        expect(held.filter((code) => noTwoOf.includes(code)).length).toBeLessThan(2);
        expect(held.some((code) => alone.includes(code))).toBe(false);
      }
    }
    expect(combined).toBeGreaterThan(1000);
  });

  test('gives a login to whoever heads the station, its office and its technology, and to at least one of the first two', () => {
    for (const station of stations) {
      const code = station.code.toLowerCase();
      for (const [position, prefix] of [
        ['SM', 'sm'],
        ['GA', 'ga'],
        ['TD', 'td'],
      ] as const) {
        const holder = station.assignments.find((a) => a.position === position)?.personId;
        const login = station.people.find((p) => p.login === `${prefix}.${code}`)?.personId;
        expect(login).toBe(holder);
      }
      expect(holds(station, 'SM') + holds(station, 'GA')).toBeGreaterThan(0);
    }
    expect(share(stations, (s) => holds(s, 'SM') === 0)).toBeGreaterThan(0.02);
  });

  test('has some people who stand in, at key posts only and not for long', () => {
    const acting = stations.flatMap((s) => s.assignments).filter((a) => a.acting);
    expect(acting.length).toBeGreaterThan(100);
    expect(acting.every((a) => rules.staffing.keyPosts.includes(a.position))).toBe(true);
    expect(acting.every((a) => a.since >= '2026-07-01')).toBe(true);
  });

  test('has hires over many years, and nobody holds a post before the hire or after the day', () => {
    const years = new Set(stations.flatMap((s) => s.people.map((p) => p.hiredOn.slice(0, 4))));
    expect(years.size).toBeGreaterThan(10);
    for (const { people, assignments } of stations) {
      const hiredOn = new Map(people.map((p) => [p.personId, p.hiredOn]));
      for (const { personId, since } of assignments) {
        expect(since >= (hiredOn.get(personId) ?? '9999')).toBe(true);
        expect(since <= asOf).toBe(true);
      }
    }
  });

  test('sees fewer vehicles in February than in January, over twelve complete months', () => {
    const total = (month: string) =>
      stations.reduce((sum, s) => sum + (s.intake.find((i) => i.month === month)?.visits ?? 0), 0);
    expect(total('2026-02')).toBeLessThan(0.85 * total('2026-01'));
    const full = stations.filter((s) => s.openedOn < '2025-11-01');
    expect(full.length).toBeLessThan(stations.length);
    expect(full.every((s) => s.intake.length === 12 && s.intake.at(-1)?.month === '2026-10')).toBe(true);
  });
});
