import type { EditionRules } from '../../standard/edition-rules.ts';
import type { CapFacts } from '../audit/score-audit.ts';
import { localDate } from '../calendar.ts';
import type { OpenBreach } from './compare-breaches.ts';
import { certificateCoverage, daysBelowStaffing, shareOf } from './coverage.ts';
import { unpackFacts } from './pack-facts.ts';
import { factsOn } from './station-facts.ts';

/**
 * What caps on a grade look at besides answers and corrections, at a moment. Coverage is not known before a station has
 * its first certificate here, and staffing not before its first scan; what is not known caps nothing (house).
 */
export function standingOfStation(
  rules: Pick<EditionRules, 'positions' | 'scan'>,
  kept: { stationId: string; regionId: string; facts: string } | null,
  scanned: { open: readonly OpenBreach[] } | null,
  now: number,
): Pick<CapFacts, 'certificateCoverage' | 'daysBelowStaffing'> {
  const today = localDate(now);
  const facts = kept && factsOn(unpackFacts(kept.facts, kept), today);
  return {
    certificateCoverage:
      facts && facts.certificates.length > 0 ? shareOf(certificateCoverage(facts, rules, today)) : null,
    daysBelowStaffing: scanned && daysBelowStaffing(scanned.open, today),
  };
}
