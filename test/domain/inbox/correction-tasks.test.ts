import { describe, expect, test } from 'vitest';
import type { Role, Subject } from '../../../packages/domain/access/may.ts';
import type { Nonconformity } from '../../../packages/domain/audit/nonconformity.ts';
import { correctionTask } from '../../../packages/domain/inbox/correction-tasks.ts';
import { editionRules } from '../../../packages/standard/edition-rules.ts';
import { loadEdition } from '../../../packages/standard/load-edition.ts';

const rules = editionRules(loadEdition('edition-1')).correction;
const found: Nonconformity = {
  nonconformityId: 'ncf_0123456789_A-1_AU-SA-01',
  campaignId: 'cmp_0123456789',
  stationId: 'stn_A-1',
  regionId: 'reg_N',
  edition: '1',
  position: 'SA',
  item: 'AU-SA-01',
  clause: '7.1',
  severity: 'minor',
  issuedAt: '2026-03-01T00:00:00.000Z',
  status: 'issued',
  round: 1,
  dues: { contain: '2026-03-08', rootCause: '2026-03-16', plan: '2026-03-16', close: '2026-04-30' },
  submission: 0,
  revision: 1,
  facts: {},
  spent: [],
};
const at = (day: string) => Date.parse(`${day}T12:00:00+08:00`);
const who = (role: Role, positions: string[]): Subject => ({
  subject: 'x',
  role,
  stationId: 'stn_A-1',
  personId: `per_${positions[0] ?? 'HQ'}`,
  positions,
});
const advisor = who('position-holder', ['SA']);
const master = who('station-master', ['SM']);
const administrator = who('general-administrator', ['GA']);
const auditor: Subject = { subject: 'auditor', role: 'hq-auditor' };
const kinds = (given: Partial<Nonconformity>, subject: Subject, day = '2026-03-05') =>
  correctionTask(rules, { ...found, ...given }, subject, at(day)).map(({ kind }) => kind);

describe('A nonconformity', () => {
  test.each<[string, Partial<Nonconformity>, Subject, string[]]>([
    ['is corrected by whoever holds the position', {}, advisor, ['correct']],
    ['is corrected by the station master for them', {}, master, ['correct']],
    ['is no task of the administrator yet', {}, administrator, []],
    ['is no task of HQ yet', {}, auditor, []],
    ['has its plan decided by the master', { status: 'plan-submitted' }, master, ['decide-plan']],
    [
      'has a critical plan decided by HQ',
      { status: 'plan-submitted', severity: 'critical' },
      auditor,
      ['decide-plan'],
    ],
    ['is verified by the administrator', { status: 'evidence-submitted' }, administrator, ['verify']],
    ['is not verified by the holder', { status: 'evidence-submitted' }, advisor, []],
    [
      'is verified by HQ when critical',
      { status: 'evidence-submitted', severity: 'critical' },
      auditor,
      ['verify'],
    ],
    ['is nobody’s when it is closed for good', { status: 'closed' }, auditor, []],
  ])('%s', (_case, given, subject, expected) => expect(kinds(given, subject)).toEqual(expected));

  test('that was handed on is the task of that person, and still seen by the station master', () => {
    const mechanic = who('position-holder', ['MT']);
    const given = { given: { correct: 'per_MT' } };
    expect(kinds(given, mechanic)).toEqual(['correct']);
    expect(kinds(given, advisor)).toEqual([]);
    expect(kinds(given, master)).toEqual(['correct']);
    expect(kinds({ status: 'evidence-submitted', given: { verify: 'per_MT' } }, mechanic)).toEqual([
      'verify',
    ]);
    expect(correctionTask(rules, { ...found, ...given }, master, at('2026-03-05'))).toMatchObject([
      { givenTo: 'per_MT' },
    ]);
  });

  test('has its effect checked from the date on', () => {
    const closed: Partial<Nonconformity> = {
      status: 'closed',
      severity: 'major',
      effectCheckOn: '2026-06-01',
    };
    expect(kinds(closed, administrator, '2026-05-31')).toEqual([]);
    expect(kinds(closed, administrator, '2026-06-01')).toEqual(['check-effect']);
  });

  test('is overdue from the day after, and says why it came back', () => {
    const [task] = correctionTask(
      rules,
      { ...found, rejection: { by: 'x', at: '', text: '证据不清楚', submission: 1, of: 'evidence' } },
      advisor,
      at('2026-03-08'),
    );
    expect(task).toMatchObject({ overdue: false, dueAt: '2026-03-08T16:00:00.000Z', note: '证据不清楚' });
    expect(correctionTask(rules, found, advisor, at('2026-03-09'))).toMatchObject([{ overdue: true }]);
  });
});
