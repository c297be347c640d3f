import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AuditStage, auditStage } from '../support/audit-stage.ts';
import { day } from '../support/workflow-stage.ts';

/** What the review leaves behind: drafts, answers, corrections and disputes, as the people concerned see them. */
let stage: AuditStage;
let station: string;
let master: string;
let foreign: string;
beforeAll(async () => {
  stage = await auditStage();
  [station = ''] = stage.stations;
  master = stage.masterOf(station);
  foreign = stage.masterOf(stage.stations[1] ?? '');
});
afterAll(() => stage.end());

interface Problem {
  code?: string;
  fields?: { field: string; code: string }[];
}
const call = <Body = Problem>(user: string, method: string, path: string, body?: object) =>
  stage.running.call<Body>(user, method, path, body);
const idOf = (campaign: string) => `aud_${campaign.slice(4)}_${station.slice(4)}`;
const itemsOf = async (audit: string, position: string) =>
  (
    await call<{ items: { id: string }[] }>(master, 'GET', `/v1/audits/${audit}/checklists/${position}`)
  ).body.items.map(({ id }) => id);

/** An audit of SA and MT that the station has answered. */
async function submitted(answer = 'satisfied'): Promise<{ campaign: string; audit: string }> {
  const campaign = await stage.launch([station], { review: 'hq' });
  await stage.answer(campaign, station, answer);
  return { campaign, audit: idOf(campaign) };
}
const correct = async (campaign: string, item: string, answer = 'not') =>
  expect(
    await stage.review(campaign, station, {
      decision: 'accept',
      corrections: [{ position: 'SA', item, answer, reason: '记录与实际不符' }],
    }),
  ).toBe(200);

describe('A draft', () => {
  test('is kept with gaps, shown to whoever may submit it, and counts for nothing', async () => {
    const audit = idOf(await stage.launch([station], { review: 'hq' }));
    const [first = '', ...others] = await itemsOf(audit, 'SA');
    const path = `/v1/audits/${audit}/positions/SA`;
    const answers = [{ item: first, answer: 'not' }];
    const saved = await call<{ missing: string[] }>(master, 'PUT', `${path}/draft`, { answers });
    expect(saved).toMatchObject({ status: 200, body: { missing: others } });
    expect((await call(master, 'GET', `${path}/draft`)).body).toMatchObject({ answers, sentBack: null });
    expect((await call(master, 'POST', `${path}/answers`, { answers })).status).toBe(400);
    expect((await call(foreign, 'GET', `${path}/draft`)).status).toBe(404);
    expect((await call(foreign, 'PUT', `${path}/draft`, { answers })).status).toBe(404);
    expect((await call(master, 'GET', `/v1/audits/${audit}`)).body).toMatchObject({
      status: 'answering',
      pending: ['MT', 'SA'],
      yours: ['MT', 'SA'],
    });
  });

  test('is no longer taken once the position is submitted', async () => {
    const { audit } = await submitted();
    const draft = await call(master, 'PUT', `/v1/audits/${audit}/positions/SA/draft`, { answers: [] });
    expect(draft).toMatchObject({ status: 409, body: { code: 'audit-not-open' } });
  });
});

describe('A review', () => {
  test('is decided once: the same again is accepted, another one refused', async () => {
    const { campaign, audit } = await submitted();
    const path = `/v1/audits/${audit}/review`;
    expect((await call('auditor', 'POST', path, { decision: 'send-back' })).body.fields).toMatchObject([
      { field: 'positions', code: 'missing' },
    ]);
    for (const _ of [1, 2]) expect(await stage.review(campaign, station, { decision: 'accept' })).toBe(200);
    const other = await call('hq', 'POST', path, { decision: 'accept' });
    expect(other).toMatchObject({ status: 409, body: { code: 'review-already-made' } });
  });

  test('waits for the station to finish', async () => {
    const audit = idOf(await stage.launch([station], { review: 'hq' }));
    const early = await call('auditor', 'POST', `/v1/audits/${audit}/review`, { decision: 'accept' });
    expect(early).toMatchObject({ status: 409, body: { code: 'audit-not-in-review' } });
  });

  test('shows the station what was corrected, and the explanation counts it', async () => {
    const { campaign, audit } = await submitted();
    const [item = ''] = await itemsOf(audit, 'SA');
    await correct(campaign, item);
    const { body } = await call(master, 'GET', `/v1/audits/${audit}/answers`);
    expect(body).toMatchObject({
      corrections: [{ position: 'SA', item, answer: 'not', reason: '记录与实际不符' }],
      review: { by: 'auditor' },
    });
    const explained = await call<{ positions: { items: { item: string; answer: string }[] }[] }>(
      master,
      'GET',
      `/v1/audits/${audit}/explanation`,
    );
    const items = explained.body.positions.flatMap((position) => position.items);
    expect(items.find((one) => one.item === item)?.answer).toBe('not');
  });

  test('does not take back what was sent back unchanged', async () => {
    const { campaign, audit } = await submitted();
    const send = { decision: 'send-back', positions: [{ position: 'SA', reason: '请补充记录' }] };
    expect(await stage.review(campaign, station, send)).toBe(200);
    expect(await stage.review(campaign, station, send)).toBe(200);
    expect((await stage.audit(campaign, station)).round).toBe(1);
    const answers = (await itemsOf(audit, 'SA')).map((item) => ({
      item,
      answer: 'satisfied',
      remark: '记录',
    }));
    const path = `/v1/audits/${audit}/positions/SA/answers`;
    expect(await call(master, 'POST', path, { answers })).toMatchObject({
      status: 409,
      body: { code: 'answers-unchanged' },
    });
    expect((await call(master, 'GET', `/v1/audits/${audit}/positions/SA/draft`)).body).toMatchObject({
      sentBack: '请补充记录',
    });
    const changed = answers.map((given) => ({ ...given, evidence: '档案 12' }));
    expect((await call(master, 'POST', path, { answers: changed })).status).toBe(200);
  });
});

describe('A position that is given away', () => {
  test('may be answered by that person and nobody else of the kind', async () => {
    const campaign = await stage.launch([station]);
    const audit = idOf(campaign);
    const people = await call<{ items: { personId: string; assignments: { position: string }[] }[] }>(
      'hq',
      'GET',
      `/v1/stations/${station}/people`,
    );
    const holds = (position: string) => (person: (typeof people.body.items)[number]) =>
      person.assignments.some((assignment) => assignment.position === position);
    const mechanic = people.body.items.find((person) => holds('MT')(person) && !holds('SA')(person));
    const give = (position: string, personId: string | null, user = master) =>
      call(user, 'PUT', `/v1/audits/${audit}/positions/${position}/auditor`, { personId });
    expect((await give('SA', mechanic?.personId ?? '')).status).toBe(200);
    expect((await stage.audit(campaign, station)).given).toEqual({ SA: mechanic?.personId });
    expect((await give('MT', mechanic?.personId ?? '')).body.fields).toMatchObject([
      { field: 'personId', code: 'auditor-own-work' },
    ]);
    expect((await give('SA', 'per_NOBODY')).body.fields).toMatchObject([{ code: 'unknown-person' }]);
    expect((await give('SA', mechanic?.personId ?? '', foreign)).status).toBe(404);
    expect((await give('SA', null)).status).toBe(200);
    expect((await stage.audit(campaign, station)).given).toEqual({});
  });
});

describe('An appeal', () => {
  test('is decided by another person of HQ, keeps the score before, and moves ranking and tally', async () => {
    const { campaign, audit } = await submitted();
    const items = await itemsOf(audit, 'SA');
    const corrections = items.map((item) => ({ position: 'SA', item, answer: 'not', reason: '没有记录' }));
    expect(await stage.review(campaign, station, { decision: 'accept', corrections })).toBe(200);
    const before = await stage.audit(campaign, station);
    const [item = '', second = ''] = items;
    const dispute = {
      position: 'SA',
      item,
      answer: 'satisfied',
      reason: '记录在另一本台账',
      evidence: '台账 7',
    };
    const path = `/v1/audits/${audit}/appeals`;
    for (const _ of [1, 2])
      expect(await call(master, 'POST', path, dispute)).toMatchObject({
        status: 200,
        body: { status: 'open' },
      });
    expect(await call(master, 'POST', path, { ...dispute, reason: '另一个理由' })).toMatchObject({
      status: 409,
      body: { code: 'appeal-already-raised' },
    });
    expect((await call(foreign, 'POST', path, dispute)).status).toBe(404);
    expect((await call('auditor', 'POST', path, dispute)).status).toBe(403);

    const decision = { decision: 'uphold', reason: '台账属实' };
    const decide = `${path}/${item}/decision`;
    expect(await call('auditor', 'POST', decide, decision)).toMatchObject({
      status: 403,
      body: { code: 'decided-by-another' },
    });
    expect((await call(master, 'POST', decide, decision)).status).toBe(403);
    const desk = await call<{ items: { item: string }[] }>('hq', 'GET', '/v1/appeals');
    expect(desk.body.items.map((one) => one.item)).toEqual([item]);
    for (const _ of [1, 2])
      expect(await call('hq', 'POST', decide, decision)).toMatchObject({
        status: 200,
        body: { status: 'upheld', scoreBefore: (before.score ?? 0) / 100 },
      });
    expect(await call('hq', 'POST', decide, { decision: 'reject', reason: '改主意' })).toMatchObject({
      status: 409,
      body: { code: 'appeal-already-decided' },
    });

    const after = await stage.audit(campaign, station);
    // The closed audit stays as it was; what counts now stands beside it.
    expect({ ...after, appealed: undefined, changedAt: '', changedBy: '' }).toEqual({
      ...before,
      appealed: undefined,
      changedAt: '',
      changedBy: '',
    });
    const shown = await call<{ score: number; beforeAppeal: { score: number } }>(
      master,
      'GET',
      `/v1/audits/${audit}`,
    );
    expect(shown.body.score).toBeGreaterThan(shown.body.beforeAppeal.score);
    const ranking = await call<{ items: { score: number }[] }>(
      'hq',
      'GET',
      `/v1/campaigns/${campaign}/ranking`,
    );
    expect(ranking.body.items[0]?.score).toBe(shown.body.score);
    const explained = await call<{ score: number }>(master, 'GET', `/v1/audits/${audit}/explanation`);
    expect(explained.body.score).toBe(shown.body.score);

    expect((await call(master, 'POST', path, { ...dispute, item: second })).status).toBe(200);
    await call('hq', 'POST', `${path}/${second}/decision`, { decision: 'reject', reason: '证据不足' });
    const figures = await call('hq', 'GET', `/v1/campaigns/${campaign}/appeal-figures`);
    expect(figures.body).toMatchObject({
      decided: 2,
      upheld: 1,
      reviewers: [{ of: 'auditor', decided: 2, upheld: 1 }],
      items: [
        { of: item, upheld: 1 },
        { of: second, upheld: 0, change: 0 },
      ],
    });
    const tallies = await stage.tallies(campaign);
    const grades = tallies.map(
      ({ gradeA = 0, gradeB = 0, gradeC = 0, gradeD = 0 }) => gradeA + gradeB + gradeC + gradeD,
    );
    expect(grades).toEqual([1]);
    expect(tallies[0]?.[`grade${after.appealed?.grade ?? 'A'}`]).toBe(1);
  });

  test('comes within ten days of the result, and not before it', async () => {
    const { campaign, audit } = await submitted();
    const [item = ''] = await itemsOf(audit, 'SA');
    const dispute = { position: 'SA', item, answer: 'satisfied', reason: '属实', evidence: '台账 7' };
    const path = `/v1/audits/${audit}/appeals`;
    expect((await call(master, 'POST', path, dispute)).body.code).toBe('audit-not-scored');
    await correct(campaign, item);
    expect((await call(master, 'POST', path, { ...dispute, answer: 'not' })).body.fields).toMatchObject([
      { field: 'answer', code: 'no-better-than-counted' },
    ]);
    await stage.pass(10 * day);
    expect(await call(master, 'POST', path, dispute)).toMatchObject({
      status: 409,
      body: { code: 'appeal-too-late' },
    });
  });
});
