import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { incomingSource } from '../../../packages/contracts/events.ts';
import { peopleStage } from '../../support/people-stage.ts';
import type { RunningPlatform } from '../../support/running-platform.ts';
import { type WorkflowStage, workflowStage } from '../../support/workflow-stage.ts';

/** What the dealer system counts may come again, late and in any order; people report and correct as well. */
let workflows: WorkflowStage;
let running: RunningPlatform;
let station: string;
let bus: EventBridgeClient;
let count = 0;
beforeAll(async () => {
  workflows = await workflowStage();
  running = workflows.running;
  const stage = peopleStage(running);
  await stage.prepare(undefined, []);
  station = await stage.emptyStation('DMS-1', { visits: '500' });
  bus = new EventBridgeClient({});
});
afterAll(() => workflows.end());

const hour = 3_600_000;
const monthAgo = (months: number) => {
  const [year = 0, month = 0] = new Date(running.platform.clock.now() + 8 * hour)
    .toISOString()
    .split('-')
    .map(Number);
  return new Date(Date.UTC(year, month - 1 - months, 1)).toISOString().slice(0, 7);
};
async function tell(month: string, visits: number, hoursAgo: number, stationId = station): Promise<void> {
  const occurredAt = new Date(running.platform.clock.now() - hoursAgo * hour).toISOString();
  const detail = { v: 1, eventId: `count-${++count}`, occurredAt, stationId, month, visits };
  await bus.send(
    new PutEventsCommand({
      Entries: [
        {
          EventBusName: workflows.functionName('bus'),
          Source: incomingSource('IntakeReported'),
          DetailType: 'IntakeReported',
          Detail: JSON.stringify(detail),
        },
      ],
    }),
  );
  await running.platform.idle();
}
const visitsOf = async (month: string) =>
  (await running.call<{ intake: Record<string, number> }>('hq', 'GET', `/v1/stations/${station}`)).body
    .intake[month];

describe('Visits that the dealer system reports', () => {
  test('count by the time at which they were counted', async () => {
    const month = monthAgo(1);
    await tell(month, 610, 5);
    expect(await visitsOf(month)).toBe(610);
    await tell(month, 590, 9);
    await tell(month, 610, 5);
    expect(await visitsOf(month)).toBe(610);
    await tell(month, 640, 2);
    expect(await visitsOf(month)).toBe(640);
  });

  test('correct an earlier month, and are corrected by a person', async () => {
    const month = monthAgo(3);
    await tell(month, 480, 1);
    expect(await visitsOf(month)).toBe(480);
    const path = `/v1/stations/${station}/intake/${month}`;
    expect((await running.call('hq', 'PUT', path, { visits: 470 })).status).toBe(200);
    await tell(month, 495, 2);
    expect(await visitsOf(month)).toBe(470);
  });

  test('by a clock that runs ahead are corrected by a person, who is answered what is kept', async () => {
    const [month, path] = [monthAgo(4), `/v1/stations/${station}/intake/${monthAgo(4)}`];
    await tell(month, 530, -4 / 60);
    const answers = [];
    for (const visits of [520, 515])
      answers.push((await running.call<{ visits: number }>('hq', 'PUT', path, { visits })).body.visits);
    expect([answers, await visitsOf(month)]).toEqual([[520, 515], 515]);
    const raced = await Promise.all(
      [90, 80, 70, 60].map((visits) => running.call('hq', 'PUT', path, { visits })),
    );
    expect(raced.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect([90, 80, 70, 60]).toContain(await visitsOf(month));
  });

  test('that cannot be right change nothing', async () => {
    const before = await visitsOf(monthAgo(1));
    await tell(monthAgo(0), 300, 1);
    await tell(monthAgo(1), -5, 0);
    await tell(monthAgo(1), 700, 0, 'stn_NOWHERE-1');
    expect(await visitsOf(monthAgo(0))).toBeUndefined();
    expect(await visitsOf(monthAgo(1))).toBe(before);
  });

  test('stay when the station is imported again', async () => {
    const [month, stated] = [monthAgo(1), await visitsOf(monthAgo(1))];
    await peopleStage(running).emptyStation('DMS-1', { visits: '777' });
    expect(await visitsOf(month)).toBe(stated);
    expect(
      Object.values(
        (await running.call<{ intake: object }>('hq', 'GET', `/v1/stations/${station}`)).body.intake,
      ),
    ).toContain(777);
  });

  test.each([
    ['a month that runs', () => monthAgo(0), 1, 'month-not-over'],
    ['a month of long ago', () => monthAgo(25), 1, 'month-too-old'],
    ['less than nothing', () => monthAgo(1), -1, 'no-count-of-visits'],
  ])('are refused of %s when a person says so', async (_what, month, visits, code) => {
    const path = `/v1/stations/${station}/intake/${month()}`;
    const answer = await running.call<{ fields: { code: string; problem: string }[] }>('hq', 'PUT', path, {
      visits,
    });
    expect([answer.status, answer.body.fields[0]?.code]).toEqual([400, code]);
    expect(answer.body.fields[0]?.problem).not.toBe('is not valid');
  });
});
