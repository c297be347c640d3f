import { localDate } from '../../../packages/domain/calendar.ts';
import { type Certificate, issue, numberOf } from '../../../packages/domain/certification/certificate.ts';
import type { Certification } from '../../../packages/domain/certification/certification.ts';
import { instant } from '../../../packages/domain/clock.ts';
import { missing, unavailable } from '../../../packages/domain/errors.ts';
import { maskName } from '../../../packages/domain/mask.ts';
import type { NetworkStore } from '../../../packages/table/stores/network-store.ts';
import type { PersonStore } from '../../../packages/table/stores/person-store.ts';
import type { StepPorts } from '../take-step.ts';

interface Ports extends StepPorts {
  persons: PersonStore;
  network: NetworkStore;
  /** Ten random bytes. */
  random(): Uint8Array;
}

/** Answers what became of it; the number, like everything about the person, stays in the table. */
export const issueCertificate =
  (ports: Ports) =>
  async ({ certificationId }: { certificationId: string }): Promise<{ outcome: 'issued' | 'ended' }> => {
    const { persons, editions, network, clock, random } = ports;
    const found = await persons.certification(certificationId);
    // One that is approved is written over as it was read, or not at all; anything else is to be certain.
    const certification =
      found?.status === 'approved' ? found : await persons.certification(certificationId, true);
    if (!certification) throw missing('CertificationNotFound', 'no such certification');
    if (certification.status === 'certified') return { outcome: 'issued' };
    // The person has left meanwhile: nothing is issued any more.
    if (certification.status === 'ended') return { outcome: 'ended' };
    if (certification.status !== 'approved') throw unavailable('the way is not approved');
    const { edition, position } = certification;
    const rules = await editions.pathRules(edition, position);
    if (!rules) throw missing('EditionNotFound', 'no such edition');
    const before = await certificateBefore(persons, certification);
    const now = clock.now();
    const certificate = issue(rules, certification, before, numberOf(random()), localDate(now), (at) =>
      localDate(Date.parse(at)),
    );
    const { stationId, personId } = certification;
    const holder = await network.person(stationId, personId);
    const certified = {
      ...certification,
      status: 'certified' as const,
      certificate: certificate.number,
      certifiedAt: instant(now),
      revision: certification.revision + 1,
    };
    const changed = { changedBy: 'issue-certificate', changedAt: instant(now) };
    const shown = holder ? maskName(holder.name) : undefined;
    if (await persons.issueCertificate(certificate, certified, before, shown, changed))
      return { outcome: 'issued' };
    // Issued at the same moment, or a number that is taken: trying again finds out.
    throw unavailable('the certificate was not written');
  };

/**
 * The certificate whose place is taken. Another one may have taken it meanwhile: then it is that one, with all that was
 * decided about it; but nobody loses a higher level to the renewal of a lower one.
 */
async function certificateBefore(
  persons: PersonStore,
  { renews, kind, level }: Certification,
): Promise<Certificate | null> {
  let before = renews === undefined ? null : await persons.certificateByNumber(renews);
  while (before?.replacedBy !== undefined) {
    const after = await persons.certificateByNumber(before.replacedBy);
    if (!after || (kind !== 'upgrade' && after.level !== level)) break;
    before = after;
  }
  return before;
}
