import { digestOf, pageOfTasks, type Task, type TaskPlace } from '../../../packages/domain/inbox/tasks.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import { type InboxPorts, openTasks } from '../open-tasks.ts';

/** As many of each desk in one go. */
const atOnce = 1000;

export const showDigest =
  (ports: InboxPorts) =>
  async (_input: object, caller: Caller): Promise<Answer> => {
    const now = ports.clock.now();
    const tasks: Task[] = [];
    for (let after: TaskPlace | undefined; ; ) {
      const part = await openTasks(ports, caller.subject, after, atOnce);
      const { items, next } = pageOfTasks(part.tasks, {}, Number.POSITIVE_INFINITY, after, part.until);
      tasks.push(...items);
      if (!next) break;
      after = next;
    }
    return {
      status: 200,
      body: {
        ...digestOf(tasks, now),
        kinds: [...Map.groupBy(tasks, ({ kind }) => kind)].map(([kind, own]) => ({
          kind,
          ...digestOf(own, now),
        })),
      },
    };
  };
