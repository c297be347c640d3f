import { describe, expect, test } from 'vitest';
import { addDays, startOf } from '../../../packages/domain/calendar.ts';
import { standingOfStation } from '../../../packages/domain/compliance/cap-facts.ts';
import { certificateCoverage, daysBelowStaffing } from '../../../packages/domain/compliance/coverage.ts';
import { packFacts } from '../../../packages/domain/compliance/pack-facts.ts';
import type { StationFacts } from '../../../packages/domain/compliance/station-facts.ts';
import { rulesOfEdition1 } from '../../support/edition.ts';

const today = '2026-11-02';
const person = (n: number, position: string, since = '2025-01-01') => ({
  personId: `per_P-${n}`,
  position,
  since,
  acting: false,
});
const certificate = (n: number, position: string, validUntil = '2027-11-01') => ({
  personId: `per_P-${n}`,
  position,
  validUntil,
});
const facts = (given: Partial<StationFacts>): StationFacts => ({
  stationId: 'stn_A-1',
  regionId: 'reg_A',
  repairClass: 'II',
  nev: false,
  intake: {},
  holders: [],
  certificates: [],
  ways: [],
  corrections: [],
  audits: [],
  lostWaits: [],
  duties: {},
  ...given,
});

describe('Certificate coverage', () => {
  const coverage = (given: Partial<StationFacts>) =>
    certificateCoverage(facts(given), rulesOfEdition1, today);

  test('counts holders of mandatory and statutory positions, and leaves advisory ones out', () => {
    const holders = [person(1, 'SM'), person(2, 'MT'), person(3, 'WA')];
    expect(coverage({ holders, certificates: [certificate(1, 'SM')] })).toEqual({ certified: 1, of: 2 });
  });

  test('leaves out who is within the days of an onboarding, and counts them once certified', () => {
    const holders = [person(1, 'SM'), person(2, 'MT', addDays(today, -90))];
    const certificates = [certificate(1, 'SM')];
    expect(coverage({ holders, certificates })).toEqual({ certified: 1, of: 1 });
    expect(coverage({ holders, certificates: [...certificates, certificate(2, 'MT')] })).toEqual({
      certified: 2,
      of: 2,
    });
    const late = [person(1, 'SM'), person(2, 'MT', addDays(today, -91))];
    expect(coverage({ holders: late, certificates })).toEqual({ certified: 1, of: 2 });
  });

  test.each([
    ['in grace', { validUntil: addDays(today, -30) }, 1],
    ['after grace', { validUntil: addDays(today, -31) }, 0],
    ['suspended', { validUntil: '2027-11-01', suspended: true as const }, 0],
    ['of an authorisation', { validUntil: '2027-11-01', authorisation: 'hv' }, 0],
    ['of another position', { validUntil: '2027-11-01', position: 'SA' }, 0],
  ])('counts a certificate %s as %s', (_what, given, certified) => {
    const certificates = [{ ...certificate(1, 'MT'), ...given }];
    expect(coverage({ holders: [person(1, 'MT')], certificates })).toEqual({ certified, of: 1 });
  });
});

describe('What caps look at', () => {
  const now = startOf(today) + 3_600_000;
  const kept = (given: Partial<StationFacts>) => ({
    stationId: 'stn_A-1',
    regionId: 'reg_A',
    facts: packFacts(facts(given)),
  });
  const since = addDays(today, -61);
  const open = [
    { rule: 'vacant-seat' as const, since },
    { rule: 'short-of-band' as const, since: '2026-01-01' },
  ];

  test('is the longest vacancy that is a breach', () => {
    expect(daysBelowStaffing(open, today)).toBe(61);
    expect(daysBelowStaffing([], today)).toBe(0);
  });

  test('is unknown before the first certificate and the first scan', () => {
    expect(standingOfStation(rulesOfEdition1, null, null, now)).toEqual({
      certificateCoverage: null,
      daysBelowStaffing: null,
    });
    const nobody = kept({ holders: [person(1, 'SM')] });
    expect(standingOfStation(rulesOfEdition1, nobody, { open: [] }, now)).toEqual({
      certificateCoverage: null,
      daysBelowStaffing: 0,
    });
  });

  test('does not ask for a certificate of who acts no more, or not yet', () => {
    const acts = (since: string, until: string) => ({ ...person(3, 'TD', since), acting: true, until });
    const covered = (...more: ReturnType<typeof acts>[]) =>
      standingOfStation(
        rulesOfEdition1,
        kept({ holders: [person(1, 'SM'), ...more], certificates: [certificate(1, 'SM')] }),
        null,
        now,
      ).certificateCoverage;
    expect(covered(acts(addDays(today, -150), addDays(today, -91)))).toBe(1);
    expect(covered(acts(addDays(today, 1), addDays(today, 30)))).toBe(1);
  });

  test('is known from then on', () => {
    const station = kept({
      holders: [person(1, 'SM'), person(2, 'MT')],
      certificates: [certificate(1, 'SM')],
    });
    expect(standingOfStation(rulesOfEdition1, station, { open: open as never }, now)).toEqual({
      certificateCoverage: 0.5,
      daysBelowStaffing: 61,
    });
  });
});
