import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { peopleStage } from '../../support/people-stage.ts';
import { demand, type RunningPlatform, runPlatform } from '../../support/running-platform.ts';

/** An import states a station whole: who was there at first is no hire, who is there later is one, who is gone has left. */
describe('An import', () => {
  let running: RunningPlatform;
  const day = '2026-11-02';
  const onboarding = (person: string) => `/v1/onboardings/onb_${person}_JN-9_MT_${day.replaceAll('-', '')}`;

  async function importWith(people: string[]): Promise<void> {
    const rows = {
      regions: [{ row: 2, cells: { region_code: 'HD', name_zh: '华东', name_en: 'East' } }],
      stations: [
        {
          row: 2,
          cells: {
            ...{
              station_code: 'JN-9',
              name: '九号服务商',
              region_code: 'HD',
              province: '山东',
              city: '济南',
            },
            ...{ repair_class: 'II', nev: 'no', opened_on: '2020-01-01' },
          },
        },
      ],
      intake: ['2026-08', '2026-09', '2026-10'].map((month, at) => ({
        row: at + 2,
        cells: { station_code: 'JN-9', month, visits: '500' },
      })),
      people: people.map((code, at) => ({
        row: at + 2,
        cells: {
          ...{ person_code: code, station_code: 'JN-9', name: `李${code}`, phone: '13900000000' },
          ...{ hired_on: day, login: `li.${code.toLowerCase()}` },
        },
      })),
      assignments: people.map((code, at) => ({
        row: at + 2,
        cells: { station_code: 'JN-9', person_code: code, position: 'MT', since: day },
      })),
    };
    demand(await running.call('hq', 'POST', '/v1/network/imports', { dryRun: false, rows }), 200);
    await running.platform.idle();
  }

  beforeAll(async () => {
    running = await runPlatform();
    await peopleStage(running).prepare(undefined, []);
    await importWith(['OLD-1', 'OLD-2']);
  });
  afterAll(() => running.end());

  test('of a new station starts nothing for those who work there already', async () => {
    expect((await running.call('hq', 'GET', onboarding('OLD-1'))).status).toBe(404);
  });

  test('starts the onboarding of who has come since, once, however often it is repeated', async () => {
    await importWith(['OLD-1', 'OLD-2', 'NEW-1']);
    await importWith(['OLD-1', 'OLD-2', 'NEW-1']);
    const begun = await running.call('hq', 'GET', onboarding('NEW-1'));
    expect(begun.body).toMatchObject({ status: 'open', position: 'MT', since: day });
    expect((await running.call('hq', 'GET', onboarding('OLD-2'))).status).toBe(404);
  });

  test('ends the onboarding of who is gone, and knows them when they are hired again by hand', async () => {
    await importWith(['OLD-1', 'OLD-2']);
    expect((await running.call('hq', 'GET', onboarding('NEW-1'))).body).toMatchObject({ status: 'ended' });
    const hired = await running.call<{ holds: object[] }>('hq', 'POST', '/v1/stations/stn_JN-9/people', {
      personId: 'per_NEW-1',
      position: 'MT',
      since: '2026-11-03',
      name: '李新',
      phone: '13900000001',
    });
    demand(hired, 200);
    await running.platform.idle();
    expect(hired.body.holds).toEqual([{ stationId: 'stn_JN-9', position: 'MT', since: '2026-11-03' }]);
    const again = await running.call('hq', 'GET', '/v1/onboardings/onb_NEW-1_JN-9_MT_20261103');
    expect(again.body).toMatchObject({ status: 'open' });
  });

  test('leaves alone what an event says of somebody who was imported', async () => {
    const left = await running.call<{ holds: object[] }>(
      'hq',
      'POST',
      '/v1/stations/stn_JN-9/people/per_OLD-2/leave',
      { on: '2026-11-03' },
    );
    demand(left, 200);
    expect(left.body.holds).toEqual([]);
    await running.platform.idle();
    const people = await running.call<{ items: { personId: string }[] }>(
      'hq',
      'GET',
      '/v1/stations/stn_JN-9/people',
    );
    expect(people.body.items.map(({ personId }) => personId).sort()).toEqual(['per_NEW-1', 'per_OLD-1']);
  });

  test('is no matter of a hire that is told again after the person has left: it is over', async () => {
    const hire = {
      personId: 'per_NEW-1',
      position: 'MT',
      since: '2026-11-03',
      name: '李新',
      phone: '13900000001',
    };
    const people = '/v1/stations/stn_JN-9/people';
    demand(await running.call('hq', 'POST', `${people}/per_NEW-1/leave`, { on: '2026-11-04' }), 200);
    const again = await running.call<{ code: string }>('hq', 'POST', people, hire);
    expect([again.status, again.body.code]).toEqual([409, 'hire-over']);
    demand(await running.call('hq', 'POST', people, { ...hire, since: '2026-11-05' }), 200);
    await running.platform.idle();
    const later = await running.call('hq', 'GET', '/v1/onboardings/onb_NEW-1_JN-9_MT_20261105');
    expect(later.body).toMatchObject({ status: 'open' });
  });
});
