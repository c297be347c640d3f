import { describe, expect, test } from 'vitest';
import { gathered, touchedStations } from '../../../packages/domain/compliance/touched-stations.ts';

const station = 'stn_A-1';
const onboarding = (given: object = {}) => ({
  type: 'onboarding',
  stationId: station,
  onboardingId: 'onb_1',
  ...given,
});

describe('A change of an item that facts are made of', () => {
  test('names the station, and the item where its part need not be read as a whole', () => {
    expect(touchedStations(undefined, onboarding())).toEqual([
      { stationId: station, changed: { ways: ['onb_1'] } },
    ]);
    expect(touchedStations(undefined, { type: 'certificate', stationId: station })).toEqual([
      { stationId: station, changed: { certificates: 'whole' } },
    ]);
  });

  test('names both stations of what has moved, and none where nothing that is looked at has changed', () => {
    const moved = touchedStations(onboarding(), onboarding({ stationId: 'stn_B-1' }));
    expect(moved.map(({ stationId }) => stationId)).toEqual([station, 'stn_B-1']);
    const audit = { type: 'audit', stationId: station, auditId: 'aud_1', status: 'answering', dueAt: '1' };
    expect(touchedStations(audit, { ...audit, accepted: { SM: 'a' } })).toEqual([]);
    expect(touchedStations({ type: 'draft', stationId: station }, undefined)).toEqual([]);
  });
});

describe('Changes that are gathered', () => {
  test('name each station once, with all of its items', () => {
    expect(
      gathered([
        { stationId: station, changed: { ways: ['onb_1'] } },
        { stationId: 'stn_B-1', changed: { seats: 'whole' } },
        { stationId: station, changed: { audits: ['aud_1'] } },
        { stationId: station, changed: { ways: ['crt_1', 'onb_1'] } },
      ]),
    ).toEqual([
      { stationId: station, changed: { ways: ['onb_1', 'crt_1'], audits: ['aud_1'] } },
      { stationId: 'stn_B-1', changed: { seats: 'whole' } },
    ]);
  });

  test.each([
    ['a part', { ways: 'whole' as const }, { ways: 'whole' }],
    ['everything', undefined, undefined],
  ])('want %s as a whole as soon as one of them does', (_what, one, all) => {
    const items = { stationId: station, changed: { ways: ['onb_1'] } };
    const whole = one === undefined ? { stationId: station } : { stationId: station, changed: one };
    for (const both of [
      [items, whole],
      [whole, items],
    ])
      expect(gathered(both)).toEqual([{ stationId: station, ...(all ? { changed: all } : {}) }]);
  });
});
