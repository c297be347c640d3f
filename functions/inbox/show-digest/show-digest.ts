import { digestOf } from '../../../packages/domain/inbox/tasks.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import { type InboxPorts, openTasks } from '../open-tasks.ts';

const atMost = 1000;

export const showDigest =
  (ports: InboxPorts) =>
  async (_input: object, caller: Caller): Promise<Answer> => {
    const now = ports.clock.now();
    const tasks = await openTasks(ports, caller.subject, undefined, atMost);
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
