import type { CertificationDemands } from '../../standard/certification-demands.ts';
import type { StaffingRules } from '../../standard/edition-rules.ts';
import { explainSeats, type StaffedStation } from './explain-seats.ts';
import { bandOf } from './seats.ts';

/** A station as far as a standard is tried on it. */
export interface TriedStation extends StaffedStation {
  stationId: string;
  regionId: string;
  /** People who hold each position now. */
  heads: Readonly<Record<string, number>>;
  /** How many of those only act: they cover a seat, and do not fill it. */
  acting?: Readonly<Record<string, number>>;
}

/** What of a version of the standard has consequences in people. */
export interface TriedStandard {
  staffing: StaffingRules;
  certification: CertificationDemands;
}

export interface Shortage {
  position: string;
  /** Heads that are missing under the standard in force, and under the draft. */
  before: number;
  after: number;
}

/** How a station is staffed: nobody is missing, fewer than the table asks for, or fewer than formula and floors do. */
export type Staffing = 'met' | 'warning' | 'breach';
export const staffings: readonly Staffing[] = ['met', 'warning', 'breach'];

/** Stations that come from one state into another. */
export interface Move<State extends string> {
  from: State;
  to: State;
  stations: number;
}

/** Why people would be examined who are not now. */
export type ExamReason =
  /** Whoever is hired into a new vacancy. */
  | 'hire'
  /** Holders whose position begins with another level. */
  | 'level'
  /** Holders of a position that comes to ask for the certificate of another one. */
  | 'before'
  /** People with an authorisation, at stations for new-energy vehicles. */
  | 'authorisation';

export interface ExamsNeeded {
  reason: ExamReason;
  /** Whose certificate it is, at which level or for which authorisation. */
  position: string;
  level: string;
  people: number;
}

export interface ChangedSeat extends Shortage {
  /** Heads that are asked for. */
  requiredBefore: number;
  requiredAfter: number;
}

export interface TippedStation {
  stationId: string;
  regionId: string;
  /** Heads that are missing, before and after. */
  before: number;
  after: number;
  from: Staffing;
  to: Staffing;
  /** Positions of which more or fewer heads come to be missing. */
  changes: ChangedSeat[];
}

export interface ChangedRegion {
  regionId: string;
  stations: number;
  tipped: number;
  before: number;
  after: number;
  /** Position → heads that come to be missing, or fewer that are; the same ones are left out. */
  changes: Record<string, number>;
}

export interface WhatIf {
  stations: number;
  /** Stations that miss nobody now and would, and the other way round. */
  tipped: number;
  relieved: number;
  /** Heads that are missing in the whole network. */
  before: number;
  after: number;
  /** Heads to hire beyond those that are missing already. */
  toHire: number;
  byPosition: Shortage[];
  byRegion: ChangedRegion[];
  /** Stations whose staffing gets better or worse by a step, or whose band is another one. */
  moves: Move<Staffing>[];
  bands: Move<string>[];
  exams: ExamsNeeded[];
  /** Every station whose shortage or state changes, the worst first. */
  changed: TippedStation[];
}

/**
 * Tries a draft on the network (section 2): what would be missing that is not missing now, and who would be examined.
 * Nothing is written, and intake and people stay as they are.
 */
export function whatIf(now: TriedStandard, draft: TriedStandard, stations: Iterable<TriedStation>): WhatIf {
  const positions = new Map<string, Shortage>();
  const regions = new Map<string, ChangedRegion>();
  const changed: TippedStation[] = [];
  const moves = new Map<string, Move<Staffing>>();
  const bands = new Map<string, Move<string>>();
  const hires: Record<string, number> = {};
  const held: Record<string, number> = {};
  let [count, tipped, relieved, energyStations] = [0, 0, 0, 0];
  for (const station of stations) {
    count += 1;
    if (station.nev) energyStations += 1;
    for (const [position, heads] of Object.entries(station.heads)) add(held, position, heads);
    const [was, will] = [staffingOf(now.staffing, station), staffingOf(draft.staffing, station)];
    const region = regions.get(station.regionId) ?? newRegion(station.regionId);
    regions.set(station.regionId, region);
    region.stations += 1;
    region.before += was.missing;
    region.after += will.missing;
    if (was.missing === 0 && will.missing > 0) {
      tipped += 1;
      region.tipped += 1;
    }
    if (was.missing > 0 && will.missing === 0) relieved += 1;
    if (was.state !== will.state) move(moves, was.state, will.state);
    if (was.band !== will.band) move(bands, was.band, will.band);
    const changes: ChangedSeat[] = [];
    for (const position of new Set([...was.seats.keys(), ...will.seats.keys()])) {
      const [b, a] = [was.seats.get(position) ?? nobody, will.seats.get(position) ?? nobody];
      const shortage = positions.get(position) ?? { position, before: 0, after: 0 };
      positions.set(position, shortage);
      shortage.before += b.missing;
      shortage.after += a.missing;
      if (a.missing === b.missing) continue;
      add(hires, position, Math.max(0, a.missing - b.missing));
      add(region.changes, position, a.missing - b.missing);
      changes.push({
        position,
        before: b.missing,
        after: a.missing,
        requiredBefore: b.required,
        requiredAfter: a.required,
      });
    }
    if (changes.length > 0 || was.state !== will.state)
      changed.push({
        stationId: station.stationId,
        regionId: station.regionId,
        before: was.missing,
        after: will.missing,
        from: was.state,
        to: will.state,
        changes,
      });
  }
  const byPosition = [...positions.values()]
    .filter(({ before, after }) => before + after > 0)
    .sort(worstFirst('position'));
  return {
    stations: count,
    tipped,
    relieved,
    before: sum(byPosition, ({ before }) => before),
    after: sum(byPosition, ({ after }) => after),
    toHire: sum(Object.values(hires), (heads) => heads),
    byPosition,
    byRegion: [...regions.values()]
      .map((region) => ({ ...region, changes: withoutZeros(region.changes) }))
      .sort((a, b) => (a.regionId < b.regionId ? -1 : 1)),
    moves: [...moves.values()].sort(byPlaces),
    bands: [...bands.values()].sort(byPlaces),
    exams: examsNeeded(now, draft, { hires, held, energyStations }),
    changed: changed.sort(worstFirst('stationId')),
  };
}

interface Seat {
  required: number;
  missing: number;
}
const nobody: Seat = { required: 0, missing: 0 };

function staffingOf(
  rules: StaffingRules,
  station: TriedStation,
): { band: string; state: Staffing; missing: number; seats: Map<string, Seat> } {
  const seats = new Map<string, Seat>();
  let state: Staffing = 'met';
  let missing = 0;
  for (const { position, required, least } of explainSeats(rules, station)) {
    const heads = (station.heads[position] ?? 0) - (station.acting?.[position] ?? 0);
    const lack = Math.max(0, required - heads);
    seats.set(position, { required, missing: lack });
    missing += lack;
    if (lack > 0 && state !== 'breach') state = heads < least ? 'breach' : 'warning';
  }
  return { band: rules.bands[bandOf(rules, station.intake)]?.id ?? '', state, missing, seats };
}

/** Who would be examined under the draft and is not now, by what the edition says of certificates and authorisations. */
function examsNeeded(
  now: TriedStandard,
  draft: TriedStandard,
  network: { hires: Record<string, number>; held: Record<string, number>; energyStations: number },
): ExamsNeeded[] {
  const exams = Object.entries(draft.certification).flatMap(
    ([position, { levels, before }]): ExamsNeeded[] => {
      const known = now.certification[position];
      const [level = ''] = levels;
      const holders = network.held[position] ?? 0;
      return [
        { reason: 'hire', position, level, people: network.hires[position] ?? 0 },
        { reason: 'level', position, level, people: known?.levels.includes(level) ? 0 : holders },
        ...before
          .filter(
            (one) => !known?.before.some((old) => old.position === one.position && old.level === one.level),
          )
          .map((one): ExamsNeeded => ({ reason: 'before', ...one, people: holders })),
      ];
    },
  );
  const [old, overlay] = [now.staffing.nevOverlay, draft.staffing.nevOverlay];
  const there =
    old.authorisation === overlay.authorisation && old.position === overlay.position ? old.atLeast : 0;
  exams.push({
    reason: 'authorisation',
    position: overlay.position,
    level: overlay.authorisation,
    people: network.energyStations * Math.max(0, overlay.atLeast - there),
  });
  return exams.filter(({ people }) => people > 0);
}

const newRegion = (regionId: string): ChangedRegion => ({
  regionId,
  stations: 0,
  tipped: 0,
  before: 0,
  after: 0,
  changes: {},
});

function add(counts: Record<string, number>, key: string, by: number): void {
  counts[key] = (counts[key] ?? 0) + by;
}

function move<State extends string>(moves: Map<string, Move<State>>, from: State, to: State): void {
  const found = moves.get(`${from} ${to}`) ?? { from, to, stations: 0 };
  found.stations += 1;
  moves.set(`${from} ${to}`, found);
}

const sum = <Item>(items: readonly Item[], of: (item: Item) => number) =>
  items.reduce((all, item) => all + of(item), 0);

const withoutZeros = (counts: Record<string, number>) =>
  Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== 0));

const byPlaces = (a: Move<string>, b: Move<string>) => (`${a.from} ${a.to}` < `${b.from} ${b.to}` ? -1 : 1);

const worstFirst =
  <Key extends string>(key: Key) =>
  (
    a: { before: number; after: number } & Record<Key, string>,
    b: { before: number; after: number } & Record<Key, string>,
  ) =>
    b.after - b.before - (a.after - a.before) || (a[key] < b[key] ? -1 : 1);
