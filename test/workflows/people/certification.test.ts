import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { keys } from '../../../packages/table/keys.ts';
import { type Newcomer, type WayStage, wayStage } from '../../support/way-stage.ts';
import { day } from '../../support/workflow-stage.ts';
import { type WorkflowTroubles, withoutTable, workflowTroubles } from '../../support/workflow-troubles.ts';

/*
 * Every way through the workflow of a certification, with the real definition, functions and table. What happened is
 * compared with `certification.<scenario>.txt`; `UPDATE_HISTORIES=1` writes these anew.
 */
const workflow = 'certification';
const golden = (scenario: string) => new URL(`./${workflow}.${scenario}.txt`, import.meta.url);

let stage: WayStage;
let trouble: WorkflowTroubles;
beforeAll(async () => {
  stage = await wayStage();
  trouble = workflowTroubles(workflow, (ms) => stage.running.platform.clock.advance(ms));
});
afterAll(() => stage.end());
afterEach(async () => {
  expect(stage.calls.mend()).toEqual([]);
  await stage.allLeave();
});

const eventsPut = (id: string) => stage.running.platform.counters.ofCase(id)?.eventsPut;
const transitions = (id: string) =>
  stage.history(workflow, id).filter(({ type }) => type.endsWith('StateEntered')).length;
const retried = ({ certificationId }: Newcomer) => stage.passRetries(workflow, certificationId);
const candidate = () => stage.candidate(workflow);
async function pass({ story }: Newcomer, days: number): Promise<void> {
  story.note(`${days} days pass`);
  await stage.pass(days * day);
}
async function approve({ story, certificationId }: Newcomer): Promise<void> {
  story.note('the certificate is approved');
  expect((await stage.people.approve(certificationId)).status).toBe(200);
}
/** The day after the last for the theory of a mechanic. */
const theoryDue = 61;

describe('A way to a certificate', () => {
  test('that goes well ends in the certificate and costs three transitions', async () => {
    const newcomer = await candidate();
    await stage.passExams(newcomer);
    await approve(newcomer);
    newcomer.story.compare(golden('certified'));
    const certification = await stage.certification(newcomer);
    expect(certification).toMatchObject({ status: 'certified', certificate: expect.stringMatching(/^SK-/) });
    expect(transitions(newcomer.certificationId)).toBe(3);
    expect(eventsPut(newcomer.certificationId) ?? 0).toBe(0);
  });

  test('whose person leaves is over', async () => {
    const newcomer = await candidate();
    await stage.leave(newcomer);
    newcomer.story.compare(golden('left'));
  });

  test('that is late climbs the ladder, and everybody on its last rung is told again each week', async () => {
    const newcomer = await candidate();
    await pass(newcomer, theoryDue);
    await pass(newcomer, 2);
    await pass(newcomer, 4);
    await pass(newcomer, 7);
    await stage.leave(newcomer);
    newcomer.story.compare(golden('overdue'));
  });

  test('whose first due date is kept is looked at again, and nobody is told', async () => {
    const newcomer = await candidate();
    const { certificationId, person } = newcomer;
    await stage.people.showAll(certificationId);
    newcomer.story.note('the theory is passed');
    await stage.people.takePaper(certificationId, person);
    await pass(newcomer, theoryDue);
    await stage.leave(newcomer);
    newcomer.story.compare(golden('kept-due-date'));
    expect(eventsPut(certificationId) ?? 0).toBe(0);
  });

  test('that is over and could not be told so ends at its next look', async () => {
    const newcomer = await candidate();
    await stage.remove(keys.wayWait(newcomer.personId, newcomer.certificationId));
    newcomer.story.note('the wait is gone from the table');
    await stage.leave(newcomer);
    expect(stage.statusOf(workflow, newcomer.certificationId)).toBe('RUNNING');
    await pass(newcomer, theoryDue);
    newcomer.story.compare(golden('wait-gone'));
  });

  test('with a paper that nobody came to grade is looked at with its grade', async () => {
    const newcomer = await candidate();
    await stage.people.showAll(newcomer.certificationId);
    newcomer.story.note('a paper is begun');
    const { status } = await stage.post(
      newcomer.login,
      `/v1/certifications/${newcomer.certificationId}/papers`,
    );
    expect(status).toBe(201);
    stage.calls.break({ caller: 'exam', call: 'Lambda.Invoke', error: 'AccessDeniedException', times: 1 });
    await pass(newcomer, theoryDue);
    const { endsAt } = await stage.paper(newcomer, 1);
    expect(await stage.certification(newcomer)).toMatchObject({
      // The days for a retake have passed as well.
      status: 'in-training',
      attempts: [{ number: 1, at: endsAt, score: 0, passed: false }],
      changedBy: 'watch-certification',
    });
    await stage.leave(newcomer);
    newcomer.story.compare(golden('never-submitted'));
  });
});

describe('A table that is busy while the way begins to wait', () => {
  test('is asked again', async () => {
    stage.calls.break(...trouble.busyTable());
    const newcomer = await candidate();
    await retried(newcomer);
    await stage.passExams(newcomer);
    await approve(newcomer);
    newcomer.story.compare(golden('table-busy'));
    expect(await stage.certification(newcomer)).toMatchObject({ status: 'certified' });
  });

  test('may have kept the token all the same: only the last one counts', async () => {
    stage.calls.break({
      ...trouble.broken('DynamoDB.UpdateItem', 'InternalServerErrorException'),
      when: 'after',
    });
    const newcomer = await candidate();
    const wait = keys.wayWait(newcomer.personId, newcomer.certificationId);
    const first = await stage.get<{ token: string }>(wait);
    await retried(newcomer);
    expect((await stage.get<{ token: string }>(wait)).token).not.toBe(first.token);
    await stage.leave(newcomer);
    newcomer.story.compare(golden('asked-twice'));
  });

  test('stops the watch in sight of its owner when it stays so; the exams go on', async () => {
    stage.calls.break(trouble.broken('DynamoDB.UpdateItem', 'ThrottlingException', 6));
    const newcomer = await candidate();
    await retried(newcomer);
    newcomer.story.compare(golden('table-out'));
    expect(eventsPut(newcomer.certificationId)).toBe(1);
    await stage.passExams(newcomer);
    expect(await stage.certification(newcomer)).toMatchObject({ status: 'practical-passed' });
  });
});

async function approved(newcomer: Newcomer): Promise<void> {
  await stage.passExams(newcomer);
  await approve(newcomer);
}

const leaves = (newcomer: Newcomer) => stage.leave(newcomer);
describe.each([
  {
    what: 'The issue of the certificate',
    caller: 'issue-certificate',
    reach: approved,
    end: async () => {},
    disturbed: golden('issue-disturbed'),
    withoutItsTable: golden('issue-without-table'),
    out: golden('issue-out'),
  },
  {
    what: 'A look that is due',
    caller: 'watch-certification',
    reach: (newcomer: Newcomer) => pass(newcomer, theoryDue),
    end: leaves,
    disturbed: golden('look-disturbed'),
    withoutItsTable: golden('look-without-table'),
    out: golden('look-out'),
  },
])('$what', ({ caller, reach, end, disturbed, withoutItsTable, out }) => {
  test('is tried again when Lambda has trouble', async () => {
    const newcomer = await candidate();
    stage.calls.break(...trouble.disturbed());
    await reach(newcomer);
    await retried(newcomer);
    await end(newcomer);
    newcomer.story.compare(disturbed);
    expect(stage.statusOf(workflow, newcomer.certificationId)).toBe('SUCCEEDED');
  });

  test('is tried again when the table has trouble or the function takes too long', async () => {
    const newcomer = await candidate();
    stage.calls.break(trouble.broken('Lambda.Invoke', 'Sandbox.Timedout'), withoutTable(caller));
    await reach(newcomer);
    await retried(newcomer);
    await end(newcomer);
    newcomer.story.compare(withoutItsTable);
  });

  test('stops the watch in sight of its owner when the trouble lasts', async () => {
    const newcomer = await candidate();
    stage.calls.break(trouble.broken('Lambda.Invoke', 'TooManyRequestsException', 6));
    await reach(newcomer);
    await retried(newcomer);
    newcomer.story.compare(out);
    expect(eventsPut(newcomer.certificationId)).toBe(1);
  });
});

describe('A way that is gone from the table', () => {
  test('is not looked for again', async () => {
    const newcomer = await candidate();
    newcomer.story.note('the way is gone from the table');
    await stage.remove(keys.certification(newcomer.certificationId));
    await pass(newcomer, theoryDue);
    newcomer.story.compare(golden('way-gone'));
  });
});

describe('A bus that is busy when somebody has to be told', () => {
  test('is told again, and the watch goes on', async () => {
    const newcomer = await candidate();
    stage.calls.break(...trouble.busyBus());
    await pass(newcomer, theoryDue);
    await retried(newcomer);
    await stage.leave(newcomer);
    newcomer.story.compare(golden('bus-busy'));
    // The call that took too long had put its event: delivered at least once.
    expect(eventsPut(newcomer.certificationId)).toBe(2);
  });

  test('stops the watch in sight of its owner when it stays so', async () => {
    const newcomer = await candidate();
    stage.calls.break(trouble.broken('AWSEvents.PutEvents', 'InternalException', 6));
    await pass(newcomer, theoryDue);
    await retried(newcomer);
    newcomer.story.compare(golden('not-told'));
  });
});

describe('A watch that has to stop', () => {
  test('tells so although the bus is busy', async () => {
    stage.calls.break(trouble.broken('DynamoDB.UpdateItem', 'AccessDeniedException'), ...trouble.busyBus());
    const newcomer = await candidate();
    await retried(newcomer);
    newcomer.story.compare(golden('stopped-and-told-late'));
    expect(eventsPut(newcomer.certificationId)).toBe(2);
  });

  test('stops also when the bus is out', async () => {
    stage.calls.break(
      trouble.broken('DynamoDB.UpdateItem', 'AccessDeniedException'),
      trouble.broken('AWSEvents.PutEvents', 'InternalException', 6),
    );
    const newcomer = await candidate();
    await retried(newcomer);
    newcomer.story.compare(golden('stopped-without-bus'));
    expect(eventsPut(newcomer.certificationId) ?? 0).toBe(0);
  });
});
