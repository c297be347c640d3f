import { startOf, type WorkingDays } from '../../../packages/domain/calendar.ts';
import type { Certificate } from '../../../packages/domain/certification/certificate.ts';
import { type Clock, instant } from '../../../packages/domain/clock.ts';
import { missing, unavailable } from '../../../packages/domain/errors.ts';
import { watchOnboarding } from '../../../packages/domain/onboarding/onboarding-dues.ts';
import { planOnboarding } from '../../../packages/domain/onboarding/plan-onboarding.ts';
import { endOnboarding } from '../../../packages/domain/onboarding/record-steps.ts';
import { wayInput } from '../../../packages/domain/way-input.ts';
import type { Workflows } from '../../../packages/lambda/workflows.ts';
import type { HandOverItem } from '../../../packages/table/people-items.ts';
import type { EditionStore } from '../../../packages/table/stores/edition-store.ts';
import type { NetworkStore } from '../../../packages/table/stores/network-store.ts';
import type { PersonStore } from '../../../packages/table/stores/person-store.ts';

interface Ports {
  persons: PersonStore;
  network: NetworkStore;
  editions: EditionStore;
  workflows: Workflows;
  calendar: WorkingDays;
  clock: Clock;
}

interface Assignment {
  personId: string;
  stationId: string;
  position: string;
  since: string;
}

/** What changes between reading and writing is read again. */
const attempts = 4;

/**
 * Opens the onboarding if the person holds the position now: an event may be late, and what it tells may be over. Item
 * first, workflow second, so that a crash between the two is made good when the event comes again.
 */
export const startOnboarding =
  (ports: Ports) =>
  async ({ detail }: { detail: Assignment }): Promise<{ started: boolean }> => {
    const { personId, stationId, position, since } = detail;
    const { persons, network, editions, workflows, calendar, clock } = ports;
    for (let attempt = 0; attempt < attempts; attempt++) {
      const [held, station, file, edition] = await Promise.all([
        seatToTake(),
        network.station(stationId),
        persons.personFile(personId, true),
        editions.currentEdition(),
      ]);
      if (!station || !held) return { started: false };
      const rules = edition && (await editions.pathRules(edition, position));
      if (!rules) throw missing('EditionNotFound', 'no edition of the standard has this position');

      const now = clock.now();
      const planned = planOnboarding(
        rules,
        { personId, stationId, regionId: station.regionId, position, since: held.since },
        file,
        now,
      );
      const changed = { changedBy: 'start-onboarding', changedAt: instant(now) };
      if (!(await follow(file.certificates, station, changed))) continue;
      if (!(await takeBack(file.handOvers, changed))) continue;
      const opened = await persons.openOnboarding(planned, changed);
      const onboarding = opened ? planned : await persons.onboarding(planned.onboardingId, true);
      if (!onboarding || onboarding.status === 'ended' || onboarding.status === 'released')
        return { started: false };
      // Whoever left the seat meanwhile was not found by what ends the ways of a seat.
      if ((await seat(true))?.since !== held.since) {
        const change = endOnboarding(onboarding, now);
        if (change && !(await persons.advanceOnboarding(change.next, change.moves, changed))) continue;
        return { started: false };
      }
      const from = Math.min(now, startOf(onboarding.since));
      const input = wayInput(
        onboarding,
        'steps',
        watchOnboarding(rules, onboarding, calendar, from, from),
        from,
      );
      if (!input) return { started: false };
      return workflows.start('onboarding', onboarding.onboardingId, {
        onboardingId: onboarding.onboardingId,
        ...input,
        seconds: Math.max(1, Math.ceil((Date.parse(input.lookAt) - now) / 1000)),
      });
    }
    throw unavailable('it kept changing while the onboarding was opened');

    /** The seat that was told of, also by a roster that is a moment old; any other one is looked up for certain. */
    async function seatToTake() {
      const held = await seat(false);
      return held?.since === since ? held : seat(true);
    }

    async function seat(consistent: boolean) {
      const roster = await network.roster(stationId, consistent);
      return roster?.assignments.find((one) => one.personId === personId && one.position === position);
    }

    /**
     * Who is back in a position hands its work over to nobody.
     * @returns false when a hand-over changed meanwhile
     */
    async function takeBack(
      handOvers: readonly HandOverItem[],
      changed: { changedBy: string; changedAt: string },
    ): Promise<boolean> {
      for (const handOver of handOvers) {
        const isOpen = handOver.status === 'open' && handOver.stationId === stationId;
        if (!isOpen || !handOver.positions.includes(position)) continue;
        if (!(await persons.takeBack(handOver, position, changed))) return false;
      }
      return true;
    }

    /**
     * A certificate belongs to the person and goes along (section 6, transfer).
     * @returns false when one of them changed meanwhile
     */
    async function follow(
      certificates: readonly Certificate[],
      to: { stationId: string; regionId: string },
      changed: { changedBy: string; changedAt: string },
    ): Promise<boolean> {
      for (const certificate of certificates) {
        if (certificate.stationId === to.stationId) continue;
        const next = { ...certificate, ...pick(to), revision: certificate.revision + 1 };
        if (!(await persons.changeCertificate(next, changed))) return false;
      }
      return true;
    }
  };

const pick = ({ stationId, regionId }: { stationId: string; regionId: string }) => ({ stationId, regionId });
