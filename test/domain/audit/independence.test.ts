import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Role, Subject } from '../../../packages/domain/access/may.ts';
import { auditorsOf, mayAnswer, mayBeGiven } from '../../../packages/domain/audit/independence.ts';
import { editionRules } from '../../../packages/standard/edition-rules.ts';
import { loadEdition } from '../../../packages/standard/load-edition.ts';

const rules = editionRules(loadEdition('edition-1'));
const codes = rules.positions.map(({ code }) => code);
const audit = { stationId: 'stn_A', mode: 'self', given: {} } as const;
const at = (stationId: string, role: Role, positions: string[], personId = 'per_1'): Subject => ({
  subject: personId,
  role,
  stationId,
  personId,
  positions,
});
const master = at('stn_A', 'station-master', ['SM']);
const administrator = at('stn_A', 'general-administrator', ['GA']);
const mechanic = at('stn_A', 'position-holder', ['MT']);
const outsider = at('stn_B', 'general-administrator', ['GA'], 'per_9');
const hq: Subject = { subject: 'auditor', role: 'hq-auditor' };
const manager: Subject = { subject: 'rm', role: 'region-manager', regionId: 'reg_N' };

describe('The independence rules of 8.7', () => {
  test('send station master and technical director outside, and section 8 to the head or HQ', () => {
    const kinds = Object.fromEntries(codes.map((code) => [code, auditorsOf(rules, code)]));
    expect(kinds).toEqual({
      ...Object.fromEntries(codes.map((code) => [code, ['anybody-else']])),
      SM: ['other-station', 'hq'],
      TD: ['other-station', 'hq'],
      GA: ['station-head', 'hq'],
    });
  });

  test.each<[string, Subject, string, object, string]>([
    ['the general administrator runs the audit', administrator, 'MT', {}, 'yes'],
    ['the general administrator leaves section 8 alone', administrator, 'GA', {}, 'own-work'],
    [
      'an acting administrator without the post leaves section 8 alone too',
      mechanic,
      'GA',
      {},
      'not-entitled',
    ],
    ['the station master audits section 8', master, 'GA', {}, 'yes'],
    ['the station master does not audit the own post', master, 'SM', {}, 'own-work'],
    ['the administrator does not audit the station master', administrator, 'SM', {}, 'not-entitled'],
    ['the station master does not audit the technical director', master, 'TD', {}, 'not-entitled'],
    ['HQ audits the station master', hq, 'SM', {}, 'yes'],
    ['HQ audits the technical director', hq, 'TD', {}, 'yes'],
    ['HQ helps a station that has nobody', hq, 'MT', {}, 'yes'],
    ['a position holder audits nothing by right', mechanic, 'SA', {}, 'not-given'],
    ['a position holder audits what was given', mechanic, 'SA', { given: { SA: 'per_1' } }, 'yes'],
    ['what was given to another is not given', mechanic, 'SA', { given: { SA: 'per_2' } }, 'not-given'],
    ['nothing given lifts the own work', mechanic, 'MT', { given: { MT: 'per_1' } }, 'own-work'],
    ['section 8 cannot be given', mechanic, 'GA', { given: { GA: 'per_1' } }, 'not-entitled'],
    [
      'an auditor of another station audits what was given',
      outsider,
      'SM',
      { given: { SM: 'per_9' } },
      'yes',
    ],
    ['and nothing else', outsider, 'MT', { given: { SM: 'per_9' } }, 'foreign'],
    ['section 8 is not for other stations', outsider, 'GA', { given: { GA: 'per_9' } }, 'not-entitled'],
    ['a region manager is no auditor', manager, 'MT', {}, 'foreign'],
    ['on site the station answers nothing', administrator, 'MT', { mode: 'on-site' }, 'not-entitled'],
    ['on site HQ answers', hq, 'MT', { mode: 'on-site' }, 'yes'],
    [
      'combined posts are audited by neither holder',
      at('stn_A', 'general-administrator', ['GA', 'CC']),
      'CC',
      {},
      'own-work',
    ],
    [
      'a master who is service manager leaves that post',
      at('stn_A', 'station-master', ['SM', 'SVM']),
      'SVM',
      {},
      'own-work',
    ],
  ])('%s', (_rule, subject, position, given, expected) => {
    expect(mayAnswer(rules, { ...audit, ...given }, position, subject)).toBe(expected);
  });

  test('give nobody what they may not answer', () => {
    const person = { personId: 'per_5', stationId: 'stn_A', positions: ['MT'] };
    expect(mayBeGiven(rules, audit, 'SA', person)).toBe('yes');
    expect(mayBeGiven(rules, audit, 'MT', person)).toBe('own-work');
    expect(mayBeGiven(rules, audit, 'TD', person)).toBe('not-entitled');
    expect(mayBeGiven(rules, audit, 'TD', { ...person, stationId: 'stn_B' })).toBe('yes');
    expect(mayBeGiven(rules, audit, 'GA', { ...person, positions: ['SM'] })).toBe('yes');
  });

  test('never let anybody answer for a position they hold at the station', () => {
    const roles: Role[] = ['station-master', 'general-administrator', 'position-holder'];
    void fc.assert(
      fc.property(
        fc.constantFrom(...roles),
        fc.uniqueArray(fc.constantFrom(...codes), { minLength: 1, maxLength: 4 }),
        fc.constantFrom(...codes),
        fc.boolean(),
        (role, positions, position, isGiven) => {
          const given = isGiven ? { [position]: 'per_1' } : {};
          const answer = mayAnswer(rules, { ...audit, given }, position, at('stn_A', role, positions));
          if (positions.includes(position)) expect(answer).toBe('own-work');
        },
      ),
    );
  });
});
