import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  burdenLimitMinutes,
  burdenOfPositions,
  burdenOfStations,
  checklistBurden,
  hours,
  type Method,
  minutesByMethod,
} from '../../../packages/domain/audit/burden.ts';
import { loadEdition } from '../../../packages/standard/load-edition.ts';

const methods = Object.keys(minutesByMethod) as Method[];
const anyStation = fc.record({
  stationId: fc.string({ minLength: 1 }),
  regionId: fc.constantFrom('reg_A', 'reg_B', 'reg_C', 'reg_D'),
  name: fc.string(),
  items: fc.nat(120),
  minutes: fc.nat(1000),
});
const total = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0);

describe('the burden of a checklist', () => {
  test('counts each item once and each of its methods', () => {
    expect(
      checklistBurden([{ method: ['record'] }, { method: ['system', 'sample'] }, { method: ['call'] }]),
    ).toEqual({ items: 3, minutes: 6 + 3 + 12 + 10 });
  });

  test('does not pay twice for a method that is named twice', () => {
    expect(checklistBurden([{ method: ['observation', 'observation'] }]).minutes).toBe(8);
  });

  test('grows with every item, whatever its methods', () => {
    const anyItems = fc.array(fc.record({ method: fc.subarray(methods, { minLength: 1 }) }));
    void fc.assert(
      fc.property(anyItems, anyItems, (a, b) => {
        const [left, right, both] = [checklistBurden(a), checklistBurden(b), checklistBurden([...a, ...b])];
        expect(both).toEqual({ items: left.items + right.items, minutes: left.minutes + right.minutes });
        expect(left.minutes).toBeGreaterThanOrEqual(3 * left.items);
      }),
    );
  });

  test('of all positions of edition 1 is above the limit of a station', () => {
    const { positions } = loadEdition('edition-1');
    const checklists = new Map(positions.map(({ code, audit }) => [code, checklistBurden(audit.items)]));
    const all = burdenOfPositions([...checklists.keys()], checklists);
    expect(all.items).toBe(103);
    expect(all.minutes).toBeGreaterThan(burdenLimitMinutes);
  });

  test('that is not known is no burden of nothing', () => {
    expect(() => burdenOfPositions(['XX'], new Map())).toThrow(RangeError);
  });
});

describe('the burden of stations', () => {
  test('is the sum of the regions', () => {
    void fc.assert(
      fc.property(fc.array(anyStation), (stations) => {
        const burden = burdenOfStations(stations);
        for (const figure of ['stations', 'items', 'minutes'] as const)
          expect(total(burden.regions.map((region) => region[figure]))).toBe(burden[figure]);
        expect(burden.minutes).toBe(total(stations.map(({ minutes }) => minutes)));
        const regions = burden.regions.map(({ regionId }) => regionId);
        expect(regions).toEqual([...new Set(stations.map(({ regionId }) => regionId))].sort());
      }),
    );
  });

  test('has half of the stations on either side of its median, and none above its maximum', () => {
    void fc.assert(
      fc.property(fc.array(anyStation, { minLength: 1 }), (stations) => {
        const { max, median } = burdenOfStations(stations).perStation;
        expect(stations.some(({ minutes }) => minutes === max)).toBe(true);
        expect(stations.every(({ minutes }) => minutes <= max)).toBe(true);
        const half = stations.length / 2;
        expect(stations.filter(({ minutes }) => minutes < median).length).toBeLessThanOrEqual(half);
        expect(stations.filter(({ minutes }) => minutes > median).length).toBeLessThanOrEqual(half);
      }),
    );
  });

  test('of nobody is nothing', () => {
    expect(burdenOfStations([])).toEqual({
      stations: 0,
      items: 0,
      minutes: 0,
      regions: [],
      perStation: { max: 0, median: 0 },
    });
  });
});

test('hours are shown with two decimals', () => {
  expect([hours(480), hours(100), hours(0)]).toEqual([8, 1.67, 0]);
});
