import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, startOf } from '../../../packages/domain/calendar.ts';
import {
  compareBreaches,
  isUnchanged,
  type OpenBreach,
} from '../../../packages/domain/compliance/compare-breaches.ts';
import { type ComplianceRules, findBreaches } from '../../../packages/domain/compliance/find-breaches.ts';
import type { Breach, StationFacts } from '../../../packages/domain/compliance/station-facts.ts';
import { scanStation } from '../../../packages/domain/compliance/station-status.ts';
import { loadEdition } from '../../../packages/standard/load-edition.ts';
import { rulesOfEdition1 } from '../../support/edition.ts';
import { plainWeeks } from '../../support/paths.ts';

const edition = loadEdition('edition-1');
const rules: ComplianceRules = {
  edition: rulesOfEdition1,
  duties: edition.recurringDuties,
  calendar: plainWeeks,
};
const today = '2026-03-02';
const noon = (date: string) => startOf(date) + 12 * 3_600_000;
const { table } = rulesOfEdition1.staffing;

/** A station of the second band that meets every rule. */
function sound(given: Partial<StationFacts> = {}): StationFacts {
  const heads = Object.entries(table).flatMap(([position, bands]) =>
    Array.from(
      { length: Math.max(bands[1] ?? 0, rulesOfEdition1.staffing.classFloors.III[position] ?? 0) },
      (_, n) => ({
        personId: `per_${position}-${n}`,
        position,
        since: '2025-01-01',
        acting: false,
      }),
    ),
  );
  return {
    stationId: 'stn_A-1',
    regionId: 'reg_HD',
    repairClass: 'III',
    nev: false,
    intake: { '2025-12': 250, '2026-01': 250, '2026-02': 250 },
    holders: heads,
    certificates: heads.map(({ personId, position }) => ({ personId, position, validUntil: '2027-01-01' })),
    ways: [],
    corrections: [],
    audits: [],
    lostWaits: [],
    duties: {},
    ...given,
  };
}
const found = (facts: StationFacts, date = today) =>
  findBreaches(facts, rules, noon(date)).map(({ key, severity }) => `${key} ${severity}`);
const without = (facts: StationFacts, personId: string): StationFacts => ({
  ...facts,
  holders: facts.holders.filter((one) => one.personId !== personId),
});
const certified = (
  facts: StationFacts,
  personId: string,
  given: Partial<StationFacts['certificates'][number]>,
) => ({
  ...facts,
  certificates: facts.certificates.map((one) => (one.personId === personId ? { ...one, ...given } : one)),
});

describe('A station that meets every rule', () => {
  test('has no breach', () => {
    expect(found(sound())).toEqual([]);
  });
});

describe('The rule', () => {
  test.each<[string, StationFacts, string[]]>([
    [
      'of vacant seats finds a key post',
      without(sound(), 'per_TD-0'),
      ['uncovered-seat#TD minor', 'vacant-seat#TD minor'],
    ],
    [
      'of vacant seats finds another one',
      without(sound(), 'per_GA-0'),
      ['uncovered-seat#GA minor', 'vacant-seat#GA minor'],
    ],
    [
      'of combinations finds two posts that do not go together',
      {
        ...sound(),
        holders: [
          ...sound().holders,
          { personId: 'per_SA-0', position: 'ST', since: '2025-01-01', acting: false },
        ],
        certificates: [
          ...sound().certificates,
          { personId: 'per_SA-0', position: 'ST', validUntil: '2027-01-01' },
        ],
      },
      ['combination#per_SA-0 major'],
    ],
    [
      'of combinations lets be what HQ let be',
      {
        ...sound(),
        holders: [
          ...sound().holders,
          { personId: 'per_SA-0', position: 'ST', since: '2025-01-01', acting: false, excepted: true },
        ],
        certificates: [
          ...sound().certificates,
          { personId: 'per_SA-0', position: 'ST', validUntil: '2027-01-01' },
        ],
      },
      [],
    ],
    [
      'of certificates finds who has none after ninety days',
      { ...sound(), certificates: sound().certificates.filter(({ personId }) => personId !== 'per_SA-0') },
      ['uncertified#per_SA-0#SA major'],
    ],
    [
      'finds what ends in ninety days',
      certified(sound(), 'per_SA-0', { validUntil: addDays(today, 90) }),
      ['certificate-expiring#per_SA-0#SA minor'],
    ],
    ['finds nothing at ninety-one', certified(sound(), 'per_SA-0', { validUntil: addDays(today, 91) }), []],
    [
      'finds it worse at thirty',
      certified(sound(), 'per_SA-0', { validUntil: addDays(today, 30) }),
      ['certificate-expiring#per_SA-0#SA major'],
    ],
    [
      'finds the only holder in grace',
      certified(sound(), 'per_SM-0', { validUntil: addDays(today, -1) }),
      ['grace-alone#per_SM-0#SM major'],
    ],
    [
      'finds what has lapsed',
      certified(sound(), 'per_SM-0', { validUntil: addDays(today, -31) }),
      ['certificate-lapsed#per_SM-0#SM major'],
    ],
    [
      'finds a suspended one as none',
      certified(sound(), 'per_SA-0', { suspended: true }),
      ['uncertified#per_SA-0#SA major'],
    ],
    ['of high voltage finds too few', { ...sound(), nev: true }, ['too-few-authorised#hv critical']],
    [
      'finds a statutory certificate that has lapsed',
      {
        ...sound(),
        certificates: [
          ...sound().certificates,
          {
            personId: 'per_MT-0',
            position: 'MT',
            authorisation: 'hv',
            validUntil: '2027-01-01',
            statutoryUntil: addDays(today, -1),
          },
        ],
      },
      ['statutory-lapsed#per_MT-0#hv critical'],
    ],
    [
      'finds an onboarding step that is overdue',
      {
        ...sound(),
        ways: [
          {
            id: 'onb_1',
            personId: 'per_SA-0',
            position: 'SA',
            part: 'registration',
            due: addDays(today, -1),
            owner: 'GA',
          },
        ],
      },
      ['onboarding-overdue#onb_1 minor'],
    ],
    [
      'finds none on its day',
      {
        ...sound(),
        ways: [
          { id: 'crt_1', personId: 'per_SA-0', position: 'SA', part: 'theory', due: today, owner: 'person' },
        ],
      },
      [],
    ],
    [
      'finds a correction that is overdue',
      {
        ...sound(),
        corrections: [{ id: 'ncf_1', due: addDays(today, -3), severity: 'critical', owner: 'SM' }],
      },
      ['correction-overdue#ncf_1 critical'],
    ],
  ])('%s', (_what, facts, expected) => {
    expect(found(facts)).toEqual(expected);
  });

  test.each([
    [91, undefined],
    [90, 'minor'],
    [61, 'minor'],
    [60, 'minor 1'],
    [31, 'minor 1'],
    [30, 'major 1'],
    [0, 'major 1'],
  ])('tells of a certificate that ends in %i days: %s', (left, told) => {
    const validUntil = addDays(today, left);
    const facts = certified(sound(), 'per_SA-0', { validUntil });
    facts.certificates.push({
      ...{ personId: 'per_MT-0', position: 'MT', authorisation: 'hv', validUntil: '2030-01-01' },
      statutoryUntil: validUntil,
    });
    const said = findBreaches(facts, rules, noon(today)).map(
      ({ rule, severity, rung }) => `${rule} ${[severity, rung].filter(Boolean).join(' ')}`,
    );
    expect(said).toEqual(told ? [`certificate-expiring ${told}`, `statutory-expiring ${told}`] : []);
  });

  test('of high voltage counts technicians who are allowed to, and nobody who has become something else', () => {
    const right = (personId: string) => ({
      ...{ personId, position: 'MT', authorisation: 'hv', validUntil: '2027-01-01' },
      statutoryUntil: '2029-01-01',
    });
    const facts = { ...sound(), nev: true };
    const allowed = (...people: string[]) =>
      found({ ...facts, certificates: [...facts.certificates, ...people.map(right)] });
    expect(allowed('per_MT-0', 'per_MT-1')).toEqual([]);
    expect(allowed('per_MT-0')).toEqual(['too-few-authorised#hv critical']);
    expect(allowed('per_MT-0', 'per_WSM-0')).toEqual(['too-few-authorised#hv critical']);
  });

  test.each([
    [91, undefined],
    [90, 'minor'],
    [60, 'minor 1'],
    [30, 'major 1'],
    [0, 'major 1'],
    [-1, undefined],
  ])('tells of an authorisation that ends in %i days: %s', (left, told) => {
    const facts = sound();
    facts.certificates.push({
      ...{ personId: 'per_MT-0', position: 'MT', authorisation: 'hv', validUntil: addDays(today, left) },
      statutoryUntil: '2029-01-01',
    });
    const said = findBreaches(facts, rules, noon(today)).map(
      ({ key, severity, rung }) => `${key} ${[severity, rung].filter(Boolean).join(' ')}`,
    );
    expect(said).toEqual(told ? [`certificate-expiring#per_MT-0#hv ${told}`] : []);
  });

  test('gives who is suspended thirty days from then, and not a day before it happened', () => {
    const facts = certified(sound(), 'per_SA-0', { suspended: true });
    const { status } = scanStation(facts, [], rules, noon(today));
    expect(status.open).toMatchObject([
      { rule: 'uncertified', severity: 'major', due: addDays(today, 30), rung: 0 },
    ]);
  });

  test('tells HQ of a critical correction on its first day overdue, and of others by the ladder', () => {
    const rungOf = (severity: 'minor' | 'major' | 'critical', overdue: number) => {
      const corrections = [{ id: 'ncf_1', due: addDays(today, -overdue), severity, owner: 'SM' }];
      return scanStation({ ...sound(), corrections }, [], rules, noon(today)).status.open[0]?.rung;
    };
    expect([0, 1, 3, 7].map((days) => rungOf('critical', days))).toEqual([undefined, 3, 3, 3]);
    expect([0, 1, 2, 3, 6, 7].map((days) => rungOf('major', days))).toEqual([undefined, 1, 1, 2, 2, 3]);
  });

  test('of duties finds a device that has expired and a position that no audit looked at, also when nobody is left to see to it', () => {
    const facts = sound({
      dutiesFrom: '2025-01-01',
      duties: { dates: { R36: '2026-02-28', 'R28.1': '2026-02-28' } },
    });
    const ofDates = (given: StationFacts) =>
      findBreaches(given, rules, noon(today))
        .filter(({ subject, due }) => ['R36', 'R28'].includes(subject) && due === '2026-02-28')
        .map(({ subject, owner }) => `${subject} ${owner}`);
    const held = without(facts, 'per_PP-0');
    expect(ofDates(held)).toContain('R36 QI');
    expect(ofDates(without(without(facts, 'per_QI-0'), 'per_GA-0'))).toEqual(['R28 SM', 'R36 SM']);
  });

  test('waits ninety days for a certificate', () => {
    const facts = {
      ...sound(),
      holders: sound().holders.map((one) =>
        one.personId === 'per_SA-0' ? { ...one, since: '2026-01-01' } : one,
      ),
      certificates: sound().certificates.filter(({ personId }) => personId !== 'per_SA-0'),
    };
    expect(found(facts, '2026-04-01')).toEqual([]);
    expect(found(facts, '2026-04-02')).toEqual(['uncertified#per_SA-0#SA major']);
  });

  test('of duties finds what was not recorded, worse the longer it lasts, and nothing that is recorded', () => {
    const facts = sound({ dutiesFrom: '2026-02-02' });
    const weekly = (date: string, given: StationFacts = facts) =>
      findBreaches(given, rules, noon(date)).find(({ subject }) => subject === 'R13');
    expect(weekly('2026-02-08')).toBeUndefined();
    expect(weekly('2026-02-09')).toMatchObject({ severity: 'minor', owner: 'WSM', due: '2026-02-08' });
    expect(weekly('2026-02-23')).toMatchObject({ severity: 'major', due: '2026-02-08' });
    expect(
      weekly('2026-02-16', { ...facts, duties: { until: { '2026-W07': 'R13' }, gaps: { R13: '2026-W06' } } }),
    ).toMatchObject({ severity: 'minor', due: '2026-02-08' });
    expect(weekly('2026-02-16', { ...facts, duties: { until: { '2026-W07': 'R09 R13' } } })).toBeUndefined();
  });

  test('of the daily look at the mail lets one miss a week pass, and two not', () => {
    const daily = (date: string, duties: StationFacts['duties']) =>
      findBreaches(sound({ dutiesFrom: '2026-02-02', duties }), rules, noon(date)).find(
        ({ subject }) => subject === 'R01',
      );
    expect(daily('2026-02-10', { until: { '2026-02-09': 'R01' }, gaps: { R01: '2026-02-03' } })).toBe(
      undefined,
    );
    const twice = { until: { '2026-02-09': 'R01' }, gaps: { R01: '2026-02-03 2026-02-06' } };
    expect(daily('2026-02-10', twice)).toMatchObject({ severity: 'minor', owner: 'GA', due: '2026-02-03' });
    const apart = { until: { '2026-02-12': 'R01' }, gaps: { R01: '2026-02-03 2026-02-10' } };
    expect(daily('2026-02-13', apart)).toBeUndefined();
  });

  test('makes it the station head’s to mend where nobody holds the position, and the region’s without one', () => {
    const ends = { validUntil: addDays(today, 80) };
    const owners = (facts: StationFacts) =>
      findBreaches(facts, rules, noon(today)).map(({ key, owner }) => `${key} ${owner}`);
    expect(owners(certified(sound(), 'per_SA-0', ends))).toEqual(['certificate-expiring#per_SA-0#SA TD']);
    const director = without(certified(sound(), 'per_SA-0', ends), 'per_TD-0');
    expect(owners(director)).toContain('certificate-expiring#per_SA-0#SA SM');
    expect(owners(without(director, 'per_SM-0'))).toEqual(
      expect.arrayContaining([
        'certificate-expiring#per_SA-0#SA region-manager',
        'vacant-seat#SM region-manager',
        'vacant-seat#TD region-manager',
      ]),
    );
  });

  test('gives every breach an owner', () => {
    const facts = sound({ dutiesFrom: '2025-01-01', nev: true });
    for (const { owner } of findBreaches({ ...facts, certificates: [] }, rules, noon(today)))
      expect(owner).toMatch(/\S/);
  });
});

describe('From scan to scan', () => {
  const asFound =
    (due: string) =>
    ({ severity }: Breach) => ({ severity, due, rung: 0 });
  const key = fc.constantFrom('a', 'b', 'c', 'd');
  const severity = fc.constantFrom('minor' as const, 'major' as const, 'critical' as const);
  const scan = fc.uniqueArray(fc.record({ key, severity }), { selector: (one) => one.key }).map((all) =>
    all.map(
      ({ key: subject, severity: how }): Breach => ({
        key: `vacant-seat#${subject}`,
        rule: 'vacant-seat',
        subject,
        severity: how,
        owner: 'SM',
      }),
    ),
  );

  test('a breach opens once, keeps its day, gets worse only, and closes by itself', () => {
    const order = ['minor', 'major', 'critical'];
    fc.assert(
      fc.property(fc.array(scan, { maxLength: 20 }), (scans) => {
        let open: OpenBreach[] = [];
        scans.forEach((now, n) => {
          const date = addDays(today, n);
          const changes = compareBreaches(open, now, date, asFound(date));
          for (const old of open) {
            const still = changes.open.find((one) => one.key === old.key);
            expect(still === undefined).toBe(changes.closed.some((one) => one.key === old.key));
            if (!still) continue;
            expect(still.since).toBe(old.since);
            expect(order.indexOf(still.severity)).toBeGreaterThanOrEqual(order.indexOf(old.severity));
          }
          for (const fresh of changes.opened) expect(fresh.since).toBe(date);
          expect(changes.open.map((one) => one.key)).toEqual(now.map((one) => one.key));
          expect(isUnchanged(compareBreaches(changes.open, now, date, asFound(date)))).toBe(true);
          open = changes.open;
        });
      }),
    );
  });
});

describe('A daily duty that nobody records any more', () => {
  test('is overdue since its first day, and once it has climbed the ladder no day changes anything', () => {
    const facts = sound({ dutiesFrom: '2026-02-02' });
    const ofTill = { ...rules, duties: edition.recurringDuties.filter(({ id }) => id === 'R34') };
    let open: OpenBreach[] = [];
    const written: string[] = [];
    for (let day = '2026-02-02'; day <= '2026-08-31'; day = addDays(day, 1)) {
      const { status } = scanStation(facts, open, ofTill, noon(day));
      if (JSON.stringify(status.open) !== JSON.stringify(open)) written.push(day);
      open = status.open;
    }
    // Monday's till is missed on Tuesday at ten; one, three and seven days overdue, and three of a kind.
    expect(written).toEqual(['2026-02-03', '2026-02-04', '2026-02-05', '2026-02-06', '2026-02-10']);
    expect(open).toMatchObject([{ since: '2026-02-03', due: '2026-02-03', severity: 'major', rung: 3 }]);
  });
});

describe('A seat that somebody acts in for some days', () => {
  test('is covered on those days and stays vacant, and the post beside it is no combination', () => {
    const facts = without(sound(), 'per_SM-0');
    facts.holders.push({
      ...{ personId: 'per_SVM-0', position: 'SM', since: '2026-03-02', until: '2026-03-31' },
      acting: true,
    });
    const on = (date: string) => {
      const { status } = scanStation(facts, [], rules, noon(date));
      return status.open
        .filter(({ subject }) => subject === 'SM' || subject === 'per_SVM-0')
        .map(({ rule }) => rule);
    };
    expect(on('2026-03-01').sort()).toEqual(['uncovered-seat', 'vacant-seat']);
    expect(on('2026-03-02')).toEqual(['vacant-seat']);
    expect(on('2026-03-31')).toEqual(['vacant-seat']);
    expect(on('2026-04-01').sort()).toEqual(['uncovered-seat', 'vacant-seat']);
  });
});
