import { describe, expect, test } from 'vitest';
import {
  type Actor,
  isSampled,
  mayCorrect,
  mayDecidePlan,
  mayExtend,
  mayVerify,
  nextDesk,
  objectionToNext,
} from '../../../packages/domain/audit/correction-desks.ts';
import type { Nonconformity } from '../../../packages/domain/audit/nonconformity.ts';
import { rulesOfEdition1 } from '../../support/edition.ts';
import { aNonconformity, people } from '../../support/nonconformities.ts';

const rules = rulesOfEdition1.correction;
const whoMay = (check: (actor: Actor) => unknown) =>
  Object.entries(people)
    .filter(([, actor]) => check(actor) === null)
    .map(([name]) => name);
const ofGeneralAdministrator = { position: 'GA', item: 'AU-GA-01', clause: '8.1' };
const ofMaster = { position: 'SM', item: 'AU-SM-01', clause: '1.1' };
const ofCare = { position: 'CC', item: 'AU-CC-03', clause: '2.2' };

describe('The steps of the owner', () => {
  test('are taken by whoever holds the position, or the station master for them', () => {
    expect(whoMay((actor) => mayCorrect(aNonconformity(), actor))).toEqual(['holder', 'master']);
  });
});

describe('A plan', () => {
  test.each([
    ['of a position', {}, ['master', 'hq', 'hqAuditor']],
    ['of the station master', ofMaster, ['hq', 'hqAuditor']],
    ['of a critical nonconformity', { severity: 'critical' as const }, ['hq', 'hqAuditor']],
  ])('%s is approved by %j', (_what, given, approving) => {
    expect(whoMay((actor) => mayDecidePlan(rules, aNonconformity(given), actor))).toEqual(approving);
  });
});

describe('A correction is verified', () => {
  const evidence = (given: Partial<Nonconformity>) =>
    aNonconformity({ status: 'evidence-submitted', ...given });
  test.each([
    ['of a minor one', {}, ['auditor', 'auditorAndCare', 'hq', 'hqAuditor']],
    ['of a major one', { severity: 'major' as const }, ['auditor', 'auditorAndCare', 'hq', 'hqAuditor']],
    ['of a critical one, by HQ', { severity: 'critical' as const }, ['hq', 'hqAuditor']],
    ['of section 8, not by the general administrator', ofGeneralAdministrator, ['master', 'hq', 'hqAuditor']],
    ['of the station master, by HQ', ofMaster, ['hq', 'hqAuditor']],
    ['of the technical director, by HQ', { position: 'TD', clause: '6.1' }, ['hq', 'hqAuditor']],
    [
      'of a position combined with that of the auditor, by neither of the two holders',
      ofCare,
      ['master', 'auditor', 'hq', 'hqAuditor'],
    ],
    ['that HQ samples, by HQ', { status: 'verified' as const }, ['hq', 'hqAuditor']],
  ])('%s', (_what, given, verifying) => {
    expect(whoMay((actor) => mayVerify(rules, evidence(given), actor))).toEqual(verifying);
  });

  test('never by whoever took a step of it, for the owner or not', () => {
    const corrected = (by: string) => ({ evidence: { by, at: '2026-03-02T02:00:00.000Z', text: '照片' } });
    const bySection8Master = evidence({ ...ofGeneralAdministrator, facts: corrected('per_SM') });
    expect(mayVerify(rules, bySection8Master, people.master)).toBe('corrected-it');
    expect(mayVerify(rules, evidence({ facts: corrected('per_GA') }), people.auditor)).toBe('corrected-it');
    expect(mayVerify(rules, evidence({ facts: corrected('auditor') }), people.hqAuditor)).toBe(
      'corrected-it',
    );
  });

  test('never by whoever holds the position, whatever else they hold', () => {
    expect(mayVerify(rules, evidence(ofCare), people.auditorAndCare)).toBe('holds-the-position');
    expect(mayVerify(rules, evidence({}), people.holder)).toBe('holds-the-position');
  });
});

describe('More time', () => {
  test.each([
    ['minor', ['master', 'region', 'hq']],
    ['major', ['region', 'hq']],
    ['critical', ['region', 'hq']],
  ] as const)('for a %s one is given by %j', (severity, giving) => {
    expect(whoMay((actor) => mayExtend(aNonconformity({ severity }), actor))).toEqual(giving);
  });
});

describe('Whose turn it is', () => {
  test.each([
    ['issued', {}, 'contain owner owner-corrects'],
    ['contained', {}, 'find-root-cause owner owner-corrects'],
    ['root-cause-found', {}, 'submit-plan owner owner-corrects'],
    ['plan-submitted', {}, 'decide-plan SM station-master-approves'],
    ['plan-submitted', ofMaster, 'decide-plan hq hq-approves-station-master'],
    ['plan-submitted', { severity: 'critical' }, 'decide-plan hq hq-approves-critical'],
    ['plan-approved', {}, 'implement owner owner-corrects'],
    ['implemented', {}, 'submit-evidence owner owner-corrects'],
    ['evidence-submitted', {}, 'verify GA station-auditor-verifies'],
    ['evidence-submitted', ofGeneralAdministrator, 'verify SM section-8-by-others'],
    ['evidence-submitted', ofMaster, 'verify hq heads-from-outside'],
    ['evidence-submitted', { severity: 'critical' }, 'verify hq critical-by-hq'],
    ['verified', {}, 'verify hq hq-sample'],
    ['closed', {}, 'none hq nothing-to-do'],
    [
      'closed',
      { severity: 'major', effectCheckOn: '2026-06-01' },
      'check-effect GA station-auditor-verifies',
    ],
    ['effect-checked', { effectCheckOn: '2026-06-01' }, 'none hq nothing-to-do'],
    ['withdrawn', {}, 'none hq nothing-to-do'],
  ] as const)('when it is %s (%j): %s', (status, given, expected) => {
    const { step, desk, rule } = nextDesk(rules, aNonconformity({ ...given, status }));
    expect(`${step} ${desk} ${rule}`).toBe(expected);
  });

  test('is what the person hears who asks', () => {
    const asks = (status: Nonconformity['status'], actor: Actor) =>
      objectionToNext(rules, aNonconformity({ status }), actor);
    expect(asks('issued', people.holder)).toBeNull();
    expect(asks('issued', people.otherHolder)).toBe('other-desk');
    expect(asks('plan-submitted', people.master)).toBeNull();
    expect(asks('evidence-submitted', people.holder)).toBe('holds-the-position');
    expect(asks('closed', people.holder)).toBeNull();
  });
});

describe('The sample of HQ', () => {
  test('is about a fifth of what the station verifies, and always the same', () => {
    const ids = Array.from(
      { length: 5000 },
      (_, i) => `ncf_test${String(i).padStart(8, '0')}_SD-JN-001_AU-SA-01`,
    );
    const drawn = ids.filter((nonconformityId) => isSampled(rules, aNonconformity({ nonconformityId })));
    expect(drawn.length / ids.length).toBeGreaterThan(0.18);
    expect(drawn.length / ids.length).toBeLessThan(0.22);
    expect(drawn).toEqual(
      drawn.filter((nonconformityId) => isSampled(rules, aNonconformity({ nonconformityId }))),
    );
  });
});
