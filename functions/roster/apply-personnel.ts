import type { EventDetail } from '../../packages/contracts/events.ts';
import { type LocalDate, localDate } from '../../packages/domain/calendar.ts';
import { type Clock, instant } from '../../packages/domain/clock.ts';
import { inputRejected, missing, refused } from '../../packages/domain/errors.ts';
import {
  cameAbout,
  changesOfHolds,
  goesBy,
  type Hold,
  holdsOf,
  isPast,
  type NotTaken,
  notTakenWith,
  type PersonnelEvent,
  plannedOf,
  type Recorded,
  waitsForItsDay,
  withEvent,
  worksElsewhere,
} from '../../packages/domain/roster/employment.ts';
import { actsAs } from '../../packages/domain/staffing/acting.ts';
import { type SeatRefusal, seatRefusal } from '../../packages/domain/staffing/seats.ts';
import type { EditionRules } from '../../packages/standard/edition-rules.ts';
import type { PersonItem, RosterItem, StationItem } from '../../packages/table/items.ts';
import type { EditionStore } from '../../packages/table/stores/edition-store.ts';
import type { NetworkStore } from '../../packages/table/stores/network-store.ts';
import type { PersonStore } from '../../packages/table/stores/person-store.ts';
import type { PersonnelChange, PersonnelStore } from '../../packages/table/stores/personnel-store.ts';
import { actLess, type NewRoster, rostersOf } from './changed-rosters.ts';

export interface PersonnelPorts {
  persons: PersonStore;
  personnel: PersonnelStore;
  network: NetworkStore;
  editions: EditionStore;
  clock: Clock;
  publish(events: { name: 'HireRefused'; detail: EventDetail<'HireRefused'> }[]): Promise<void>;
}

/** Data of the person that only the station knows; an event from outside brings none. */
export interface PersonDetails {
  name: string;
  phone: string;
  hiredOn: string;
  login?: string | undefined;
}

/** Of what was refused before only the rule is remembered. */
type Refusal = SeatRefusal | { rule: string };
type Refused = Omit<NotTaken, 'rule'> & { refusal: Refusal };
interface PersonnelOptions {
  by: string;
  /** Somebody waits for the answer: a refusal of the event itself writes nothing and is thrown. */
  strict: boolean;
  details?: PersonDetails | undefined;
  /** What the caller has read already: a station, and which edition is in force. */
  station?: StationItem;
  edition?: string;
}
export interface PersonnelOutcome {
  changed: boolean;
  holds: Hold[];
  /** The rule for which the event itself did not count. */
  refused?: string;
}

/** Two changes of a station's roster at the same moment are rare, more of them rarer. */
const attempts = 5;

/**
 * Lets an event of a person count, once, in whatever order events come: the rules decide, and everything that knows
 * where a person works is written in one transaction. What the standard refuses is kept as refused, so that a repeat of
 * it, or what comes later, is judged by the same facts, and told to HQ, which may make an exception. What would take a
 * position away before its day is kept until then.
 * @throws StationNotFound, EditionNotFound, InputRejected where a plan is withdrawn that has come about, and when strict
 * SeatRefused, PositionNotHeld
 */
export async function applyPersonnel(
  ports: PersonnelPorts,
  personId: string,
  event: PersonnelEvent,
  options: PersonnelOptions,
): Promise<PersonnelOutcome> {
  const today = localDate(ports.clock.now());
  const heard: Recorded = waitsForItsDay(event, today) ? { ...event, waits: true } : event;
  for (let attempt = 0; attempt < attempts; attempt++) {
    const certain = attempt > 0;
    const known = await whatIsKnown(ports, personId, event, certain, options.station);
    if (event.kind === 'withdrawn' && isPast(event, known.events))
      throw inputRejected([{ field: 'withdraws', code: 'has-come-about', value: event.of }]);
    const { events, refusals, rules } = await judged(ports, known, heard, today, options.edition);
    const own = refusals.find(({ id }) => id === event.id)?.refusal;
    const isNews =
      events.length !== known.events.length || events.some((one, at) => one !== known.events[at]);
    const leavesNothing = options.strict && isNews && comesFromNowhere(event, known.holds);
    // What was read may be a moment old. It is good for what is written where nothing has changed, and for no other end.
    if (!certain && (refusals.length > 0 || !isNews || known.corrected || leavesNothing)) continue;
    if (leavesNothing) throw refused('PositionNotHeld', 'the position that is left is not held');
    if (own && options.strict) throw seatRefused(own);
    const after = holdsOf(events);
    const { begun, ended } = changesOfHolds(known.holds, after, today);
    const details = changedDetails(known.person, options.details);
    const outcome = { holds: after, ...(own ? { refused: own.rule } : {}) };
    if (!isNews && !details) {
      await tellHq(ports, personId, refusals);
      return { changed: false, ...outcome };
    }
    const [gone] = ended;
    // Two positions left on one day are handed over together.
    const earlier = gone && (await ports.persons.handOver(personId, gone.stationId, event.on));
    const handingOver = earlier?.status === 'withdrawn' ? [] : earlier?.positions;
    const moves = { begun, ended };
    const rosters = rostersOf(known, events, moves, rules, { today, on: event.on });
    const change = {
      ...changeOf(known, events, after, moves, event, { details, handingOver, rosters, today }),
      actLess: await actLess(ports.network, personId, rosters, today),
    };
    const changed = { changedBy: options.by, changedAt: instant(ports.clock.now()) };
    if (await ports.personnel.savePersonnel(change, changed)) {
      await tellHq(ports, personId, refusals);
      return { changed: begun.length > 0 || ended.length > 0, ...outcome };
    }
  }
  throw refused('PersonChanged', 'it kept changing, or the login belongs to somebody else');
}

async function tellHq({ publish }: PersonnelPorts, personId: string, refusals: Refused[]): Promise<void> {
  if (refusals.length === 0) return;
  await publish(
    refusals.map(({ stationId, position, refusal: { rule } }) => ({
      name: 'HireRefused',
      detail: { ...{ v: 1, personId, stationId, position, rule }, owner: 'hq-network' },
    })),
  );
}

/**
 * A transfer out of a position that the person does not hold, into one that they do not hold either: of events it may be
 * told first, of a command it is a mistake.
 */
const comesFromNowhere = (event: PersonnelEvent, holds: readonly Hold[]): boolean =>
  event.kind === 'transferred' &&
  [event.from, event].every(
    ({ stationId, position }) =>
      !holds.some((one) => one.stationId === stationId && one.position === position),
  );

const seatRefused = (refusal: Refusal) =>
  refused('SeatRefused', refusal.rule, {
    details: {
      rule: refusal.rule,
      ...('positions' in refusal ? { positions: refusal.positions } : {}),
      ...('required' in refusal
        ? { position: refusal.position, heads: refusal.heads, required: refusal.required }
        : {}),
    },
  });

interface Known {
  personId: string;
  revision: number;
  events: readonly Recorded[];
  /** Whether the rosters say something else than came of the events. */
  corrected: boolean;
  /** What the rosters say now. */
  holds: Hold[];
  home: string | null;
  rosters: Map<string, RosterItem>;
  stations: Map<string, StationItem>;
  person: PersonItem | null;
}

const stationsOf = (event: Recorded): string[] => [
  ...('stationId' in event && event.stationId ? [event.stationId] : []),
  ...('holds' in event ? event.holds.map(({ stationId }) => stationId) : []),
];

async function whatIsKnown(
  ports: PersonnelPorts,
  personId: string,
  event: PersonnelEvent,
  certain: boolean,
  read?: StationItem,
): Promise<Known> {
  const { persons, network } = ports;
  const employment = await persons.employment(personId, certain);
  const home = employment ? (employment.stationId ?? null) : await persons.stationOfPerson(personId);
  const named = [
    ...(home ? [home] : []),
    ...('stationId' in event && event.stationId ? [event.stationId] : []),
    ...(event.kind === 'transferred' ? [event.from.stationId] : []),
    ...(employment?.holds ?? []).map(({ stationId }) => stationId),
    // What is heard late may let something count that was known before, at a station that the event does not name.
    ...(employment?.events ?? []).flatMap(stationsOf),
  ];
  const rosters = new Map<string, RosterItem>();
  const stations = new Map<string, StationItem>();
  for (const stationId of new Set(named)) {
    const [station, roster] = await Promise.all([
      read?.stationId === stationId ? read : network.station(stationId),
      network.roster(stationId, certain),
    ]);
    if (!station) throw missing('StationNotFound', 'no such station');
    stations.set(stationId, station);
    rosters.set(stationId, roster ?? { type: 'roster', v: 1, stationId, assignments: [] });
  }
  const holds = [...rosters.values()].flatMap(({ stationId, assignments }) =>
    assignments
      .filter((assignment) => assignment.personId === personId)
      .map(({ position, since }) => ({ stationId, position, since })),
  );
  const events = employment?.events ?? [];
  // Said by the import, and not by whoever has changed the roster for somebody else since.
  const at =
    holds
      .map(({ stationId }) => {
        const { importedAt, changedAt = '' } = rosters.get(stationId) ?? {};
        return importedAt ?? changedAt;
      })
      .sort()
      .at(-1) ||
    employment?.changedAt ||
    event.at;
  const { begun, ended } = changesOfHolds(holdsOf(events), holds);
  const corrected = begun.length + ended.length > 0;
  return {
    personId,
    revision: employment?.revision ?? 0,
    // An import has said something else since: it is what counts from then on.
    events: corrected
      ? withEvent(events, { kind: 'known', id: `roster:${at}`, at, on: localDate(Date.parse(at)), holds })
      : events,
    corrected,
    holds,
    home,
    rosters,
    stations,
    person: home ? await network.person(home, personId) : null,
  };
}

/** The events with the new one, each that would begin something checked by the standard in force. */
async function judged(
  { editions, persons }: PersonnelPorts,
  known: Known,
  event: Recorded,
  today: LocalDate,
  inForce?: string,
): Promise<{ events: readonly Recorded[]; refusals: Refused[]; rules?: EditionRules }> {
  let events = withEvent(known.events, event);
  // Told again, because what followed from it may not have come about.
  if (events === known.events)
    return {
      events,
      refusals: notTakenWith(events, event).map(({ rule, ...of }) => ({ ...of, refusal: { rule } })),
    };
  const refusals: Refused[] = [];
  const edition = inForce ?? (await editions.currentEdition());
  const rules = edition && (await editions.editionRules(edition));
  if (!rules) throw missing('EditionNotFound', 'no edition of the standard is published yet');
  const { begun } = changesOfHolds(known.holds, holdsOf(events), today);
  for (const { stationId, position } of begun) {
    const cause = cameAbout(events).findLast(
      (one) => 'position' in one && one.position === position && one.stationId === stationId,
    );
    const station = known.stations.get(stationId);
    if (!cause || !station || ('exception' in cause && cause.exception)) continue;
    const assignments = known.rosters.get(stationId)?.assignments ?? [];
    // Who only acts covers a seat, and does not fill it.
    const heads = assignments.filter(
      (one) => one.position === position && one.personId !== known.personId && !one.acting,
    );
    const others = holdsOf(events)
      .filter((hold) => hold.stationId === stationId && hold.position !== position)
      .map((hold) => hold.position);
    const refusedWith = (taken: number) => seatRefusal(rules.staffing, station, position, taken, others);
    let refusal = refusedWith(heads.length);
    // Whoever leaves the seat by that day makes room, although it may be seen to later.
    if (refusal?.rule === 'no-seat') {
      const theirs = await Promise.all(heads.map((one) => persons.employment(one.personId, true)));
      const gone = theirs.filter((one) => one && goesBy(one.events, { stationId, position }, cause.on));
      refusal = refusedWith(heads.length - gone.length);
    }
    if (!refusal) continue;
    const { rule } = refusal;
    refusals.push({ id: cause.id, stationId, position, refusal });
    const why = { refused: rule, ...(cause.id === event.id ? {} : { refusedWith: event.id }) };
    events = events.map((one) => (one.id === cause.id ? { ...one, ...why } : one));
  }
  for (const one of events) {
    if (one.kind !== 'hired' || one.refused !== undefined || !worksElsewhere(events, one)) continue;
    // The event itself, or who was to come elsewhere and now stays.
    if (one.id === event.id || (one.on > today && !worksElsewhere(known.events, one)))
      refusals.push({
        ...{ id: one.id, stationId: one.stationId, position: one.position },
        refusal: { rule: 'employed-elsewhere' },
      });
  }
  return { events, refusals, rules };
}

function changedDetails(
  person: PersonItem | null,
  details: PersonDetails | undefined,
): PersonDetails | undefined {
  if (!details) return undefined;
  const same =
    person?.name === details.name &&
    person.phone === details.phone &&
    person.hiredOn === details.hiredOn &&
    (details.login === undefined || person.login === details.login);
  return same ? undefined : details;
}

function changeOf(
  known: Known,
  events: readonly Recorded[],
  after: Hold[],
  { begun, ended }: { begun: Hold[]; ended: Hold[] },
  event: PersonnelEvent,
  follows: {
    details: PersonDetails | undefined;
    handingOver: readonly string[] | undefined;
    rosters: readonly NewRoster[];
    today: LocalDate;
  },
): Omit<PersonnelChange, 'actLess'> {
  const { personId, person, stations } = known;
  const { details, handingOver = [], rosters, today } = follows;
  const home = after[0]?.stationId;
  const moved = begun.length + ended.length > 0;
  const login = details?.login ?? person?.login;
  const positions = after.filter(({ stationId }) => stationId === home).map(({ position }) => position);
  const regionOf = (stationId: string) => stations.get(stationId)?.regionId ?? '';
  // Who never came has nothing to hand over.
  const worked = ended.filter(({ since }) => since <= event.on);
  const [gone] = worked;
  const [planned] = plannedOf(events);
  const here = rosters.find(({ before }) => before.stationId === home);
  const holder = home
    ? {
        ...{ stationId: home, regionId: regionOf(home), positions },
        // Whom somebody acts or stands in for stays behind with the station.
        ...(known.home !== null && known.home !== home ? { actsAs: {}, standIns: {} } : {}),
        ...(here?.ended.some((one) => one.personId === personId)
          ? { actsAs: actsAs(here.acting, personId, today) }
          : {}),
      }
    : null;
  return {
    employment: {
      personId,
      ...(home ? { stationId: home } : {}),
      events: [...events],
      holds: after,
      ...(planned ? { plannedFor: planned.on } : {}),
      revision: known.revision + 1,
    },
    rosters,
    assessorGaps: Object.fromEntries(rosters.map(({ before, gaps }) => [before.stationId, gaps])),
    heads: [
      ...begun.map(({ stationId, position }) => ({ stationId, position, by: 1 })),
      ...ended.map(({ stationId, position }) => ({ stationId, position, by: -1 })),
    ],
    ...(home && (home !== known.home || details || !person || isAnotherDay(person, { begun, ended }))
      ? { person: personOf(known, home, { after, begun, ended }, details) }
      : {}),
    goneFrom: known.home && known.home !== home && person ? [known.home] : [],
    access: [
      ...(login && (moved || details) ? [{ login, holder }] : []),
      ...(person?.login && person.login !== login ? [{ login: person.login, holder: null }] : []),
    ],
    ...(gone && event.kind !== 'hired'
      ? {
          handOver: {
            handOverId: `hov_${personId.slice('per_'.length)}_${gone.stationId.slice('stn_'.length)}_${event.on.replaceAll('-', '')}`,
            personId,
            stationId: gone.stationId,
            regionId: regionOf(gone.stationId),
            positions: [...new Set([...handingOver, ...worked.map(({ position }) => position)])],
            on: event.on,
            dueOn: event.on,
            status: 'open' as const,
          },
        }
      : {}),
  };
}

/** Whether the day on which somebody is to be hired is another one now: the same seat ends and begins. */
const isAnotherDay = (
  { hiredOn }: PersonItem,
  { begun, ended }: { begun: readonly Hold[]; ended: readonly Hold[] },
): boolean =>
  ended.some(
    ({ since, stationId, position }) =>
      since === hiredOn && begun.some((one) => one.stationId === stationId && one.position === position),
  );

/** An event from outside names no person; the registration brings name and number. */
function personOf(
  known: Known,
  stationId: string,
  { after, ...moves }: { after: readonly Hold[]; begun: readonly Hold[]; ended: readonly Hold[] },
  details?: PersonDetails,
) {
  const { personId, person } = known;
  const code = personId.slice('per_'.length);
  const { login = person?.login } = details ?? {};
  const [first = ''] = after.map(({ since }) => since).sort();
  const hiredOn = person && !isAnotherDay(person, moves) ? person.hiredOn : first;
  return {
    personId,
    stationId,
    code: person?.code ?? code,
    name: details?.name ?? person?.name ?? '',
    phone: details?.phone ?? person?.phone ?? '',
    hiredOn: details?.hiredOn ?? hiredOn,
    ...(login ? { login } : {}),
  };
}
