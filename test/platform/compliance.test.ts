import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addDays, localDate, startOf } from '../../packages/domain/calendar.ts';
import { shardOf } from '../../packages/domain/shards.ts';
import { keys } from '../../packages/table/keys.ts';
import { complianceStore } from '../../packages/table/stores/compliance-store.ts';
import { connectTable } from '../../packages/table/table.ts';
import { type PeopleStage, peopleStage } from '../support/people-stage.ts';
import { demand, type RunningPlatform, runPlatform } from '../support/running-platform.ts';

interface Scan {
  scanId: string;
  status: string;
  stations: number;
  opened: number;
  worsened: number;
  closed: number;
  open: number;
  unreadable: number;
}
interface Breach {
  stationId: string;
  regionId: string;
  key: string;
  rule: string;
  severity: string;
  owner: string;
  since: string;
  due: string;
}
interface Totals {
  stations: number;
  bySeverity: Record<string, number>;
  byRule: Record<string, number>;
}

const size = 12;
let running: RunningPlatform;

beforeAll(async () => {
  running = await runPlatform();
  await running.publishEdition([]);
  await running.importSample(size);
  await running.platform.idle();
});
afterAll(() => running.end());

const get = async <Body extends object>(path: string, user = 'hq'): Promise<Body> => {
  const answer = await running.call<Body>(user, 'GET', path);
  demand(answer, 200);
  return answer.body;
};

async function scan(scope: object = {}, user = 'hq'): Promise<Scan> {
  const begun = await running.call<Scan>(user, 'POST', '/v1/compliance/scans', scope);
  demand(begun, 202);
  await running.platform.idle();
  return get<Scan>(`/v1/compliance/scans/${begun.body.scanId}`, user);
}
const breaches = async () => (await get<{ items: Breach[] }>('/v1/compliance/breaches?limit=200')).items;

describe('A scan', () => {
  test('finds what the stations lack, and a second one changes nothing', async () => {
    const first = await scan();
    expect(first).toMatchObject({ status: 'done', stations: size, worsened: 0, closed: 0, unreadable: 0 });
    expect(first.opened).toBeGreaterThan(0);
    expect(first.open).toBe(first.opened);
    const open = await breaches();
    expect(open).toHaveLength(first.open);
    for (const { owner, since, due } of open) {
      expect(owner).toMatch(/\S/);
      expect(since).toBe(localDate(running.platform.clock.now()));
      expect(due >= since || due < since).toBe(true);
    }

    expect(await scan()).toMatchObject({ opened: 0, worsened: 0, closed: 0, open: first.open });
    expect(await breaches()).toEqual(open);
  });

  test('runs by itself at half past two, once a day', async () => {
    const { clock } = running.platform;
    // The next half past two that comes, whatever the hour is.
    const tonight = addDays(localDate(clock.now()), 1);
    clock.advance(startOf(tonight) + 3 * 3_600_000 - clock.now());
    await running.platform.idle();
    const found = await get<Scan>(`/v1/compliance/scans/scn_${tonight}`);
    expect(found).toMatchObject({ status: 'done', stations: size });
  });
});

describe('What people do', () => {
  let people: PeopleStage;
  let station: string;
  interface Status {
    since: string;
    open: Breach[];
    seats: { position: string; required: number; holders: number }[];
  }
  const rulesOpen = async (query = '') =>
    (await get<Status>(`/v1/stations/${station}/compliance${query}`)).open.map(({ key }) => key);

  beforeAll(async () => {
    people = peopleStage(running);
    station = await people.emptyStation('JN-901');
    await running.platform.idle();
  });

  test('is in the facts by the next scan, and yesterday stays as it was', async () => {
    const before = people.day();
    await scan({ stationId: station });
    expect(await rulesOpen()).toEqual(expect.arrayContaining(['uncovered-seat#TD', 'vacant-seat#TD']));

    running.platform.clock.advance(86_400_000);
    await people.hire(station, 'KD1', 'TD');
    await running.platform.idle();
    const found = await scan({ stationId: station });
    expect(found).toMatchObject({ stations: 1, closed: 2 });
    expect(await rulesOpen()).not.toContain('vacant-seat#TD');
    expect(await rulesOpen(`?on=${before}`)).toContain('vacant-seat#TD');
    const early = await running.call('hq', 'GET', `/v1/stations/${station}/compliance?on=2020-01-01`);
    expect([early.status, early.body.code]).toEqual([404, 'not-scanned']);
    const late = await running.call('hq', 'GET', `/v1/stations/${station}/compliance?on=2090-01-01`);
    expect(late.status).toBe(400);
  });

  test('that is overdue is found: a step of an onboarding, a certificate that was never earned', async () => {
    running.platform.clock.advance(95 * 86_400_000);
    await running.platform.idle();
    await scan({ stationId: station });
    const open = await rulesOpen();
    expect(open).toContain('uncertified#per_KD1#TD');
    expect(open.some((key) => key.startsWith('onboarding-overdue#onb_KD1'))).toBe(true);
  });

  test('is summed for region and network', async () => {
    interface Answer {
      total: Totals;
      regions: { regionId: string; totals: Totals }[];
    }
    await scan();
    const { total, regions } = await get<Answer>('/v1/compliance/totals');
    const open = await breaches();
    expect(total.stations).toBe(size + 1);
    expect(Object.values(total.byRule).reduce((sum, n) => sum + n, 0)).toBe(open.length);
    for (const { regionId, totals } of regions) {
      const own = open.filter((breach) => breach.regionId === regionId);
      expect([regionId, totals.bySeverity.critical]).toEqual([
        regionId,
        own.filter(({ severity }) => severity === 'critical').length,
      ]);
      const region = await scan({ regionId });
      expect([regionId, region.stations, region.open]).toEqual([regionId, totals.stations, own.length]);
    }
  });

  test('may be scanned by the station itself, which sees nothing of others', async () => {
    const master = await people.hire(station, 'KD2', 'SM');
    await running.platform.idle();
    const own = await scan({}, master);
    expect(own.stations).toBe(1);
    const other = (await breaches()).find(({ stationId }) => stationId !== station)?.stationId ?? '';
    const foreign = await running.call(master, 'POST', '/v1/compliance/scans', { stationId: other });
    expect(foreign.status).toBe(404);
    const list = await running.call(master, 'GET', '/v1/compliance/breaches');
    expect(list.status).toBe(403);
  });

  test('and do not do comes back: a duty that was missed, until it is recorded', async () => {
    const begin = await running.call('hq', 'POST', '/v1/duties/start', { stationId: station });
    demand(begin, 200);
    const from = people.day();
    running.platform.clock.advance(75 * 86_400_000);
    await running.platform.idle();
    await scan({ stationId: station });
    expect(await rulesOpen()).toContain('duty-missed#R29');

    interface Calendar {
      duties: { dutyId: string; entries: { of: string; kind: string; state: string }[] }[];
    }
    const path = `/v1/stations/${station}/duties`;
    const calendar = await get<{ positions: { position: string; duties: Calendar['duties'] }[] }>(
      `${path}?from=${from}&to=${people.day()}&position=SM`,
    );
    const missed = calendar.positions
      .flatMap(({ duties }) => duties)
      .filter(({ dutyId }) => dutyId === 'R29')
      .flatMap(({ entries }) => entries)
      .filter(({ state }) => state === 'missed');
    expect(missed.length).toBeGreaterThan(0);
    for (const { of } of missed)
      demand(
        await running.call('login-kd2', 'POST', `${path}/R29/records`, { period: of, evidence: '纪要 7' }),
        201,
      );
    await running.platform.idle();
    await scan({ stationId: station });
    expect(await rulesOpen()).not.toContain('duty-missed#R29');
  });

  test('is known by its parts as it is when everything is read anew', async () => {
    const table = connectTable(running.platform.outputs.TableName ?? '');
    const read = async () => (await complianceStore(table).stationFacts(station, true))?.facts;
    await running.platform.idle();
    const known = await read();
    // As if it had never been read.
    await table.client.send(new DeleteCommand({ TableName: table.name, Key: keys.stationFacts(station) }));
    const record = (body: object) => ({
      messageId: 'm',
      receiptHandle: 'r',
      body: JSON.stringify(body),
      attributes: { ApproximateReceiveCount: '1' },
    });
    const name = 'stationkeeper-local-keep-station-facts';
    await running.platform.invoke(name, { Records: [record({ shard: shardOf(station) })] });
    await running.platform.idle();
    expect(JSON.parse((await read()) ?? '')).toEqual(JSON.parse(known ?? ''));
  });
});
