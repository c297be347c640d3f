import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays } from '../../../packages/domain/calendar.ts';
import { packFacts, unpackFacts } from '../../../packages/domain/compliance/pack-facts.ts';
import type { StationFacts } from '../../../packages/domain/compliance/station-facts.ts';

const day = fc.integer({ min: 0, max: 20_000 }).map((n) => addDays('2001-01-01', n));
const person = fc.integer({ min: 1, max: 60 }).map((n) => `per_P-${n}`);
const position = fc.constantFrom('SM', 'TD', 'MT', 'GA');
const facts: fc.Arbitrary<StationFacts> = fc.record(
  {
    stationId: fc.constant('stn_A-1'),
    regionId: fc.constant('reg_A'),
    repairClass: fc.constantFrom('I', 'II', 'III'),
    nev: fc.boolean(),
    localFloors: fc.constant({ MT: 3 }),
    outsourced: fc.constant(['BT']),
    intake: fc.dictionary(
      fc
        .tuple(fc.integer({ min: 2020, max: 2030 }), fc.integer({ min: 1, max: 12 }))
        .map(([year, month]) => `${year}-${String(month).padStart(2, '0')}`),
      fc.nat(3000),
    ),
    holders: fc.array(
      fc.oneof(
        fc.record({ personId: person, position, since: day, acting: fc.boolean() }),
        fc.record({ personId: person, position, since: day, acting: fc.constant(true), until: day }),
        fc.record({ personId: person, position, since: day, acting: fc.boolean(), heldSince: day }),
        fc.record({
          personId: person,
          position,
          since: day,
          acting: fc.constant(false),
          excepted: fc.constant(true as const),
        }),
      ),
    ),
    certificates: fc.array(
      fc.record(
        {
          personId: person,
          position,
          validUntil: day,
          authorisation: fc.constant('hv'),
          suspended: fc.constant(true as const),
          statutoryUntil: day,
        },
        { requiredKeys: ['personId', 'position', 'validUntil'] },
      ),
    ),
    ways: fc.array(
      fc.record({
        id: fc.constant('onb_1'),
        personId: person,
        position,
        part: fc.constant('theory'),
        due: day,
        owner: fc.constant('GA'),
      }),
    ),
    corrections: fc.array(
      fc.record({
        id: fc.constant('ncf_1'),
        due: day,
        severity: fc.constantFrom('minor', 'major', 'critical'),
        owner: fc.constant('SM'),
      }),
    ),
    audits: fc.array(fc.record({ id: fc.constant('aud_1'), due: day })),
    lostWaits: fc.array(
      fc.record({
        of: fc.constant('aud_1'),
        kind: fc.constant('wait-gone'),
        owner: fc.constant('hq-network'),
      }),
    ),
    duties: fc.constant({}),
    dutiesFrom: day,
  },
  {
    noNullPrototype: true,
    requiredKeys: [
      'stationId',
      'regionId',
      'repairClass',
      'nev',
      'intake',
      'holders',
      'certificates',
      'ways',
      'corrections',
      'audits',
      'lostWaits',
      'duties',
    ],
  },
);

describe('Facts as text', () => {
  test('say the same as before', () => {
    fc.assert(
      fc.property(facts, (given) => {
        expect(unpackFacts(packFacts(given), given)).toEqual(given);
      }),
    );
  });

  test('of twenty people with their certificates take about a kilobyte', () => {
    const codes = [
      'SM',
      'SVM',
      'WSM',
      'PM',
      'SA',
      'SA',
      'WA',
      'ST',
      'MT',
      'MT',
      'MT',
      'BT',
      'PT',
      'QI',
      'PP',
      'PS',
    ];
    const holders = [...codes, 'GA', 'TD', 'CC', 'SA'].map((code, n) => ({
      personId: `per_SD-JN-001-${String(n).padStart(2, '0')}`,
      position: code,
      since: '2024-03-01',
      acting: false,
    }));
    const text = packFacts({
      stationId: 'stn_SD-JN-001',
      regionId: 'reg_HD',
      repairClass: 'II',
      nev: true,
      intake: Object.fromEntries(
        Array.from({ length: 24 }, (_, n) => [
          `${2024 + Math.floor(n / 12)}-${String((n % 12) + 1).padStart(2, '0')}`,
          240,
        ]),
      ),
      holders,
      certificates: holders.map(({ personId, position: code }) => ({
        personId,
        position: code,
        validUntil: '2027-03-01',
      })),
      ways: [],
      corrections: [],
      audits: [],
      lostWaits: [],
      duties: {},
    });
    expect(text.length).toBeLessThan(1_400);
  });
});
