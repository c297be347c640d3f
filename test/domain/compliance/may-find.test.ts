import { describe, expect, test } from 'vitest';
import type { Role, Subject } from '../../../packages/domain/access/may.ts';
import { mayFind } from '../../../packages/domain/compliance/may-find.ts';

const holder: Subject = {
  subject: 'td',
  role: 'position-holder',
  stationId: 'stn_A-1',
  personId: 'per_1',
  positions: ['TD'],
};

describe('Whoever holds a position', () => {
  test.each([
    ['what is theirs to mend', { owner: 'TD', subject: 'per_2#MT' }, true],
    ['what is about themselves', { owner: 'SM', subject: 'per_1#TD' }, true],
    ['what is about them as a person', { owner: 'SM', subject: 'per_1' }, true],
    ['what others mend of others', { owner: 'SM', subject: 'per_2#MT' }, false],
    ['somebody whose number begins as theirs', { owner: 'SM', subject: 'per_11#MT' }, false],
  ])('finds %s: %s', (_what, breach, finds) => {
    expect(mayFind(holder, breach)).toBe(finds);
  });
});

test.each<Role>(['hq-network', 'region-manager', 'station-master', 'general-administrator'])(
  '%s finds everything of what may be seen at all',
  (role) => {
    expect(mayFind({ ...holder, role, personId: 'per_9' }, { owner: 'QI', subject: 'per_2' })).toBe(true);
  },
);
