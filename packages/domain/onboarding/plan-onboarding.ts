import type { PathRules } from '../../standard/path-rules.ts';
import { addDays, localDate } from '../calendar.ts';
import { type Certificate, counts } from '../certification/certificate.ts';
import { instant } from '../clock.ts';
import { onboardingId } from '../ids.ts';
import { monthsAway, timesWithout } from '../roster/away.ts';
import type { Recorded } from '../roster/employment.ts';
import type { Onboarding } from './onboarding.ts';

/** What a person has done before, here or at another station. */
export interface EarlierWork {
  onboardings: readonly Onboarding[];
  certificates: readonly Certificate[];
  employment?: { events: readonly Recorded[] } | null;
}

/**
 * The id of the way into a seat since a day: of the first day from that one on whose way is not over, so that whoever leaves
 * and comes back on one day begins anew, and whoever is told of twice does not.
 */
function ownId(
  { personId, stationId, position, since }: Pick<Onboarding, 'personId' | 'stationId' | 'position' | 'since'>,
  onboardings: readonly Onboarding[],
): string {
  for (let day = since; ; day = addDays(day, 1)) {
    const id = onboardingId(personId, stationId, position, day);
    const known = onboardings.find((one) => one.onboardingId === id);
    if (!known || (known.since === since && known.status !== 'ended')) return id;
  }
}

/**
 * Plans the way into a position: only what an earlier one has not covered. A certificate of the position that counts
 * spares modules and exams, finished modules are not taken again, and the safety education of this station holds for
 * its other positions; registration is made once at a station, and every duty sheet is signed. Whoever was away from the
 * position for longer than the edition allows passes the practical again (section 6, absence).
 */
export function planOnboarding(
  rules: PathRules,
  assignment: { personId: string; stationId: string; regionId: string; position: string; since: string },
  earlier: EarlierWork,
  now: number,
): Onboarding {
  const { stationId, position } = assignment;
  const today = localDate(now);
  const certificate = earlier.certificates.find(
    (one) => one.position === position && one.authorisation === undefined && counts(one, today),
  );
  const away = monthsAway(
    timesWithout(earlier.employment?.events ?? [], position),
    certificate?.practicalOn,
    today,
  );
  const again = away > rules.renewal.practicalWhen.absenceOverMonths && rules.rubric.length > 0;
  const here = earlier.onboardings.filter((one) => one.stationId === stationId);
  const modules = rules.modules
    .filter(
      ({ id, hours }) =>
        certificate !== undefined ||
        earlier.onboardings.some((one) => (one.hours[id] ?? 0) >= hours || one.credited.includes(id)),
    )
    .map(({ id }) => id);
  const safety = rules.steps.find(({ id }) => id === 'safety-education')?.hours ?? 0;
  const steps = [
    ...(here.some(({ steps: done }) => done.registration) ? ['registration'] : []),
    ...(here.some(({ steps: done }) => (done['safety-education']?.hours ?? 0) >= safety)
      ? ['safety-education']
      : []),
    // Whoever is certified for the work needs nobody to show it.
    ...(certificate ? ['mentoring'] : []),
  ];
  return {
    onboardingId: ownId(assignment, earlier.onboardings),
    ...assignment,
    edition: rules.edition,
    status: 'open',
    startedAt: instant(now),
    steps: {},
    hours: {},
    credited: [...steps, ...modules],
    ...(certificate && !again ? { certificate: certificate.number } : {}),
    ...(certificate && again ? { practicalAgain: certificate.number } : {}),
    revision: 1,
  };
}
