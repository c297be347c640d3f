import { describe, expect, test } from 'vitest';
import type { Role, Subject } from '../../../packages/domain/access/may.ts';
import type { WorkingDays } from '../../../packages/domain/calendar.ts';
import type { Certification } from '../../../packages/domain/certification/certification.ts';
import { digestOf } from '../../../packages/domain/inbox/tasks.ts';
import {
  certificationTask,
  handOverTask,
  onboardingTasks,
} from '../../../packages/domain/inbox/way-tasks.ts';
import type { Onboarding } from '../../../packages/domain/onboarding/onboarding.ts';
import { loadEdition } from '../../../packages/standard/load-edition.ts';
import { pathRules } from '../../../packages/standard/path-rules.ts';
import { shownOf } from '../../support/paths.ts';

const edition = loadEdition('edition-1');
const rulesOf = (position: string) => pathRules(edition, position as 'MT', () => '0'.repeat(64));
const rules = rulesOf('MT');
const everyDay: WorkingDays = { isHoliday: () => false, isWorked: () => true };
const at = (day: string) => Date.parse(`${day}T12:00:00+08:00`);
const who = (role: Role, ...positions: string[]): Subject => ({
  subject: 'x',
  role,
  stationId: 'stn_A-1',
  regionId: 'reg_N',
  personId: `per_${positions[0]}`,
  positions,
});
const newcomer: Subject = { ...who('position-holder', 'MT'), personId: 'per_NEW' };
const colleague = who('position-holder', 'MT');
const workshop = who('position-holder', 'WSM');
const director = who('position-holder', 'TD');
const administrator = who('general-administrator', 'GA');
const master = who('station-master', 'SM');
const auditor: Subject = { subject: 'auditor', role: 'hq-auditor' };
const full = { SM: 1, GA: 1, TD: 1, WSM: 1, MT: 4 };

const onboarding: Onboarding = {
  onboardingId: 'onb_NEW_A-1_MT_20260302',
  personId: 'per_NEW',
  stationId: 'stn_A-1',
  regionId: 'reg_N',
  position: 'MT',
  edition: '1',
  status: 'open',
  since: '2026-03-02',
  startedAt: '2026-03-02T00:00:00.000Z',
  steps: {},
  hours: {},
  credited: rules.modules.slice(1).map(({ id }) => id),
  revision: 1,
};
const module = rules.modules[0]?.id ?? '';
const tasksOf = (subject: Subject, given: Partial<Onboarding> = {}, heads = full, day = '2026-03-02') =>
  onboardingTasks(rules, { ...onboarding, ...given }, everyDay, heads, subject, at(day));
const parts = (...given: Parameters<typeof tasksOf>) => tasksOf(...given).map(({ item }) => item);

describe('An onboarding', () => {
  test('shows each its parts, and the person the duty sheet to sign', () => {
    expect(parts(newcomer)).toEqual(['duty-briefing']);
    expect(parts(workshop).sort()).toEqual(['duty-briefing', 'safety-education']);
    expect(parts(director).sort()).toEqual([module, 'mentoring'].sort());
    expect(parts(administrator).sort()).toEqual(['registration', 'safety-education']);
    expect(parts(colleague)).toEqual([]);
    expect(parts(auditor)).toEqual([]);
  });

  test('falls to the station head where nobody holds the position, and where it is overdue', () => {
    expect(parts(master)).toEqual([]);
    expect(parts(master, {}, { ...full, TD: 0 }).sort()).toEqual([module, 'mentoring'].sort());
    // Without a workshop manager the head is the line manager.
    expect(parts(master, {}, { ...full, WSM: 0 })).toEqual(['duty-briefing']);
    expect(parts(master, {}, full, '2026-12-01')).toHaveLength(5);
    expect(tasksOf(master, {}, full, '2026-12-01').every(({ overdue }) => overdue)).toBe(true);
  });

  test('names the route that does it', () => {
    const paths = [...tasksOf(director), ...tasksOf(newcomer)].map(({ action }) => action.path);
    const id = onboarding.onboardingId;
    expect(paths.sort()).toEqual([
      `/v1/onboardings/${id}/mentor`,
      `/v1/onboardings/${id}/modules`,
      `/v1/onboardings/${id}/steps`,
    ]);
  });

  test('is nobody’s task once the exams have begun', () => {
    expect(parts(director, { status: 'certifying' })).toEqual([]);
  });

  test('counts the last day as not overdue', () => {
    const [task] = tasksOf(newcomer);
    expect(task).toMatchObject({ kind: 'onboard', dueAt: '2026-03-02T16:00:00.000Z', overdue: false });
    expect(digestOf(tasksOf(newcomer), at('2026-03-02'))).toMatchObject({ day: 1 });
    expect(tasksOf(newcomer, {}, full, '2026-03-03')[0]?.overdue).toBe(true);
  });
});

const certification: Certification = {
  certificationId: 'crt_NEW_MT_L1_20260302',
  personId: 'per_NEW',
  stationId: 'stn_A-1',
  regionId: 'reg_N',
  position: 'MT',
  level: 'L1',
  kind: 'initial',
  edition: '1',
  status: 'candidate',
  openedAt: '2026-03-02T00:00:00.000Z',
  dues: { theory: '2026-04-01', practical: '2026-05-01', release: '2026-06-01' },
  needs: { theory: true, practical: true },
  shown: {},
  attempts: [],
  assessments: [],
  revision: 1,
};
const seen = { by: 'per_GA', at: '2026-03-02T00:00:00.000Z', evidence: 'ZJ' };
const shown = { education: seen, experience: seen };
const shownBy = (code: string, { status }: Partial<Certification>) =>
  status === 'candidate' ? {} : shownOf(code);
const next = (subject: Subject, given: Partial<Certification>, code = 'MT', heads = full) =>
  certificationTask(
    rulesOf(code),
    { ...certification, position: code, shown: shownBy(code, given), ...given },
    heads,
    subject,
    at('2026-03-05'),
  ).map(({ kind, action }) => `${kind} ${action.path.split('/').at(-1)}`);

describe('A certification', () => {
  test('is the turn of the candidate, the assessor and the approver, one after the other', () => {
    const all = [newcomer, colleague, director, master, auditor];
    const turns = (status: Certification['status'], given: Partial<Certification> = {}) =>
      all.map((subject) => next(subject, { status, ...given }).join());
    expect(turns('candidate', { shown })).toEqual(['take-exam papers', '', '', '', '']);
    expect(turns('theory-passed')).toEqual(['', '', 'assess assessments', '', '']);
    expect(turns('practical-passed')).toEqual(['', '', '', 'approve decision', '']);
    expect(turns('in-training')).toEqual(['', '', 'retrain retraining', '', '']);
    expect(turns('certified')).toEqual(['', '', '', '', '']);
  });

  test('begins with what is to be shown: to the administrator, or to the head where nobody is there', () => {
    const everybody = [newcomer, director, administrator, master, auditor];
    const turns = (code = 'MT', heads = full) =>
      everybody.map((subject) =>
        next(subject, { status: 'candidate', level: rulesOf(code).levels[0]?.id ?? '' }, code, heads).join(),
      );
    expect(turns()).toEqual(['', '', 'show-prerequisite prerequisites', '', '']);
    expect(turns('MT', { ...full, GA: 0 })).toEqual(['', '', '', 'show-prerequisite prerequisites', '']);
    // Nobody vouches for themselves; HQ alone lets somebody go on without a certificate that is asked for.
    expect(turns('GA')).toEqual(['', '', '', 'show-prerequisite prerequisites', '']);
    const waits = { status: 'candidate' as const, level: 'qualified', shown };
    expect(next(auditor, waits, 'TD')).toEqual(['show-prerequisite prerequisites']);
    expect(next(administrator, waits, 'TD')).toEqual([]);
  });

  test('is HQ’s turn where HQ certifies, and where it countersigns', () => {
    expect(next(auditor, { status: 'theory-passed', level: 'qualified' }, 'TD')).toEqual([
      'assess assessments',
    ]);
    expect(next(master, { status: 'theory-passed', level: 'qualified' }, 'TD')).toEqual([]);
    const signed = { by: 'per_SM', at: '2026-03-04T00:00:00.000Z' };
    expect(next(auditor, { status: 'practical-passed', signed })).toEqual(['approve decision']);
    expect(next(master, { status: 'practical-passed', signed })).toEqual([]);
  });

  test('is approved by somebody other than the assessor', () => {
    const assessments = [
      { number: 1, at: '2026-03-04T00:00:00.000Z', score: 95, passed: true, by: 'auditor', failedSafety: [] },
    ];
    const waiting = { status: 'practical-passed' as const, level: 'qualified', assessments };
    expect(next(auditor, waiting, 'TD')).toEqual([]);
    expect(next({ ...auditor, subject: 'hq' }, waiting, 'TD')).toEqual(['approve decision']);
  });
});

describe('A hand-over', () => {
  const handOver = {
    handOverId: 'hov_NEW_A-1_20260302',
    personId: 'per_NEW',
    stationId: 'stn_A-1',
    regionId: 'reg_N',
    positions: ['MT'],
    dueOn: '2026-03-02',
    status: 'open' as const,
  };
  const turn = (subject: Subject, heads = full) =>
    handOverTask(handOver, [rules.line], heads, subject, at('2026-03-02')).length === 1;

  test('is the line manager’s, and the head’s where there is none', () => {
    expect([workshop, master, director, newcomer, auditor].map((subject) => turn(subject))).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
    expect(turn(master, { ...full, WSM: 0 })).toBe(true);
  });
});
