import { readCursor, writeCursor } from '../../../packages/contracts/cursor.ts';
import { pageOfTasks, type TaskKind, type TaskPlace } from '../../../packages/domain/inbox/tasks.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import { type InboxPorts, openTasks } from '../open-tasks.ts';

interface Input {
  kind?: TaskKind | undefined;
  position?: string | undefined;
  stationId?: string | undefined;
  regionId?: string | undefined;
  overdue?: 'true' | 'false' | undefined;
  cursor?: string | undefined;
  limit?: number | undefined;
}

const isPlace = (value: object): value is TaskPlace => {
  const { dueAt, of, taskId } = value as Partial<TaskPlace>;
  return (
    typeof taskId === 'string' &&
    typeof of === 'string' &&
    of.length > 0 &&
    of.length <= 100 &&
    typeof dueAt === 'string' &&
    /^[0-9TZ:.+-]{10,30}$/.test(dueAt)
  );
};
/** So much of each desk is looked through for a page; where filters leave little of it, the next page goes on. */
const atMost = 500;

export const listTasks =
  (ports: InboxPorts) =>
  async (input: Input, caller: Caller): Promise<Answer> => {
    const { cursor, limit = 100, overdue, ...filter } = input;
    const after = readCursor(cursor, isPlace);
    const { tasks, until } = await openTasks(ports, caller.subject, after, atMost);
    const page = pageOfTasks(
      tasks,
      { ...filter, overdue: overdue === undefined ? undefined : overdue === 'true' },
      limit,
      after,
      until,
    );
    return {
      status: 200,
      body: {
        items: page.items,
        standsInFor: [...(caller.subject.standsInFor ?? [])],
        ...(page.next ? { next: writeCursor(page.next) } : {}),
      },
    };
  };
