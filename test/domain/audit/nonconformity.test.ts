import { describe, expect, test } from 'vitest';
import {
  type ClosedAudit,
  correctionDues,
  type EarlierNonconformity,
  raiseNonconformities,
} from '../../../packages/domain/audit/nonconformity.ts';
import { scoreAudit } from '../../../packages/domain/audit/score-audit.ts';
import {
  nonconformityId,
  nonconformityIdPattern,
  partsOfNonconformityId,
} from '../../../packages/domain/ids.ts';
import { workingDays } from '../../../packages/lambda/working-days.ts';
import { rulesOfEdition1, smallRules } from '../../support/edition.ts';
import { noHolidays } from '../../support/nonconformities.ts';

const campaignId = 'cmp_test00000001';
const stationId = 'stn_SD-JN-001';
type Answers = Parameters<typeof scoreAudit>[2];
type Given = Partial<ClosedAudit> & { answers?: Answers };
const allSatisfied: Answers = {
  SM: { 'SM-1': 'satisfied', 'SM-2': 'satisfied' },
  MT: { 'MT-1': 'satisfied', 'MT-2': 'satisfied' },
  PP: { 'PP-1': 'satisfied' },
};
/** As it is kept: what failed is what the score found. */
function audit({ answers = allSatisfied, ...given }: Given): ClosedAudit {
  const asked = given.asked ?? ['SM', 'MT', 'PP'];
  const { findings, positions } = scoreAudit(smallRules, asked, answers);
  return {
    campaignId,
    stationId,
    regionId: 'reg_SD',
    closedAt: '2026-03-01T02:00:00.000Z',
    asked,
    notShown: positions.filter(({ notShown }) => notShown).map(({ position }) => position),
    failed: findings.filter(({ answer }) => answer === 'not').map(({ item }) => item),
    ...given,
  };
}
const raise = (given: Given, earlier: EarlierNonconformity[] = []) =>
  raiseNonconformities(smallRules, audit(given), earlier, noHolidays);
const brief = (raised: ReturnType<typeof raise>) => raised.map(({ item, severity }) => `${item} ${severity}`);
const failing = { MT: { 'MT-1': 'not', 'MT-2': 'satisfied' }, PP: { 'PP-1': 'satisfied' } } as const;

describe('A closed audit', () => {
  test('raises nothing where everything is satisfied', () => {
    expect(raise({})).toEqual([]);
  });

  test('raises one nonconformity per item that is not satisfied, and none for one that is partly', () => {
    const raised = raise({
      answers: {
        SM: { 'SM-1': 'partly', 'SM-2': 'not' },
        MT: { 'MT-1': 'not', 'MT-2': 'not-applicable' },
        PP: { 'PP-1': 'partly' },
      },
    });
    expect(brief(raised)).toEqual(['SM-2 critical', 'MT-1 minor']);
    expect(raised[0]).toMatchObject({
      nonconformityId: 'ncf_test00000001_SD-JN-001_SM-2',
      clause: '1.6',
      position: 'SM',
      status: 'issued',
      round: 1,
    });
  });

  test('raises one for a position that was not shown, as severe as its worst item', () => {
    const raised = raise({ answers: { SM: { 'SM-1': 'satisfied', 'SM-2': 'satisfied' } } });
    expect(brief(raised)).toEqual(['MT critical', 'PP minor']);
    expect(raised.map(({ criticalItems }) => criticalItems)).toEqual([1, undefined]);
  });

  test('raises nothing for a position that was not asked', () => {
    expect(raise({ asked: ['SM'], answers: { SM: { 'SM-1': 'satisfied', 'SM-2': 'satisfied' } } })).toEqual(
      [],
    );
  });

  test('takes an item without an answer as not satisfied, as the score does', () => {
    expect(brief(raise({ asked: ['MT'], answers: { MT: { 'MT-1': 'satisfied' } } }))).toEqual([
      'MT-2 critical',
    ]);
  });

  test('always raises the same', () => {
    expect(raise({ answers: failing })).toEqual(raise({ answers: failing }));
  });
});

describe('An item that failed before', () => {
  const earlier = (given: Partial<EarlierNonconformity> = {}): EarlierNonconformity => ({
    nonconformityId: 'ncf_test00000000_SD-JN-001_MT-1',
    campaignId: 'cmp_test00000000',
    item: 'MT-1',
    issuedAt: '2025-10-01T02:00:00.000Z',
    status: 'closed',
    ...given,
  });
  const severityAfter = (given: Partial<EarlierNonconformity>) =>
    raise({ asked: ['MT'], answers: failing }, [earlier(given)])[0]?.severity;

  test('is one step more severe and says what it repeats', () => {
    const [raised] = raise({ asked: ['MT'], answers: failing }, [earlier()]);
    expect(raised).toMatchObject({ severity: 'major', repeatOf: 'ncf_test00000000_SD-JN-001_MT-1' });
  });

  test.each([
    ['twelve months ago to the day', { issuedAt: '2025-03-01T02:00:00.000Z' }, 'major'],
    ['twelve months and a day ago', { issuedAt: '2025-02-28T02:00:00.000Z' }, 'minor'],
    ['in this very campaign', { campaignId }, 'minor'],
    ['and was withdrawn', { status: 'withdrawn' as const }, 'minor'],
    ['in an audit that closed later', { issuedAt: '2026-03-02T02:00:00.000Z' }, 'minor'],
    ['on another item', { item: 'MT-2' }, 'minor'],
    ['and is still open', { status: 'issued' as const }, 'major'],
  ])('%s', (_when, given, severity) => {
    expect(severityAfter(given)).toBe(severity);
  });

  test('is not more than critical', () => {
    const answers = { MT: { 'MT-1': 'satisfied', 'MT-2': 'not' } } as const;
    expect(raise({ asked: ['MT'], answers }, [earlier({ item: 'MT-2' })])[0]?.severity).toBe('critical');
  });

  test('counts the twelve months of a leap day to the end of February', () => {
    const closedAt = '2029-02-28T02:00:00.000Z';
    const [raised] = raise({ asked: ['MT'], answers: failing, closedAt }, [
      earlier({ issuedAt: '2028-02-29T02:00:00.000Z' }),
    ]);
    expect(raised?.severity).toBe('major');
  });
});

describe('Due dates', () => {
  test.each([
    ['minor', '2026-03-08', '2026-03-16', '2026-03-16', '2026-04-30'],
    ['major', '2026-03-04', '2026-03-08', '2026-03-16', '2026-03-31'],
    ['critical', '2026-03-02', '2026-03-04', '2026-03-06', '2026-03-16'],
  ] as const)('of a %s one count in calendar days from the day of issue', (severity, ...dates) => {
    const [contain, rootCause, plan, close] = dates;
    expect(correctionDues(rulesOfEdition1.correction, severity, '2026-03-01', noHolidays)).toEqual({
      contain,
      rootCause,
      plan,
      close,
    });
  });

  test.each([
    ['major', '2026-09-01', '2026-10-08', 'National Day'],
    ['critical', '2026-02-02', '2026-02-24', 'the Spring Festival'],
    ['minor', '2026-08-04', '2026-10-08', 'National Day'],
  ] as const)(
    'of a %s one issued on %s give way at closing to %s, for %s',
    (severity, issued, close, _holiday) => {
      expect(correctionDues(rulesOfEdition1.correction, severity, issued, workingDays).close).toBe(close);
    },
  );

  test('other than closing do not give way to a holiday', () => {
    const dues = correctionDues(rulesOfEdition1.correction, 'critical', '2026-09-30', workingDays);
    expect(dues).toMatchObject({ contain: '2026-10-01', rootCause: '2026-10-03', plan: '2026-10-05' });
  });

  test('run over the end of a month and a leap day', () => {
    const issued = { '2028-02-28': '2028-03-14', '2027-02-28': '2027-03-15', '2026-12-31': '2027-01-15' };
    for (const [on, close] of Object.entries(issued))
      expect(correctionDues(rulesOfEdition1.correction, 'critical', on, noHolidays).close).toBe(close);
  });
});

describe('The id of a nonconformity', () => {
  test('names campaign, station and item, and can be read back', () => {
    const id = nonconformityId(campaignId, stationId, 'AU-SVM-08');
    expect(partsOfNonconformityId(id)).toEqual({ campaignId, stationId, item: 'AU-SVM-08' });
    expect(partsOfNonconformityId('aud_test00000001_SD-JN-001')).toBeNull();
  });

  test('fits every item of the edition, and an execution name with it', () => {
    const longest = { campaign: `cmp_${'0'.repeat(32)}`, station: `stn_${'X'.repeat(20)}` };
    for (const { code, items } of rulesOfEdition1.positions)
      for (const item of [code, ...items.map(({ id }) => id)]) {
        const id = nonconformityId(longest.campaign, longest.station, item);
        expect(id).toMatch(nonconformityIdPattern);
        expect(`${id}_r99_effect`.length).toBeLessThanOrEqual(80);
      }
  });
});
