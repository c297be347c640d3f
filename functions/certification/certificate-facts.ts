import type { Subject } from '../../packages/domain/access/may.ts';
import { isHq } from '../../packages/domain/audit/independence.ts';
import type { LocalDate } from '../../packages/domain/calendar.ts';
import { type Certificate, certificateStatus } from '../../packages/domain/certification/certificate.ts';
import { missing, refused } from '../../packages/domain/errors.ts';
import type { Caller } from '../../packages/lambda/http.ts';
import type { CertificateItem } from '../../packages/table/people-items.ts';
import type { PersonStore } from '../../packages/table/stores/person-store.ts';

const notFound = () => missing('CertificateNotFound', 'no such certificate');

/** A certificate as it is answered, with what it is worth today. */
export function certificateFacts(certificate: Certificate, today: LocalDate): object {
  const { number, personId, stationId, position, level, authorisation, edition } = certificate;
  const { issuedOn, validFrom, validUntil, refresherHours, refresherEvidence } = certificate;
  const { suspended, revoked, replacedBy, takenOver, statutory } = certificate;
  return {
    number,
    personId,
    stationId,
    position,
    level,
    ...(authorisation === undefined ? {} : { authorisation }),
    edition,
    status: certificateStatus(certificate, today),
    issuedOn,
    validFrom,
    validUntil,
    refresherHours,
    ...(refresherEvidence === undefined ? {} : { refresherEvidence }),
    ...(takenOver ? { takenOver } : {}),
    ...(statutory ? { statutory } : {}),
    ...(suspended ? { suspended } : {}),
    ...(revoked ? { revoked } : {}),
    ...(replacedBy === undefined ? {} : { replacedBy }),
  };
}

/**
 * A certificate that the caller may see: of the own station, or the own one. Whoever has left the network is seen by HQ
 * only.
 */
export async function certificateFor(
  persons: PersonStore,
  number: string,
  caller: Caller,
): Promise<CertificateItem> {
  const certificate = await persons.certificateByNumber(number);
  if (!certificate) throw notFound();
  const { stationId, regionId, personId } = certificate;
  caller.allow(
    { ...(stationId === null ? {} : { stationId }), ...(regionId === null ? {} : { regionId }) },
    notFound,
  );
  const { subject } = caller;
  const colleague = subject.role === 'position-holder' && subject.personId !== personId;
  if (!isHq(subject) && colleague && !(subject.positions ?? []).includes('TD')) throw notFound();
  return certificate;
}

/**
 * The technical director trains people (6.2), the administrator keeps the records (8.6); nobody records the own.
 * @throws StepNotYours
 */
export function demandKeeper({ personId }: Certificate, subject: Subject): void {
  const keeps = subject.role !== 'position-holder' || (subject.positions ?? []).includes('TD');
  if (subject.personId === personId || !(isHq(subject) || keeps))
    throw refused('StepNotYours', 'somebody else records this');
}
