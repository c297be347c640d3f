import { describe, expect, test } from 'vitest';
import { correctionMoves } from '../../packages/domain/audit/correction-status.ts';
import type { Nonconformity } from '../../packages/domain/audit/nonconformity.ts';
import { nonconformityId } from '../../packages/domain/ids.ts';
import { keys } from '../../packages/table/keys.ts';
import { getItem } from '../../packages/table/requests.ts';
import { nonconformityTransitions } from '../../packages/table/status.ts';
import { nonconformityStore } from '../../packages/table/stores/nonconformity-store.ts';
import { aNonconformity } from '../support/nonconformities.ts';
import { aCampaignId } from './builders.ts';
import { emptyTable, hasEmulator } from './emulator.ts';

const at = '2026-03-02T02:00:00.000Z';

describe.runIf(hasEmulator)('A nonconformity in the table', async () => {
  const table = await emptyTable();
  const store = nonconformityStore(table);
  /** Raised at a campaign of its own. */
  async function raised(given: Partial<Nonconformity> = {}): Promise<Nonconformity> {
    const campaignId = given.campaignId ?? aCampaignId();
    const { stationId, item } = { ...aNonconformity(), ...given };
    const one = aNonconformity({
      ...given,
      campaignId,
      nonconformityId: nonconformityId(campaignId, stationId, item),
    });
    expect(await store.raise(one, 'raise-nonconformities')).toBe(true);
    return one;
  }
  const contained = (one: Nonconformity): Nonconformity => ({
    ...one,
    status: 'contained',
    revision: one.revision + 1,
  });

  test('is raised once', async () => {
    const one = await raised();
    expect(await store.raise({ ...one, severity: 'critical' }, 'somebody')).toBe(false);
    expect(await store.nonconformity(one.nonconformityId)).toMatchObject({
      severity: 'minor',
      changedBy: 'raise-nonconformities',
      changedAt: one.issuedAt,
    });
  });

  test('goes on from the revision that was read, and from no other', async () => {
    const one = await raised();
    expect(await store.advance(contained(one), ['contain'], null, 'per_1', at)).toBe(true);
    expect(await store.advance(contained(one), ['contain'], null, 'per_2', at)).toBe(false);
    expect(await store.nonconformity(one.nonconformityId)).toMatchObject({
      status: 'contained',
      changedBy: 'per_1',
      changedAt: at,
    });
  });

  test('moves along its diagram only', async () => {
    expect(nonconformityTransitions).toBe(correctionMoves);
    const one = await raised();
    const closed: Nonconformity = { ...one, status: 'closed', revision: 2 };
    expect(await store.advance(closed, ['close'], null, 'per_1', at)).toBe(false);
    await expect(store.advance(closed, ['contain', 'close'], null, 'per_1', at)).rejects.toThrow(
      'no way from move to move',
    );
    await expect(store.advance(closed, ['contain'], null, 'per_1', at)).rejects.toThrow(
      'no way from move to move',
    );
    expect((await store.nonconformity(one.nonconformityId))?.status).toBe('issued');
  });

  test('keeps its status when nothing but its dates change', async () => {
    const one = await raised();
    const later = { ...one, revision: 2, dues: { ...one.dues, close: '2026-05-10' } };
    expect(await store.advance(later, [], null, 'hq', at)).toBe(true);
    expect(await store.advance({ ...later, status: 'closed', revision: 3 }, [], null, 'hq', at)).toBe(false);
  });

  test('is listed by closing date while it is open, and leaves the list when it is closed', async () => {
    const regionId = 'reg_LIST';
    const late = await raised({ regionId, dues: { ...aNonconformity().dues, close: '2026-06-30' } });
    const early = await raised({ regionId, dues: { ...aNonconformity().dues, close: '2026-04-01' } });
    const ids = async (limit: number, after?: string) => {
      const page = await store.openNonconformities(regionId, limit, after);
      return { ids: page.items.map((item) => item.nonconformityId), next: page.next };
    };
    expect((await ids(10)).ids).toEqual([early.nonconformityId, late.nonconformityId]);
    const first = await ids(1);
    expect(first.ids).toEqual([early.nonconformityId]);
    expect((await ids(10, first.next)).ids).toEqual([late.nonconformityId]);
    const verified: Nonconformity = { ...early, status: 'verified', revision: 2 };
    const moves = [
      'contain',
      'findRootCause',
      'submitPlan',
      'approvePlan',
      'implement',
      'submitEvidence',
      'verify',
    ] as const;
    expect(await store.advance(verified, moves, null, 'per_1', at)).toBe(true);
    // Read with its keys, as every command does before it writes.
    const read = await store.nonconformity(early.nonconformityId, true);
    if (!read) throw new Error('it is there');
    expect(await store.advance({ ...read, status: 'closed', revision: 3 }, ['close'], null, 'hq', at)).toBe(
      true,
    );
    expect((await ids(10)).ids).toEqual([late.nonconformityId]);
    expect(await getItem(table, keys.nonconformity(early.nonconformityId))).not.toHaveProperty('gsi1pk');
  });

  test('is on HQ’s desk, the first due first, while the next step is HQ’s', async () => {
    const ids = async (limit: number, after?: string) => {
      const page = await store.hqCorrections(limit, after);
      return { ids: page.items.map((item) => item.nonconformityId), next: page.next };
    };
    const due = (day: number) => `2026-05-0${day}T16:00:00.000Z`;
    const submitted = async (dueAt: string | null) => {
      const one = await raised();
      const next: Nonconformity = { ...one, status: 'plan-submitted', revision: 2 };
      const moves = ['contain', 'findRootCause', 'submitPlan'] as const;
      expect(await store.advance(next, moves, dueAt, 'per_1', at)).toBe(true);
      return next;
    };
    const [late, early] = [await submitted(due(9)), await submitted(due(2))];
    await submitted(null);
    expect((await ids(10)).ids).toEqual([early.nonconformityId, late.nonconformityId]);
    const first = await ids(1);
    expect(first).toEqual({ ids: [early.nonconformityId], next: `${due(2)}#${early.nonconformityId}` });
    expect((await ids(10, first.next)).ids).toEqual([late.nonconformityId]);
    expect(await store.hqCorrectionDatesUntil(due(9))).toEqual([due(2)]);
    // Read with its keys, as every command does before it writes.
    const read = await store.nonconformity(early.nonconformityId, true);
    if (!read) throw new Error('it is there');
    const approved: Nonconformity = { ...read, status: 'plan-approved', revision: 3 };
    expect(await store.advance(approved, ['approvePlan'], null, 'hq', at)).toBe(true);
    expect((await ids(10)).ids).toEqual([late.nonconformityId]);
    const item = await getItem(table, keys.nonconformity(early.nonconformityId));
    expect(item).not.toHaveProperty('gsi2pk');
    expect(item).toHaveProperty('gsi1pk');
  });

  test('is found with all of its station, and without their waits', async () => {
    const stationId = 'stn_ALL-1';
    const all = [await raised({ stationId }), await raised({ stationId, item: 'SA' })];
    const found = await store.nonconformitiesOfStation(stationId);
    expect(found.map((item) => item.nonconformityId).sort()).toEqual(
      all.map((one) => one.nonconformityId).sort(),
    );
    expect(await store.correctionWaits(all[0]?.nonconformityId ?? '')).toEqual([]);
  });
});
