import {
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import type { AuditItem, CampaignItem, RefusalItem, TallyItem, WaitItem } from '../items.ts';
import { type Key, keys, tableIndex } from '../keys.ts';
import { getItem, getItems, prefixed, putOnce, queryAll } from '../requests.ts';
import { allowedFrom, campaignTransitions } from '../status.ts';
import { isConditionFailure, type Table } from '../table.ts';

export type CampaignStore = ReturnType<typeof campaignStore>;

export function campaignStore(table: Table) {
  const TableName = table.name;

  /** Changes a campaign under a condition; the campaign after it, or null when the condition does not hold. */
  async function changeCampaign(
    campaignId: string,
    change: Omit<UpdateCommandInput, 'TableName' | 'Key' | 'ReturnValues'>,
  ): Promise<CampaignItem | null> {
    try {
      const { Attributes } = await table.client.send(
        new UpdateCommand({ TableName, Key: keys.campaign(campaignId), ReturnValues: 'ALL_NEW', ...change }),
      );
      return Attributes as CampaignItem;
    } catch (error) {
      if (isConditionFailure(error)) return null;
      throw error;
    }
  }

  /** One page of a campaign's audits in a shard, in the order of station ids. */
  async function auditsPage(campaignId: string, shard: number, after: string | undefined, limit?: number) {
    const { pk, audits } = keys.campaignShard(campaignId, shard);
    const page = await table.client.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
        ExpressionAttributeValues: { ':pk': pk, ':sk': audits },
        ExclusiveStartKey: after ? { pk, sk: after } : undefined,
        Limit: limit,
      }),
    );
    return {
      items: (page.Items ?? []) as AuditItem[],
      last: page.LastEvaluatedKey?.sk as string | undefined,
    };
  }

  return {
    campaign: (campaignId: string): Promise<CampaignItem | null> =>
      getItem(table, keys.campaign(campaignId), true),

    /** `false` when the campaign is there already. */
    async launch(campaign: Omit<CampaignItem, 'type' | 'v'>): Promise<boolean> {
      const item: CampaignItem = { type: 'campaign', v: 1, ...campaign };
      return putOnce(table, {
        ...keys.campaign(campaign.campaignId),
        ...keys.campaignIndex(campaign.launchedAt, campaign.campaignId),
        ...item,
      });
    },

    async campaigns(limit: number, after?: string): Promise<{ items: CampaignItem[]; next?: string }> {
      const page = await table.client.send(
        new QueryCommand({
          TableName,
          IndexName: tableIndex,
          KeyConditionExpression: after ? 'gsi1pk = :pk AND gsi1sk < :after' : 'gsi1pk = :pk',
          ExpressionAttributeValues: { ':pk': 'CAMPAIGNS', ...(after ? { ':after': after } : {}) },
          ScanIndexForward: false,
          Limit: limit,
        }),
      );
      const rows = page.Items ?? [];
      const items = await getItems<CampaignItem>(table, rows as Key[]);
      const last = rows.at(-1);
      return { items, ...(page.LastEvaluatedKey && last ? { next: last.gsi1sk as string } : {}) };
    },

    campaignWait: (campaignId: string): Promise<WaitItem | null> =>
      getItem(table, keys.campaignWait(campaignId), true),

    /** The tallies of the shards given (at most 64: one call). */
    campaignTallies: (campaignId: string, shards: readonly number[]): Promise<TallyItem[]> =>
      getItems(
        table,
        shards.map((shard) => keys.campaignTally(campaignId, shard)),
      ),

    auditsPage,

    auditsOfShard(campaignId: string, shard: number): Promise<AuditItem[]> {
      const { pk, audits } = keys.campaignShard(campaignId, shard);
      return queryAll(table, pk, { skPrefix: audits });
    },

    refusalsOfShard(campaignId: string, shard: number): Promise<RefusalItem[]> {
      const { pk, refusals } = keys.campaignShard(campaignId, shard);
      return queryAll(table, pk, { skPrefix: refusals });
    },

    /** Reports a station that could not be opened; the same report again changes nothing. */
    async refuse(refusal: Omit<RefusalItem, 'type' | 'v'>): Promise<void> {
      await table.client.send(
        new PutCommand({
          TableName,
          Item: { ...keys.refusal(refusal.campaignId, refusal.stationId), type: 'refusal', v: 1, ...refusal },
        }),
      );
    },

    /**
     * Marks a shard as opened whole, once. `remaining` is counted down by every closed audit, possibly before this
     * write; the shard is finished when `opened` is there and `remaining` is 0.
     */
    async shardOpened(campaignId: string, shard: number, opened: number, refused: number): Promise<void> {
      try {
        await table.client.send(
          new UpdateCommand({
            TableName,
            Key: keys.campaignTally(campaignId, shard),
            UpdateExpression:
              'SET opened = :opened, refused = :refused, #type = :type, v = :v, campaignId = :campaign, #shard = :shard ADD remaining :opened',
            ConditionExpression: 'attribute_not_exists(opened)',
            ExpressionAttributeNames: { '#type': 'type', '#shard': 'shard' },
            ExpressionAttributeValues: {
              ':opened': opened,
              ':refused': refused,
              ':type': 'tally',
              ':v': 1,
              ':campaign': campaignId,
              ':shard': shard,
            },
          }),
        );
      } catch (error) {
        if (!isConditionFailure(error)) throw error;
      }
    },

    /**
     * Takes a finished shard off the campaign's list; a repeat takes nothing off. Together with a look at the tally,
     * because a station may have been added since.
     */
    async shardFinished(campaignId: string, shard: number): Promise<void> {
      try {
        await table.client.send(
          new TransactWriteCommand({
            TransactItems: [
              {
                Update: {
                  TableName,
                  Key: keys.campaign(campaignId),
                  UpdateExpression: 'DELETE pendingShards :shards',
                  ConditionExpression: 'attribute_exists(pk)',
                  ExpressionAttributeValues: { ':shards': new Set([shard]) },
                },
              },
              {
                ConditionCheck: {
                  TableName,
                  Key: keys.campaignTally(campaignId, shard),
                  ConditionExpression: 'remaining = :none AND attribute_exists(opened)',
                  ExpressionAttributeValues: { ':none': 0 },
                },
              },
            ],
          }),
        );
      } catch (error) {
        if (!isConditionFailure(error)) throw error;
      }
    },

    /**
     * Opens the audit of one more station of a running campaign and counts it, in one transaction.
     * @param shardIsNew the campaign had no station in the shard so far
     * @returns false when the campaign is not running, or the shard is still being opened
     */
    async addStation(
      campaign: CampaignItem,
      audit: Omit<AuditItem, 'type' | 'v'>,
      shard: number,
      shardIsNew: boolean,
      change: { changedBy: string; changedAt: string },
    ): Promise<boolean> {
      const { campaignId } = campaign;
      const item: AuditItem = { type: 'audit', v: 1, ...audit };
      const tally = keys.campaignTally(campaignId, shard);
      const counted: TallyItem = {
        type: 'tally',
        v: 1,
        campaignId,
        shard,
        opened: 1,
        refused: 0,
        remaining: 1,
      };
      try {
        await table.client.send(
          new TransactWriteCommand({
            TransactItems: [
              {
                Put: {
                  TableName,
                  Item: {
                    ...keys.audit(audit.auditId),
                    ...keys.auditIndex(audit.stationId, audit.openedAt, audit.auditId),
                    ...item,
                    ...change,
                  },
                  ConditionExpression: 'attribute_not_exists(pk)',
                },
              },
              shardIsNew
                ? {
                    Put: {
                      TableName,
                      Item: { ...tally, ...counted },
                      ConditionExpression: 'attribute_not_exists(pk)',
                    },
                  }
                : {
                    Update: {
                      TableName,
                      Key: tally,
                      UpdateExpression: 'ADD opened :one, remaining :one',
                      ConditionExpression: 'attribute_exists(opened)',
                      ExpressionAttributeValues: { ':one': 1 },
                    },
                  },
              {
                Update: {
                  TableName,
                  Key: keys.campaign(campaignId),
                  UpdateExpression: `SET changedBy = :by, changedAt = :at${shardIsNew ? ', shards = list_append(shards, :added)' : ''} ADD pendingShards :shards`,
                  ConditionExpression: `#status = :running${shardIsNew ? ' AND NOT contains(shards, :shard)' : ''}`,
                  ExpressionAttributeNames: { '#status': 'status' },
                  ExpressionAttributeValues: {
                    ':running': 'running',
                    ':shards': new Set([shard]),
                    ':by': change.changedBy,
                    ':at': change.changedAt,
                    ...(shardIsNew ? { ':added': [shard], ':shard': shard } : {}),
                  },
                },
              },
            ],
          }),
        );
        return true;
      } catch (error) {
        if (isConditionFailure(error)) return false;
        throw error;
      }
    },

    /** Puts the dates off; null when they have changed meanwhile or the campaign is over. */
    extend(
      before: CampaignItem,
      to: Required<
        Pick<
          CampaignItem,
          'dueAt' | 'closesAt' | 'extendedAt' | 'extendedBecause' | 'changedBy' | 'changedAt'
        >
      >,
    ): Promise<CampaignItem | null> {
      return changeCampaign(before.campaignId, {
        UpdateExpression:
          'SET dueAt = :dueAt, closesAt = :closesAt, extendedAt = :extendedAt, extendedBecause = :extendedBecause, changedBy = :changedBy, changedAt = :changedAt',
        ConditionExpression: '#status IN (:launched, :running) AND dueAt = :due AND closesAt = :closes',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: {
          ':launched': 'launched',
          ':running': 'running',
          ':due': before.dueAt,
          ':closes': before.closesAt,
          ...prefixed(to),
        },
      });
    },

    /** Lets the stations follow that are not in the pilot; null when there is no pilot that waits. */
    rollOut(
      campaignId: string,
      change: { rolledOutAt: string; changedBy: string; changedAt: string },
    ): Promise<CampaignItem | null> {
      return changeCampaign(campaignId, {
        UpdateExpression: 'SET rolledOutAt = :rolledOutAt, changedBy = :changedBy, changedAt = :changedAt',
        ConditionExpression:
          '#status IN (:launched, :running) AND attribute_exists(pilot) AND attribute_not_exists(rolledOutAt)',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: { ':launched': 'launched', ':running': 'running', ...prefixed(change) },
      });
    },

    /** Remembers that stations were reminded; null when that was after `notAfter`, or the campaign is over. */
    remind(
      campaignId: string,
      notAfter: string,
      change: { remindedAt: string; changedBy: string; changedAt: string },
    ): Promise<CampaignItem | null> {
      return changeCampaign(campaignId, {
        UpdateExpression: 'SET remindedAt = :remindedAt, changedBy = :changedBy, changedAt = :changedAt',
        ConditionExpression:
          '#status = :running AND (attribute_not_exists(remindedAt) OR remindedAt <= :notAfter)',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: { ':running': 'running', ':notAfter': notAfter, ...prefixed(change) },
      });
    },

    /** Cancels a campaign that is not over; null when it is. */
    cancel(
      campaignId: string,
      change: { cancelledBecause: string; changedBy: string; changedAt: string },
    ): Promise<CampaignItem | null> {
      const allowed = allowedFrom(campaignTransitions.cancel);
      return changeCampaign(campaignId, {
        UpdateExpression:
          'SET #status = :to, cancelledBecause = :cancelledBecause, closedAt = :changedAt, changedBy = :changedBy, changedAt = :changedAt',
        ConditionExpression: allowed.condition,
        ExpressionAttributeNames: allowed.names,
        ExpressionAttributeValues: { ...allowed.values, ...prefixed(change) },
      });
    },

    async advance(campaignId: string, transition: 'open' | 'close', at: string): Promise<boolean> {
      const allowed = allowedFrom(campaignTransitions[transition]);
      const after = await changeCampaign(campaignId, {
        UpdateExpression: `SET #status = :to, ${transition === 'close' ? 'closedAt' : 'openedAt'} = :at, changedBy = :by, changedAt = :at`,
        ConditionExpression: allowed.condition,
        ExpressionAttributeNames: allowed.names,
        ExpressionAttributeValues: { ...allowed.values, ':at': at, ':by': 'audit-campaign' },
      });
      return after !== null;
    },

    /** Closes a campaign that has no open audit left; false when it has got one, or is over already. */
    async closeFinished(campaignId: string, at: string): Promise<boolean> {
      const allowed = allowedFrom(campaignTransitions.close);
      const after = await changeCampaign(campaignId, {
        UpdateExpression: 'SET #status = :to, closedAt = :at, changedBy = :by, changedAt = :at',
        ConditionExpression: `${allowed.condition} AND attribute_not_exists(pendingShards)`,
        ExpressionAttributeNames: allowed.names,
        ExpressionAttributeValues: { ...allowed.values, ':at': at, ':by': 'audit-campaign' },
      });
      return after !== null;
    },
  };
}
