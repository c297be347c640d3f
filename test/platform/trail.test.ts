import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { auditId } from '../../packages/domain/ids.ts';
import type { Entry } from '../../packages/domain/trail/chain.ts';
import { type RunningPlatform, runPlatform } from '../support/running-platform.ts';

let running: RunningPlatform;
let station = '';
beforeAll(async () => {
  running = await runPlatform();
  await running.publishEdition();
  const [first = ''] = await running.importSample(8);
  station = first;
});
afterAll(() => running.end());

describe('trail', () => {
  test('tells the story', async () => {
    const id = await running.launch({ scope: { kind: 'stations', ids: [station] } });
    await running.platform.idle();
    const master = `sm.${station.slice(4).toLowerCase()}`;
    await running.answerAll(auditId(id, station), master);
    await running.platform.idle();
    const answer = await running.call<{ items: Entry[] }>(
      'hq',
      'GET',
      `/v1/stations/${station}/trail?limit=100`,
    );
    console.log(JSON.stringify(answer.body.items.slice(0, 60), null, 0).slice(0, 8000));
    console.log(running.platform.denials().slice(0, 5), running.platform.schedules());
    const next = Object.values(running.platform.schedules())[0] ?? 0;
    running.platform.clock.advance(next - running.platform.clock.now() + 1000);
    await running.platform.idle();
    const exp = await running.call<{ items: object[] }>('hq', 'GET', `/v1/stations/${station}/trail/export`);
    console.log(JSON.stringify(exp.body.items.slice(-1)).slice(0, 3000), exp.body.items.length);
    console.log(running.platform.deadLetters(), running.platform.denials().slice(0, 5));
    const net = await running.call<{ items: object[] }>('hq', 'GET', `/v1/trail/export`);
    console.log(JSON.stringify(net.body.items).slice(0, 4000));
    expect(1).toBe(1);
  });
});
