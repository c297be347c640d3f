import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { type CorrectionMove, isOpen } from '../../domain/audit/correction-status.ts';
import type { Nonconformity } from '../../domain/audit/nonconformity.ts';
import type { NonconformityItem, WaitItem } from '../items.ts';
import { type IndexKey, type Key, keys, type SecondIndexKey, secondIndex } from '../keys.ts';
import { getItem, pageOfIndex, putOnce, queryAll, sortKeysBelow } from '../requests.ts';
import { nonconformityTransitions } from '../status.ts';
import { isConditionFailure, type Table } from '../table.ts';

export type NonconformityStore = ReturnType<typeof nonconformityStore>;

/** A place in the lists of open ones: closing date, then id. */
export type OpenPlace = string;

/**
 * The item with its keys, made anew: one that is closed has left the list of open ones, and one of which the next step
 * is not HQ's has left HQ's desk.
 */
function itemOf(nonconformity: Nonconformity, hqDueAt: string | null, changedBy: string, changedAt: string) {
  const {
    pk: _pk,
    sk: _sk,
    gsi1pk: _gsi1pk,
    gsi1sk: _gsi1sk,
    gsi2pk: _gsi2pk,
    gsi2sk: _gsi2sk,
    ...facts
  } = nonconformity as Nonconformity & Partial<Key & IndexKey & SecondIndexKey>;
  const { nonconformityId, regionId, dues, status } = nonconformity;
  const item: NonconformityItem = { ...facts, type: 'nonconformity', v: 1, changedBy, changedAt };
  return {
    ...keys.nonconformity(nonconformityId),
    ...(isOpen(status) ? keys.openNonconformityIndex(regionId, dues.close, nonconformityId) : {}),
    ...(hqDueAt === null ? {} : keys.hqCorrectionIndex(hqDueAt, nonconformityId)),
    ...item,
  };
}

export function nonconformityStore(table: Table) {
  const TableName = table.name;
  return {
    nonconformity: (nonconformityId: string, consistent = false): Promise<NonconformityItem | null> =>
      getItem(table, keys.nonconformity(nonconformityId), consistent),

    nonconformitiesOfStation(stationId: string, consistent = false): Promise<NonconformityItem[]> {
      const { pk, skPrefix } = keys.nonconformitiesOf(stationId);
      return queryAll(table, pk, { skPrefix, consistent });
    },

    /** A station's nonconformities with the waits of their workflows, in one read. */
    async correctionsOfStation(
      stationId: string,
    ): Promise<{ nonconformities: NonconformityItem[]; waits: WaitItem[] }> {
      const { pk } = keys.nonconformitiesOf(stationId);
      const items = await queryAll<NonconformityItem | WaitItem>(table, pk);
      return {
        nonconformities: items.filter((item) => item.type === 'nonconformity'),
        waits: items.filter((item) => item.type === 'wait'),
      };
    },

    /** `false` when the campaign raised it at this station before. Its first step is never HQ's. */
    raise: (nonconformity: Nonconformity, changedBy: string): Promise<boolean> =>
      putOnce(table, itemOf(nonconformity, null, changedBy, nonconformity.issuedAt)),

    /**
     * Writes what a command made of a nonconformity, if nobody changed it meanwhile and its status allows the moves.
     * @param moves one after the other, empty when the status stays
     * @param hqDueAt until when HQ takes the next step, null when that is not HQ's
     * @returns false when somebody was faster
     */
    async advance(
      next: Nonconformity,
      moves: readonly CorrectionMove[],
      hqDueAt: string | null,
      changedBy: string,
      changedAt: string,
    ): Promise<boolean> {
      const [first] = moves;
      const from = first ? nonconformityTransitions[first].from : [next.status];
      demandChain(moves, next.status);
      const values = Object.fromEntries(from.map((status, i) => [`:from${i}`, status]));
      try {
        await table.client.send(
          new PutCommand({
            TableName,
            Item: itemOf(next, hqDueAt, changedBy, changedAt),
            ConditionExpression: `revision = :revision AND #status IN (${Object.keys(values).join(', ')})`,
            ExpressionAttributeNames: { '#status': 'status' },
            ExpressionAttributeValues: { ...values, ':revision': next.revision - 1 },
          }),
        );
        return true;
      } catch (error) {
        if (isConditionFailure(error)) return false;
        throw error;
      }
    },

    /** A page of a region's open ones by closing date, as keys of the index say; read by key afterwards. */
    openNonconformities: (
      regionId: string,
      limit: number,
      after?: OpenPlace,
    ): Promise<{ items: NonconformityItem[]; next?: OpenPlace }> =>
      pageOfIndex(table, keys.openNonconformityIndex(regionId, '', '').gsi1pk, limit, after),

    /** A page of those of which the next step is HQ's; a place in it is `<due>#<id>`. */
    hqCorrections: (limit: number, after?: string): Promise<{ items: NonconformityItem[]; next?: string }> =>
      pageOfIndex(table, keys.hqCorrectionIndex('', '').gsi2pk, limit, after, secondIndex),

    /** Dates of HQ's steps that are due before an instant. */
    async hqCorrectionDatesUntil(at: string): Promise<string[]> {
      const { gsi2pk } = keys.hqCorrectionIndex('', '');
      const places = await sortKeysBelow(table, gsi2pk, at, secondIndex);
      return places.map((place) => place.split('#')[0] ?? '');
    },

    correctionWaits(nonconformityId: string, consistent = true): Promise<WaitItem[]> {
      const { pk, skPrefix } = keys.correctionWaits(nonconformityId);
      return queryAll(table, pk, { skPrefix, consistent });
    },
  };
}

/** Several moves in one write have to follow one another along the diagram. */
function demandChain(moves: readonly CorrectionMove[], end: Nonconformity['status']): void {
  moves.forEach((move, i) => {
    const { from, to } = nonconformityTransitions[move];
    const before = moves[i - 1];
    const follows =
      before === undefined || (from as readonly string[]).includes(nonconformityTransitions[before].to);
    if (!follows || (i === moves.length - 1 && to !== end))
      throw new RangeError(`no way from move to move: ${moves.join(', ')}, ${end}`);
  });
}
