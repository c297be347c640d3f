import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoPassword } from '../../packages/cli/demo-users.ts';
import { calendarText, type DutyCalendar } from '../../packages/cli/duty-text.ts';
import { wordsIn } from '../../packages/cli/messages.ts';
import { passwordToken } from '../../packages/cli/session.ts';
import { incomingSources } from '../../packages/contracts/events.ts';
import { playDuties, recordedOn } from '../../packages/simulator/play-duties.ts';
import { displayWidth } from '../../packages/standard/wrap-text.ts';
import { runScript } from '../support/run-script.ts';
import { type RunningPlatform, runPlatform } from '../support/running-platform.ts';

let running: RunningPlatform;
let stations: string[];
const day = (offset = 0) =>
  new Date(running.platform.clock.now() + 8 * 3_600_000 + offset * 86_400_000).toISOString().slice(0, 10);
const codeOf = (stationId: string) => stationId.slice('stn_'.length).toLowerCase();
const play = () =>
  playDuties({
    apiUrl: running.platform.apiUrl,
    seed: 5,
    concurrency: 4,
    tokenFor: (login) => passwordToken(running.addresses, login, demoPassword, wordsIn('en')),
    loginsOf: (stationId, position) =>
      ['SM', 'GA', 'TD'].includes(position) ? [`${position.toLowerCase()}.${codeOf(stationId)}`] : [],
    stations,
    today: day(),
    habits: { late: 0.2, never: 0.1, complains: 0.5 },
  });
const calendarOf = async (stationId: string) => {
  const path = `/v1/stations/${stationId}/duties?from=${day(-20)}&to=${day(10)}`;
  return (await running.call<DutyCalendar>('hq', 'GET', path)).body;
};
const entriesOf = ({ positions }: DutyCalendar) =>
  positions.flatMap(({ duties }) => duties.flatMap(({ entries }) => entries));

beforeAll(async () => {
  running = await runPlatform();
  await running.publishEdition([]);
  const all = await running.importSample(6, 3);
  const there = await Promise.all(
    all.map((stationId) =>
      running.token(`sm.${codeOf(stationId)}`).then(
        () => [stationId],
        () => [],
      ),
    ),
  );
  stations = there.flat().slice(0, 2);
  for (const stationId of stations)
    await running.call('hq', 'POST', '/v1/duties/start', { stationId, from: day(-35) });
});
afterAll(() => running.end());

describe('People who do their duties', () => {
  test('do some in time, some late and some never, and the calendar shows it', async () => {
    const sum = { recorded: 0, late: 0, complaints: 0 };
    for (let n = 0; n < 8; n++) {
      const played = await play();
      expect(played.problems).toEqual([]);
      sum.recorded += played.recorded;
      sum.late += played.late;
      sum.complaints += played.complaints;
      running.platform.clock.advance(86_400_000);
    }
    expect(sum.recorded).toBeGreaterThan(20);
    expect(sum.late).toBeGreaterThan(0);
    expect(sum.complaints).toBeGreaterThan(0);
    const states = new Set(
      (await Promise.all(stations.map(calendarOf))).flatMap(entriesOf).map(({ state }) => state),
    );
    expect([...states].sort()).toEqual(['done', 'late', 'missed', 'open']);
  });

  test('draw a month in which every day has one column, in both languages', async () => {
    const calendar = await calendarOf(stations[0] ?? '');
    for (const language of ['zh', 'en'] as const) {
      const text = calendarText(calendar, wordsIn(language), language);
      const rows = text.split('\n').filter((line) => /^ {2}R\d\d/.test(line));
      expect(rows.length).toBeGreaterThan(10);
      for (const row of rows) expect(displayWidth(row)).toBeLessThan(90);
      expect(text).toContain('✗');
    }
  });

  test('answer what the dealer’s system tells on the bus, once', async () => {
    const stationId = stations[0] ?? '';
    const bus = new EventBridgeClient({});
    const detail = { v: 1, stationId, event: 'bulletin-published', key: 'TB-7' };
    const occurredAt = new Date(running.platform.clock.now() - 60_000).toISOString();
    for (let n = 0; n < 2; n++)
      await bus.send(
        new PutEventsCommand({
          Entries: [
            {
              EventBusName: 'stationkeeper-local-bus',
              Source: incomingSources.dms,
              DetailType: 'DutyEventHappened',
              Detail: JSON.stringify({ ...detail, occurredAt }),
            },
          ],
        }),
      );
    await running.platform.idle();
    const cases = entriesOf(await calendarOf(stationId)).filter(({ key }) => key === 'TB-7');
    expect(cases).toMatchObject([{ kind: 'case', state: 'open' }]);
  });

  test('record, take back and report at the command line, in one line each', async () => {
    const stationId = stations[0] ?? '';
    const as = async (user: string, ...args: string[]) => {
      const env = {
        STATIONKEEPER_LANG: 'en',
        STATIONKEEPER_API: running.addresses.apiUrl,
        STATIONKEEPER_ISSUER: running.addresses.issuerUrl,
        STATIONKEEPER_CLIENT: running.addresses.clientId,
      };
      const options = ['--user', user, '--password', demoPassword];
      const { out, err } = await runScript('packages/cli/stationkeeper.ts', [...options, ...args], env);
      return (out + err).trim();
    };
    const [sm, ga] = ['sm', 'ga'].map((of) => `${of}.${codeOf(stationId)}`) as [string, string];
    const month = day().slice(0, 7);
    const recorded = await as(sm, 'duty', 'record', stationId, 'R29', '--evidence', '会议纪要 7');
    expect(recorded).toMatch(
      new RegExp(`^R29 ${month} is recorded \\(record rec_\\d{8}_R29_[0-9a-f]{16}\\)$`),
    );
    const recordId = /rec_\w+/.exec(recorded)?.[0] ?? '';
    expect(await as(sm, 'duty', 'withdraw', stationId, recordId, '--reason', '登记错误')).toBe(
      `record ${recordId} is withdrawn`,
    );
    const [reported, without, begun, planned, drawn] = await Promise.all([
      as(ga, 'duty', 'case', stationId, 'notice-received', 'TZ-1'),
      as(ga, 'duty', 'record', stationId, 'R20', month, '--evidence', '签到表'),
      as('hq', 'duty', 'start', '--network'),
      as('hq', 'duty', 'plan', 'R33', month, `${month}-28`),
      as('hq', 'duty', 'calendar', stationId, '--month', month, '--position', 'ga'),
    ]);
    expect(reported).toMatch(/^TZ-1 has opened cas_\d{8}_R02_[0-9a-f]{16}$/);
    expect(without).toMatch(/^Error.*hours needs the class hours/);
    expect(begun).toMatch(/^\d of 6 stations owe their duties from/);
    expect(begun).toContain('\n2 had begun before and keep their day; give --reason to correct it');
    expect(planned).toBe(`R33 of ${month} is due on ${month}-28`);
    expect(drawn).toMatch(/\nGA\n {2}R01 Check mail, DCS and DMS/);

    // The general administrator owes 6S by the month, others by the week: nobody has to be asked which it is.
    const [inspected, foreign, both, none] = await Promise.all([
      as(ga, 'duty', 'record', stationId, 'R11', '--evidence', '评分表 11'),
      as(ga, 'duty', 'record', stationId, 'R34', '--evidence', '日结单'),
      as(ga, 'duty', 'case', stationId, 'complaint-opened', 'TS-1', '--major', '--ordinary'),
      as('hq', 'duty', 'calendar', stationId, '--month', '2020-01', '--position', 'ga'),
    ]);
    expect(inspected).toMatch(new RegExp(`^R11 ${month} is recorded`));
    expect(foreign).toBe('Error: You have no right to do this [not-permitted]; recorded by ST');
    expect(both).toBe('Error: choose one of --major, --ordinary');
    expect(none.split('\n').slice(2)).toEqual(['GA owes no duty in these days']);
  });

  test('are the same whoever reckons them', () => {
    const what = { line: 'R01', of: '2026-03-02', first: '2026-03-02', dueAt: '2026-03-02T10:00:00.000Z' };
    const on = Array.from({ length: 200 }, (_, n) => recordedOn(n, 'stn_A-1', what));
    expect(on).toEqual(Array.from({ length: 200 }, (_, n) => recordedOn(n, 'stn_A-1', what)));
    expect(on.filter((date) => date === '2026-03-02').length).toBeGreaterThan(140);
    expect(on.filter((date) => date === null).length).toBeGreaterThan(2);
    expect(on.filter((date) => date !== null && date > '2026-03-02').length).toBeGreaterThan(5);
  });
});
