import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningPlatform, runPlatform } from '../support/running-platform.ts';

interface Campaign {
  status: string;
  audits: { opened: number; closed: number; refused: number; byGrade: Record<string, number> };
}
interface Audit {
  auditId: string;
  stationId: string;
  regionId: string;
  status: string;
  pending: string[];
  grade?: string;
  score?: number;
}

let running: RunningPlatform;
let stations: string[];
beforeAll(async () => {
  running = await runPlatform();
  await running.publishEdition([]);
  stations = await running.importSample(12);
});
afterAll(() => running.end());

const campaign = async (id: string) =>
  (await running.call<Campaign>('hq', 'GET', `/v1/campaigns/${id}`)).body;
const auditsOf = async (id: string, query = '') =>
  (await running.call<{ items: Audit[]; next?: string }>('hq', 'GET', `/v1/campaigns/${id}/audits${query}`))
    .body;
const masterOf = (stationId: string, role = 'sm') => `${role}.${stationId.slice(4).toLowerCase()}`;
/** Somebody of the station who may answer; not every station has a master. */
async function somebodyOf(stationId: string): Promise<string> {
  try {
    await running.token(masterOf(stationId));
    return masterOf(stationId);
  } catch {
    return masterOf(stationId, 'ga');
  }
}

describe('a campaign over the network', () => {
  test('runs from one request to its ranking', async () => {
    const id = await running.launch();
    await running.until(
      async () => (await campaign(id)).audits.opened === stations.length,
      'all audits are open',
    );
    const open = await auditsOf(id);
    expect(open.items.map((audit) => audit.stationId).sort()).toEqual([...stations].sort());

    for (const audit of open.items) await running.answerAll(audit.auditId, await somebodyOf(audit.stationId));
    await running.until(async () => (await campaign(id)).status === 'closed', 'the campaign is closed');
    const closed = await campaign(id);
    expect(closed.audits).toMatchObject({
      opened: 12,
      closed: 12,
      refused: 0,
      byGrade: { A: 12, B: 0, C: 0, D: 0 },
    });

    const ranking = await running.call<{ items: { rank: number; score: number }[]; total: number }>(
      'hq',
      'GET',
      `/v1/campaigns/${id}/ranking`,
    );
    expect(ranking.body.total).toBe(12);
    expect(ranking.body.items.every((row) => row.rank === 1 && row.score === 100)).toBe(true);
  });

  test('opens a single station for chosen positions only', async () => {
    const stationId = stations[0] ?? '';
    const id = await running.launch({
      scope: { kind: 'stations', ids: [stationId] },
      positions: ['SA', 'MT'],
    });
    await running.until(async () => (await campaign(id)).audits.opened === 1, 'the audit is open');
    const [audit] = (await auditsOf(id)).items;
    expect(audit?.pending).toEqual(['MT', 'SA']);
  });

  test('shows a region manager the own region only', async () => {
    const id = await running.launch();
    await running.until(
      async () => (await campaign(id)).audits.opened === stations.length,
      'all audits are open',
    );
    const all = (await auditsOf(id, '?limit=100')).items;
    const regionId = all[0]?.regionId ?? '';
    const own = all.filter((audit) => audit.regionId === regionId).map((audit) => audit.stationId);
    expect(own.length).toBeLessThan(all.length);

    const manager = await running.managerOf(regionId);
    const seen = await running.call<{ items: Audit[] }>(
      manager,
      'GET',
      `/v1/campaigns/${id}/audits?limit=100`,
    );
    expect(seen.body.items.map((audit) => audit.stationId).sort()).toEqual(own.sort());
    const progress = await running.call<Campaign>(manager, 'GET', `/v1/campaigns/${id}`);
    expect(progress.body.audits).toMatchObject({ opened: own.length, closed: 0 });
    const foreign = all.find((audit) => audit.regionId !== regionId);
    expect((await running.call(manager, 'GET', `/v1/audits/${foreign?.auditId}`)).status).toBe(404);
    expect((await running.call(manager, 'GET', `/v1/stations/${foreign?.stationId}`)).status).toBe(404);
    expect((await running.call(manager, 'GET', `/v1/regions/${foreign?.regionId}/stations`)).status).toBe(
      404,
    );
  });

  test('pages through the audits without losing or repeating one', async () => {
    const id = await running.launch();
    await running.until(
      async () => (await campaign(id)).audits.opened === stations.length,
      'all audits are open',
    );
    const seen: string[] = [];
    let query = '?limit=5';
    for (;;) {
      const page = await auditsOf(id, query);
      seen.push(...page.items.map((audit) => audit.stationId));
      if (!page.next) break;
      query = `?limit=5&cursor=${page.next}`;
    }
    expect(seen.sort()).toEqual([...stations].sort());
  });

  test('scores what is missing as not shown when the window closes', async () => {
    const stationId = stations[1] ?? '';
    const id = await running.launch({ scope: { kind: 'stations', ids: [stationId] }, positions: ['SA'] });
    await running.until(async () => (await campaign(id)).audits.opened === 1, 'the audit is open');
    await running.platform.idle();
    // Past the due date the region is told; the answers are still awaited until the window closes.
    running.platform.clock.advance(11 * 86_400_000);
    await running.platform.idle();
    expect((await campaign(id)).audits.closed).toBe(0);
    running.platform.clock.advance(10 * 86_400_000);
    await running.until(async () => (await campaign(id)).audits.closed === 1, 'the audit is closed');
    const [audit] = (await auditsOf(id)).items;
    expect(audit).toMatchObject({ status: 'closed', score: 0, grade: 'D', notShown: ['SA'] });
    await running.until(async () => (await campaign(id)).status === 'closed', 'the campaign is closed');
  });
});
