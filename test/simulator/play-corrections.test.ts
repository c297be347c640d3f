import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoPassword } from '../../packages/cli/demo-users.ts';
import { wordsIn } from '../../packages/cli/messages.ts';
import { passwordToken } from '../../packages/cli/session.ts';
import { playCampaign } from '../../packages/simulator/play-campaign.ts';
import { type CorrectionPlay, playCorrections } from '../../packages/simulator/play-corrections.ts';
import { type RunningPlatform, runPlatform } from '../support/running-platform.ts';

const day = 86_400_000;
let running: RunningPlatform;
let stations: string[];

interface Shown {
  nonconformityId: string;
  status: string;
  severity: string;
  due: { overdueDays: number } | null;
}
const codeOf = (stationId: string) => stationId.slice('stn_'.length).toLowerCase();
const tokenFor = (login: string) => passwordToken(running.addresses, login, demoPassword, wordsIn('en'));
const play = (given: Partial<CorrectionPlay> = {}) =>
  playCorrections({
    apiUrl: running.platform.apiUrl,
    seed: 5,
    concurrency: 4,
    tokenFor,
    hqLogin: 'hq',
    masterLogin: (stationId) => `sm.${codeOf(stationId)}`,
    stationAuditorLogin: (stationId) => `ga.${codeOf(stationId)}`,
    ...given,
  });
async function all(): Promise<Shown[]> {
  const lists = await Promise.all(
    stations.map((station) =>
      running.call<{ items: Shown[] }>('hq', 'GET', `/v1/stations/${station}/nonconformities`),
    ),
  );
  return lists.flatMap(({ body }) => body.items);
}

beforeAll(async () => {
  running = await runPlatform();
  await running.publishEdition([]);
  stations = await running.importSample(8, 3);
  const campaignId = await running.launch();
  await playCampaign({
    apiUrl: running.platform.apiUrl,
    campaignId,
    seed: 3,
    concurrency: 4,
    tokenFor,
    hqLogin: 'hq',
    auditorLogin: 'auditor',
    stationLogins: (stationId) => [`sm.${codeOf(stationId)}`, `ga.${codeOf(stationId)}`],
  });
  await running.platform.idle();
});
afterAll(() => running.end());

describe('People who correct what a campaign found', () => {
  test('close it, with everything that goes wrong on the way', async () => {
    const before = await all();
    expect(before.length).toBeGreaterThan(20);
    const result = await play();
    await running.platform.idle();
    // A station without a master has nobody who could correct anything.
    expect(result.problems.filter(({ code }) => code !== 'no-login')).toEqual([]);
    expect(result.closed).toBeGreaterThan(before.length / 2);
    expect(result.causesRefused).toBeGreaterThan(0);
    expect(result.plansTurnedDown + result.evidenceTurnedDown).toBeGreaterThan(0);
    expect(result.late).toBeGreaterThan(0);
    const after = await all();
    expect(after.filter(({ status }) => status === 'closed')).toHaveLength(result.closed);
  }, 60_000);

  test('do nothing more when the play is played again', async () => {
    const before = await all();
    const again = await play();
    expect(again).toMatchObject({ closed: 0, forged: 0 });
    expect(await all()).toEqual(before);
  }, 60_000);

  test('are late where they wait for a date to pass, and act then', async () => {
    running.platform.clock.advance(20 * day);
    await running.platform.idle();
    const overdue = (await all()).filter(({ due }) => (due?.overdueDays ?? 0) > 0);
    expect(overdue.length).toBeGreaterThan(0);
    const result = await play();
    expect(result.closed).toBeGreaterThan(0);
    expect(result.late).toBe(0);
  }, 60_000);

  test('check effects when their date has come', async () => {
    const early = await play({ stations });
    expect(early.effectsChecked).toBe(0);
    running.platform.clock.advance(61 * day);
    await running.platform.idle();
    const result = await play({ stations });
    expect(result.effectsChecked).toBeGreaterThan(0);
    const left = (await all()).filter(({ status, severity }) => status === 'closed' && severity !== 'minor');
    expect(left.length).toBeLessThanOrEqual(result.problems.length);
  }, 60_000);
});
