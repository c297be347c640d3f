import type { EditionRules } from '../../standard/edition-rules.ts';
import { addDays, daysBetween, type LocalDate } from '../calendar.ts';
import type { OpenBreach } from './compare-breaches.ts';
import type { StationFacts } from './station-facts.ts';

/** Holders of positions that a certificate is asked for, and how many of them have one that counts. */
export interface Coverage {
  certified: number;
  of: number;
}

/**
 * Certificate coverage (section 6, caps): holders of brand-mandatory and statutory positions with a certificate that
 * counts, grace included. Whoever is still within the days of an onboarding is left out (S38); vacant seats are what the
 * staffing cap looks at.
 */
export function certificateCoverage(
  facts: StationFacts,
  { positions, scan }: Pick<EditionRules, 'positions' | 'scan'>,
  today: LocalDate,
): Coverage {
  const asked = new Set(
    positions
      .filter(({ code, enforcement }) => enforcement !== 'advisory' && scan.certified.includes(code))
      .map(({ code }) => code),
  );
  let certified = 0;
  let of = 0;
  for (const { personId, position, since } of facts.holders) {
    if (!asked.has(position)) continue;
    const counts = facts.certificates.some(
      (one) =>
        one.personId === personId &&
        one.position === position &&
        one.authorisation === undefined &&
        !one.suspended &&
        today <= addDays(one.validUntil, scan.graceDays),
    );
    if (!counts && today <= addDays(since, scan.uncertifiedAfterDays)) continue;
    of += 1;
    if (counts) certified += 1;
  }
  return { certified, of };
}

/** As a share 0…1; null where nobody is asked for a certificate. */
export const shareOf = ({ certified, of }: Coverage): number | null => (of === 0 ? null : certified / of);

/**
 * Days since a seat fell below what formula and floors ask for; 0 when none is. Fewer than the band's table asks for is a
 * warning and caps nothing (section 2, edge effect).
 */
export function daysBelowStaffing(
  open: readonly Pick<OpenBreach, 'rule' | 'since'>[],
  today: LocalDate,
): number {
  return Math.max(
    0,
    ...open.filter(({ rule }) => rule === 'vacant-seat').map(({ since }) => daysBetween(since, today)),
  );
}
