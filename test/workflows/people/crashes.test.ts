import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { BrokenCall } from '../../support/broken-calls.ts';
import { type Answered, demand } from '../../support/running-platform.ts';
import { type Newcomer, type WayStage, wayStage } from '../../support/way-stage.ts';
import type { Item } from '../../support/workflow-stage.ts';
import { clientTries } from '../../support/workflow-troubles.ts';

/*
 * A function may die before and after each of its calls; what was to happen happens once the platform or the person
 * tries again, and nothing is doubled. Whoever dies after a read has done nothing yet, so there is no "after" of reads.
 */
let stage: WayStage;
beforeAll(async () => {
  stage = await wayStage();
});
afterAll(() => stage.end());
afterEach(async () => {
  expect(stage.calls.mend()).toEqual([]);
  await stage.allLeave();
});

/** So often the client of a service tries by itself; then its function fails. */
const triesOf = (call: string) => (call.startsWith('DynamoDB.') ? clientTries : 3);
const dies = (caller: string, call: string, when: 'before' | 'after', skip: number): BrokenCall => ({
  caller,
  call,
  skip,
  // A token is used once: who tries again after a lost answer is told so, and asks no more.
  times: when === 'after' && call.endsWith('SendTaskSuccess') ? 1 : triesOf(call),
  error: 'InternalServerError',
  status: 500,
  when,
});

/** Events come again after minutes, records and states sooner. */
async function comeAgain(): Promise<void> {
  for (let minute = 0; minute < 5; minute++) await stage.pass(60_000);
}

/** What became of a person and of the ways, without what differs from person to person. */
async function endOf(newcomer: Newcomer) {
  const told = ({ type, status, revision, score, attempts, for: what }: Item) =>
    [type, status ?? what, score, revision, (attempts as unknown[] | undefined)?.length]
      .filter((part) => part !== undefined)
      .join(' ');
  const nameless = ({ sk }: Item) =>
    String(sk)
      .replaceAll(newcomer.person, '…')
      .replace(/\d{4}-\d\d-\d\d|\d{8}/, '…');
  const items = Object.values(await stage.fileOf(newcomer)).filter(({ type }) => type !== 'trail');
  const workflows = (['onboarding', 'certification'] as const).map((workflow) => {
    const name = newcomer[`${workflow}Id`];
    return `${stage.executions(workflow, name).length} ${workflow} ${stage.statusOf(workflow, name)}`;
  });
  return {
    items: items.map((item) => `${nameless(item)}: ${told(item)}`).sort(),
    workflows,
  };
}

interface Point {
  call: string;
  when: 'before' | 'after';
  skip: number;
}
interface Case {
  caller: string;
  points: readonly Point[];
  /** @param breakNow called before the function that is to die is reached */
  go(breakNow: () => void): Promise<Newcomer>;
}
const reads = (...calls: string[]): Point[] =>
  calls.map((call) => ({ call: `DynamoDB.${call}`, when: 'before', skip: 0 }));
const write = (call: string, skip = 0): Point[] => [
  { call, when: 'before', skip },
  { call, when: 'after', skip },
];

const approving = async (breakNow: () => void) => {
  const newcomer = await stage.candidate('certification');
  await stage.passExams(newcomer);
  breakNow();
  demand(await stage.people.approve(newcomer.certificationId), 200);
  return newcomer;
};

describe.each<Case>([
  {
    caller: 'start-onboarding',
    points: [
      ...reads('GetItem', 'Query'),
      ...write('DynamoDB.PutItem'),
      ...write('AWSStepFunctions.StartExecution'),
    ],
    async go(breakNow) {
      breakNow();
      return stage.hire('onboarding');
    },
  },
  {
    caller: 'open-certification',
    points: [...reads('Query'), ...write('DynamoDB.PutItem'), ...write('AWSStepFunctions.StartExecution')],
    async go(breakNow) {
      const newcomer = await stage.hire('onboarding');
      breakNow();
      await stage.record(newcomer);
      return newcomer;
    },
  },
  {
    caller: 'issue-certificate',
    points: [...reads('GetItem'), ...write('DynamoDB.TransactWriteItems')],
    go: approving,
  },
  {
    caller: 'publish-changes',
    points: [
      ...reads('GetItem'),
      // The certification is to be issued; later the onboarding is to be released.
      ...write('AWSStepFunctions.SendTaskSuccess'),
      ...write('AWSStepFunctions.SendTaskSuccess', 1),
      ...write('AWSEvents.PutEvents'),
    ],
    go: approving,
  },
  {
    caller: 'end-ways',
    points: [...reads('GetItem', 'Query'), ...write('DynamoDB.PutItem'), ...write('DynamoDB.PutItem', 1)],
    async go(breakNow) {
      const newcomer = await stage.candidate('onboarding');
      breakNow();
      await stage.leave(newcomer);
      return newcomer;
    },
  },
])('$caller', ({ caller, points, go }) => {
  let undisturbed: Awaited<ReturnType<typeof endOf>>;
  beforeAll(async () => {
    undisturbed = await endOf(await go(() => {}));
    await stage.allLeave();
  });

  test.each(points)('that dies at $call, $when it is done, is made good', async ({ call, when, skip }) => {
    const newcomer = await go(() => stage.calls.break(dies(caller, call, when, skip)));
    await comeAgain();
    expect(stage.calls.mend()).toEqual([]);
    expect(await endOf(newcomer)).toEqual(undisturbed);
  });
});

interface Command {
  caller: string;
  points: readonly Point[];
  ready(): Promise<{ newcomer: Newcomer; send(): Promise<Answered> }>;
}

const way = ({ certificationId }: Newcomer) => `/v1/certifications/${certificationId}`;
describe.each<Command>([
  {
    caller: 'hire-person',
    points: [...reads('GetItem'), ...write('DynamoDB.TransactWriteItems')],
    async ready() {
      // Somebody who was there before takes a seat again: the second hire is the one that dies.
      const newcomer = await stage.hire('onboarding');
      await stage.leave(newcomer);
      await stage.pass(86_400_000);
      const { stationId, personId, position } = newcomer;
      const since = stage.people.day();
      return {
        newcomer,
        send: () => stage.post('hq', `/v1/stations/${stationId}/people`, { personId, position, since }),
      };
    },
  },
  {
    caller: 'start-exam',
    points: [...reads('GetItem', 'Query'), ...write('DynamoDB.PutItem')],
    async ready() {
      const newcomer = await stage.candidate('certification');
      await stage.people.showAll(newcomer.certificationId);
      return { newcomer, send: () => stage.post(newcomer.login, `${way(newcomer)}/papers`) };
    },
  },
  {
    caller: 'submit-paper',
    points: [...reads('GetItem'), ...write('DynamoDB.UpdateItem'), ...write('DynamoDB.PutItem')],
    async ready() {
      const newcomer = await stage.candidate('certification');
      await stage.people.showAll(newcomer.certificationId);
      demand(await stage.post(newcomer.login, `${way(newcomer)}/papers`), 201);
      return {
        newcomer,
        send: () => stage.post(newcomer.login, `${way(newcomer)}/papers/1/submission`, { answers: {} }),
      };
    },
  },
  {
    caller: 'decide-certification',
    points: [...reads('GetItem'), ...write('DynamoDB.PutItem')],
    async ready() {
      const newcomer = await stage.candidate('certification');
      await stage.passExams(newcomer);
      return { newcomer, send: () => stage.people.approve(newcomer.certificationId) };
    },
  },
])('$caller', ({ caller, points, ready }) => {
  let undisturbed: Awaited<ReturnType<typeof endOf>>;
  beforeAll(async () => {
    const { newcomer, send } = await ready();
    demand(await send(), 200, 201);
    undisturbed = await endOf(newcomer);
    await stage.allLeave();
  });

  test.each(points)(
    'that dies at $call, $when it is done, is answered when it is sent again',
    async ({ call, when, skip }) => {
      const { newcomer, send } = await ready();
      stage.calls.break(dies(caller, call, when, skip));
      expect((await send()).status).toBeGreaterThanOrEqual(500);
      expect(stage.calls.mend()).toEqual([]);
      demand(await send(), 200, 201);
      expect(await endOf(newcomer)).toEqual(undisturbed);
    },
  );
});
