import { BatchGetCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, test } from 'vitest';
import { allShards, shardOf } from '../../packages/domain/shards.ts';
import { keys } from '../../packages/table/keys.ts';
import { getItems } from '../../packages/table/requests.ts';
import { campaignStore } from '../../packages/table/stores/campaign-store.ts';
import { type EditionDraft, editionDraftStore } from '../../packages/table/stores/edition-draft-store.ts';
import { type EditionToPublish, editionStore } from '../../packages/table/stores/edition-store.ts';
import { networkStore } from '../../packages/table/stores/network-store.ts';
import { subjectStore } from '../../packages/table/stores/subject-store.ts';
import type { Table } from '../../packages/table/table.ts';
import { smallRules } from '../support/edition.ts';
import { aCampaign, aCampaignId, aStation } from './builders.ts';
import { emptyTable, hasEmulator } from './emulator.ts';

const table = hasEmulator ? await emptyTable() : ({} as Table);
const network = networkStore(table);
const subjects = subjectStore(table);
const campaigns = campaignStore(table);
const now = '2026-03-01T00:00:00Z';

/** HQ did it, then. */
const by = (changedAt: string) => ({ changedBy: 'hq', changedAt });

/** The table, with something done just before its next transaction. */
function interrupted(before: () => Promise<unknown>): Table {
  let done = false;
  const send = async (command: never) => {
    if (!done && (command as object) instanceof TransactWriteCommand) {
      done = true;
      await before();
    }
    return table.client.send(command);
  };
  return { name: table.name, client: { send } as unknown as Table['client'] };
}

describe.runIf(hasEmulator)('A station that is imported', () => {
  test('is there with its people, and they may act for it', async () => {
    const station = aStation('IMP-1');
    expect(await network.saveStation(station, 'h1', by(now))).toBe('created');
    expect(await network.station(station.stationId)).toMatchObject({
      heads: { SM: 1, SA: 1 },
      intake: { '2026-01': 300 },
    });
    expect(await network.peopleOfStation(station.stationId)).toHaveLength(2);
    expect((await network.roster(station.stationId))?.assignments).toEqual(station.assignments);
    expect(await subjects.subject('sm.IMP-1', Date.now())).toMatchObject({
      role: 'station-master',
      stationId: station.stationId,
    });
  });

  test('with the same content again is not written', async () => {
    const station = aStation('IMP-2');
    await network.saveStation(station, 'h1', by(now));
    expect(await network.saveStation(station, 'h1', by('2027-01-01T00:00:00Z'))).toBe('unchanged');
    expect((await network.station(station.stationId))?.updatedAt).toBe(now);
  });

  test('without somebody who was there takes that person and the access away', async () => {
    const station = aStation('IMP-3');
    await network.saveStation(station, 'h1', by(now));
    const [, second] = station.people;
    const smaller = { ...station, people: second ? [second] : [], assignments: station.assignments.slice(1) };
    expect(await network.saveStation(smaller, 'h2', by(now))).toBe('updated');
    expect((await network.peopleOfStation(station.stationId)).map(({ name }) => name)).toEqual(['李娜']);
    expect(await subjects.subject('sm.IMP-3', Date.now())).toBeNull();
  });

  test('may hand a login on to another of its people', async () => {
    const station = aStation('IMP-4');
    await network.saveStation(station, 'h1', by(now));
    const [first, second] = station.people;
    if (!first || !second) throw new Error('a station of two');
    const { login, ...without } = first;
    const term = {
      ...{ personId: first.personId, position: 'SVM', from: '2020-01-01', until: '2099-12-31' },
      renewed: 0,
    };
    const roster = await network.roster(station.stationId, true);
    if (!roster) throw new Error('no roster');
    await network.saveActing(roster, [term], term, login ?? null, by(now));
    const changed = { ...station, people: [without, { ...second, login: login ?? '' }] };
    expect(await network.saveStation(changed, 'h2', by(now))).toBe('updated');
    // What the former holder acted in does not come along.
    expect(await subjects.subject('sm.IMP-4', Date.now())).toMatchObject({
      personId: second.personId,
      positions: ['SA'],
    });
  });

  test('with more changes than one transaction holds is refused whole', async () => {
    const crowd = Array.from({ length: 99 }, (_, i) => ({
      personId: `per_CROWD-${i}`,
      code: `CROWD-${i}`,
      name: '王强',
      phone: '15400000000',
      hiredOn: '2020-01-01',
    }));
    const station = { ...aStation('IMP-9'), people: crowd, assignments: [] };
    expect(await network.saveStation(station, 'h1', by(now))).toBe('too-much');
    expect(await network.station(station.stationId)).toBeNull();
    expect(await network.saveStation({ ...station, people: crowd.slice(1) }, 'h1', by(now))).toBe('created');
  });

  test('that names a login of another station is not written at all', async () => {
    await network.saveStation(aStation('IMP-5'), 'h1', by(now));
    const thief = aStation('IMP-6');
    const people = thief.people.map((person) => ({
      ...person,
      login: person.login ? 'sm.IMP-5' : 'new.IMP-6',
    }));
    expect(await network.saveStation({ ...thief, people }, 'h1', by(now))).toBe('login-taken');
    expect(await network.station(thief.stationId)).toBeNull();
    expect(await network.peopleOfStation(thief.stationId)).toEqual([]);
    expect(await network.roster(thief.stationId)).toBeNull();
    expect(await subjects.subject('new.IMP-6', Date.now())).toBeNull();
    expect(await subjects.subject('sm.IMP-5', Date.now())).toMatchObject({ stationId: 'stn_IMP-5' });
  });

  test('that names a login of HQ does not take it over', async () => {
    await subjects.grant({ subject: 'sm.IMP-7', role: 'hq-network' });
    expect(await network.saveStation(aStation('IMP-7'), 'h1', by(now))).toBe('login-taken');
    expect(await subjects.subject('sm.IMP-7', Date.now())).toMatchObject({ role: 'hq-network' });
  });

  test('twice at the same time is told to one of them, who leaves nothing behind', async () => {
    const station = aStation('IMP-8');
    const other = { ...station, name: '先到', people: [], assignments: [] };
    const late = networkStore(interrupted(() => network.saveStation(other, 'other', by(now))));
    expect(await late.saveStation(station, 'mine', by(now))).toBe('conflict');
    expect(await network.station(station.stationId)).toMatchObject({ name: '先到', contentHash: 'other' });
    expect(await network.peopleOfStation(station.stationId)).toEqual([]);
  });

  test('is found by its region, page by page, and by its shard', async () => {
    const codes = ['PAG-1', 'PAG-2', 'PAG-3'];
    for (const code of codes)
      await network.saveStation(aStation(code, { regionId: 'reg_PAGES' }), 'h1', by(now));
    const first = await network.stationsOfRegion('reg_PAGES', 2);
    const second = await network.stationsOfRegion('reg_PAGES', 2, first.next);
    expect([...first.items, ...second.items].map(({ code }) => code)).toEqual(codes);
    const shard = await network.stationsOfShard(shardOf('stn_PAG-1'));
    expect(shard.map(({ stationId }) => stationId)).toContain('stn_PAG-1');
    expect(await network.existingStations(['stn_PAG-1', 'stn_NOWHERE'])).toEqual(new Set(['stn_PAG-1']));
  });
});

describe.runIf(hasEmulator)('A campaign', () => {
  test('is launched once', async () => {
    const campaign = aCampaign();
    expect(await campaigns.launch(campaign)).toBe(true);
    expect(await campaigns.launch({ ...campaign, name: 'another' })).toBe(false);
    expect(await campaigns.campaign(campaign.campaignId)).toMatchObject({
      name: campaign.name,
      status: 'launched',
    });
  });

  test('goes along its diagram and never back', async () => {
    const { campaignId } = await launched();
    const outcomes = [
      await campaigns.advance(campaignId, 'open', now),
      await campaigns.advance(campaignId, 'open', now),
      await campaigns.advance(campaignId, 'close', now),
      await campaigns.advance(campaignId, 'close', '2027-01-01T00:00:00Z'),
      await campaigns.advance(campaignId, 'open', now),
    ];
    expect(outcomes).toEqual([true, false, true, false, false]);
    expect(await campaigns.campaign(campaignId)).toMatchObject({ status: 'closed', closedAt: now });
  });

  test('that is unknown is not made by closing it', async () => {
    const campaignId = aCampaignId();
    expect(await campaigns.advance(campaignId, 'close', now)).toBe(false);
    expect(await campaigns.campaign(campaignId)).toBeNull();
  });

  test('counts a shard as opened once', async () => {
    const { campaignId } = await launched();
    await campaigns.shardOpened(campaignId, 5, 40, 2);
    await campaigns.shardOpened(campaignId, 5, 41, 3);
    expect(await campaigns.campaignTallies(campaignId, allShards)).toMatchObject([
      { shard: 5, opened: 40, refused: 2, remaining: 40 },
    ]);
  });

  test('has no list of shards any more when the last one is finished', async () => {
    const { campaignId } = await launched({ shards: [1, 2], pendingShards: new Set([1, 2]) });
    for (const shard of [1, 2]) await campaigns.shardOpened(campaignId, shard, 0, 0);
    await campaigns.shardFinished(campaignId, 1);
    await campaigns.shardFinished(campaignId, 1);
    expect((await campaigns.campaign(campaignId))?.pendingShards).toEqual(new Set([2]));
    await campaigns.shardFinished(campaignId, 2);
    await campaigns.shardFinished(campaignId, 2);
    expect(await campaigns.campaign(campaignId)).not.toHaveProperty('pendingShards');
  });

  test('keeps a shard on its list that got another audit since', async () => {
    const { campaignId } = await launched({ shards: [1], pendingShards: new Set([1]) });
    await campaigns.shardOpened(campaignId, 1, 1, 0);
    await campaigns.shardFinished(campaignId, 1);
    expect((await campaigns.campaign(campaignId))?.pendingShards).toEqual(new Set([1]));
  });

  test('shows a refused station once', async () => {
    const { campaignId } = await launched();
    const refusal = { campaignId, stationId: 'stn_REF-1', name: '', reason: 'station-unreadable' as const };
    await campaigns.refuse(refusal);
    await campaigns.refuse({ ...refusal, reason: 'opening-failed' });
    expect(await campaigns.refusalsOfShard(campaignId, shardOf('stn_REF-1'))).toMatchObject([
      { stationId: 'stn_REF-1', reason: 'opening-failed' },
    ]);
  });

  const launched = async (given: Parameters<typeof aCampaign>[0] = {}) => {
    const campaign = aCampaign(given);
    await campaigns.launch(campaign);
    return campaign;
  };
});

describe.runIf(hasEmulator)('An edition', () => {
  const editions = () => editionStore(table);
  const edition = (number: string, given: Partial<EditionToPublish> = {}): EditionToPublish => ({
    meta: {
      edition: number,
      title: { zh: '标准', en: 'Standard' },
      positions: [{ code: 'SM', name: { zh: '站长', en: 'Station master' } }],
      publishedAt: now,
      publishedBy: 'hq',
      contentHash: `content of ${number}`,
    },
    paths: {},
    duties: { edition: number, duties: [], technicians: [], chart: [] },
    rules: smallRules,
    sheets: { SM: { items: 2 }, MT: { items: 3 } },
    draft: {
      draftId: `dft_E${number}`,
      contentHash: `content of ${number}`,
      changedBy: 'hq',
      changedAt: now,
    },
    ...given,
  });
  const drafts = () => editionDraftStore(table);
  const draft = (number: string, given: Partial<EditionDraft> = {}): EditionDraft => ({
    draftId: `dft_E${number}`,
    edition: number,
    title: { zh: '标准', en: 'Standard' },
    contentHash: `content of ${number}`,
    draftedBy: ['standards'],
    createdAt: now,
    changedBy: 'standards',
    changedAt: now,
    ...given,
  });
  const drafted = (number: string) => drafts().saveDraft(draft(number), { 'edition.json': '{}' }, null);

  test('is published whole, and once', async () => {
    await drafted('1');
    expect(await editions().publish(edition('1'))).toBe(true);
    expect(await drafts().editionDraft('dft_E1')).toMatchObject({ status: 'published', changedBy: 'hq' });
    expect(await editions().publish(edition('1', { sheets: { SM: { items: 9 } } }))).toBe(false);
    expect(await editions().editionRules('1')).toEqual(smallRules);
    expect(await editions().editionPosition('1', 'SM')).toEqual({ items: 2 });
    expect(await editions().editionMeta('1')).toMatchObject({ contentHash: 'content of 1' });
  });

  test('of which one part is there already leaves nothing of the others', async () => {
    await drafted('2');
    await drafted('3');
    await editions().publish(edition('2', { sheets: {}, basedOn: '1' }));
    const others = edition('3', { sheets: { MT: {} }, basedOn: '2' });
    const store = editionStore(interrupted(() => editions().publish(others)));
    expect(await store.publish(edition('3', { basedOn: '2' }))).toBe(false);
    expect(await editions().editionPosition('3', 'SM')).toBeNull();
  });

  test('is not published out of a draft that says something else by now, nor without one', async () => {
    await drafted('4');
    const [before] = [await drafts().editionDraft('dft_E4')];
    await drafts().saveDraft(draft('4', { contentHash: 'other' }), { 'edition.json': '{}' }, before);
    for (const number of ['4', '5'])
      expect(await editions().publish(edition(number, { basedOn: '3' }))).toBe(false);
    expect(await editions().editionMeta('4')).toBeNull();
  });

  test('is followed by one that was drafted upon it, and is in force with it; never by an older one', async () => {
    for (const number of ['9', '10', '11']) await drafted(number);
    const publish = (number: string, basedOn: string) => editions().publish(edition(number, { basedOn }));
    expect(await publish('10', '3')).toBe(true);
    expect(await editions().currentEdition(true)).toBe('10');
    expect(await publish('11', '3')).toBe(false);
    expect(await publish('9', '10')).toBe(false);
    expect(await editions().editionMeta('11')).toBeNull();
    expect(await editions().currentEdition(true)).toBe('10');
  });
});

describe.runIf(hasEmulator)('Who acts at a station', () => {
  const acting = {
    personId: 'per_ACT-1',
    position: 'SVM',
    from: '2026-03-02',
    until: '2026-03-31',
    renewed: 0,
  };
  const rosterOf = async () => {
    const roster = await network.roster('stn_ACT', true);
    if (!roster) throw new Error('no roster');
    return roster;
  };

  test('is written with the access that goes with it, over the roster that was read', async () => {
    await network.saveStation(aStation('ACT'), 'h1', by(now));
    const roster = await rosterOf();
    expect(await network.saveActing(roster, [acting], acting, 'sm.ACT', by('2026-03-02T00:00:00.000Z'))).toBe(
      true,
    );
    expect(await network.saveActing(roster, [], acting, 'sm.ACT', by(now))).toBe(false);
    expect((await rosterOf()).acting).toEqual([acting]);
  });

  test('stays when the station is imported again, and visits that were reported stay too', async () => {
    const report = { month: '2026-01', visits: 333, at: 5 };
    expect(await network.saveIntake('stn_ACT', report, [], by('2026-03-03T00:00:00.000Z'))).toBe(true);
    expect(await network.saveIntake('stn_ACT', { ...report, visits: 111, at: 4 }, [], by(now))).toBe(false);
    await network.saveStation(aStation('ACT', { city: '青岛' }), 'h2', by(now));
    expect((await rosterOf()).acting).toEqual([acting]);
    expect(await network.station('stn_ACT')).toMatchObject({ city: '青岛', intake: { '2026-01': 333 } });
  });

  test('stays when somebody is named while the station is imported: the import begins anew', async () => {
    const next = { ...acting, until: '2026-04-30', renewed: 1 };
    const late = networkStore(
      interrupted(async () =>
        network.saveActing(await rosterOf(), [next], next, 'sm.ACT', by('2026-03-04T00:00:00.000Z')),
      ),
    );
    const again = aStation('ACT', { city: '烟台' });
    expect(await late.saveStation(again, 'h-late', by('2026-03-04T00:00:01.000Z'))).toBe('conflict');
    expect(await late.saveStation(again, 'h-late', by('2026-03-04T00:00:01.000Z'))).toBe('updated');
    expect((await rosterOf()).acting).toEqual([next]);
    await network.saveActing(await rosterOf(), [acting], acting, 'sm.ACT', by('2026-03-04T00:00:02.000Z'));
  });

  test('acts no more when an import fills the seat', async () => {
    const filled = aStation('ACT');
    const [first] = filled.people;
    if (!first) throw new Error('a station of two');
    filled.people.push({ ...first, personId: 'per_ACT-SVM', code: 'ACT-SVM', login: 'svm.ACT' });
    filled.assignments.push({
      ...{ personId: 'per_ACT-SVM', position: 'SVM', since: '2026-03-04', acting: false },
    });
    const during = Date.parse('2026-03-05T04:00:00Z');
    expect(await subjects.subject('sm.ACT', during)).toMatchObject({ positions: ['SM', 'SVM'] });
    const standard = { assessors: [], requiredOf: () => 1 };
    await network.saveStation(filled, 'h3', by('2026-03-05T00:00:00.000Z'), standard);
    expect((await rosterOf()).acting).toEqual([{ ...acting, until: '2026-03-04' }]);
    expect(await subjects.subject('sm.ACT', during)).toMatchObject({ positions: ['SM'] });
  });

  test('is not written for a login that is somebody else’s', async () => {
    const other = { ...acting, personId: 'per_OTHER' };
    expect(await network.saveActing(await rosterOf(), [other], other, 'sm.ACT', by(now))).toBe(false);
  });
});

describe.runIf(hasEmulator)('A draft of an edition', () => {
  const drafts = () => editionDraftStore(table);
  const draft = (given: Partial<EditionDraft> = {}): EditionDraft => ({
    draftId: 'dft_TRY',
    edition: '7',
    title: { zh: '标准', en: 'Standard' },
    contentHash: 'one',
    draftedBy: ['standards'],
    createdAt: now,
    changedBy: 'standards',
    changedAt: now,
    ...given,
  });

  test('is saved in place of what was read, with its parts and without those that are no more', async () => {
    expect(await drafts().saveDraft(draft(), { about: '1', 'positions/MT': '2' }, null)).toBe(true);
    expect(await drafts().saveDraft(draft({ contentHash: 'two' }), { about: '3' }, null)).toBe(false);
    const before = await drafts().editionDraft('dft_TRY');
    expect(await drafts().saveDraft(draft({ contentHash: 'two' }), { about: '3' }, before)).toBe(true);
    expect(await drafts().saveDraft(draft({ contentHash: 'three' }), { about: '4' }, before)).toBe(false);
    expect(await drafts().editionDraftParts('dft_TRY')).toEqual({ about: '3' });
  });

  test('is given up once, and its name is free again', async () => {
    const before = await drafts().editionDraft('dft_TRY');
    if (!before) throw new Error('no draft');
    const changed = { changedBy: 'hq', changedAt: now };
    expect(await drafts().discardDraft({ ...before, contentHash: 'one' }, changed)).toBe(false);
    expect(await drafts().discardDraft(before, changed)).toBe(true);
    expect(await drafts().discardDraft(before, changed)).toBe(false);
    expect(await drafts().editionDraftParts('dft_TRY')).toEqual({});
    const gone = await drafts().editionDraft('dft_TRY');
    expect(gone).toMatchObject({ status: 'discarded', parts: [] });
    expect(await drafts().saveDraft(draft(), { about: '1' }, gone)).toBe(true);
    expect((await drafts().editionDrafts()).map(({ draftId }) => draftId)).toContain('dft_TRY');
  });
});

describe.runIf(hasEmulator)('Items by their keys', () => {
  test('come in the order of the keys, and all of them although a busy table hands some back', async () => {
    const codes = ['KEY-1', 'KEY-2', 'KEY-3'];
    for (const code of codes) await network.saveStation(aStation(code), 'h1', by(now));
    let calls = 0;
    const busy = {
      ...table,
      client: {
        // Works one key of each call and hands the others back, as DynamoDB may.
        async send(command: BatchGetCommand) {
          calls += 1;
          const asked = command.input.RequestItems?.[table.name]?.Keys ?? [];
          const answer = await table.client.send(
            new BatchGetCommand({ RequestItems: { [table.name]: { Keys: asked.slice(0, 1) } } }),
          );
          return { ...answer, UnprocessedKeys: { [table.name]: { Keys: asked.slice(1) } } };
        },
      },
    } as unknown as Table;
    const items = await getItems<{ code: string }>(
      busy,
      ['stn_KEY-3', 'stn_NOWHERE', 'stn_KEY-1', 'stn_KEY-2'].map(keys.station),
    );
    expect(items.map(({ code }) => code)).toEqual(['KEY-3', 'KEY-1', 'KEY-2']);
    expect(calls).toBe(4);
  });
});
