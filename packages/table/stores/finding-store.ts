import { PutCommand, UpdateCommand, type UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import { type WaitFound, waitFindingId } from '../../domain/audit/wait-findings.ts';
import type { DigestDayItem, WaitFindingItem } from '../items.ts';
import { type FindingPlace, keys } from '../keys.ts';
import { pageOfIndex, queryAll } from '../requests.ts';
import { isConditionFailure, type Table } from '../table.ts';

export type FindingStore = ReturnType<typeof findingStore>;

/** A finding that is mended is kept for a year. */
const secondsKept = 366 * 86_400;

export function findingStore(table: Table) {
  /** Changes an item under a condition; false when it does not hold. */
  async function changeFinding(change: UpdateCommandInput): Promise<boolean> {
    try {
      await table.client.send(new UpdateCommand(change));
      return true;
    } catch (error) {
      if (isConditionFailure(error)) return false;
      throw error;
    }
  }

  return {
    findingsAt(place: FindingPlace): Promise<WaitFindingItem[]> {
      const { pk, skPrefix } = keys.waitFindings(place);
      return queryAll(table, pk, { skPrefix, consistent: true });
    },

    openFindings: (limit: number, after?: string): Promise<{ items: WaitFindingItem[]; next?: string }> =>
      pageOfIndex(table, keys.waitFindingIndex('', '').gsi1pk, limit, after),

    /** Opens a finding, or opens it again after it was mended; `false` when it is open. */
    async openFinding(place: FindingPlace, found: WaitFound, foundOn: string): Promise<boolean> {
      const findingId = waitFindingId(found);
      const item: WaitFindingItem = {
        type: 'wait-finding',
        v: 1,
        ...found,
        findingId,
        place,
        status: 'open',
        foundOn,
      };
      try {
        await table.client.send(
          new PutCommand({
            TableName: table.name,
            Item: {
              ...keys.waitFinding(place, findingId),
              ...keys.waitFindingIndex(foundOn, findingId),
              ...item,
            },
            ConditionExpression: 'attribute_not_exists(pk) OR #status = :closed',
            ExpressionAttributeNames: { '#status': 'status' },
            ExpressionAttributeValues: { ':closed': 'closed' },
          }),
        );
        return true;
      } catch (error) {
        if (isConditionFailure(error)) return false;
        throw error;
      }
    },

    /** Notes on an open finding which execution goes on in place of the one that is gone. */
    async noteRestart(place: FindingPlace, found: WaitFound, execution: string, at: string): Promise<void> {
      await changeFinding({
        TableName: table.name,
        Key: keys.waitFinding(place, waitFindingId(found)),
        UpdateExpression: 'SET restartedAs = :execution, restartedAt = :at',
        ConditionExpression: '#status = :open',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: { ':execution': execution, ':at': at, ':open': 'open' },
      });
    },

    /** Closes a finding that is mended; one that was opened anew meanwhile stays. */
    async closeFinding(finding: WaitFindingItem, at: string): Promise<void> {
      await changeFinding({
        TableName: table.name,
        Key: keys.waitFinding(finding.place, finding.findingId),
        UpdateExpression: 'SET #status = :closed, closedAt = :at, #ttl = :ttl REMOVE gsi1pk, gsi1sk',
        ConditionExpression: '#status = :open AND foundOn = :foundOn',
        ExpressionAttributeNames: { '#status': 'status', '#ttl': 'ttl' },
        ExpressionAttributeValues: {
          ':open': 'open',
          ':closed': 'closed',
          ':at': at,
          ':ttl': Math.floor(Date.parse(at) / 1000) + secondsKept,
          ':foundOn': finding.foundOn,
        },
      });
    },

    /** Takes the digests of a shard for a day on; `false` when somebody has. */
    claimDigests(shard: number, date: string): Promise<boolean> {
      const item: DigestDayItem = { type: 'digest-day', v: 1, shard, date };
      return changeFinding({
        TableName: table.name,
        Key: keys.digestDay(shard),
        UpdateExpression: 'SET #type = :type, v = :v, #shard = :shard, #date = :date',
        ConditionExpression: 'attribute_not_exists(pk) OR #date < :date',
        ExpressionAttributeNames: { '#type': 'type', '#shard': 'shard', '#date': 'date' },
        ExpressionAttributeValues: {
          ':type': item.type,
          ':v': item.v,
          ':shard': item.shard,
          ':date': item.date,
        },
      });
    },
  };
}
