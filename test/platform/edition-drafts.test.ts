import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { draftingLogin } from '../../packages/cli/demo-users.ts';
import { loadEdition } from '../../packages/standard/load-edition.ts';
import type { Edition } from '../../packages/standard/schema.ts';
import { networkStore } from '../../packages/table/stores/network-store.ts';
import { connectTable } from '../../packages/table/table.ts';
import { atTen } from '../support/at-ten.ts';
import { peopleStage } from '../support/people-stage.ts';
import { type RunningPlatform, runPlatform } from '../support/running-platform.ts';

const edition = loadEdition('edition-1');
const next = (number: string, change: (edition: Edition) => void = () => {}): Edition => {
  const copy = structuredClone(edition);
  copy.about.number = number;
  change(copy);
  return copy;
};
/** Five advisors in band B4, and another mark in the theory of mechatronics. */
const second = next('2', ({ staffing, positions }) => {
  staffing.table.SA = [1, 2, 3, 5, 6];
  for (const { code, certification } of positions) if (code === 'MT') certification.theoryPass = 95;
});

/** Somebody else approves mechanics. */
const fourth = next('4', ({ positions }) => {
  for (const { code, certification } of positions)
    for (const certifier of code === 'MT' ? certification.certifiers.slice(0, 1) : [])
      certifier.approves = 'QI';
});

let running: RunningPlatform;
interface Draft {
  draftId: string;
  contentHash: string;
  draftedBy: string[];
  status: string;
  basedOn?: string;
  code?: string;
}
const call = <Body = Draft>(user: string, method: string, path: string, body?: object) =>
  running.call<Body>(user, method, path, body);
const save = (draftId: string, content: object, given: object = {}, user = draftingLogin) =>
  call(user, 'PUT', `/v1/edition-drafts/${draftId}`, { content, ...given });
const publish = (draftId: string, contentHash: string, user = 'hq') =>
  call(user, 'POST', `/v1/edition-drafts/${draftId}/publication`, { contentHash });
const told = ({ status, body }: { status: number; body: { code?: string } }) => [status, body.code];

beforeAll(async () => {
  running = await runPlatform();
  await atTen(running);
});
afterAll(() => running.end());

describe('The first edition', () => {
  test('is drafted by one person of HQ and published by another, and both may say it again', async () => {
    const draft = await save('dft_E1', edition);
    expect([draft.status, draft.body.draftedBy, draft.body.basedOn]).toEqual([
      201,
      [draftingLogin],
      undefined,
    ]);
    expect(told(await publish('dft_E1', draft.body.contentHash, draftingLogin))).toEqual([409, 'own-draft']);
    expect((await publish('dft_E1', draft.body.contentHash)).status).toBe(201);
    expect((await publish('dft_E1', draft.body.contentHash)).status).toBe(200);
    expect(await save('dft_E1', edition)).toMatchObject({ status: 200, body: { status: 'published' } });
  });

  test('never changes from then on, nor goes', async () => {
    expect(told(await save('dft_E1', second))).toEqual([409, 'draft-published']);
    expect(told(await call('hq', 'DELETE', '/v1/edition-drafts/dft_E1'))).toEqual([409, 'draft-published']);
    expect(
      told(
        await save(
          'dft_OTHER',
          next('1', ({ staffing }) => staffing.keyPosts.pop()),
        ),
      ),
    ).toEqual([409, 'edition-already-published']);
  });
});

describe('A draft', () => {
  test('that breaks a rule of the standard is refused with file and place', async () => {
    const answer = await running.call<{ fields: { field: string; code: string }[] }>(
      draftingLogin,
      'PUT',
      '/v1/edition-drafts/dft_BAD',
      { content: next('2', ({ staffing }) => (staffing.table.SA = [1, 2])) },
    );
    expect(answer.status).toBe(400);
    expect(answer.body.fields[0]).toMatchObject({
      field: 'staffing.json: table.SA',
      code: 'edition-rule',
    });
  });

  test('is replaced by whoever has seen it, and is theirs as well then', async () => {
    const first = await save('dft_TRY', next('3'));
    expect(first.status).toBe(201);
    expect(told(await save('dft_TRY', second))).toEqual([409, 'draft-changed']);
    const replaces = first.body.contentHash;
    const again = await save('dft_TRY', second, { replaces }, 'hq');
    expect(again).toMatchObject({ status: 200, body: { draftedBy: [draftingLogin, 'hq'] } });
    expect(told(await publish('dft_TRY', replaces))).toEqual([409, 'draft-changed']);
    expect(told(await publish('dft_TRY', again.body.contentHash))).toEqual([409, 'own-draft']);
    const shown = await call<Draft & { content: Edition }>('hq', 'GET', '/v1/edition-drafts/dft_TRY');
    expect(shown.body.content).toEqual(second);
  });

  test('that says to replace what nobody has written, or was given up, is refused', async () => {
    expect(told(await save('dft_GONE', next('3'), { replaces: '0'.repeat(64) }))).toEqual([
      409,
      'draft-changed',
    ]);
    const first = await save('dft_GONE', next('3'));
    await call('hq', 'DELETE', '/v1/edition-drafts/dft_GONE');
    const replaces = first.body.contentHash;
    expect(told(await save('dft_GONE', second, { replaces }, 'hq'))).toEqual([409, 'draft-changed']);
  });

  test('is newer than the edition in force', async () => {
    const answer = await call<{ fields: object[] }>(draftingLogin, 'PUT', '/v1/edition-drafts/dft_OLD', {
      content: edition,
    });
    expect(answer.status).toBe(400);
    expect(answer.body.fields).toMatchObject([
      { field: 'edition.json: number', code: 'too-small', allowed: 'at least 2' },
    ]);
  });

  test('is given up, is listed no more, and its name is free', async () => {
    const listed = async () =>
      (await call<{ items: Draft[] }>('hq', 'GET', '/v1/edition-drafts')).body.items.map(
        ({ draftId }) => draftId,
      );
    expect(await listed()).toEqual(['dft_E1', 'dft_TRY']);
    expect((await call('hq', 'DELETE', '/v1/edition-drafts/dft_TRY')).status).toBe(200);
    expect(told(await call('hq', 'DELETE', '/v1/edition-drafts/dft_TRY'))).toEqual([404, 'draft-not-found']);
    expect(told(await call('hq', 'GET', '/v1/edition-drafts/dft_TRY'))).toEqual([404, 'draft-not-found']);
    expect(await listed()).toEqual(['dft_E1']);
    expect((await save('dft_TRY', next('3'))).body.draftedBy).toEqual([draftingLogin]);
  });
});

describe('What is under way when another edition comes', () => {
  test('goes on with the one that it began with', async () => {
    const stage = peopleStage(running);
    await stage.prepare(undefined, ['MT']);
    const station = await stage.emptyStation('RUN-1');
    await stage.hire(station, 'OLD-1', 'MT');
    const onboarding = stage.idOf(station, 'OLD-1', 'MT');
    await stage.onboard(onboarding, 'OLD-1');
    const certification = stage.certificationOf('OLD-1', 'MT');
    const campaignId = await running.launch({ positions: ['MT'] });
    const auditOf = (campaign: string) => `/v1/audits/aud_${campaign.slice(4)}_RUN-1`;
    const numberOf = async (path: string) =>
      (await call<{ edition?: string }>('hq', 'GET', path)).body.edition;
    await running.until(async () => (await numberOf(auditOf(campaignId))) === '1', 'the audit is open');

    const draft = await save('dft_E2', second);
    expect(draft.body.basedOn).toBe('1');
    const late = await save('dft_LATE', next('4'));
    expect((await publish('dft_E2', draft.body.contentHash)).status).toBe(201);
    await running.platform.idle();

    expect(await numberOf(auditOf(campaignId))).toBe('1');
    expect(await numberOf(`/v1/onboardings/${onboarding}`)).toBe('1');
    expect(await numberOf(`/v1/certifications/${certification}`)).toBe('1');
    const others = await running.launch({ positions: ['MT'] });
    await running.until(async () => (await numberOf(auditOf(others))) === '2', 'the new audit is open');
    // The marks of edition 1 count, although those of edition 2 would say no.
    await stage.showAll(certification);
    const { score, passed } = (await stage.takePaper(certification, 'OLD-1', 1)).body;
    expect([score, passed]).toEqual([90, true]);

    expect(told(await publish('dft_LATE', late.body.contentHash))).toEqual([409, 'draft-outdated']);
    const anew = await save('dft_LATE', fourth, { replaces: late.body.contentHash });
    expect(anew.body.basedOn).toBe('2');
    const gaps = async () =>
      (await networkStore(connectTable(running.platform.outputs.TableName ?? '')).station(station))
        ?.assessorGaps ?? {};
    expect(await gaps()).not.toHaveProperty('QI');
    expect((await publish('dft_LATE', anew.body.contentHash)).status).toBe(201);
    // Nobody has come or gone, but an inspector is what the station lacks from now on.
    await running.until(async () => 'QI' in (await gaps()), 'it is found who is missing');
  });
});

describe('What a draft would mean', () => {
  interface Preview {
    against: string;
    stations: number;
    toHire: number;
    changed: {
      stationId: string;
      changes: { position: string; requiredAfter: number; lines?: { en: string }[] }[];
    }[];
  }
  const preview = (body: object) => call<Preview>('hq', 'POST', '/v1/editions/preview', body);
  const more = next('5', ({ staffing }) => {
    staffing.table.SA = [3, 4, 5, 6, 8];
  });

  test('is the same whether it is stored or not, with the lines of its numbers', async () => {
    await save('dft_MORE', more);
    const [stored, loose] = await Promise.all([
      preview({ version: 'dft_MORE', explain: true }),
      preview({ content: more, explain: true }),
    ]);
    expect(stored.status).toBe(200);
    expect(loose.body).toEqual(stored.body);
    expect(stored.body).toMatchObject({ against: '4', stations: 1 });
    const [advisors] = stored.body.changed[0]?.changes ?? [];
    expect(advisors).toMatchObject({ position: 'SA', requiredAfter: 6 });
    expect(advisors?.lines?.at(-1)?.en).toBe('Required: 6');
  });

  test('is asked for one version or one content, and for a list that an answer holds', async () => {
    for (const body of [
      {},
      { version: 'current', content: more },
      { version: 'current', explain: true, list: 501 },
    ])
      expect(told((await preview(body)) as never)).toEqual([400, 'input-rejected']);
    expect(told((await preview({ version: 'dft_NONE' })) as never)).toEqual([404, 'draft-not-found']);
    expect(told((await preview({ version: '77' })) as never)).toEqual([404, 'edition-not-found']);
  });

  test('stands beside what another one says and means', async () => {
    interface Comparison {
      against: string;
      difference: { cells: object[]; files: { file: string }[] };
      left: { version: string; after: number };
      right: { version: string; after: number };
      changed: { stationId: string }[];
    }
    const compare = (left: string, right: string) =>
      call<Comparison>('hq', 'GET', `/v1/editions/comparison?left=${left}&right=${right}`);
    const { status, body } = await compare('2', 'dft_MORE');
    expect([status, body.against, body.left.version, body.right.version]).toEqual([
      200,
      '4',
      '2',
      'dft_MORE',
    ]);
    expect(body.difference.cells).toContainEqual({ position: 'SA', band: 'B1', left: 1, right: 3 });
    expect(body.difference.files.map(({ file }) => file)).toEqual([
      'edition.json',
      'staffing.json',
      'positions/MT.json',
    ]);
    expect(body.right.after - body.left.after).toBe(1);
    expect(body.changed.map(({ stationId }) => stationId)).toEqual(['stn_RUN-1']);
    const same = await compare('current', '4');
    expect(same.body.difference).toMatchObject({ cells: [], files: [] });
    expect(same.body.changed).toEqual([]);
  });
});
