import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keys } from '../../../packages/table/keys.ts';
import { demand } from '../../support/running-platform.ts';
import { type Newcomer, type WayStage, wayStage } from '../../support/way-stage.ts';
import { batchOf, type Item } from '../../support/workflow-stage.ts';

/** Whatever is delivered to us about a person's ways may come again, late and in any order: nothing happens twice. */
let stage: WayStage;
beforeAll(async () => {
  stage = await wayStage();
});
afterAll(() => stage.end());

const times = [1, 2, 3, 10];
const at = (items: Record<string, Item>, key: { pk: string; sk: string }): Item => {
  const item = items[`${key.pk} ${key.sk}`];
  if (!item) throw new Error(`no ${key.pk} ${key.sk}`);
  return item;
};
const histories = ({ onboardingId, certificationId }: Newcomer) => [
  stage.history('onboarding', onboardingId),
  stage.history('certification', certificationId),
];
const assignment = ({ personId, stationId, position }: Newcomer) => ({ v: 1, personId, stationId, position });
const started = (newcomer: Newcomer) => ({
  'detail-type': 'AssignmentStarted',
  detail: { ...assignment(newcomer), since: stage.people.day() },
});
const ended = (newcomer: Newcomer) => ({ 'detail-type': 'AssignmentEnded', detail: assignment(newcomer) });

/** Somebody at each point of the way, as the table was then. */
async function course() {
  const newcomer = await stage.hire('onboarding');
  const open = await stage.fileOf(newcomer);
  await stage.record(newcomer);
  const certifying = await stage.fileOf(newcomer);
  await stage.passExams(newcomer);
  demand(await stage.people.approve(newcomer.certificationId), 200);
  return { newcomer, open, certifying, done: await stage.fileOf(newcomer) };
}
let story: Awaited<ReturnType<typeof course>>;
beforeAll(async () => {
  story = await course();
});

/** Every record that woke a workflow, in the order in which they came. */
function records() {
  const { newcomer, open, certifying, done } = story;
  const { personId } = newcomer;
  const onboarding = keys.onboarding(newcomer.onboardingId);
  const certification = keys.certification(newcomer.certificationId);
  const approved = { ...at(done, certification), status: 'approved' };
  return [
    { now: at(open, onboarding) },
    { now: at(open, keys.wayWait(personId, newcomer.onboardingId)) },
    { now: at(certifying, onboarding), before: at(open, onboarding) },
    { now: at(certifying, certification) },
    { now: at(certifying, keys.wayWait(personId, newcomer.certificationId)) },
    { now: at(certifying, keys.wayWait(personId, newcomer.onboardingId)) },
    { now: approved, before: at(certifying, certification) },
    { now: at(done, certification), before: approved },
    { now: at(done, onboarding), before: at(certifying, onboarding) },
  ];
}

describe('Records of the stream', () => {
  test.each(times)('that moved a way move nothing again, %i times and in any order', async (often) => {
    const before = histories(story.newcomer);
    const all = records();
    for (let turn = 0; turn < often; turn++) {
      const shuffled = [...all.slice(turn % all.length), ...all.slice(0, turn % all.length)];
      for (const batch of [shuffled, [...shuffled].reverse()])
        expect(await stage.invoke('publish-changes', batchOf(...batch))).toEqual({ batchItemFailures: [] });
    }
    expect(histories(story.newcomer)).toEqual(before);
    expect(await stage.fileOf(story.newcomer)).toEqual(story.done);
  });

  test('of earlier days end no wait that is not over', async () => {
    const newcomer = await stage.candidate('certification');
    const file = await stage.fileOf(newcomer);
    const { personId, onboardingId, certificationId } = newcomer;
    const old = [
      { now: at(file, keys.wayWait(personId, onboardingId)) },
      { now: at(file, keys.wayWait(personId, certificationId)) },
      { now: at(file, keys.certification(certificationId)) },
      { now: at(file, keys.onboarding(onboardingId)) },
    ];
    for (const batch of [old, [...old].reverse(), old])
      expect(await stage.invoke('publish-changes', batchOf(...batch))).toEqual({ batchItemFailures: [] });
    expect(stage.statusOf('onboarding', onboardingId)).toBe('RUNNING');
    expect(stage.statusOf('certification', certificationId)).toBe('RUNNING');
    expect(await stage.fileOf(newcomer)).toEqual(file);
    await stage.leave(newcomer);
  });

  test('that were published are published again, and whoever hears of them changes nothing', async () => {
    const { newcomer, done } = story;
    const certificate = at(done, keys.certificate(newcomer.certificationId));
    const before = histories(newcomer);
    const all = records();
    for (const _ of times)
      expect(await stage.invoke('publish-changes', batchOf({ now: certificate }, ...all.reverse()))).toEqual({
        batchItemFailures: [],
      });
    expect(histories(newcomer)).toEqual(before);
    expect(stage.executions('onboarding', newcomer.onboardingId)).toHaveLength(1);
  });
});

describe('Events of the bus', () => {
  test.each(times)('that somebody began, delivered %i times more, start nothing more', async (often) => {
    const newcomer = await stage.hire('onboarding');
    const before = await stage.fileOf(newcomer);
    for (let i = 0; i < often; i++) await stage.invoke('start-onboarding', started(newcomer));
    expect(await stage.fileOf(newcomer)).toEqual(before);
    expect(stage.executions('onboarding', newcomer.onboardingId)).toHaveLength(1);
    // That the seat was left, which it was not: a message from before the person came back.
    for (let i = 0; i < often; i++)
      expect(await stage.invoke('end-ways', ended(newcomer))).toEqual({ ended: 0 });
    expect(await stage.fileOf(newcomer)).toEqual(before);
    await stage.leave(newcomer);
    const over = await stage.fileOf(newcomer);
    for (let i = 0; i < often; i++) {
      expect(await stage.invoke('end-ways', ended(newcomer))).toEqual({ ended: 0 });
      expect(await stage.invoke('start-onboarding', started(newcomer))).toEqual({ started: false });
    }
    expect(await stage.fileOf(newcomer)).toEqual(over);
  });

  test('of a release that is over start nothing', async () => {
    const { newcomer } = story;
    expect(await stage.invoke('start-onboarding', started(newcomer))).toEqual({ started: false });
    expect(await stage.fileOf(newcomer)).toEqual(story.done);
  });
});

describe('States of the workflows', () => {
  test.each(times)('whose functions are called %i times more do nothing more', async (often) => {
    const { newcomer, done } = story;
    const { onboardingId, certificationId } = newcomer;
    for (let i = 0; i < often; i++) {
      expect(await stage.invoke('issue-certificate', { certificationId })).toEqual({ outcome: 'issued' });
      expect(await stage.invoke('open-certification', { onboardingId })).toMatchObject({
        for: 'certificate',
      });
    }
    expect(await stage.fileOf(newcomer)).toEqual(done);
    expect(stage.executions('certification', certificationId)).toHaveLength(1);
  });
});
