import { may } from '../../../packages/domain/access/may.ts';
import { localDate, type WorkingDays } from '../../../packages/domain/calendar.ts';
import { certificateStatus } from '../../../packages/domain/certification/certificate.ts';
import type { Clock } from '../../../packages/domain/clock.ts';
import { missing } from '../../../packages/domain/errors.ts';
import { plannedOf, type Recorded } from '../../../packages/domain/roster/employment.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { EditionStore } from '../../../packages/table/stores/edition-store.ts';
import type { NetworkStore } from '../../../packages/table/stores/network-store.ts';
import type { PersonStore } from '../../../packages/table/stores/person-store.ts';
import { concernsOf, openWayOf } from '../open-way.ts';

interface Ports {
  persons: PersonStore;
  editions: EditionStore;
  network: NetworkStore;
  calendar: WorkingDays;
  clock: Clock;
}

const notFound = () => missing('PersonNotFound', 'no such person');

/** The own path, or that of somebody whom one leads or trains: what is done, what comes next, and what was earned. */
export const showPerson =
  (ports: Ports) =>
  async ({ personId }: { personId: string }, caller: Caller): Promise<Answer> => {
    const { persons, editions, network, calendar, clock } = ports;
    const { subject } = caller;
    const file = await persons.personFile(personId);
    const stationId = file.employment?.stationId ?? (await persons.stationOfPerson(personId));
    const [station, roster] = stationId
      ? await Promise.all([network.station(stationId), network.roster(stationId)])
      : [null, null];
    if (!station && !file.employment) throw notFound();
    // Whoever works nowhere any more is seen by HQ.
    const place = station ? { stationId: station.stationId, regionId: station.regionId } : {};
    caller.allow(place, notFound);
    const own = (roster?.assignments ?? []).filter((assignment) => assignment.personId === personId);
    const positions = own.map(({ position }) => position);
    const edition = await editions.currentEdition();
    if (!(await concernsOf(editions, subject, personId, positions, edition))) throw notFound();
    const today = localDate(clock.now());
    const planned =
      subject.personId === personId || may(subject, 'roster.read', place) === 'yes'
        ? plannedOf(file.employment?.events ?? []).map(planShape)
        : [];
    const next = await Promise.all(
      [...file.onboardings, ...file.certifications, ...file.handOvers]
        .filter((way) => !['released', 'ended', 'certified', 'done', 'withdrawn'].includes(way.status))
        .map((way) => {
          const here = way.stationId === station?.stationId;
          return openWayOf(editions, calendar, way, clock.now(), here ? station.assessorGaps : undefined);
        }),
    );
    return {
      status: 200,
      body: {
        personId,
        ...(station ? { stationId: station.stationId } : {}),
        // An import says who holds what without a word to anybody else.
        holds: own.map(({ position, since }) => ({ stationId: roster?.stationId ?? '', position, since })),
        ...(planned.length > 0 ? { planned } : {}),
        onboardings: file.onboardings.map(({ onboardingId, position, status, since }) => ({
          onboardingId,
          position,
          status,
          since,
        })),
        certifications: file.certifications.map(
          ({ certificationId, position, level, authorisation, kind, status }) => ({
            certificationId,
            position,
            level,
            ...(authorisation === undefined ? {} : { authorisation }),
            kind,
            status,
          }),
        ),
        certificates: file.certificates.map((certificate) => ({
          number: certificate.number,
          position: certificate.position,
          level: certificate.level,
          ...(certificate.authorisation === undefined ? {} : { authorisation: certificate.authorisation }),
          validUntil: certificate.validUntil,
          status: certificateStatus(certificate, today),
        })),
        next: next
          .flatMap((way) =>
            way ? [{ kind: way.kind, id: way.id, part: way.part, owners: way.owners, due: way.due }] : [],
          )
          .sort((a, b) => (a.due < b.due ? -1 : 1)),
      },
    };
  };

const planShape = (event: Recorded) => ({
  ...{ kind: event.kind, on: event.on },
  ...(event.kind === 'transferred' ? { stationId: event.stationId, position: event.position } : {}),
});
