import { describe, expect, test } from 'vitest';
import { may, type Role, rights, type Subject } from '../../../packages/domain/access/may.ts';

const subject = (role: Role, scope: Partial<Subject> = {}): Subject => ({ subject: 'x', role, ...scope });
const here = { stationId: 'stn_A', regionId: 'reg_N' };
const there = { stationId: 'stn_B', regionId: 'reg_S' };

describe('the table of rights', () => {
  test('lets HQ reach every station', () => {
    expect(may(subject('hq-network'), 'audit.read', there)).toBe('yes');
  });

  test('lets a region manager reach the own region, and hides the others', () => {
    const manager = subject('region-manager', { regionId: 'reg_N' });
    expect(may(manager, 'station.read', here)).toBe('yes');
    expect(may(manager, 'station.read', there)).toBe('hidden');
    expect(may(manager, 'campaign.launch')).toBe('no');
  });

  test.each(['station-master', 'general-administrator'] as const)(
    'keeps a %s within the own station',
    (role) => {
      const person = subject(role, { stationId: 'stn_A' });
      expect(may(person, 'audit.answer', here)).toBe('yes');
      for (const action of ['audit.answer', 'audit.read', 'station.read', 'roster.read'] as const)
        expect(may(person, action, there)).toBe('hidden');
    },
  );

  test('keeps a position holder within the own station and away from giving and reviewing', () => {
    const mechanic = subject('position-holder', { stationId: 'stn_A', positions: ['MT'] });
    expect(may(mechanic, 'audit.answer', here)).toBe('yes');
    expect(may(mechanic, 'audit.answer', there)).toBe('hidden');
    for (const action of ['audit.give', 'audit.review', 'roster.read'] as const)
      expect(may(mechanic, action, here)).toBe('no');
  });

  test('never matches two things that are both unknown', () => {
    expect(may(subject('station-master'), 'audit.read', {})).toBe('hidden');
    expect(may(subject('region-manager'), 'station.read', { stationId: 'stn_A' })).toBe('hidden');
  });

  test('gives nobody at a station a right over the network', () => {
    for (const role of ['station-master', 'general-administrator', 'position-holder'] as const)
      for (const [action, scope] of Object.entries(rights[role]))
        if (!['standard.read', 'self.read', 'inbox.read'].includes(action)) expect(scope).not.toBe('network');
  });
});
