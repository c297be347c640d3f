import type { LocalDate } from '../../packages/domain/calendar.ts';
import { type Certificate, certificateStatus } from '../../packages/domain/certification/certificate.ts';
import type {
  CheckedCertificate,
  NamedCertificate,
} from '../../packages/domain/report/certificate-document.ts';
import type { EditionStore } from '../../packages/table/stores/edition-store.ts';
import type { PersonStore } from '../../packages/table/stores/person-store.ts';

/** Nothing of the people of a station: the masked name stands beside the number. */
export interface CheckPorts {
  persons: PersonStore;
  editions: EditionStore;
}

/** A certificate with the words that stand on it; whoever knows the holder's name adds it. */
export async function namedCertificate(
  editions: EditionStore,
  certificate: Certificate,
): Promise<NamedCertificate> {
  const { number, position, level, authorisation, edition, issuedOn, validFrom, validUntil } = certificate;
  const meta = await editions.editionMeta(edition);
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
    ...(certificate.takenOver ? { takenOver: true } : {}),
  };
}

/** What everybody may know of a number on a day. Null when there is no such number. */
export async function checkedCertificate(
  { persons, editions }: CheckPorts,
  number: string,
  today: LocalDate,
): Promise<CheckedCertificate | null> {
  const found = await persons.certificateToCheck(number);
  if (!found) return null;
  const { certificate, holder } = found;
  return {
    ...(await namedCertificate(editions, certificate)),
    ...(holder === undefined ? {} : { holder }),
    status: certificateStatus(certificate, today),
  };
}
