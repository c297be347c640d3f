import { describe, expect, test } from 'vitest';
import type { Subject } from '../../../packages/domain/access/may.ts';
import { regionsAsked } from '../../../packages/domain/access/regions-asked.ts';
import { Failure } from '../../../packages/domain/errors.ts';

const regions = ['reg_S', 'reg_E', 'reg_N'].map((regionId) => ({ regionId }));
const hq: Subject = { subject: 'hq', role: 'hq-network' };
const manager: Subject = { subject: 'rm', role: 'region-manager', regionId: 'reg_E' };
const master: Subject = { subject: 'sm', role: 'position-holder', positions: ['SM'], stationId: 'stn_A' };

describe('The regions that a list is about', () => {
  const asked = (named: string | undefined, subject: Subject = hq) =>
    regionsAsked(subject, 'certificate.read', named, regions);

  test('are all of them for HQ, the own one for its manager, and the one that is named', () => {
    expect(asked(undefined)).toEqual(['reg_E', 'reg_N', 'reg_S']);
    expect(asked('reg_N')).toEqual(['reg_N']);
    expect(asked(undefined, manager)).toEqual(['reg_E']);
  });

  test('are none that does not exist, is somebody else’s, or that a station would look into', () => {
    for (const [named, subject] of [
      ['reg_X', hq],
      ['reg_S', manager],
      [undefined, master],
      ['reg_E', master],
    ] as const)
      expect(() => asked(named, subject)).toThrow(Failure);
  });
});
