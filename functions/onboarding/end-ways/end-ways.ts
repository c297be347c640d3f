import { type Clock, instant } from '../../../packages/domain/clock.ts';
import { unavailable } from '../../../packages/domain/errors.ts';
import { endOnboarding } from '../../../packages/domain/onboarding/record-steps.ts';
import type { NetworkStore } from '../../../packages/table/stores/network-store.ts';
import type { PersonStore } from '../../../packages/table/stores/person-store.ts';

interface Ports {
  persons: PersonStore;
  network: NetworkStore;
  clock: Clock;
}

/** Their workflows are woken by the stream and end too. */
export const endWays =
  ({ persons, network, clock }: Ports) =>
  async ({
    detail: { personId, stationId, position },
  }: {
    detail: { personId: string; stationId: string; position: string };
  }): Promise<{ ended: number }> => {
    const [roster, file] = await Promise.all([
      network.roster(stationId, true),
      persons.personFile(personId, true),
    ]);
    const held = roster?.assignments.some((one) => one.personId === personId && one.position === position);
    if (held) return { ended: 0 };
    const now = clock.now();
    const changed = { changedBy: 'end-ways', changedAt: instant(now) };
    const of = (way: { stationId: string; position: string }) =>
      way.stationId === stationId && way.position === position;
    let ended = 0;
    for (const onboarding of file.onboardings.filter(of)) {
      const change = endOnboarding(onboarding, now);
      if (!change) continue;
      if (!(await persons.advanceOnboarding(change.next, change.moves, changed))) throw changing();
      ended += 1;
    }
    for (const certification of file.certifications.filter(of)) {
      if (certification.status === 'certified' || certification.status === 'ended') continue;
      const next = {
        ...certification,
        status: 'ended' as const,
        endedAt: instant(now),
        revision: certification.revision + 1,
      };
      if (!(await persons.advanceCertification(next, ['end'], false, changed))) throw changing();
      ended += 1;
    }
    // Certificates are the person's; without work at the station they stand in no list of it. Where the person works
    // now, the onboarding there takes them along.
    const elsewhere = file.employment?.stationId !== undefined && file.employment.stationId !== stationId;
    if (!elsewhere && !roster?.assignments.some((one) => one.personId === personId))
      for (const certificate of file.certificates.filter((one) => one.stationId === stationId)) {
        const next = { ...certificate, stationId: null, regionId: null, revision: certificate.revision + 1 };
        if (!(await persons.changeCertificate(next, changed))) throw changing();
      }
    return { ended };
  };

/** Somebody records something at the same moment; the event comes again. */
const changing = () => unavailable('it changed while it was ended');
