import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { localDate } from '../../packages/domain/calendar.ts';
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
const size = 12;
let running: RunningPlatform;

beforeAll(async () => {
  running = await runPlatform();
  await running.publishEdition();
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
});
