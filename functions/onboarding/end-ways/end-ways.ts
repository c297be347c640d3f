import { type Clock, instant } from '../../../packages/domain/clock.ts';
import { unavailable } from '../../../packages/domain/errors.ts';
import { endOnboarding, loseMentor } from '../../../packages/domain/onboarding/record-steps.ts';
import type { NetworkStore } from '../../../packages/table/stores/network-store.ts';
import type { PersonStore } from '../../../packages/table/stores/person-store.ts';

interface Ports {
  persons: PersonStore;
  network: NetworkStore;
  clock: Clock;
}

/** Their workflows are woken by the stream and end too. Told late, it ends nothing that has begun since. */
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
    const held = roster?.assignments.find((one) => one.personId === personId && one.position === position);
    const now = clock.now();
    const changed = { changedBy: 'end-ways', changedAt: instant(now) };
    const of = (way: { stationId: string; position: string }) =>
      way.stationId === stationId && way.position === position;
    // Whoever holds the seat again since another day has a way of its own into it; what had begun before is over.
    const onboardings = file.onboardings.filter((one) => of(one) && one.since !== held?.since);
    const isOver = (way: { onboardingId?: string }) =>
      !held || onboardings.some(({ onboardingId }) => onboardingId === way.onboardingId);
    let ended = 0;
    for (const onboarding of onboardings) {
      const change = endOnboarding(onboarding, now);
      if (!change) continue;
      if (!(await persons.advanceOnboarding(change.next, change.moves, changed))) throw changing();
      ended += 1;
    }
    for (const certification of file.certifications.filter((one) => of(one) && isOver(one))) {
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
    if (!roster?.assignments.some((one) => one.personId === personId)) await loseTrainees();
    // Certificates are the person's; without work at the station they stand in no list of it. Where the person works
    // now, the onboarding there takes them along.
    const elsewhere = file.employment?.stationId !== undefined && file.employment.stationId !== stationId;
    if (!elsewhere && !roster?.assignments.some((one) => one.personId === personId))
      for (const certificate of file.certificates.filter((one) => one.stationId === stationId)) {
        const next = { ...certificate, stationId: null, regionId: null, revision: certificate.revision + 1 };
        if (!(await persons.changeCertificate(next, changed))) throw changing();
      }
    return { ended };

    /** Whoever is gone mentors nobody here any more: another mentor is asked for. */
    async function loseTrainees(): Promise<void> {
      const mentoring = await persons.mentoring(personId);
      for (const onboardingId of Object.keys(mentoring?.trainees ?? {})) {
        const onboarding = await persons.onboarding(onboardingId, true);
        // HQ may have named somebody of another station.
        const isLost = onboarding?.stationId === stationId || file.employment?.stationId === undefined;
        const change = onboarding && isLost ? loseMentor(onboarding, personId) : null;
        if (change && !(await persons.advanceOnboarding(change.next, change.moves, changed)))
          throw changing();
      }
    }
  };

/** Somebody records something at the same moment; the event comes again. */
const changing = () => unavailable('it changed while it was ended');
