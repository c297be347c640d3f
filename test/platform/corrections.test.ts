import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { auditId, nonconformityId } from '../../packages/domain/ids.ts';
import type { CounterSet } from '../../packages/local/counters.ts';
import type { NonconformityItem, RosterItem } from '../../packages/table/items.ts';
import { keys } from '../../packages/table/keys.ts';
import {
  type Correction,
  type CorrectionStage,
  correctionStage,
  words,
} from '../support/correction-stage.ts';
import { demand } from '../support/running-platform.ts';
import { day } from '../support/workflow-stage.ts';

interface Shown {
  nonconformityId: string;
  item: string;
  severity: string;
  status: string;
  submission: number;
  due: { step: string; on: string; overdueDays: number } | null;
  next: { step: string; desk: string; rule: string };
}
interface Detail extends Shown {
  remark: string | null;
  check: { zh: string } | null;
  yourTurn: boolean;
  objection: string | null;
}
interface Standing {
  audit: { grade: string; score: number } | null;
  grade: string | null;
  corrections: { open: number; overdue: number; openCritical: number; overdueMajor: number };
  lowers: { id: string; atMost: string | null; text: { zh: string } | null; correct: number }[];
  consequence: { hqAuditEveryMonths: number; text: { zh: string } } | null;
}

let stage: CorrectionStage;
let station: string;
let other: string;
let master: string;
let auditor: string;
beforeAll(async () => {
  stage = await correctionStage();
  [station = '', other = ''] = stage.stations;
  master = stage.masterOf(station);
  auditor = master.replace(/^sm\./, 'ga.');
});
afterAll(() => stage.end());

const get = <Body>(user: string, path: string) => stage.running.call<Body>(user, 'GET', path);
const show = async (user: string, id: string) => (await get<Detail>(user, `/v1/nonconformities/${id}`)).body;
const list = async (user: string, path: string) => (await get<{ items: Shown[] }>(user, path)).body.items;

describe('A station whose audit found something', () => {
  let campaign: string;
  beforeAll(async () => {
    campaign = await stage.audit1(station, ['AU-SA-01', 'AU-SA-03', 'AU-MT-04'], { positions: undefined });
  });
  const id = (item: string) => nonconformityId(campaign, station, item);

  test('sees its nonconformities, those due first first, with whose turn it is', async () => {
    const items = await list(master, `/v1/stations/${station}/nonconformities?status=open`);
    expect(items.map(({ item, severity }) => `${item} ${severity}`)).toEqual([
      'AU-MT-04 critical',
      'AU-SA-03 major',
      'AU-SA-01 minor',
    ]);
    expect(items[0]).toMatchObject({
      status: 'issued',
      due: { step: 'contain', overdueDays: 0 },
      next: { step: 'contain', desk: 'owner', rule: 'owner-corrects' },
    });
    const minor = await list(master, `/v1/stations/${station}/nonconformities?severity=minor&position=SA`);
    expect(minor.map(({ item }) => item)).toEqual(['AU-SA-01']);
    expect(await list(master, `/v1/stations/${station}/nonconformities?status=overdue`)).toEqual([]);
  });

  test('sees one with what the checklist asks and what the audit remarked', async () => {
    const detail = await show(master, id('AU-SA-01'));
    expect(detail).toMatchObject({ remark: '记录', yourTurn: true, objection: null });
    expect(detail.check?.zh.length).toBeGreaterThan(3);
    expect(await show('auditor', id('AU-SA-01'))).toMatchObject({ yourTurn: false, objection: 'other-desk' });
  });

  test('has its grade lowered by the open critical one, and hears what lifts it', async () => {
    const { body } = await get<Standing>(master, `/v1/stations/${station}/standing`);
    expect(body).toMatchObject({
      grade: 'C',
      uncapped: 'A',
      corrections: { open: 3, overdue: 0, openCritical: 1, overdueMajor: 0 },
      consequence: { hqAuditEveryMonths: 3 },
    });
    const [cap] = body.lowers;
    expect(cap).toMatchObject({
      id: 'critical-open',
      atMost: 'C',
      correct: 1,
      nonconformities: [id('AU-MT-04')],
    });
    expect(cap?.text?.zh).toContain('致命');
    expect(body.consequence?.text.zh).toContain('改进计划');
  });

  test('is asked for a cause that is one', async () => {
    const answer = await stage.command(master, id('AU-SA-01'), 'steps', {
      containment: '已隔离',
      rootCause: '员工失误，已重新培训',
    });
    expect(answer.status).toBe(400);
    expect(answer.body.fields).toMatchObject([{ field: 'rootCause', code: 'cause-says-nothing' }]);
    expect((await show(master, id('AU-SA-01'))).status).toBe('issued');
    expect((await stage.command(master, id('AU-SA-01'), 'steps', {})).body).toMatchObject({
      fields: [{ field: 'body', code: 'missing' }],
    });
    const long = await stage.command(master, id('AU-SA-01'), 'steps', { plan: '改'.repeat(500) });
    expect(long.body).toMatchObject({ fields: [{ field: 'plan', code: 'too-long' }] });
  });

  test('does not verify its own correction, and the auditor of the station does', async () => {
    const { implementation, evidence, ...first } = words;
    await stage.take(master, id('AU-SA-03'), 'steps', { ...first, implementation, evidence });
    const shown = await show(auditor, id('AU-SA-03'));
    expect(shown).toMatchObject({ status: 'evidence-submitted', submission: 2, yourTurn: true });
    const verification = { decision: 'accept', submission: 2 };
    const own = await stage.command(master, id('AU-SA-03'), 'verification', verification);
    expect(own).toMatchObject({ status: 403, body: { code: 'own-correction' } });
    const verified = await stage.command(auditor, id('AU-SA-03'), 'verification', verification);
    expect(verified.status).toBe(200);
    // HQ's sample is drawn by the id, which nobody can choose.
    if (verified.body.status === 'verified')
      await stage.take('auditor', id('AU-SA-03'), 'verification', verification);
    expect((await show(master, id('AU-SA-03'))).status).toBe('closed');
  });

  test('has the critical one approved and verified by HQ, and its grade lifted', async () => {
    const { implementation, evidence, ...first } = words;
    await stage.take(master, id('AU-MT-04'), 'steps', first);
    const decision = { decision: 'approve', submission: 1 };
    const byMaster = await stage.command(master, id('AU-MT-04'), 'plan-decision', decision);
    expect(byMaster).toMatchObject({ status: 403, body: { code: 'step-not-yours' } });
    await stage.take('hq', id('AU-MT-04'), 'plan-decision', decision);
    await stage.take(master, id('AU-MT-04'), 'steps', { implementation, evidence });
    const byAuditor = await stage.command(auditor, id('AU-MT-04'), 'verification', {
      decision: 'accept',
      submission: 2,
    });
    expect(byAuditor).toMatchObject({ status: 403, body: { code: 'step-not-yours' } });
    await stage.take('hq', id('AU-MT-04'), 'verification', { decision: 'accept', submission: 2 });
    const { body } = await get<Standing>(master, `/v1/stations/${station}/standing`);
    expect(body.lowers).toEqual([]);
    expect(body.grade).not.toBe('C');
  });

  test('has an answer repeated when it asks twice, and is refused something else', async () => {
    const once = await stage.command(master, id('AU-SA-01'), 'steps', { containment: '已隔离' });
    const twice = await stage.command(master, id('AU-SA-01'), 'steps', { containment: '已隔离' });
    expect(twice).toMatchObject({ status: 200, body: once.body });
    const changed = await stage.command(master, id('AU-SA-01'), 'steps', { containment: '别的' });
    expect(changed).toMatchObject({ status: 409, body: { code: 'step-already-taken' } });
  });

  test('gets more time once, from who may give it', async () => {
    const { dues } = (await get<{ dues: { close: string } }>(master, `/v1/nonconformities/${id('AU-SA-01')}`))
      .body;
    const extension = { days: 10, reason: '等待配件' };
    await stage.take(master, id('AU-SA-01'), 'extension', extension);
    const after = (await get<{ dues: { close: string } }>(master, `/v1/nonconformities/${id('AU-SA-01')}`))
      .body;
    expect(after.dues.close > dues.close).toBe(true);
    await stage.take(master, id('AU-SA-01'), 'extension', extension);
    const again = await stage.command(master, id('AU-SA-01'), 'extension', { days: 3, reason: '再等' });
    expect(again).toMatchObject({ status: 409, body: { code: 'extension-not-possible' } });
  });
});

describe('A correction that is handed on', () => {
  let id: string;
  let colleague: string;
  const mechanic = 'mt.handed';
  beforeAll(async () => {
    const campaign = await stage.audit1(station, ['AU-SA-05']);
    id = nonconformityId(campaign, station, 'AU-SA-05');
    const roster = await stage.get<RosterItem>(keys.roster(station));
    const held = Map.groupBy(roster.assignments, ({ personId }) => personId);
    const [personId, assignments] =
      [...held].find(([, all]) => all.every(({ position }) => !['SM', 'GA', 'SA'].includes(position))) ?? [];
    colleague = personId ?? '';
    await stage.put({
      ...keys.subject(mechanic),
      type: 'subject',
      v: 1,
      subject: mechanic,
      role: 'position-holder',
      stationId: station,
      personId,
      positions: (assignments ?? []).map(({ position }) => position),
    });
  });
  const give = (user: string, part: string, personId: string | null) =>
    stage.running.call(user, 'PUT', `/v1/nonconformities/${id}/people/${part}`, { personId });
  const tasks = async (user: string) => {
    const path = `/v1/inbox?stationId=${station}`;
    const { body } = await get<{ items: { kind: string; of: string; givenTo?: string }[] }>(user, path);
    return body.items.flatMap(({ kind, of, givenTo }) =>
      of === id ? [`${kind} ${givenTo ?? ''}`.trim()] : [],
    );
  };

  test('is nobody else’s before, and is that person’s from then on', async () => {
    const early = await stage.command(mechanic, id, 'steps', { containment: '已隔离' });
    expect(early).toMatchObject({ status: 403, body: { code: 'not-permitted' } });
    expect(await tasks(mechanic)).toEqual([]);
    for (const _ of [1, 2])
      expect(await give(auditor, 'correct', colleague)).toMatchObject({
        status: 200,
        body: { given: { correct: colleague }, status: 'issued' },
      });
    expect(await tasks(mechanic)).toEqual([`correct ${colleague}`]);
    expect(await tasks(master)).toEqual([`correct ${colleague}`]);
    const { implementation, evidence, ...first } = words;
    await stage.take(mechanic, id, 'steps', first);
    const { submission } = await show(master, id);
    await stage.take(master, id, 'plan-decision', { decision: 'approve', submission });
    await stage.take(mechanic, id, 'steps', { implementation, evidence });
    expect(await tasks(mechanic)).toEqual([]);
    expect(await tasks(auditor)).toEqual(['verify']);
  });

  test('is not verified by whoever did it, nor handed to them for that', async () => {
    const { submission } = await show(master, id);
    const own = await stage.command(mechanic, id, 'verification', { decision: 'accept', submission });
    expect(own).toMatchObject({ status: 403, body: { code: 'own-correction' } });
    expect(await give(master, 'verify', colleague)).toMatchObject({
      status: 400,
      body: { fields: [{ field: 'personId', code: 'person-corrected-it' }] },
    });
    expect(await give('hq', 'verify', 'per_NOBODY-1')).toMatchObject({
      status: 400,
      body: { fields: [{ field: 'personId', code: 'unknown-person' }] },
    });
  });

  test('is handed on by who heads the station and by HQ alone', async () => {
    expect((await give(mechanic, 'verify', colleague)).status).toBe(403);
    expect((await give(stage.masterOf(other), 'correct', null)).status).toBe(404);
    expect((await give('auditor', 'nonsense', null)).status).toBe(400);
    expect((await give('auditor', 'correct', null)).body).not.toHaveProperty('given');
    expect(await tasks(mechanic)).toEqual([]);
  });

  test('has its comments beside it, each said once', async () => {
    const path = `/v1/nonconformities/${id}/comments`;
    const say = (user: string, text: string) => stage.running.call(user, 'POST', path, { text });
    for (const _ of [1, 2]) expect((await say(mechanic, '配件周五到货')).status).toBe(201);
    expect((await say('auditor', '请附到货单')).status).toBe(201);
    const said = await get<{ items: { text: string; by: string }[] }>(master, path);
    expect(said.body.items.map(({ by, text }) => `${by} ${text}`)).toEqual([
      `${colleague} 配件周五到货`,
      'auditor 请附到货单',
    ]);
    expect((await get(stage.masterOf(other), path)).status).toBe(404);
    expect((await say(stage.masterOf(other), '?')).status).toBe(404);
    expect((await say(master, ' ')).status).toBe(400);
  });
});

describe('A foreign station', () => {
  test('and its nonconformities are not there', async () => {
    const campaign = await stage.audit1(other, ['AU-SA-02']);
    const id = nonconformityId(campaign, other, 'AU-SA-02');
    const body = { decision: 'accept', submission: 1 };
    for (const answer of [
      await get(master, `/v1/nonconformities/${id}`),
      await get(master, `/v1/stations/${other}/nonconformities`),
      await get(master, `/v1/stations/${other}/standing`),
      await stage.command(master, id, 'steps', words),
      await stage.command(master, id, 'plan-decision', { decision: 'approve', submission: 1 }),
      await stage.command(master, id, 'verification', body),
      await stage.command(auditor, id, 'effect-check', { result: 'effective', submission: 1 }),
      await stage.command(master, id, 'extension', { days: 3, reason: '等待配件' }),
    ])
      expect(answer.status).toBe(404);
    const missing = `/v1/nonconformities/${nonconformityId(campaign, other, 'AU-SA-99')}`;
    const foreign = await get<object>(master, `/v1/nonconformities/${id}`);
    const absent = await get<object>(master, missing);
    expect({ ...foreign.body, request: '' }).toEqual({ ...absent.body, request: '' });
  });

  test('is not seen over the list of open ones, which is for regions and HQ', async () => {
    expect((await get(master, '/v1/nonconformities')).status).toBe(403);
    const item = await stage.nonconformity(
      (await list('hq', '/v1/nonconformities'))[0]?.nonconformityId ?? '',
    );
    const manager = await stage.running.managerOf(item.regionId);
    const own = await list(manager, '/v1/nonconformities?limit=200');
    const all = await list('hq', '/v1/nonconformities?limit=200');
    expect(own.length).toBeGreaterThan(0);
    const regions = new Set((own as unknown as NonconformityItem[]).map(({ regionId }) => regionId));
    expect([...regions]).toEqual([item.regionId]);
    expect(own.length).toBeLessThanOrEqual(all.length);
    const elsewhere = await get(manager, '/v1/nonconformities?regionId=reg_NOWHERE');
    expect(elsewhere.status).toBe(404);
  });
});

describe('The list of open ones', () => {
  test('is walked page by page, those to be closed first first, and none twice', async () => {
    for (const item of ['AU-MT-02', 'AU-MT-05', 'AU-MT-03'])
      await stage.audit1(stage.stations[2] ?? '', [item]);
    const all = (await list('hq', '/v1/nonconformities?limit=200')) as (Shown & {
      dues: { close: string };
    })[];
    expect(all.length).toBeGreaterThanOrEqual(4);
    expect(all.map(({ dues }) => dues.close)).toEqual(all.map(({ dues }) => dues.close).sort());
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const path = `/v1/nonconformities?limit=2${cursor ? `&cursor=${cursor}` : ''}`;
      const { body } = await get<{ items: Shown[]; next?: string }>('hq', path);
      expect(body.items.length).toBeLessThanOrEqual(2);
      seen.push(...body.items.map(({ nonconformityId }) => nonconformityId));
      cursor = body.next;
    } while (cursor);
    expect(seen).toEqual(all.map(({ nonconformityId }) => nonconformityId));
  });

  test('holds what is overdue when that is asked for', async () => {
    expect(await list('hq', '/v1/nonconformities?overdue=true')).toEqual([]);
    await stage.pass(9 * day);
    const overdue = await list('hq', '/v1/nonconformities?overdue=true&limit=200');
    expect(overdue.length).toBeGreaterThan(0);
    for (const { due } of overdue) expect(due?.overdueDays).toBeGreaterThan(0);
  });

  test('is told a cursor that is none', async () => {
    const nonsense = Buffer.from('{"after":"x"}').toString('base64url');
    const answer = await get<{ fields: object[] }>('hq', `/v1/nonconformities?cursor=${nonsense}`);
    expect(answer).toMatchObject({ status: 400, body: { fields: [{ field: 'cursor' }] } });
  });
});

describe('A station that corrects nothing', () => {
  test('has its grade lowered by the date alone, until it is closed', async () => {
    const quiet = stage.stations[3] ?? '';
    const campaign = await stage.audit1(quiet, ['AU-SA-06']);
    const id = nonconformityId(campaign, quiet, 'AU-SA-06');
    const standing = async () => (await get<Standing>('hq', `/v1/stations/${quiet}/standing`)).body;
    expect(await standing()).toMatchObject({ grade: 'A', lowers: [] });
    await stage.pass(15 * day);
    expect(await standing()).toMatchObject({
      audit: { grade: 'A' },
      grade: 'B',
      lowers: [{ id: 'long-overdue', atMost: null, correct: 1, nonconformities: [id] }],
    });
    const correction: Correction = {
      id,
      station: quiet,
      campaign,
      master: stage.masterOf(quiet),
      story: stage.follow('corrective-action', id),
    };
    await stage.correct(correction);
    await stage.verify(correction);
    expect(await standing()).toMatchObject({ grade: 'A', lowers: [] });
  });
});

describe('An appeal that is upheld', () => {
  test('withdraws the nonconformity of its item and lifts what it lowered; one that is rejected does not', async () => {
    const disputing = stage.stations[2] ?? '';
    const user = stage.masterOf(disputing);
    const campaign = await stage.audit1(disputing, ['AU-MT-04', 'AU-SA-03']);
    const standing = async () => (await get<Standing>('hq', `/v1/stations/${disputing}/standing`)).body;
    const before = await standing();
    const appeals = `/v1/audits/${auditId(campaign, disputing)}/appeals`;
    for (const [position, item, decision] of [
      ['MT', 'AU-MT-04', 'uphold'],
      ['SA', 'AU-SA-03', 'reject'],
    ] as const) {
      const appeal = { position, item, answer: 'satisfied', reason: '审核当日已提供', evidence: '档案 04' };
      demand(await stage.running.call(user, 'POST', appeals, appeal), 200);
      const decided = { decision, reason: '证据已核对' };
      demand(await stage.running.call('hq', 'POST', `${appeals}/${item}/decision`, decided), 200);
    }
    await stage.running.platform.idle();
    const id = (item: string) => nonconformityId(campaign, disputing, item);
    expect(await stage.nonconformity(id('AU-MT-04'))).toMatchObject({ status: 'withdrawn' });
    expect(stage.statusOf('corrective-action', id('AU-MT-04'))).toBe('SUCCEEDED');
    expect((await stage.nonconformity(id('AU-SA-03'))).status).toBe('issued');
    const after = await standing();
    expect(after.corrections.openCritical).toBe(before.corrections.openCritical - 1);
    expect(after.audit?.score).toBeGreaterThan(before.audit?.score ?? 0);
  });
});

describe('A position that nobody showed', () => {
  test('raises one nonconformity for all its items', async () => {
    const campaign = await stage.launch([station]);
    await stage.pass(10 * day);
    await stage.pass(11 * day);
    const raised = await list(master, `/v1/stations/${station}/nonconformities?status=issued`);
    const ofCampaign = raised.filter((shown) => shown.nonconformityId.includes(campaign.slice(4)));
    expect(ofCampaign.map(({ item, severity }) => `${item} ${severity}`).sort()).toEqual([
      'MT critical',
      'SA major',
    ]);
    expect(await stage.audit(campaign, station)).toMatchObject({ notShown: ['MT', 'SA'] });
  });

  test('and the same item within a year are more severe the second time', async () => {
    const again = await stage.audit1(stage.stations[3] ?? '', ['AU-SA-06']);
    expect(
      await stage.nonconformity(nonconformityId(again, stage.stations[3] ?? '', 'AU-SA-06')),
    ).toMatchObject({
      severity: 'major',
      repeatOf: expect.stringContaining('AU-SA-06'),
    });
  });
});

describe('One correction, with three inputs of people', () => {
  test('costs two transitions, some six calls, nine write units and eight read units beyond its audit, its trail and its facts', async () => {
    const measured = stage.stations[1] ?? '';
    const people = { master: stage.masterOf(measured) };
    const { platform } = stage.running;
    const counted = async (act: () => Promise<unknown>): Promise<CounterSet> => {
      await platform.idle();
      const before = platform.counters.snapshot();
      await act();
      await platform.idle();
      return platform.counters.since(before);
    };
    const course = async (item: string) => {
      const campaign = await stage.audit1(measured, [item]);
      const id = nonconformityId(campaign, measured, item);
      const { implementation, evidence, ...first } = words;
      await stage.take(people.master, id, 'steps', first);
      await stage.take(people.master, id, 'steps', { implementation, evidence });
      await stage.take('auditor', id, 'verification', { decision: 'accept', submission: 2 });
      return id;
    };
    // Warm functions have read the edition.
    await course('AU-SA-04');
    await stage.audit1(measured, []);
    const plain = await counted(() => stage.audit1(measured, []));
    const corrected = await counted(() => course('AU-MT-06'));
    const sum = (counts: Record<string, number>) => Object.values(counts).reduce((a, b) => a + b, 0);
    const more = (count: (set: CounterSet) => number) => count(corrected) - count(plain);
    const cost = {
      transitions: more((set) => sum(set.transitions)),
      lambdaCalls: more((set) => sum(set.invocations)),
      heardCalls: more(({ invocations }) =>
        ['enter-changes', 'keep-station-facts'].reduce(
          (calls, name) => calls + (invocations[`stationkeeper-local-${name}`] ?? 0),
          0,
        ),
      ),
      writeUnits: more((set) => set.writeUnits),
      readUnits: more((set) => set.readUnits),
    };
    expect(cost.transitions).toBeLessThanOrEqual(2);
    // The stream's batches fall as they may; trail and facts hear of each change, whoever made it.
    expect(cost.lambdaCalls - cost.heardCalls).toBeLessThanOrEqual(7);
    // Nine of its own (with what people write the item passes 1 KB, so its last two writes count double), the
    // trail's entries of four changes, and the facts of the station after each of them, which are read first.
    expect(cost.writeUnits).toBeLessThanOrEqual(19);
    expect(cost.readUnits).toBeLessThanOrEqual(11);
  });

  test('is kept under its station with its dates and its last writer', async () => {
    const [shown] = await list('hq', `/v1/stations/${stage.stations[1]}/nonconformities?status=closed`);
    const item = await stage.get<NonconformityItem & Record<string, unknown>>(
      keys.nonconformity(shown?.nonconformityId ?? ''),
    );
    expect(item).toMatchObject({ type: 'nonconformity', v: 1, changedBy: 'auditor', status: 'closed' });
    expect(item.changedAt).toMatch(/^\d{4}-.*Z$/);
    expect(item.gsi1pk).toBeUndefined();
  });
});
