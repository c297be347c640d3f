import { localDate } from '../../../packages/domain/calendar.ts';
import { numberOf } from '../../../packages/domain/certification/certificate.ts';
import {
  idOfTakenOver,
  type TakeOverInput,
  takeOver,
} from '../../../packages/domain/certification/take-over.ts';
import { type Clock, instant } from '../../../packages/domain/clock.ts';
import { inputRejected, missing, refused } from '../../../packages/domain/errors.ts';
import { maskName } from '../../../packages/domain/mask.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { EditionStore } from '../../../packages/table/stores/edition-store.ts';
import type { NetworkStore } from '../../../packages/table/stores/network-store.ts';
import type { PersonStore } from '../../../packages/table/stores/person-store.ts';
import { certificateFacts } from '../certificate-facts.ts';

interface Ports {
  persons: PersonStore;
  editions: EditionStore;
  network: NetworkStore;
  clock: Clock;
  /** Ten random bytes. */
  random(): Uint8Array;
}

type Input = TakeOverInput & { personId: string };

const attempts = 3;
const notFound = () => missing('PersonNotFound', 'no such person');

/** Mentors and assessors have to be certified on the first day, when nobody has come through this system yet. */
export const takeOverCertificate =
  (ports: Ports) =>
  async (input: Input, caller: Caller): Promise<Answer> => {
    const { persons, editions, network, clock, random } = ports;
    const { personId, position } = input;
    caller.allow({}, notFound);
    const stationId = await persons.stationOfPerson(personId);
    const station = stationId && (await network.station(stationId));
    if (!station) throw notFound();
    const edition = await editions.currentEdition();
    const rules = edition && (await editions.pathRules(edition, position));
    if (!rules) throw inputRejected([{ field: 'position', code: 'unknown-position', value: position }]);
    const person = await network.person(station.stationId, personId);
    const masked = person ? maskName(person.name) : undefined;
    const holder = { personId, stationId: station.stationId, regionId: station.regionId };
    for (let attempt = 0; attempt < attempts; attempt++) {
      const { certificates } = await persons.personFile(personId, true);
      const now = clock.now();
      const today = localDate(now);
      const by = caller.subject.personId ?? caller.subject.subject;
      const made = takeOver(rules, holder, input, certificates, numberOf(random()), { by, now, today });
      const known = certificates.find((one) => one.certificationId === idOfTakenOver(personId, input));
      if (!made && known) return { status: 200, body: certificateFacts(known, today) };
      const changed = { changedBy: by, changedAt: instant(now) };
      if (made && (await persons.takeOverCertificate(made, masked, changed)))
        return { status: 201, body: certificateFacts(made, today) };
    }
    throw refused('PersonChanged', 'it kept changing while the command was carried out');
  };
