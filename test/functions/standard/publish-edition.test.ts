import { describe, expect, test } from 'vitest';
import { publishEdition } from '../../../functions/standard/publish-edition/publish-edition.ts';
import { contentHash } from '../../../packages/lambda/content-hash.ts';
import type { Caller } from '../../../packages/lambda/http.ts';
import { partsOfEdition } from '../../../packages/standard/edition-parts.ts';
import { loadEdition } from '../../../packages/standard/load-edition.ts';
import type { EditionDraftItem } from '../../../packages/table/items.ts';
import type { EditionDraftStore } from '../../../packages/table/stores/edition-draft-store.ts';
import type { EditionStore, EditionToPublish } from '../../../packages/table/stores/edition-store.ts';

const edition = loadEdition('edition-1');
const hash = contentHash(edition);
const at = '2026-11-25T02:00:00.000Z';

/** A table of which one call may die, and one draft in it. */
function stage(draft: Partial<EditionDraftItem> = {}, inForce: string | null = null) {
  const state = {
    draft: {
      ...{ type: 'edition-draft' as const, v: 1 as const, draftId: 'dft_E1', edition: '1' },
      ...{ title: edition.about.title, contentHash: hash, parts: [], status: 'open' as const },
      ...{ draftedBy: ['standards'], createdAt: at, changedBy: 'standards', changedAt: at },
      ...draft,
    } as EditionDraftItem,
    meta: null as EditionToPublish['meta'] | null,
    inForce,
    /** What somebody else puts in force between the look and the write. */
    comesBetween: null as string | null,
    dies: '',
    parts: partsOfEdition(edition) as Record<string, string>,
  };
  const call = (name: string) => {
    if (state.dies === name) throw new Error(`died at ${name}`);
  };
  const editions = {
    currentEdition: async () => state.inForce,
    editionMeta: async () => state.meta,
    async publish(published: EditionToPublish) {
      call('publish');
      if (
        state.meta ||
        state.draft.status !== 'open' ||
        state.draft.contentHash !== published.draft.contentHash ||
        (state.comesBetween ?? state.inForce) !== (published.basedOn ?? null)
      )
        return false;
      state.meta = published.meta;
      state.draft = { ...state.draft, status: 'published' };
      state.inForce = published.meta.edition;
      return true;
    },
  } as unknown as EditionStore;
  const drafts = {
    editionDraft: async () => state.draft,
    editionDraftParts: async () => state.parts,
  } as unknown as EditionDraftStore;
  const clock = { now: () => Date.parse(at) };
  const publish = (user = 'hq', seen = hash) =>
    publishEdition({ editions, drafts, clock, hash: contentHash })({ draftId: 'dft_E1', contentHash: seen }, {
      subject: { subject: user, role: 'hq-network' },
      idempotencyKey: undefined,
      allow: () => {},
    } as Caller);
  return { state, publish };
}

describe('Publishing a draft', () => {
  test('that died is done by saying it again, and once', async () => {
    const { state, publish } = stage();
    state.dies = 'publish';
    await expect(publish()).rejects.toThrow('died');
    expect([state.draft.status, state.inForce]).toEqual(['open', null]);
    state.dies = '';
    expect([(await publish()).status, (await publish()).status, state.inForce]).toEqual([201, 200, '1']);
  });

  test('is refused when another edition is put in force meanwhile, or what that one says would be lost', async () => {
    const { state, publish } = stage();
    state.comesBetween = '2';
    await expect(publish()).rejects.toMatchObject({ name: 'DraftOutdated' });
    expect(state.meta).toBeNull();
  });

  test('keeps who drafted and who published, and what stands beside the figures', async () => {
    const { state, publish } = stage();
    expect((await publish()).status).toBe(201);
    expect(state.meta).toMatchObject({ draft: 'dft_E1', draftedBy: ['standards'], publishedBy: 'hq' });
    expect(state.meta?.staffingTexts?.controls).toHaveLength(edition.staffing.combinations.controls.length);
  });

  test.each([
    ['own work', {}, null, 'standards', hash, 'OwnDraft'],
    ['something else than was looked at', {}, null, 'hq', 'f'.repeat(64), 'DraftChanged'],
    ['a draft that was given up', { status: 'discarded' as const }, null, 'hq', hash, 'DraftNotFound'],
    ['a draft on an edition that is out of force', { basedOn: '1' }, '2', 'hq', hash, 'DraftOutdated'],
    ['a first draft after another one came first', {}, '1', 'hq', hash, 'DraftOutdated'],
  ])('of %s is refused', async (_what, draft, inForce, user, seen, name) => {
    const { state, publish } = stage(draft, inForce);
    await expect(publish(user, seen)).rejects.toMatchObject({ name });
    expect(state.meta).toBeNull();
  });

  test('of content that was saved anew in the midst of reading is refused', async () => {
    const { state, publish } = stage();
    state.parts = { ...state.parts, 'audit.json': JSON.stringify({ ...edition.audit, caps: [] }) };
    await expect(publish()).rejects.toMatchObject({ name: 'DraftChanged' });
  });
});
