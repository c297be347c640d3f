import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { output } from '../../functions/audit/preview-campaign/schema.ts';
import { checklistBurden } from '../../packages/domain/audit/burden.ts';
import { loadEdition } from '../../packages/standard/load-edition.ts';
import { demand, type RunningPlatform, runPlatform } from '../support/running-platform.ts';

interface Audit {
  auditId: string;
  stationId: string;
  regionId: string;
  name: string;
  dueAt: string;
  pending: string[];
}

let running: RunningPlatform;
let stations: string[];
beforeAll(async () => {
  running = await runPlatform();
  await running.publishEdition([]);
  stations = await running.importSample(14);
});
afterAll(() => running.end());

const day = 86_400_000;
const form = (part: object = {}) => ({
  scope: { kind: 'network' },
  dueAt: new Date(running.platform.clock.now() + 10 * day).toISOString(),
  closesAt: new Date(running.platform.clock.now() + 20 * day).toISOString(),
  ...part,
});
const ask = (part: object = {}, user = 'hq') =>
  running.call(user, 'POST', '/v1/campaigns/preview', form(part));
async function preview(part: object = {}) {
  const answer = await ask(part);
  demand(answer, 200);
  return output[200].parse(answer.body);
}
const campaigns = async () =>
  (await running.call<{ items: { campaignId: string }[] }>('hq', 'GET', '/v1/campaigns')).body.items;
const list = async <Item>(path: string) =>
  (await running.call<{ items: Item[] }>('hq', 'GET', path)).body.items;
const checklists = new Map(
  loadEdition('edition-1').positions.map(({ code, audit }) => [code, checklistBurden(audit.items)]),
);

/** What the launch of the same form then opens and refuses. */
async function launched(part: object) {
  const id = await running.launch(form(part));
  await running.platform.idle();
  return {
    audits: await list<Audit>(`/v1/campaigns/${id}/audits?limit=1000`),
    refusals: await list<{ stationId: string; name: string; reason: string }>(`/v1/campaigns/${id}/refusals`),
  };
}

/** A position that some stations have and others lack. */
async function rarePosition(): Promise<string> {
  for (const code of checklists.keys()) {
    const { asked, refused } = (await preview({ positions: [code] })).stations;
    if (asked > 0 && refused > 0) return code;
  }
  throw new Error('every station has every position');
}

describe('a preview', () => {
  test('writes nothing', async () => {
    const before = await campaigns();
    await preview();
    await running.platform.idle();
    expect(await campaigns()).toEqual(before);
  });

  test.each([
    ['the network', async () => ({})],
    ['a region', async () => ({ scope: { kind: 'regions', ids: [(await preview()).regions[0]?.regionId] } })],
    ['some stations', async () => ({ scope: { kind: 'stations', ids: stations.slice(2, 7) } })],
    ['a position that not all stations have', async () => ({ positions: [await rarePosition()] })],
  ])('of %s says what a launch then opens and refuses', async (_what, part) => {
    const same = await part();
    const said = await preview(same);
    const { audits, refusals } = await launched(same);

    expect(audits.length).toBeGreaterThan(0);
    expect(said.stations).toEqual({ asked: audits.length, refused: refusals.length });
    expect(said.refusals.map(({ stationId, name, reason }) => ({ stationId, name, reason }))).toEqual(
      refusals
        .map(({ stationId, name, reason }) => ({ stationId, name, reason }))
        .sort((a, b) => (a.stationId < b.stationId ? -1 : 1)),
    );
    expect([...said.positions].sort()).toEqual([...new Set(audits.flatMap((a) => a.pending))].sort());

    const regions = Map.groupBy(audits, (audit) => audit.regionId);
    const figure = (own: readonly Audit[], name: 'items' | 'minutes') =>
      own.flatMap((a) => a.pending).reduce((sum, code) => sum + (checklists.get(code)?.[name] ?? NaN), 0);
    expect(
      said.regions.map(({ regionId, stations, items, minutes }) => ({ regionId, stations, items, minutes })),
    ).toEqual(
      [...regions]
        .map(([regionId, own]) => ({
          regionId,
          stations: own.length,
          items: figure(own, 'items'),
          minutes: figure(own, 'minutes'),
        }))
        .sort((a, b) => (a.regionId < b.regionId ? -1 : 1)),
    );
    expect([said.items, said.minutes]).toEqual([figure(audits, 'items'), figure(audits, 'minutes')]);
    const longest = Math.max(...audits.map((audit) => figure([audit], 'minutes')));
    expect(said.perStation.maxHours).toBeCloseTo(longest / 60, 2);
    expect(said.warnings.burdenAboveLimit).toBe(
      audits.filter((audit) => figure([audit], 'minutes') > 480).length,
    );
  });

  test('warns of the audits that its stations have open, until they are closed', async () => {
    const scope = { kind: 'stations', ids: stations.slice(0, 1) };
    const before = (await preview({ scope })).warnings.open;
    const { audits } = await launched({ scope });
    const { openAudits, warnings } = await preview({ scope });
    expect(openAudits).toEqual({ checked: true, upTo: 200 });
    const isNew = ({ auditId }: { auditId: string }) => !before.some((known) => known.auditId === auditId);
    expect(warnings.open.filter(isNew)).toEqual(
      audits.map(({ stationId, name, auditId, dueAt }) => ({ stationId, name, auditId, dueAt })),
    );
    expect(warnings.auditsOpen).toBe(before.length + 1);
    // First past the due date, then past the end of the window.
    for (const days of [11, 10]) {
      running.platform.clock.advance(days * day);
      await running.platform.idle();
    }
    expect((await preview({ scope })).warnings.open).toEqual([]);
  });

  test('of more than 200 stations says that open audits were not looked for', async () => {
    await running.importSample(230, 5);
    const { stations, openAudits, warnings } = await preview();
    expect(stations.asked).toBeGreaterThan(200);
    expect(openAudits.checked).toBe(false);
    expect(warnings.open).toEqual([]);
  });
});

describe('a preview that a launch would refuse', () => {
  test.each([
    ['an unknown region', { scope: { kind: 'regions', ids: ['reg_MOON'] } }, 'scope.ids[0]'],
    ['an unknown station', { scope: { kind: 'stations', ids: ['stn_MOON'] } }, 'scope.ids[0]'],
    ['an unknown position', { positions: ['SM', 'XX'] }, 'positions[1]'],
    [
      'a window of the past',
      { opensAt: '2000-01-01T00:00:00Z', closesAt: '2000-02-01T00:00:00Z' },
      'closesAt',
    ],
    ['a name, which it has no use for', { name: 'Q' }, 'name'],
  ])('is refused by the same rules: %s', async (_what, part, field) => {
    const answer = await ask(part);
    expect(answer.status).toBe(400);
    expect((answer.body as { fields: { field: string }[] }).fields.map((f) => f.field)).toContain(field);
  });

  test.each(['auditor'])('is not for %s, who launches nothing', async (user) => {
    expect((await ask({}, user)).status).toBe(403);
  });

  test('names an edition that is not there', async () => {
    expect((await ask({ edition: '9' })).status).toBe(404);
  });
});
