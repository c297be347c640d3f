import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, addMonths, type LocalDate } from '../../../packages/domain/calendar.ts';
import {
  type Certificate,
  type CertificateStatus,
  certificateStatus,
  control,
  counts,
  issue,
  numberOf,
  renewal,
  validity,
} from '../../../packages/domain/certification/certificate.ts';
import type { Certification } from '../../../packages/domain/certification/certification.ts';
import { showStatutory, takeOver } from '../../../packages/domain/certification/take-over.ts';
import type { Failure } from '../../../packages/domain/errors.ts';
import { certificateNumberPattern } from '../../../packages/domain/ids.ts';
import { loadEdition } from '../../../packages/standard/load-edition.ts';
import { pathRules } from '../../../packages/standard/path-rules.ts';
import { aCertification } from '../../support/paths.ts';

const rules = pathRules(loadEdition('edition-1'), 'MT', () => '0'.repeat(64));

/** Two leap years, a year that is none though it can be divided by four, and every end of a month. */
const anyDay = fc.integer({ min: 0, max: 45_000 }).map((days) => addDays('2024-01-01', days));
const endOfMonth = anyDay.map((day) => addDays(addMonths(`${day.slice(0, 7)}-01`, 1), -1));
const leapDay = fc.constantFrom('2024-02-29', '2028-02-29', '2096-02-29', '2104-02-29');
const day = fc.oneof(anyDay, endOfMonth, leapDay);
const months = fc.integer({ min: 1, max: 72 });

const certificate = (change: Partial<Certificate> = {}): Certificate => ({
  number: 'SK-7H3K-Q2MX-9D',
  personId: 'per_A-1',
  stationId: 'stn_JN-001',
  regionId: 'reg_HD',
  position: 'MT',
  level: 'L1',
  edition: '1',
  certificationId: 'crt_A-1_MT_L1_20260101',
  issuedOn: '2026-01-01',
  validFrom: '2026-01-01',
  validUntil: '2028-01-01',
  graceDays: 30,
  windowDaysBefore: 90,
  practicalOn: '2026-01-01',
  refresherHours: 48,
  revision: 1,
  ...change,
});

const codeOf = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    return (error as Failure).code;
  }
  return 'no failure';
};

/** The day of the month is kept where the month has one; otherwise it is its last. */
const isMonthsLater = (from: LocalDate, to: LocalDate, count: number): boolean => {
  const [year = 0, month = 0, date = 0] = from.split('-').map(Number);
  const [toYear = 0, toMonth = 0, toDate = 0] = to.split('-').map(Number);
  const lastOfMonth = addDays(to, 1).slice(0, 7) !== to.slice(0, 7);
  return (
    toYear * 12 + toMonth === year * 12 + month + count && (toDate === date || (lastOfMonth && toDate < date))
  );
};

describe('The validity of a certificate', () => {
  test('is so many months to the day, over leap days and ends of months', async () => {
    await fc.assert(
      fc.property(day, months, (passed, count) => {
        const { validFrom, validUntil } = validity(count, passed, null);
        expect(validFrom).toBe(passed);
        expect([passed, validUntil, isMonthsLater(passed, validUntil, count)]).toEqual([
          passed,
          validUntil,
          true,
        ]);
      }),
    );
  });

  test.each([
    ['2028-02-29', 24, '2030-02-28'],
    ['2028-02-29', 48, '2032-02-29'],
    ['2096-02-29', 48, '2100-02-28'],
    ['2027-01-31', 1, '2027-02-28'],
    ['2027-08-31', 6, '2028-02-29'],
    ['2026-12-31', 24, '2028-12-31'],
  ])('that begins on %s for %i months ends on %s', (passed, count, until) => {
    expect(validity(count, passed, null).validUntil).toBe(until);
  });

  test('of a renewal is never shorter than that of the one before, and within the window never depends on the day', async () => {
    await fc.assert(
      fc.property(
        day,
        months,
        fc.integer({ min: 1, max: 120 }),
        fc.nat(4000),
        (end, count, window, early) => {
          const before = { validUntil: end, windowDaysBefore: window };
          const renewed = validity(count, addDays(end, -early), before);
          expect(renewed.validUntil >= end).toBe(true);
          if (early <= window) expect(renewed.validUntil).toBe(addMonths(end, count));
        },
      ),
    );
  });

  test('of a renewal after the last day counts from the day on which it was passed', async () => {
    await fc.assert(
      fc.property(day, months, fc.integer({ min: 1, max: 400 }), (end, count, late) => {
        const passed = addDays(end, late);
        expect(validity(count, passed, { validUntil: end, windowDaysBefore: 90 }).validUntil).toBe(
          addMonths(passed, count),
        );
      }),
    );
  });

  test('of a higher level that is taken early is not longer than any other', () => {
    const before = { validUntil: '2028-01-01', windowDaysBefore: 90 };
    expect(validity(24, '2026-06-01', before).validUntil).toBe('2028-06-01');
    // What was earned does not shrink either.
    expect(validity(6, '2026-06-01', before).validUntil).toBe('2028-01-01');
  });

  test('does not depend on when somebody gets round to the approval', async () => {
    const dayOf = (at: string) => at.slice(0, 10);
    const way: Certification = {
      certificationId: 'crt_A-1_MT_L1_20271120',
      personId: 'per_A-1',
      stationId: 'stn_JN-001',
      regionId: 'reg_HD',
      position: 'MT',
      level: 'L1',
      kind: 'renewal',
      edition: '1',
      status: 'approved',
      openedAt: '2027-11-20T00:00:00.000Z',
      dues: { theory: '2028-01-01', practical: '2028-01-01', release: '2028-01-01' },
      needs: { theory: true, practical: false },
      shown: {},
      attempts: [{ number: 1, at: '2027-12-31T08:00:00.000Z', score: 90, passed: true }],
      assessments: [],
      renews: 'SK-7H3K-Q2MX-9D',
      revision: 4,
    };
    await fc.assert(
      fc.property(fc.nat(2000), (late) => {
        const issued = issue(
          rules,
          way,
          certificate(),
          'SK-AAAA-AAAA-AA',
          addDays('2027-12-31', late),
          dayOf,
        );
        expect(issued).toMatchObject({ validFrom: '2027-12-31', validUntil: '2030-01-01' });
        expect(issued.practicalOn).toBe('2026-01-01');
      }),
    );
    const suspended = {
      by: 'hq',
      at: '2027-12-01T00:00:00.000Z',
      reason: '客诉属实',
      cause: 'proven-complaint',
    };
    const passed = issue(rules, way, certificate({ suspended }), 'SK-AAAA-AAAA-AA', '2028-01-01', dayOf);
    expect(certificateStatus(passed, '2028-01-01')).toBe('suspended');
    const revoked = { by: 'hq', at: '2027-12-01T00:00:00.000Z', reason: '证书系伪造' };
    const gone = issue(rules, way, certificate({ revoked }), 'SK-AAAA-AAAA-AA', '2028-01-01', dayOf);
    expect(certificateStatus(gone, '2028-01-01')).toBe('revoked');
  });
});

describe('What is issued', () => {
  const dayOf = (at: string) => at.slice(0, 10);

  test('of a right for which nothing is passed begins on the day on which the last thing was shown', () => {
    const path = pathRules(loadEdition('edition-1'), 'BT', () => '0'.repeat(64));
    const way = aCertification({
      position: 'BT',
      kind: 'authorisation',
      authorisation: 'welding',
      needs: { theory: false, practical: false },
      shown: {
        'module:BT2': { by: 'hq', at: '2026-12-01T02:00:00.000Z', evidence: 'PX' },
        'statutory-certificate:welding-thermal-cutting': {
          by: 'hq',
          at: '2026-04-01T02:00:00.000Z',
          evidence: 'HG',
        },
      },
    });
    expect(issue(path, way, null, 'SK-7H3K-Q2MX-9D', '2026-12-05', dayOf)).toMatchObject({
      validFrom: '2026-12-01',
      validUntil: '2028-12-01',
    });
  });

  test('for a practical that was passed again ends when the one before would have, with its hours', () => {
    const again = aCertification({
      kind: 'renewal',
      needs: { theory: false, practical: true },
      assessments: [
        ...[
          { number: 1, at: '2026-06-01T02:00:00.000Z', score: 90, passed: true, by: 'hq', failedSafety: [] },
        ],
      ],
    });
    expect(issue(rules, again, certificate(), 'SK-7H3K-Q2MX-9D', '2026-06-05', dayOf)).toMatchObject({
      ...{ validFrom: '2026-06-01', validUntil: '2028-01-01', practicalOn: '2026-06-01', refresherHours: 48 },
    });
  });

  test('in place of one with a critical finding remembers it until a practical is passed', () => {
    const before = certificate({ criticalFinding: true });
    const passed = { number: 1, at: '2027-12-01T02:00:00.000Z', score: 100, passed: true };
    const way = aCertification({ kind: 'renewal', attempts: [passed] });
    const next = (change: Partial<Certification>) =>
      issue(rules, { ...way, ...change }, before, 'SK-7H3K-Q2MX-9D', '2027-12-05', dayOf).criticalFinding;
    expect(next({})).toBe(true);
    expect(next({ assessments: [{ ...passed, by: 'hq', failedSafety: [] }] })).toBeUndefined();
  });
});

describe('What a certificate is worth', () => {
  const order: CertificateStatus[] = ['valid', 'expiring', 'grace', 'expired'];
  interface Dated {
    validFrom: string;
    length: number;
    graceDays: number;
    windowDaysBefore: number;
    authorised: boolean;
  }
  const dated: fc.Arbitrary<Dated> = fc.record({
    validFrom: day,
    length: fc.nat(2500),
    graceDays: fc.nat(90),
    windowDaysBefore: fc.nat(120),
    authorised: fc.boolean(),
  });
  const made = ({ validFrom, length, graceDays, windowDaysBefore, authorised }: Dated) =>
    certificate({
      validFrom,
      validUntil: addDays(validFrom, length),
      graceDays,
      windowDaysBefore,
      ...(authorised ? { authorisation: 'hv' } : {}),
    });

  test('only ever falls while time passes and nobody decides anything', async () => {
    await fc.assert(
      fc.property(dated, fc.nat(3000), fc.nat(3000), (facts, from, more) => {
        const one = made(facts);
        const [first, later] = [from, from + more].map((days) =>
          order.indexOf(certificateStatus(one, addDays(one.validFrom, days))),
        ) as [number, number];
        expect(first).toBeGreaterThanOrEqual(0);
        expect(later).toBeGreaterThanOrEqual(first);
      }),
    );
  });

  test('is the same for the same day, and exact at every border', async () => {
    await fc.assert(
      fc.property(dated, (facts) => {
        const one = made(facts);
        const at = (days: number) => certificateStatus(one, addDays(one.validUntil, days));
        expect(at(0)).toBe('expiring');
        expect(at(-one.windowDaysBefore)).toBe('expiring');
        expect(at(-one.windowDaysBefore - 1)).toBe('valid');
        // There is no grace for work on high voltage.
        const grace = one.authorisation === undefined ? one.graceDays : 0;
        if (grace > 0) expect([at(1), at(grace)]).toEqual(['grace', 'grace']);
        expect(at(grace + 1)).toBe('expired');
        expect(counts(one, one.validUntil)).toBe(true);
        expect(counts(one, addDays(one.validUntil, 1))).toBe(false);
      }),
    );
  });

  test('ends with the statutory certificate that it leans on, and never comes back by itself', async () => {
    await fc.assert(
      fc.property(dated, fc.nat(3000), fc.nat(3000), fc.nat(3000), (facts, holds, from, more) => {
        const until = addDays(facts.validFrom, holds);
        const one = {
          ...made(facts),
          statutory: { certificate: 'low-voltage-electrician', validUntil: until },
        };
        const early = addDays(facts.validFrom, from);
        const late = addDays(early, more);
        if (!counts(one, early)) expect(counts(one, late)).toBe(false);
        expect(certificateStatus(one, addDays(until, 1))).toBe('suspended');
        expect(certificateStatus(one, until)).not.toBe('suspended');
      }),
    );
  });

  test('is what was decided, whatever the dates say', async () => {
    const decision = { by: 'hq', at: '2026-06-01T00:00:00.000Z', reason: '理由' };
    await fc.assert(
      fc.property(dated, fc.integer({ min: -500, max: 4000 }), (facts, days) => {
        const one = made(facts);
        const today = addDays(one.validFrom, days);
        const is = (change: Partial<Certificate>) => certificateStatus({ ...one, ...change }, today);
        expect(is({ revoked: decision, suspended: decision, replacedBy: 'SK-AAAA-AAAA-AA' })).toBe('revoked');
        expect(is({ suspended: decision, replacedBy: 'SK-AAAA-AAAA-AA' })).toBe('replaced');
        expect(is({ suspended: decision })).toBe('suspended');
      }),
    );
  });

  test('is decided by HQ with a reason and a word on objections; what is revoked stays so', () => {
    const by = { by: 'hq', at: '2026-06-01T00:00:00.000Z' };
    const paused = control(
      certificate(),
      { decision: 'suspend', cause: 'critical-finding', reason: '违规带电作业', appealNote: '30日内可申诉' },
      by,
    );
    expect(paused).toMatchObject({
      suspended: { cause: 'critical-finding', reason: '违规带电作业', appealNote: '30日内可申诉', by: 'hq' },
      criticalFinding: true,
      revision: 2,
    });
    if (!paused) throw new Error('it was suspended');
    expect(control(paused, { decision: 'suspend', cause: 'proven-complaint', reason: '又' }, by)).toBeNull();
    // A finding that comes while it is suspended for something else still asks for the practical.
    const complaint = { decision: 'suspend', cause: 'proven-complaint', reason: '客诉' } as const;
    const complained = control(certificate(), complaint, by) ?? certificate();
    const found = { decision: 'suspend', cause: 'critical-finding', reason: '违规' } as const;
    expect(control(complained, found, by)).toMatchObject({
      suspended: { cause: 'proven-complaint' },
      criticalFinding: true,
    });
    const back = control(paused, { decision: 'reinstate', reason: '整改完成' }, by);
    expect(back?.suspended).toBeUndefined();
    expect(back?.criticalFinding).toBe(true);
    expect(codeOf(() => control(certificate(), { decision: 'reinstate', reason: '无' }, by))).toBe(
      'certificate-not-suspended',
    );
    const gone = control(certificate(), { decision: 'revoke', reason: '伪造' }, by);
    if (!gone) throw new Error('it was revoked');
    expect(control(gone, { decision: 'revoke', reason: '再次' }, by)).toBeNull();
    expect(codeOf(() => control(gone, { decision: 'reinstate', reason: '无' }, by))).toBe(
      'certificate-revoked',
    );
    expect(codeOf(() => renewal(gone, rules, { absentMonths: 0 }, '2027-12-01'))).toBe(
      'certificate-not-renewable',
    );
  });
});

describe('A renewal', () => {
  const asks = (change: Partial<Certificate>, today: LocalDate, absentMonths = 0) =>
    renewal(certificate(change), rules, { absentMonths }, today);

  test('asks for the theory only, from the first day of the window to the last of the grace', () => {
    for (const today of ['2027-10-03', '2028-01-01', '2028-01-31'])
      expect(asks({}, today)).toEqual({ kind: 'renewal', needs: { theory: true, practical: false } });
    expect(codeOf(() => asks({}, '2027-10-02'))).toBe('renewal-too-early');
    expect(codeOf(() => asks({ refresherHours: 47 }, '2027-12-01'))).toBe('refresher-hours-missing');
  });

  test('asks for everything after the grace, hours of training or not', () => {
    expect(asks({ refresherHours: 0 }, '2028-02-01')).toEqual({
      kind: 'initial',
      needs: { theory: true, practical: true },
    });
  });

  test.each([
    ['was passed more than 48 months ago', { practicalOn: '2023-11-30' }, 0],
    ['was never recorded', { practicalOn: undefined }, 0],
    ['was passed before a critical finding', { criticalFinding: true }, 0],
    ['was passed before more than six months away', {}, 6.1],
  ])('asks for the practical again when it %s', (_, change, absentMonths) => {
    const { practicalOn, ...rest } = certificate();
    const held = { ...rest, ...('practicalOn' in change ? {} : { practicalOn }), ...change } as Certificate;
    expect(renewal(held, rules, { absentMonths }, '2027-12-01').needs).toEqual({
      theory: true,
      practical: true,
    });
  });

  test('does not ask for the practical 48 months after it to the day, nor after six months away', () => {
    expect(asks({ practicalOn: '2023-12-01' }, '2027-12-01', 6).needs.practical).toBe(false);
  });

  test('of an authorisation asks for the practical and no hours, also after its end', () => {
    expect(asks({ authorisation: 'hv', refresherHours: 0 }, '2028-03-01')).toEqual({
      kind: 'renewal',
      needs: { theory: false, practical: true },
    });
  });
});

describe('A certificate from before this system', () => {
  const holder = { personId: 'per_A-1', stationId: 'stn_JN-001', regionId: 'reg_HD' };
  const by = { by: 'hq', now: Date.parse('2026-11-24T04:00:00Z'), today: '2026-11-24' };
  const paper = {
    position: 'MT',
    level: 'L2',
    validFrom: '2025-03-31',
    validUntil: '2027-03-31',
    evidence: '档案 7-12',
  };
  const take = (change: object = {}, known: Certificate[] = []) =>
    takeOver(rules, holder, { ...paper, ...change }, known, 'SK-AAAA-AAAA-AA', by);

  test('becomes one like any other, that says who took it over', () => {
    expect(take({ practicalOn: '2025-03-30' })).toMatchObject({
      ...holder,
      certificationId: 'crt_A-1_MT_L2_20250331',
      edition: '1',
      issuedOn: '2026-11-24',
      practicalOn: '2025-03-30',
      graceDays: 30,
      windowDaysBefore: 90,
      takenOver: { by: 'hq', at: '2026-11-24T04:00:00.000Z', evidence: '档案 7-12' },
    });
  });

  test('is taken over once, and with the dates that it had', () => {
    const once = take();
    if (!once) throw new Error('it was taken over');
    expect(take({}, [once])).toBeNull();
    expect(codeOf(() => take({ validUntil: '2027-03-30' }, [once]))).toBe('certificate-already-held');
    expect(codeOf(() => take({ validFrom: '2025-04-01' }, [once]))).toBe('certificate-already-held');
    expect(take({ level: 'L3' }, [once])).not.toBeNull();
  });

  test('never passes for one that was earned here, and what renews it was', () => {
    const old = take();
    if (!old) throw new Error('it was taken over');
    expect(old.takenOver?.by).toBe('hq');
    const way = aCertification({ kind: 'renewal', renews: old.number, status: 'approved' });
    const renewed = issue(rules, way, old, 'SK-BBBB-BBBB-BB', '2027-01-10', () => '2027-01-10');
    expect(renewed.takenOver).toBeUndefined();
  });

  const fieldsOf = (change: object): string[] => {
    try {
      take(change);
    } catch (error) {
      return (error as Failure).fields.map(({ field, code }) => `${field} ${code}`);
    }
    return [];
  };
  test.each([
    [{ level: 'L9' }, ['level not-allowed-value']],
    [{ authorisation: 'welding-x' }, ['authorisation not-allowed-value']],
    [{ validFrom: '2026-11-25', validUntil: '2028-11-25' }, ['validFrom in-the-future']],
    [{ practicalOn: '2026-11-25' }, ['practicalOn in-the-future']],
    [{ validUntil: '2025-03-30' }, ['validUntil outside-validity', 'validUntil certificate-run-out']],
    [{ validUntil: '2027-06-30' }, ['validUntil outside-validity']],
    [{ validUntil: '2026-10-24' }, ['validUntil certificate-run-out']],
    [{ authorisation: 'hv', validFrom: '2026-03-31' }, ['statutory missing']],
    [{ statutory: { issuedOn: '2026-01-01' } }, ['statutory unknown-field']],
    [
      {
        authorisation: 'hv',
        validFrom: '2026-03-31',
        validUntil: '2027-03-31',
        statutory: { issuedOn: '2020-01-01' },
      },
      ['statutory.issuedOn certificate-run-out'],
    ],
  ])('with %o is refused with every field that is wrong', (change, fields) => {
    expect(fieldsOf(change)).toEqual(fields);
  });

  test('of an authorisation leans on its statutory certificate, and counts again when a newer one is shown', () => {
    const hv = take({
      authorisation: 'hv',
      validFrom: '2026-03-31',
      validUntil: '2027-03-31',
      statutory: { issuedOn: '2023-12-31' },
    });
    if (!hv) throw new Error('it was taken over');
    expect(hv.statutory).toEqual({
      certificate: 'low-voltage-electrician',
      validUntil: '2029-12-31',
      reviewBy: '2026-12-31',
    });
    expect([certificateStatus(hv, '2026-12-31'), certificateStatus(hv, '2027-01-01')]).toEqual([
      'expiring',
      'suspended',
    ]);
    const show = (issuedOn: string, hq = false, known = hv) =>
      showStatutory(known, rules, { issuedOn, evidence: 'LV-2' }, { hq, today: '2027-01-01' });
    expect(codeOf(() => show('2020-01-01'))).toBe('input-rejected');
    const again = show('2026-12-20');
    if (!again) throw new Error('it was shown');
    expect(certificateStatus(again, '2027-01-01')).toBe('expiring');
    expect(again.statutory?.evidence).toBe('LV-2');
    expect(show('2026-12-20', false, again)).toBeNull();
    // A message that comes late takes nothing back; HQ corrects what was typed wrong.
    expect(codeOf(() => show('2024-05-01', false, again))).toBe('statutory-not-newer');
    expect(show('2024-05-01', true, again)?.statutory?.reviewBy).toBe('2027-05-01');
    expect(codeOf(() => show('2026-12-20', true, certificate()))).toBe('no-statutory-certificate');
  });
});

test('A number is made of letters that nobody mistakes for one another', async () => {
  await fc.assert(
    fc.property(fc.uint8Array({ minLength: 10, maxLength: 10 }), (bytes) => {
      expect(numberOf(bytes)).toMatch(certificateNumberPattern);
    }),
  );
});
