import { PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { type LocalDate, localDate } from '../../domain/calendar.ts';
import type {
  ComplianceDayItem,
  ComplianceItem,
  ScanItem,
  SnapshotItem,
  StationFactsItem,
} from '../compliance-items.ts';
import { keys } from '../keys.ts';
import { getItem, pageOfIndex, prefixed, putOnce, queryAll, tried } from '../requests.ts';
import type { Table } from '../table.ts';

export type ComplianceStore = ReturnType<typeof complianceStore>;

/** What a shard of a scan came to. */
export type ShardCounts = Pick<
  ScanItem,
  'stations' | 'opened' | 'worsened' | 'closed' | 'open' | 'unreadable'
>;

export function complianceStore(table: Table) {
  const TableName = table.name;

  /** The newest item of a partition up to a day. */
  async function newestUpTo<Item>(pk: string, date: string): Promise<Item | null> {
    const page = await table.client.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: 'pk = :pk AND sk <= :date',
        ExpressionAttributeValues: { ':pk': pk, ':date': date },
        ScanIndexForward: false,
        Limit: 1,
      }),
    );
    return ((page.Items ?? [])[0] as Item | undefined) ?? null;
  }

  return {
    /** Raw items: a damaged one must reach the caller, who reports it. */
    factsOfShard: (shard: number) =>
      queryAll<Partial<StationFactsItem>>(table, keys.stationFactsOfShard(shard).pk),

    complianceOfShard: (shard: number) => queryAll<ComplianceItem>(table, keys.complianceOfShard(shard).pk),

    stationFacts: (stationId: string, consistent = false): Promise<StationFactsItem | null> =>
      getItem(table, keys.stationFacts(stationId), consistent),

    compliance: (stationId: string, consistent = false): Promise<ComplianceItem | null> =>
      getItem(table, keys.compliance(stationId), consistent),

    /** @returns false when somebody has written them since they were read */
    saveStationFacts: (item: StationFactsItem, before: StationFactsItem | null): Promise<boolean> =>
      tried(() =>
        table.client.send(
          new PutCommand({
            TableName,
            Item: { ...keys.stationFacts(item.stationId), ...item },
            ...(before
              ? {
                  ConditionExpression: 'readAt = :readAt AND facts = :facts',
                  ExpressionAttributeValues: { ':readAt': before.readAt, ':facts': before.facts },
                }
              : { ConditionExpression: 'attribute_not_exists(pk)' }),
          }),
        ),
      ),

    /** @returns false when another scan has changed it since it was read */
    saveCompliance: (item: ComplianceItem, before: ComplianceItem | undefined): Promise<boolean> =>
      tried(() =>
        table.client.send(
          new PutCommand({
            TableName,
            Item: {
              ...keys.compliance(item.stationId),
              ...(item.open.length > 0 ? keys.breachIndex(item.regionId, item.stationId) : {}),
              ...item,
            },
            ...(before
              ? {
                  ConditionExpression: '#at = :at AND scanId = :scanId',
                  ExpressionAttributeNames: { '#at': 'at' },
                  ExpressionAttributeValues: { ':at': before.at, ':scanId': before.scanId },
                }
              : { ConditionExpression: 'attribute_not_exists(pk)' }),
          }),
        ),
      ),

    /** A page of the stations of a region that have open breaches, by station id. */
    breachesIn: (
      regionId: string,
      limit: number,
      after?: string,
    ): Promise<{ items: ComplianceItem[]; next?: string }> =>
      pageOfIndex(table, keys.breachIndex(regionId, '').gsi1pk, limit, after),

    /**
     * Keeps how a station stands from a day on; the last scan of a day counts.
     * @returns false when a scan for a later instant of the day was there first
     */
    saveSnapshot: (item: SnapshotItem): Promise<boolean> =>
      tried(() =>
        table.client.send(
          new PutCommand({
            TableName,
            Item: { ...keys.snapshot(item.stationId, localDate(item.at)), ...item },
            ConditionExpression: 'attribute_not_exists(#at) OR #at <= :at',
            ExpressionAttributeNames: { '#at': 'at' },
            ExpressionAttributeValues: { ':at': item.at },
          }),
        ),
      ),

    /** The newest snapshot up to a day, with the day from which on it holds. */
    async snapshotAsOf(
      stationId: string,
      date: string,
    ): Promise<(SnapshotItem & { date: LocalDate }) | null> {
      const { pk } = keys.snapshot(stationId, date);
      const found = await newestUpTo<SnapshotItem & { sk: LocalDate }>(pk, date);
      return found && { ...found, date: found.sk };
    },

    complianceDayAsOf: (shard: number, date: string): Promise<ComplianceDayItem | null> =>
      newestUpTo(keys.complianceDay(shard, date).pk, date),

    /** @returns false when a scan for a later instant of the day was there first */
    saveComplianceDay: (item: ComplianceDayItem): Promise<boolean> =>
      tried(() =>
        table.client.send(
          new PutCommand({
            TableName,
            Item: { ...keys.complianceDay(item.shard, item.date), ...item },
            ConditionExpression: 'attribute_not_exists(pk) OR #at <= :at',
            ExpressionAttributeNames: { '#at': 'at' },
            ExpressionAttributeValues: { ':at': item.at },
          }),
        ),
      ),

    scan: (scanId: string): Promise<ScanItem | null> => getItem(table, keys.scan(scanId), true),

    /** @returns false when it is there already */
    openScan: (scan: ScanItem): Promise<boolean> => putOnce(table, { ...keys.scan(scan.scanId), ...scan }),

    /** Notes who lets a scan go on. @returns false when nothing of it is left */
    noteResumed: (scanId: string, by: string, at: string): Promise<boolean> =>
      tried(() =>
        table.client.send(
          new UpdateCommand({
            TableName,
            Key: keys.scan(scanId),
            UpdateExpression: 'SET resumedBy = :by, resumedAt = :at',
            ConditionExpression: 'attribute_exists(pendingShards)',
            ExpressionAttributeValues: { ':by': by, ':at': at },
          }),
        ),
      ),

    /**
     * Counts the shards of a batch in, once; a batch is always the same ones.
     * @returns false when they are counted already
     */
    finishShards: (scanId: string, shards: readonly number[], counts: ShardCounts): Promise<boolean> =>
      tried(() =>
        table.client.send(
          new UpdateCommand({
            TableName,
            Key: keys.scan(scanId),
            UpdateExpression:
              'ADD stations :stations, opened :opened, worsened :worsened, closed :closed, #open :open, unreadable :unreadable DELETE pendingShards :shards',
            ConditionExpression: 'contains(pendingShards, :first)',
            ExpressionAttributeNames: { '#open': 'open' },
            ExpressionAttributeValues: {
              ...prefixed(counts),
              ':shards': new Set(shards),
              ':first': shards[0],
            },
          }),
        ),
      ),
  };
}
