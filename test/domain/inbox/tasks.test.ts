import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Subject } from '../../../packages/domain/access/may.ts';
import { type AuditOfTasks, answerTasks, reviewTask } from '../../../packages/domain/inbox/audit-tasks.ts';
import {
  compareTasks,
  digestOf,
  pageOfTasks,
  type Task,
  type TaskPlace,
} from '../../../packages/domain/inbox/tasks.ts';
import { editionRules } from '../../../packages/standard/edition-rules.ts';
import { loadEdition } from '../../../packages/standard/load-edition.ts';

const rules = editionRules(loadEdition('edition-1'));
const now = Date.parse('2026-03-10T00:00:00Z');
const audit: AuditOfTasks = {
  auditId: 'aud_x_A',
  stationId: 'stn_A',
  regionId: 'reg_N',
  name: '一站',
  status: 'answering',
  dueAt: '2026-03-09T00:00:00.000Z',
  closesAt: '2026-03-20T00:00:00.000Z',
  review: true,
  pending: new Set(['SM', 'GA', 'SA']),
};
const subject = (role: Subject['role'], positions: string[], personId = 'per_1'): Subject => ({
  subject: personId,
  role,
  stationId: 'stn_A',
  personId,
  positions,
});
const positionsFor = (who: Subject, given: Partial<AuditOfTasks> = {}) =>
  answerTasks(rules, { ...audit, ...given }, who, now).map(({ position }) => position);

describe("A station's tasks in an audit", () => {
  test('are those that the rules of independence leave to whoever asks', () => {
    expect(positionsFor(subject('station-master', ['SM']))).toEqual(['GA', 'SA']);
    expect(positionsFor(subject('general-administrator', ['GA']))).toEqual(['SA']);
    expect(positionsFor(subject('position-holder', ['MT']))).toEqual([]);
    expect(positionsFor(subject('position-holder', ['MT']), { given: { SA: 'per_1' } })).toEqual(['SA']);
    expect(positionsFor(subject('position-holder', ['MT']), { given: { SA: 'per_2' } })).toEqual([]);
  });

  test('say why something was sent back, and that they are overdue', () => {
    const [task] = answerTasks(
      rules,
      { ...audit, pending: new Set(['SA']), sentBack: { SA: '请补充' } },
      subject('station-master', ['SM']),
      now,
      '2026-03-08T00:00:00.000Z',
    );
    expect(task).toMatchObject({ overdue: true, note: '请补充', remindedAt: '2026-03-08T00:00:00.000Z' });
  });

  test('are none once the window is over, the audit cancelled or in review', () => {
    const master = subject('station-master', ['SM']);
    expect(positionsFor(master, { closesAt: '2026-03-10T00:00:00.000Z' })).toEqual([]);
    expect(positionsFor(master, { status: 'cancelled' })).toEqual([]);
    expect(positionsFor(master, { pending: undefined })).toEqual([]);
  });

  test('turn into a review of HQ when everything is answered', () => {
    const due = '2026-03-24T00:00:00.000Z';
    expect(reviewTask({ ...audit, pending: undefined }, due, now)).toMatchObject([
      { kind: 'review', dueAt: due },
    ]);
    expect(reviewTask({ ...audit, pending: undefined, reviewed: {} }, due, now)).toEqual([]);
  });
});

const aTask = (taskId: string, dueAt: string): Task => ({
  taskId,
  kind: 'answer',
  of: 'aud_x_A',
  name: '',
  dueAt,
  overdue: Date.parse(dueAt) <= now,
  action: { method: 'POST', path: '/' },
});

describe('An inbox', () => {
  test('is walked page by page without losing or repeating a task, the first due first', () => {
    const days = fc
      .integer({ min: 1, max: 28 })
      .map((day) => `2026-03-${String(day).padStart(2, '0')}T00:00:00.000Z`);
    void fc.assert(
      fc.property(fc.array(days, { maxLength: 40 }), fc.integer({ min: 1, max: 7 }), (dues, limit) => {
        const tasks = dues.map((due, i) => aTask(`answer:${i}`, due));
        const seen: Task[] = [];
        for (let after: TaskPlace | undefined; ; ) {
          const page = pageOfTasks(tasks, {}, limit, after);
          seen.push(...page.items);
          if (!page.next) break;
          after = page.next;
        }
        expect(new Set(seen.map(({ taskId }) => taskId)).size).toBe(tasks.length);
        expect(seen.map(({ dueAt }) => dueAt)).toEqual([...dues].sort());
      }),
    );
  });

  test('is walked without a gap also where its desks are read in parts, whatever is asked for', () => {
    const desks = fc.array(
      fc.array(fc.record({ day: fc.integer({ min: 1, max: 4 }), region: fc.constantFrom('N', 'S') }), {
        maxLength: 25,
      }),
      { minLength: 1, maxLength: 3 },
    );
    void fc.assert(
      fc.property(
        desks,
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 7 }),
        (all, part, limit) => {
          const kept = all.map((desk, d) =>
            desk
              .map(({ day, region }, i) => ({
                ...aTask(`review:aud_${i}_${d}`, `2026-03-0${day}T00:00:00.000Z`),
                of: `aud_${i}_${d}`,
                regionId: region,
              }))
              .sort(compareTasks),
          );
          /** As much of a desk as one look reads. */
          const read = (after: TaskPlace | undefined) => {
            const parts = kept.map((desk) => desk.filter((task) => !after || compareTasks(task, after) > 0));
            const [until] = parts
              .flatMap((desk) => (desk.length > part ? (desk[part - 1] ?? []) : []))
              .sort(compareTasks);
            return { tasks: parts.flatMap((desk) => desk.slice(0, part)), until };
          };
          const seen: Task[] = [];
          for (let after: TaskPlace | undefined; ; ) {
            const { tasks, until } = read(after);
            const page = pageOfTasks(tasks, { regionId: 'N' }, limit, after, until);
            seen.push(...page.items);
            if (!page.next) break;
            after = page.next;
          }
          const wanted = kept.flat().filter(({ regionId }) => regionId === 'N');
          expect(seen.map(({ taskId }) => taskId)).toEqual(
            wanted.sort(compareTasks).map(({ taskId }) => taskId),
          );
        },
      ),
    );
  });

  test('is narrowed by what is asked for', () => {
    const tasks = [
      { ...aTask('a', '2026-03-09T00:00:00.000Z'), position: 'SA', stationId: 'stn_A' },
      { ...aTask('b', '2026-03-19T00:00:00.000Z'), position: 'MT', regionId: 'reg_N' },
    ];
    const found = (filter: Parameters<typeof pageOfTasks>[1]) =>
      pageOfTasks(tasks, filter, 10).items.map(({ taskId }) => taskId);
    expect(found({ overdue: true })).toEqual(['a']);
    expect(found({ overdue: false })).toEqual(['b']);
    expect(found({ position: 'MT' })).toEqual(['b']);
    expect(found({ stationId: 'stn_A' })).toEqual(['a']);
    expect(found({ regionId: 'reg_N' })).toEqual(['b']);
    expect(found({ kind: 'review' })).toEqual([]);
  });

  test('is told as one digest', () => {
    const due = (hours: number) => ({ dueAt: new Date(now + hours * 3_600_000).toISOString() });
    expect(digestOf([due(-1), due(0), due(1), due(24), due(25), due(168), due(169)], now)).toEqual({
      overdue: 2,
      day: 2,
      week: 2,
      later: 1,
    });
  });
});
