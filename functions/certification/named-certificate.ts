import type { LocalDate } from '../../packages/domain/calendar.ts';
import {
  type Certificate,
  type CertificateStatus,
  certificateStatus,
} from '../../packages/domain/certification/certificate.ts';
import { maskName } from '../../packages/domain/mask.ts';
import type { NamedCertificate } from '../../packages/domain/report/certificate-document.ts';
import type { EditionStore } from '../../packages/table/stores/edition-store.ts';
import type { NetworkStore } from '../../packages/table/stores/network-store.ts';
import type { PersonStore } from '../../packages/table/stores/person-store.ts';

export interface NamingPorts {
  persons: PersonStore;
  editions: EditionStore;
  network: NetworkStore;
}

/** A certificate with the words that stand on it. Without a holder when the person has left the network. */
export async function namedCertificate(
  { editions, network }: Omit<NamingPorts, 'persons'>,
  certificate: Certificate,
): Promise<NamedCertificate> {
  const { number, position, level, authorisation, edition, issuedOn, validFrom, validUntil } = certificate;
  const { stationId, personId } = certificate;
  const [meta, person] = await Promise.all([
    editions.editionMeta(edition),
    stationId === null ? null : network.person(stationId, personId),
  ]);
  // A code is better than nothing where an old edition kept no name.
  const same = (id: string) => ({ zh: id, en: id });
  const texts = meta?.certificateTexts;
  return {
    number,
    position: {
      code: position,
      name: meta?.positions.find(({ code }) => code === position)?.name ?? same(position),
    },
    level: { code: level, name: texts?.levels[level] ?? same(level) },
    ...(authorisation === undefined
      ? {}
      : {
          authorisation: {
            code: authorisation,
            name: texts?.authorisations[authorisation] ?? same(authorisation),
          },
        }),
    edition,
    issuedOn,
    validFrom,
    validUntil,
    ...(person ? { holder: person.name } : {}),
  };
}

export interface CheckedCertificate extends NamedCertificate {
  status: CertificateStatus;
}

/** What everybody may know of a number on a day: the holder's name is masked. Null when there is no such number. */
export async function checkedCertificate(
  ports: NamingPorts,
  number: string,
  today: LocalDate,
): Promise<CheckedCertificate | null> {
  const certificate = await ports.persons.certificateByNumber(number);
  if (!certificate) return null;
  const { holder, ...named } = await namedCertificate(ports, certificate);
  return {
    ...named,
    ...(holder === undefined ? {} : { holder: maskName(holder) }),
    status: certificateStatus(certificate, today),
  };
}
