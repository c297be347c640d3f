import type { RepairClass, Severity } from '../../standard/edition-rules.ts';
import { addDays, daysBetween, type LocalDate } from '../calendar.ts';
import type { FactCertificate, StationFacts } from './station-facts.ts';

// A scan reads the facts of a whole network every day, so a station's are kept as one short text: tuples instead of
// names, days as numbers, people by their place in a list.

const epoch: LocalDate = '2000-01-01';
const dayOf = (date: LocalDate): number => daysBetween(epoch, date);
const dates: LocalDate[] = [];
/** The days of a network are few, and a scan asks for them for every station. */
const dateOf = (day: number): LocalDate => {
  const known = dates[day] ?? addDays(epoch, day);
  dates[day] = known;
  return known;
};
const monthOf = (month: string): number => Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1;
const nameOfMonth = (month: number): string =>
  `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`;

/** How somebody holds a position: for the time being, or because HQ let it be. */
const isActing = 1;
const isExcepted = 2;
type Holder = [
  person: number,
  position: string,
  since: number,
  how?: 0 | 1 | 2,
  until?: number,
  heldSince?: number,
];
type Certificate = [
  person: number,
  position: string,
  validUntil: number,
  authorisation?: string | 0,
  suspended?: 0 | 1,
  statutoryUntil?: number,
];
type Way = [id: string, person: number, position: string, part: string, due: number, owner: string];

interface Packed {
  /** Repair class, new energy, local floors, outsourced positions. */
  s: [RepairClass, 0 | 1, Readonly<Record<string, number>>?, (readonly string[])?];
  /** Months and visits, by turns. */
  i: number[];
  p: string[];
  h: Holder[];
  c: Certificate[];
  w?: Way[];
  k?: [id: string, due: number, severity: Severity, owner: string][];
  a?: [id: string, due: number][];
  l?: [of: string, kind: string, owner: string][];
  d?: StationFacts['duties'];
  f?: number;
}

/** @returns the facts as text, without the ids of station and region, which stand beside it */
export function packFacts(facts: StationFacts): string {
  const people: string[] = [];
  const places = new Map<string, number>();
  const place = (personId: string): number => {
    const known = places.get(personId);
    if (known !== undefined) return known;
    places.set(personId, people.length);
    people.push(personId);
    return people.length - 1;
  };
  const { localFloors = {}, outsourced = [] } = facts;
  const hasFloors = Object.keys(localFloors).length > 0;
  const packed: Packed = {
    s: [
      facts.repairClass,
      facts.nev ? 1 : 0,
      ...(hasFloors || outsourced.length > 0 ? [localFloors] : []),
      ...(outsourced.length > 0 ? [outsourced] : []),
    ] as Packed['s'],
    i: Object.keys(facts.intake)
      .sort()
      .flatMap((month) => [monthOf(month), facts.intake[month] ?? 0]),
    p: people,
    h: facts.holders.map((one) => packHolder(one, place(one.personId))),
    c: facts.certificates.map((one) => packCertificate(one, place(one.personId))),
    ...(facts.ways.length > 0
      ? {
          w: facts.ways.map(
            ({ id, personId, position, part, due, owner }): Way => [
              id,
              place(personId),
              position,
              part,
              dayOf(due),
              owner,
            ],
          ),
        }
      : {}),
    ...(facts.corrections.length > 0
      ? { k: facts.corrections.map(({ id, due, severity, owner }) => [id, dayOf(due), severity, owner]) }
      : {}),
    ...(facts.audits.length > 0 ? { a: facts.audits.map(({ id, due }) => [id, dayOf(due)]) } : {}),
    ...(facts.lostWaits.length > 0
      ? { l: facts.lostWaits.map(({ of, kind, owner }) => [of, kind, owner]) }
      : {}),
    ...(Object.keys(facts.duties).length > 0 ? { d: facts.duties } : {}),
    ...(facts.dutiesFrom === undefined ? {} : { f: dayOf(facts.dutiesFrom) }),
  };
  return JSON.stringify(packed);
}

function packHolder(one: StationFacts['holders'][number], person: number): Holder {
  const packed: Holder = [
    person,
    one.position,
    dayOf(one.since),
    one.acting ? isActing : one.excepted ? isExcepted : 0,
    one.until === undefined ? 0 : dayOf(one.until),
    one.heldSince === undefined ? 0 : dayOf(one.heldSince),
  ];
  while (packed.length > 3 && packed.at(-1) === 0) packed.pop();
  return packed;
}

function packCertificate(one: FactCertificate, person: number): Certificate {
  const packed: Certificate = [
    person,
    one.position,
    dayOf(one.validUntil),
    one.authorisation ?? 0,
    one.suspended ? 1 : 0,
  ];
  if (one.statutoryUntil !== undefined) packed.push(dayOf(one.statutoryUntil));
  while (packed.length > 3 && packed.at(-1) === 0) packed.pop();
  return packed;
}

export function unpackFacts(text: string, ids: { stationId: string; regionId: string }): StationFacts {
  const packed = JSON.parse(text) as Packed;
  const [repairClass, nev, localFloors, outsourced] = packed.s;
  const person = (at: number) => packed.p[at] ?? '';
  const intake: Record<string, number> = {};
  for (let i = 0; i < packed.i.length; i += 2) intake[nameOfMonth(packed.i[i] ?? 0)] = packed.i[i + 1] ?? 0;
  return {
    ...ids,
    repairClass,
    nev: nev === 1,
    ...(localFloors && Object.keys(localFloors).length > 0 ? { localFloors } : {}),
    ...(outsourced ? { outsourced } : {}),
    intake,
    holders: packed.h.map(([at, position, since, how, until, heldSince]) => ({
      personId: person(at),
      position,
      since: dateOf(since),
      acting: how === isActing,
      ...(how === isExcepted ? { excepted: true as const } : {}),
      ...(until ? { until: dateOf(until) } : {}),
      ...(heldSince ? { heldSince: dateOf(heldSince) } : {}),
    })),
    certificates: packed.c.map(([at, position, until, authorisation, suspended, statutory]) => ({
      personId: person(at),
      position,
      validUntil: dateOf(until),
      ...(authorisation ? { authorisation } : {}),
      ...(suspended ? { suspended: true as const } : {}),
      ...(statutory === undefined ? {} : { statutoryUntil: dateOf(statutory) }),
    })),
    ways: (packed.w ?? []).map(([id, at, position, part, due, owner]) => ({
      id,
      personId: person(at),
      position,
      part,
      due: dateOf(due),
      owner,
    })),
    corrections: (packed.k ?? []).map(([id, due, severity, owner]) => ({
      id,
      due: dateOf(due),
      severity,
      owner,
    })),
    audits: (packed.a ?? []).map(([id, due]) => ({ id, due: dateOf(due) })),
    lostWaits: (packed.l ?? []).map(([of, kind, owner]) => ({ of, kind, owner })),
    duties: packed.d ?? {},
    ...(packed.f === undefined ? {} : { dutiesFrom: dateOf(packed.f) }),
  };
}
