import { describe, expect, test } from 'vitest';
import { actingSubject, stationDay } from '../../../packages/domain/access/acting-subject.ts';
import { checkAbsence } from '../../../packages/domain/access/check-absence.ts';
import type { Subject } from '../../../packages/domain/access/may.ts';

const mechanic: Subject = {
  subject: 'mt',
  role: 'position-holder',
  stationId: 'stn_A',
  personId: 'per_2',
  positions: ['MT'],
};
const standIn = {
  personId: 'per_1',
  role: 'general-administrator' as const,
  positions: ['GA'],
  from: '2026-03-02',
  to: '2026-03-04',
};
const at = (text: string) => Date.parse(text);

describe('Whoever stands in', () => {
  test('has role and positions of the absent from the first day to the last, in Chinese time', () => {
    const acting = { role: 'general-administrator', positions: ['MT', 'GA'], standsInFor: ['per_1'] };
    expect(actingSubject(mechanic, [standIn], at('2026-03-01T15:59:59Z'))).toBe(mechanic);
    expect(actingSubject(mechanic, [standIn], at('2026-03-01T16:00:00Z'))).toMatchObject(acting);
    expect(actingSubject(mechanic, [standIn], at('2026-03-04T15:59:59Z'))).toMatchObject(acting);
    expect(actingSubject(mechanic, [standIn], at('2026-03-04T16:00:00Z'))).toBe(mechanic);
    expect(stationDay(at('2026-03-01T16:00:00Z'))).toBe('2026-03-02');
  });

  test('never loses a right by it, and never becomes somebody of HQ', () => {
    const master: Subject = { ...mechanic, role: 'station-master', positions: ['SM'] };
    expect(actingSubject(master, [standIn], at('2026-03-03T00:00:00Z')).role).toBe('station-master');
    const odd = { ...standIn, role: 'hq-network' as const };
    expect(actingSubject(mechanic, [odd], at('2026-03-03T00:00:00Z')).role).toBe('position-holder');
  });
});

describe('An absence', () => {
  const absence = { personId: 'per_1', deputyId: 'per_2', from: '2026-03-02', to: '2026-03-04' };
  const positionsOf = (person: string) => (person === 'per_9' ? [] : ['MT']);
  const codes = (given: object, others: (typeof absence)[] = []) =>
    checkAbsence({ ...absence, ...given }, positionsOf, others, at('2026-03-01T00:00:00Z')).map(
      ({ code }) => code,
    );

  test.each([
    ['with a colleague', {}, []],
    ['of one day', { to: '2026-03-02' }, []],
    ['of a stranger', { personId: 'per_9' }, ['unknown-person']],
    ['with a stranger', { deputyId: 'per_9' }, ['unknown-person']],
    ['without anybody else', { deputyId: 'per_1' }, ['own-deputy']],
    ['that ends before it starts', { to: '2026-03-01' }, ['ends-before-it-starts']],
    ['of sixty days', { to: '2026-04-30' }, []],
    ['of sixty-one days', { to: '2026-05-01' }, ['absence-too-long']],
    ['that is over', { from: '2026-02-01', to: '2026-02-27' }, ['window-is-over']],
  ])('%s', (_case, given, expected) => expect(codes(given)).toEqual(expected));

  test('needs somebody who is there', () => {
    const away = { personId: 'per_2', deputyId: 'per_3', from: '2026-03-04', to: '2026-03-09' };
    expect(codes({}, [away])).toEqual(['deputy-absent']);
    expect(codes({}, [{ ...away, from: '2026-03-05' }])).toEqual([]);
  });
});
