import { describe, expect, test } from 'vitest';
import {
  compareFindings,
  executionNames,
  hasOwner,
  isSettling,
  type KnownFinding,
  lostWait,
  mostRestarts,
  type ScannedAudit,
  stationDues,
  type WaitFound,
  waitFindingId,
} from '../../../packages/domain/audit/wait-findings.ts';
import { auditId } from '../../../packages/domain/ids.ts';

const now = Date.parse('2026-03-10T00:00:00Z');
const audit: ScannedAudit = {
  status: 'answering',
  dueAt: '2026-03-15T00:00:00Z',
  closesAt: '2026-03-20T00:00:00Z',
  pending: new Set(['SM', 'TD']),
};
const lost: WaitFound = { kind: 'workflow-gone', of: 'aud_1', campaignId: 'cmp_1', owner: 'hq-network' };
const known = (given: Partial<KnownFinding> = {}): KnownFinding => ({
  findingId: waitFindingId(lost),
  status: 'open',
  foundOn: '2026-03-09',
  ...given,
});

describe('What moved within the hour', () => {
  test.each([
    ['a minute ago', '2026-03-09T23:59:00Z', true],
    ['now', '2026-03-10T00:00:00Z', true],
    ['an hour ago', '2026-03-09T23:00:00Z', false],
    ['in a minute', '2026-03-10T00:01:00Z', false],
    ['never', undefined, false],
  ])('%s', (_, at, settling) => {
    expect(isSettling([undefined, at], now)).toBe(settling);
  });
});

describe('What a station owes in an audit', () => {
  test('is every position that is still pending', () => {
    expect(stationDues(audit, now)).toEqual([{ dueAt: audit.dueAt }, { dueAt: audit.dueAt }]);
  });

  test.each<[string, Partial<ScannedAudit>]>([
    ['HQ answers on site', { mode: 'on-site' }],
    ['everything is answered', { pending: undefined }],
    ['the window is over', { closesAt: '2026-03-10T00:00:00Z' }],
    ['the audit is closed', { status: 'closed' }],
    ['the audit is cancelled', { status: 'cancelled' }],
    ['HQ reviews', { pending: undefined, review: true }],
  ])('is nothing where %s', (_, given) => {
    expect(stationDues({ ...audit, ...given }, now)).toEqual([]);
  });
});

describe('The owner of answers', () => {
  test('is a station master or a general administrator', () => {
    expect([{ SM: 1 }, { GA: 2 }, { SM: 0, GA: 1 }].map(hasOwner)).toEqual([true, true, true]);
    expect([{}, { SM: 0 }, { SA: 3 }].map(hasOwner)).toEqual([false, false, false]);
  });
});

describe('The findings after a scan', () => {
  test('are opened when they are new, and once', () => {
    expect(compareFindings([], [lost, { ...lost }], '2026-03-10')).toEqual({ opened: [lost], mended: [] });
  });

  test('change nothing while the same is wrong', () => {
    expect(compareFindings([known()], [lost], '2026-03-10')).toEqual({ opened: [], mended: [] });
  });

  test('are closed by a later day that does not find them', () => {
    expect(compareFindings([known()], [], '2026-03-10').mended).toEqual([known()]);
    expect(compareFindings([known()], [], '2026-03-09').mended).toEqual([]);
    expect(compareFindings([known()], [], '2026-03-08').mended).toEqual([]);
  });

  test('are opened again when they come back', () => {
    const closed = known({ status: 'closed' });
    expect(compareFindings([closed], [lost], '2026-03-10').opened).toEqual([lost]);
    expect(compareFindings([closed], [], '2026-03-10')).toEqual({ opened: [], mended: [] });
  });

  test('are told apart by what is wrong, and by the item of an appeal', () => {
    const ids = [lost, { ...lost, kind: 'wait-gone' as const }, { ...lost, item: 'A-1' }].map(waitFindingId);
    expect(new Set(ids).size).toBe(3);
  });
});

describe('A workflow that is started again', () => {
  test('gets names that Step Functions takes, the own one first', () => {
    const id = auditId(`cmp_${'a'.repeat(32)}`, `stn_${'A'.repeat(20)}`);
    const names = executionNames(id);
    expect(names).toHaveLength(mostRestarts + 1);
    expect(names[0]).toBe(id);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[\w-]{1,80}$/);
  });

  test('is one whose execution does not run', () => {
    expect([lostWait(true), lostWait(false)]).toEqual(['wait-gone', 'workflow-gone']);
  });
});
