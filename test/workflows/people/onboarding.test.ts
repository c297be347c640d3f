import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { keys } from '../../../packages/table/keys.ts';
import { type Newcomer, type WayStage, wayStage } from '../../support/way-stage.ts';
import { day } from '../../support/workflow-stage.ts';
import { type WorkflowTroubles, withoutTable, workflowTroubles } from '../../support/workflow-troubles.ts';

/*
 * Every way through the workflow of an onboarding, with the real definition, functions and table. What happened is
 * compared with `onboarding.<scenario>.txt`; `UPDATE_HISTORIES=1` writes these anew.
 */
const workflow = 'onboarding';
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

const hire = () => stage.hire(workflow);
async function pass({ story }: Newcomer, days: number): Promise<void> {
  story.note(days === 1 ? 'a day passes' : `${days} days pass`);
  await stage.pass(days * day);
}
const retried = ({ onboardingId }: Newcomer) => stage.passRetries(workflow, onboardingId);
async function certify(newcomer: Newcomer): Promise<void> {
  await stage.passExams(newcomer);
  newcomer.story.note('the certificate is approved');
  expect((await stage.people.approve(newcomer.certificationId)).status).toBe(200);
}

describe('An onboarding', () => {
  test('that goes well is released with the certificate and costs six transitions', async () => {
    const newcomer = await hire();
    await stage.record(newcomer);
    expect(await stage.onboarding(newcomer)).toMatchObject({ status: 'certifying' });
    await certify(newcomer);
    newcomer.story.compare(golden('released'));
    expect(await stage.onboarding(newcomer)).toMatchObject({ status: 'released' });
    expect(transitions(newcomer.onboardingId)).toBe(6);
    expect(eventsPut(newcomer.onboardingId) ?? 0).toBe(0);
    await stage.leave(newcomer);

    // Whoever comes back with a certificate that counts takes neither modules nor exams again.
    await stage.pass(day);
    const back = await stage.hire(workflow, { person: newcomer.person });
    const { credited } = await stage.onboarding(back);
    expect(credited).toEqual(
      expect.arrayContaining(['registration', 'safety-education', 'mentoring', 'MT1']),
    );
    await stage.record(back);
    back.story.compare(golden('certificate-brought-along'));
    expect(await stage.onboarding(back)).toMatchObject({ status: 'released' });
    expect(stage.executions('certification', back.certificationId)).toEqual([]);
  });

  test('of somebody who leaves is over', async () => {
    const newcomer = await hire();
    await stage.leave(newcomer);
    newcomer.story.compare(golden('left'));
    expect(await stage.onboarding(newcomer)).toMatchObject({ status: 'ended' });
  });

  test('of somebody who leaves during the exams is over, and so is the way to the certificate', async () => {
    const newcomer = await hire();
    await stage.record(newcomer);
    await stage.leave(newcomer);
    newcomer.story.compare(golden('left-during-exams'));
    expect(await stage.certification(newcomer)).toMatchObject({ status: 'ended' });
    expect(stage.statusOf('certification', newcomer.certificationId)).toBe('SUCCEEDED');
  });

  test('that is late climbs the ladder, and everybody on its last rung is told again each week', async () => {
    const newcomer = await hire();
    await pass(newcomer, 1);
    await pass(newcomer, 2);
    await pass(newcomer, 4);
    await pass(newcomer, 7);
    await stage.leave(newcomer);
    newcomer.story.compare(golden('overdue'));
  });

  test('whose exams are late is told to HQ', async () => {
    const newcomer = await hire();
    await stage.record(newcomer);
    await pass(newcomer, 91);
    await stage.leave(newcomer);
    newcomer.story.compare(golden('exams-overdue'));
  });

  test('whose first due date is kept is looked at again, and nobody is told', async () => {
    const newcomer = await hire();
    await stage.record(newcomer, 'C01', 'safety-education', 'duty-briefing', 'registration');
    await pass(newcomer, 2);
    await stage.leave(newcomer);
    newcomer.story.compare(golden('kept-due-date'));
    expect(eventsPut(newcomer.onboardingId) ?? 0).toBe(0);
  });

  test('that is over and could not be told so ends at its next look', async () => {
    const newcomer = await hire();
    await stage.remove(keys.wayWait(newcomer.personId, newcomer.onboardingId));
    newcomer.story.note('the wait is gone from the table');
    await stage.leave(newcomer);
    expect(stage.statusOf(workflow, newcomer.onboardingId)).toBe('RUNNING');
    await pass(newcomer, 1);
    newcomer.story.compare(golden('wait-gone'));
  });
});

describe('A table that is busy while the onboarding begins to wait', () => {
  test('is asked again', async () => {
    stage.calls.break(...trouble.busyTable());
    const newcomer = await hire();
    await retried(newcomer);
    await stage.record(newcomer);
    await stage.leave(newcomer);
    newcomer.story.compare(golden('table-busy'));
  });

  test('may have kept the token all the same: only the last one counts', async () => {
    stage.calls.break({
      ...trouble.broken('DynamoDB.UpdateItem', 'InternalServerErrorException'),
      when: 'after',
    });
    const newcomer = await hire();
    const wait = keys.wayWait(newcomer.personId, newcomer.onboardingId);
    const first = await stage.get<{ token: string }>(wait);
    await retried(newcomer);
    expect((await stage.get<{ token: string }>(wait)).token).not.toBe(first.token);
    await stage.leave(newcomer);
    newcomer.story.compare(golden('asked-twice'));
  });

  test('stops the watch in sight of its owner when it stays so; the steps go on', async () => {
    stage.calls.break(trouble.broken('DynamoDB.UpdateItem', 'ThrottlingException', 6));
    const newcomer = await hire();
    await retried(newcomer);
    newcomer.story.compare(golden('table-out'));
    expect(eventsPut(newcomer.onboardingId)).toBe(1);
    await stage.record(newcomer);
    expect(await stage.onboarding(newcomer)).toMatchObject({ status: 'certifying' });
  });
});

describe.each([
  {
    what: 'The opening of the exams',
    caller: 'open-certification',
    reads: 'DynamoDB.Query',
    reach: (newcomer: Newcomer) => stage.record(newcomer),
    disturbed: golden('opening-disturbed'),
    withoutItsTable: golden('opening-without-table'),
    out: golden('opening-out'),
  },
  {
    what: 'A look that is due',
    caller: 'watch-onboarding',
    reads: 'DynamoDB.GetItem',
    reach: (newcomer: Newcomer) => pass(newcomer, 1),
    disturbed: golden('look-disturbed'),
    withoutItsTable: golden('look-without-table'),
    out: golden('look-out'),
  },
])('$what', ({ caller, reads, reach, disturbed, withoutItsTable, out }) => {
  test('is tried again when Lambda has trouble', async () => {
    const newcomer = await hire();
    stage.calls.break(...trouble.disturbed());
    await reach(newcomer);
    await retried(newcomer);
    await stage.leave(newcomer);
    newcomer.story.compare(disturbed);
    expect(stage.statusOf(workflow, newcomer.onboardingId)).toBe('SUCCEEDED');
  });

  test('is tried again when the table has trouble or the function takes too long', async () => {
    const newcomer = await hire();
    stage.calls.break(trouble.broken('Lambda.Invoke', 'Sandbox.Timedout'), withoutTable(caller, reads));
    await reach(newcomer);
    await retried(newcomer);
    await stage.leave(newcomer);
    newcomer.story.compare(withoutItsTable);
  });

  test('stops the watch in sight of its owner when the trouble lasts', async () => {
    const newcomer = await hire();
    stage.calls.break(trouble.broken('Lambda.Invoke', 'TooManyRequestsException', 6));
    await reach(newcomer);
    await retried(newcomer);
    newcomer.story.compare(out);
    expect(eventsPut(newcomer.onboardingId)).toBe(1);
  });
});

describe('An onboarding that is gone from the table', () => {
  test('is not looked for again', async () => {
    const newcomer = await hire();
    newcomer.story.note('the onboarding is gone from the table');
    await stage.remove(keys.onboarding(newcomer.onboardingId));
    await pass(newcomer, 1);
    newcomer.story.compare(golden('onboarding-gone'));
  });
});

describe('A bus that is busy when somebody has to be told', () => {
  test('is told again, and the watch goes on', async () => {
    const newcomer = await hire();
    stage.calls.break(...trouble.busyBus());
    await pass(newcomer, 1);
    await retried(newcomer);
    await stage.leave(newcomer);
    newcomer.story.compare(golden('bus-busy'));
    // The call that took too long had put its event: delivered at least once.
    expect(eventsPut(newcomer.onboardingId)).toBe(2);
  });

  test('stops the watch in sight of its owner when it stays so', async () => {
    const newcomer = await hire();
    stage.calls.break(trouble.broken('AWSEvents.PutEvents', 'InternalException', 6));
    await pass(newcomer, 1);
    await retried(newcomer);
    newcomer.story.compare(golden('not-told'));
  });
});

describe('The release to the position', () => {
  test('is tried again when the table is busy', async () => {
    const newcomer = await hire();
    await stage.record(newcomer);
    stage.calls.break(...trouble.busyTable());
    await certify(newcomer);
    await retried(newcomer);
    newcomer.story.compare(golden('release-table-busy'));
    expect(await stage.onboarding(newcomer)).toMatchObject({ status: 'released' });
  });

  test('that was made although its answer was lost is made once', async () => {
    const newcomer = await hire();
    await stage.record(newcomer);
    stage.calls.break({
      ...trouble.broken('DynamoDB.UpdateItem', 'InternalServerErrorException'),
      when: 'after',
    });
    await certify(newcomer);
    const { revision } = await stage.onboarding(newcomer);
    await retried(newcomer);
    newcomer.story.compare(golden('released-before'));
    expect(await stage.onboarding(newcomer)).toMatchObject({ status: 'released', revision });
  });

  test('stops in sight of its owner when the table stays busy', async () => {
    const newcomer = await hire();
    await stage.record(newcomer);
    stage.calls.break(trouble.broken('DynamoDB.UpdateItem', 'ThrottlingException', 6));
    await certify(newcomer);
    await retried(newcomer);
    newcomer.story.compare(golden('release-table-out'));
    expect(eventsPut(newcomer.onboardingId)).toBe(1);
  });
});

describe('A watch that has to stop', () => {
  test('tells so although the bus is busy', async () => {
    stage.calls.break(trouble.broken('DynamoDB.UpdateItem', 'AccessDeniedException'), ...trouble.busyBus());
    const newcomer = await hire();
    await retried(newcomer);
    newcomer.story.compare(golden('stopped-and-told-late'));
    expect(eventsPut(newcomer.onboardingId)).toBe(2);
  });

  test('stops also when the bus is out', async () => {
    stage.calls.break(
      trouble.broken('DynamoDB.UpdateItem', 'AccessDeniedException'),
      trouble.broken('AWSEvents.PutEvents', 'InternalException', 6),
    );
    const newcomer = await hire();
    await retried(newcomer);
    newcomer.story.compare(golden('stopped-without-bus'));
    expect(eventsPut(newcomer.onboardingId) ?? 0).toBe(0);
  });
});
