import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { demand } from '../../support/running-platform.ts';
import { type Newcomer, type WayStage, wayStage } from '../../support/way-stage.ts';
import type { Story } from '../../support/workflow-stage.ts';
import { type WorkflowTroubles, withoutTable, workflowTroubles } from '../../support/workflow-troubles.ts';

/*
 * Every way through the workflow of one paper, with the real definition, functions and table. What happened is compared
 * with `exam.<scenario>.txt`; `UPDATE_HISTORIES=1` writes these anew.
 */
const workflow = 'exam';
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
  // No paper of one scenario comes to its end in another.
  await stage.pass(61 * 60_000);
});

interface Sitting extends Newcomer {
  paper: string;
  story: Story;
  name: string;
}

/** Somebody whose first paper has begun. */
async function sitting(): Promise<Sitting> {
  const newcomer = await stage.candidate('certification');
  const { certificationId, login } = newcomer;
  await stage.people.showAll(certificationId);
  const name = certificationId.replace('crt_', 'p1_');
  const story = stage.follow(workflow, name);
  const papers = `/v1/certifications/${certificationId}/papers`;
  demand(await stage.post(login, papers), 201);
  return { ...newcomer, story, name, paper: `${papers}/1` };
}
async function timeIsUp({ story }: Sitting): Promise<void> {
  story.note('the hour is over');
  await stage.pass(61 * 60_000);
}
const submit = ({ login, paper }: Sitting, body: object = {}) =>
  stage.post(login, `${paper}/submission`, body);
const noAnswers = { status: 'candidate', attempts: [{ number: 1, score: 0, passed: false }] };

describe('A paper', () => {
  test('that is submitted in time is left as it is', async () => {
    const candidate = await sitting();
    candidate.story.note('the paper is submitted');
    demand(await submit(candidate), 200);
    const { revision } = await stage.certification(candidate);
    await timeIsUp(candidate);
    candidate.story.compare(golden('submitted'));
    expect(await stage.certification(candidate)).toMatchObject({ ...noAnswers, revision });
  });

  test('that is not submitted is graded within the minute after its end, by what was saved', async () => {
    const candidate = await sitting();
    const saved = await stage.running.call(candidate.login, 'PUT', `${candidate.paper}/answers`, {
      answers: {},
    });
    demand(saved, 200);
    await timeIsUp(candidate);
    candidate.story.compare(golden('graded'));
    const { endsAt, finishedAt } = await stage.paper(candidate, 1);
    expect(finishedAt).toBe(endsAt);
    expect(await stage.certification(candidate)).toMatchObject({
      ...noAnswers,
      attempts: [{ number: 1, at: endsAt, score: 0, passed: false }],
      changedBy: 'grade-paper',
    });
    expect((await submit(candidate, { answers: {} })).status).toBe(409);
  });

  test('that was begun at a station counts at the next one, to which the candidate has moved', async () => {
    const other = await stage.people.emptyStation('JN-007');
    const candidate = await sitting();
    await timeIsUp(candidate);
    const { certificationId, personId, person, stationId } = candidate;
    await stage.pass(7 * 86_400_000);
    demand(await stage.people.takePaper(certificationId, person), 200);
    const move = { from: 'MT', toPosition: 'MT', toStationId: other, on: stage.people.day() };
    demand(await stage.post('hq', `/v1/stations/${stationId}/people/${personId}/transfer`, move), 200);
    expect(await stage.certification(candidate)).toMatchObject({ status: 'ended' });
    const moved = {
      ...candidate,
      stationId: other,
      onboardingId: stage.people.idOf(other, person, 'MT'),
      certificationId: stage.people.certificationOf(person, 'MT'),
    };
    await stage.record(moved);
    expect(await stage.certification(moved)).toMatchObject({
      status: 'theory-passed',
      stationId: other,
      attempts: [{ passed: false }, { number: 2, passed: true }],
    });
    demand(await stage.people.assess(moved.certificationId), 200);
    demand(await stage.people.approve(moved.certificationId), 200);
    expect(await stage.certification(moved)).toMatchObject({ status: 'certified' });
    expect(await stage.onboarding(moved)).toMatchObject({ status: 'released' });
  });
});

describe('The grading of a paper', () => {
  test('is tried again when Lambda has trouble', async () => {
    const candidate = await sitting();
    stage.calls.break(...trouble.disturbed());
    await timeIsUp(candidate);
    await stage.passRetries(workflow, candidate.name);
    candidate.story.compare(golden('grade-disturbed'));
    expect(await stage.certification(candidate)).toMatchObject(noAnswers);
  });

  test('is tried again when the table has trouble or the function takes too long', async () => {
    const candidate = await sitting();
    stage.calls.break(trouble.broken('Lambda.Invoke', 'Sandbox.Timedout'), withoutTable('grade-paper'));
    await timeIsUp(candidate);
    await stage.passRetries(workflow, candidate.name);
    candidate.story.compare(golden('grade-without-table'));
    expect(await stage.certification(candidate)).toMatchObject(noAnswers);
  });

  test('stops in sight of its owner when the trouble lasts, although the bus is busy; submitting grades it', async () => {
    const candidate = await sitting();
    stage.calls.break(trouble.broken('Lambda.Invoke', 'TooManyRequestsException', 6), ...trouble.busyBus());
    await timeIsUp(candidate);
    await stage.passRetries(workflow, candidate.name);
    candidate.story.compare(golden('grade-out'));
    demand(await submit(candidate), 200);
    expect(await stage.certification(candidate)).toMatchObject(noAnswers);
  });

  test('stops also when the bus is out', async () => {
    const candidate = await sitting();
    stage.calls.break(
      trouble.broken('Lambda.Invoke', 'AccessDeniedException'),
      trouble.broken('AWSEvents.PutEvents', 'InternalException', 6),
    );
    await timeIsUp(candidate);
    await stage.passRetries(workflow, candidate.name);
    candidate.story.compare(golden('stopped-without-bus'));
  });
});
