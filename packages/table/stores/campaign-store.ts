import { BatchGetCommand, GetCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { AuditItem, CampaignItem, RefusalItem, TallyItem, WaitItem } from '../items.ts';
import { keys, tableIndex } from '../keys.ts';
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
    async campaign(campaignId: string): Promise<CampaignItem | null> {
      const { Item } = await table.client.send(
        new GetCommand({ TableName, Key: keys.campaign(campaignId), ConsistentRead: true }),
      );
      return (Item as CampaignItem | undefined) ?? null;
    },

    /** `false` when the campaign is there already. */
    async launch(campaign: Omit<CampaignItem, 'type' | 'v'>): Promise<boolean> {
      const item: CampaignItem = { type: 'campaign', v: 1, ...campaign };
      try {
        await table.client.send(
          new PutCommand({
            TableName,
            Item: {
              ...keys.campaign(campaign.campaignId),
              ...keys.campaignIndex(campaign.launchedAt, campaign.campaignId),
              ...item,
            },
            ConditionExpression: 'attribute_not_exists(pk)',
          }),
        );
        return true;
      } catch (error) {
        if (isConditionFailure(error)) return false;
        throw error;
      }
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
      if (rows.length === 0) return { items: [] };
      const answer = await table.client.send(
        new BatchGetCommand({
          RequestItems: { [TableName]: { Keys: rows.map((row) => ({ pk: row.pk, sk: row.sk })) } },
        }),
      );
      const items = ((answer.Responses?.[TableName] ?? []) as CampaignItem[]).sort((a, b) =>
        `${a.launchedAt}#${a.campaignId}` < `${b.launchedAt}#${b.campaignId}` ? 1 : -1,
      );
      const last = rows.at(-1);
      return { items, ...(page.LastEvaluatedKey && last ? { next: last.gsi1sk as string } : {}) };
    },

    async campaignWait(campaignId: string): Promise<WaitItem | null> {
      const { Item } = await table.client.send(
        new GetCommand({ TableName, Key: keys.campaignWait(campaignId), ConsistentRead: true }),
      );
      return (Item as WaitItem | undefined) ?? null;
    },

    /** The tallies of the shards given (at most 64: one call). */
    async campaignTallies(campaignId: string, shards: readonly number[]): Promise<TallyItem[]> {
      const items: TallyItem[] = [];
      let Keys: Record<string, unknown>[] = shards.map((shard) => ({
        ...keys.campaignTally(campaignId, shard),
      }));
      while (Keys.length > 0) {
        const answer = await table.client.send(
          new BatchGetCommand({ RequestItems: { [TableName]: { Keys } } }),
        );
        items.push(...((answer.Responses?.[TableName] ?? []) as TallyItem[]));
        Keys = answer.UnprocessedKeys?.[TableName]?.Keys ?? [];
      }
      return items;
    },

    auditsPage,

    async auditsOfShard(campaignId: string, shard: number): Promise<AuditItem[]> {
      const items: AuditItem[] = [];
      let after: string | undefined;
      do {
        const page = await auditsPage(campaignId, shard, after);
        items.push(...page.items);
        after = page.last;
      } while (after);
      return items;
    },

    async refusalsOfShard(campaignId: string, shard: number): Promise<RefusalItem[]> {
      const { pk, refusals } = keys.campaignShard(campaignId, shard);
      const page = await table.client.send(
        new QueryCommand({
          TableName,
          KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
          ExpressionAttributeValues: { ':pk': pk, ':sk': refusals },
        }),
      );
      return (page.Items ?? []) as RefusalItem[];
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
