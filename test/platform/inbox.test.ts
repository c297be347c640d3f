import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stationDay } from '../../packages/domain/access/acting-subject.ts';
import { type AuditStage, auditStage } from '../support/audit-stage.ts';
import { day } from '../support/workflow-stage.ts';

/** One list for each person over everything that waits. */
let stage: AuditStage;
let station: string;
let master: string;
let administrator: string;
beforeAll(async () => {
  stage = await auditStage();
  for (const id of stage.stations) {
    const login = stage.masterOf(id).replace('sm.', 'ga.');
    const known = await stage.running.token(login).then(
      () => true,
      () => false,
    );
    if (!known) continue;
    [station, master, administrator] = [id, stage.masterOf(id), login];
    break;
  }
});
afterAll(() => stage.end());

interface Inbox {
  items: {
    kind: string;
    position?: string;
    stationId?: string;
    of: string;
    overdue: boolean;
    note?: string;
  }[];
  standsInFor: string[];
  next?: string;
}
const call = <Body = Record<string, unknown>>(user: string, method: string, path: string, body?: object) =>
  stage.running.call<Body>(user, method, path, body);
const inbox = async (user: string, query = '') => (await call<Inbox>(user, 'GET', `/v1/inbox${query}`)).body;
const positions = async (user: string, query = '') =>
  (await inbox(user, query)).items.map(({ position }) => position);

describe('An inbox', () => {
  test('shows each what is theirs, and is empty when it is done', async () => {
    const campaign = await stage.launch([station], { positions: ['SM', 'GA', 'SA'], review: 'hq' });
    expect(await positions(master)).toEqual(['GA', 'SA']);
    expect(await positions(administrator)).toEqual(['SA']);
    expect(await positions(master, '?position=SA')).toEqual(['SA']);
    expect((await inbox('auditor')).items).toEqual([]);
    await stage.answer(campaign, station);
    expect(await positions(master)).toEqual([]);
    expect((await inbox('auditor')).items).toMatchObject([
      { kind: 'review', stationId: station, overdue: false },
    ]);
    expect((await inbox('hq', '?kind=review')).items).toHaveLength(1);
    const foreign = stage.masterOf(stage.stations.find((id) => id !== station) ?? '');
    expect((await inbox(foreign)).items).toEqual([]);
    await stage.review(campaign, station, { decision: 'accept' });
    expect((await inbox('auditor')).items).toEqual([]);
  });

  test('shows what was sent back with the reason, what is overdue, and that it was reminded of', async () => {
    const campaign = await stage.launch([station], { review: 'hq' });
    await stage.answer(campaign, station);
    const sent = { decision: 'send-back', positions: [{ position: 'SA', reason: '请补充记录' }] };
    expect(await stage.review(campaign, station, sent)).toBe(200);
    await call('hq', 'POST', `/v1/campaigns/${campaign}/reminders`);
    await stage.pass(8 * day);
    const { items } = await inbox(master, '?overdue=true');
    expect(items).toMatchObject([
      { position: 'SA', note: '请补充记录', overdue: true, remindedAt: expect.any(String) },
    ]);
    expect((await call(master, 'GET', '/v1/inbox/digest')).body).toMatchObject({
      overdue: 1,
      kinds: [{ kind: 'answer', overdue: 1 }],
    });
    await call('hq', 'POST', `/v1/campaigns/${campaign}/cancellation`, { reason: '结束' });
    await stage.running.platform.idle();
  });

  test('shows HQ the pilot that waits, and takes no cursor that is none', async () => {
    const campaign = await stage.launch([station, stage.stations.at(-1) ?? ''], { pilot: [station] });
    expect((await inbox('hq', '?kind=roll-out')).items).toMatchObject([{ of: campaign }]);
    expect((await call('hq', 'GET', '/v1/inbox?cursor=bm9uZQ')).status).toBe(400);
    await call('hq', 'POST', `/v1/campaigns/${campaign}/cancellation`, { reason: '结束' });
    await stage.running.platform.idle();
    expect((await inbox('hq', '?kind=roll-out')).items).toEqual([]);
  });
});

describe('An absence', () => {
  test('gives the deputy the role and the tasks for its days, and takes nothing from independence', async () => {
    const self = async (user: string) =>
      (await call<{ personId: string }>(user, 'GET', '/v1/me')).body.personId;
    const [masterId, administratorId] = [await self(master), await self(administrator)];
    const campaign = await stage.launch([station], { positions: ['SM', 'GA', 'SA'] });
    const now = stage.running.platform.clock.now();
    const path = `/v1/stations/${station}/absences/${masterId}`;
    const absence = { deputyId: administratorId, from: stationDay(now), to: stationDay(now + day) };
    for (const _ of [1, 2]) expect((await call(master, 'PUT', path, absence)).status).toBe(200);
    expect(await inbox(administrator)).toMatchObject({ standsInFor: [masterId] });
    // As the master's deputy the administrator could audit section 8, were it not the own work.
    expect(await positions(administrator)).toEqual(['SA']);
    expect((await call(administrator, 'GET', `/v1/stations/${station}/absences`)).body).toMatchObject({
      items: [{ personId: masterId, deputyId: administratorId }],
    });
    const foreign = stage.masterOf(stage.stations.find((id) => id !== station) ?? '');
    expect((await call(foreign, 'PUT', path, absence)).status).toBe(404);
    expect((await call(master, 'PUT', path, { ...absence, deputyId: masterId })).status).toBe(400);
    await stage.pass(3 * day);
    expect(await inbox(administrator)).toMatchObject({ standsInFor: [] });
    await call('hq', 'POST', `/v1/campaigns/${campaign}/cancellation`, { reason: '结束' });
    await stage.running.platform.idle();
  });
});

describe('A comment', () => {
  test('is read by whoever may read the audit, once however often it is sent', async () => {
    const campaign = await stage.launch([station]);
    const path = `/v1/audits/aud_${campaign.slice(4)}_${station.slice(4)}/comments`;
    for (const _ of [1, 2])
      expect((await call(master, 'POST', path, { text: '请总部尽快复核' })).status).toBe(201);
    expect((await call('auditor', 'POST', path, { text: '本周内完成' })).status).toBe(201);
    const { body } = await call<{ items: { text: string }[] }>(administrator, 'GET', path);
    expect(body.items.map(({ text }) => text)).toEqual(['请总部尽快复核', '本周内完成']);
    const foreign = stage.masterOf(stage.stations.find((id) => id !== station) ?? '');
    expect((await call(foreign, 'GET', path)).status).toBe(404);
    expect((await call(foreign, 'POST', path, { text: '？' })).status).toBe(404);
  });
});
