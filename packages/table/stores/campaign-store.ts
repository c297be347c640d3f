import { PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { AuditItem, CampaignItem, RefusalItem, TallyItem, WaitItem } from '../items.ts';
import { type Key, keys, tableIndex } from '../keys.ts';
import { getItem, getItems, putOnce, queryAll } from '../requests.ts';
import { allowedFrom, campaignTransitions } from '../status.ts';
import { isConditionFailure, type Table } from '../table.ts';

export type CampaignStore = ReturnType<typeof campaignStore>;

export function campaignStore(table: Table) {
  const TableName = table.name;

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

    /** Takes finished shards off the campaign's list; a repeat takes nothing off. */
    async shardsFinished(campaignId: string, shards: readonly number[]): Promise<void> {
      await table.client.send(
        new UpdateCommand({
          TableName,
          Key: keys.campaign(campaignId),
          UpdateExpression: 'DELETE pendingShards :shards',
          ConditionExpression: 'attribute_exists(pk)',
          ExpressionAttributeValues: { ':shards': new Set(shards) },
        }),
      );
    },

    async advance(
      campaignId: string,
      transition: keyof typeof campaignTransitions,
      at: string,
    ): Promise<boolean> {
      const allowed = allowedFrom(campaignTransitions[transition]);
      try {
        await table.client.send(
          new UpdateCommand({
            TableName,
            Key: keys.campaign(campaignId),
            UpdateExpression: `SET #status = :to, ${transition === 'close' ? 'closedAt' : 'openedAt'} = :at`,
            ConditionExpression: allowed.condition,
            ExpressionAttributeNames: allowed.names,
            ExpressionAttributeValues: { ...allowed.values, ':at': at },
          }),
        );
        return true;
      } catch (error) {
        if (isConditionFailure(error)) return false;
        throw error;
      }
    },
  };
}
