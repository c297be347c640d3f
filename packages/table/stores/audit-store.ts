import {
  BatchGetCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { partsOfAuditId } from '../../domain/ids.ts';
import { shardOf } from '../../domain/shards.ts';
import type { AnswersItem, AuditItem, WaitItem } from '../items.ts';
import { keys, tableIndex } from '../keys.ts';
import { allowedFrom, auditTransitions } from '../status.ts';
import { isConditionFailure, type Table } from '../table.ts';

export type AuditStore = ReturnType<typeof auditStore>;

export interface AuditResult {
  closedAt: string;
  score: number;
  grade: NonNullable<AuditItem['grade']>;
  uncapped: NonNullable<AuditItem['grade']>;
  caps: string[];
  openCritical: number;
  positionScores: Record<string, number>;
  notShown: string[];
}

export function auditStore(table: Table) {
  const TableName = table.name;
  return {
    async audit(auditId: string, consistent = false): Promise<AuditItem | null> {
      const { Item } = await table.client.send(
        new GetCommand({ TableName, Key: keys.audit(auditId), ConsistentRead: consistent }),
      );
      return (Item as AuditItem | undefined) ?? null;
    },

    /** `false` when the station's audit in this campaign is open already. */
    async open(audit: Omit<AuditItem, 'type' | 'v'>): Promise<boolean> {
      const item: AuditItem = { type: 'audit', v: 1, ...audit };
      try {
        await table.client.send(
          new PutCommand({
            TableName,
            Item: {
              ...keys.audit(audit.auditId),
              ...keys.auditIndex(audit.stationId, audit.openedAt, audit.auditId),
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

    async auditsOfStation(
      stationId: string,
      limit: number,
      after?: string,
    ): Promise<{ items: AuditItem[]; next?: string }> {
      const page = await table.client.send(
        new QueryCommand({
          TableName,
          IndexName: tableIndex,
          KeyConditionExpression: 'gsi1pk = :pk AND gsi1sk BETWEEN :first AND :last',
          ExpressionAttributeValues: {
            ':pk': `STATION#${stationId}`,
            ':first': 'AUDIT#',
            ':last': after ?? 'AUDIT#~',
          },
          ScanIndexForward: false,
          // One more than asked: `after` itself is within the range and is dropped below.
          Limit: limit + 1,
        }),
      );
      const rows = (page.Items ?? []).filter((row) => row.gsi1sk !== after).slice(0, limit);
      if (rows.length === 0) return { items: [] };
      const answer = await table.client.send(
        new BatchGetCommand({
          RequestItems: { [TableName]: { Keys: rows.map((row) => ({ pk: row.pk, sk: row.sk })) } },
        }),
      );
      const found = (answer.Responses?.[TableName] ?? []) as AuditItem[];
      const order = new Map(rows.map((row, i) => [`${row.pk} ${row.sk}`, i]));
      found.sort((a, b) => place(order, a) - place(order, b));
      const last = rows.at(-1);
      return { items: found, ...(page.LastEvaluatedKey && last ? { next: last.gsi1sk as string } : {}) };
    },

    async auditWait(auditId: string): Promise<WaitItem | null> {
      const { Item } = await table.client.send(
        new GetCommand({ TableName, Key: keys.auditWait(auditId), ConsistentRead: true }),
      );
      return (Item as WaitItem | undefined) ?? null;
    },

    async answersOfAudit(auditId: string): Promise<AnswersItem[]> {
      const { pk, skPrefix } = keys.answersOf(auditId);
      const items: AnswersItem[] = [];
      let start: Record<string, unknown> | undefined;
      do {
        const page = await table.client.send(
          new QueryCommand({
            TableName,
            KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
            ExpressionAttributeValues: { ':pk': pk, ':sk': skPrefix },
            ConsistentRead: true,
            ExclusiveStartKey: start,
          }),
        );
        items.push(...((page.Items ?? []) as AnswersItem[]));
        start = page.LastEvaluatedKey;
      } while (start);
      return items;
    },

    /**
     * Accepts a position's answers. The answers are written first under their hash and mean nothing by themselves;
     * the update of the audit is the one moment of acceptance, so a crash between the two loses nothing that was
     * acknowledged and a finished audit cannot take an answer.
     * @returns the audit after acceptance, or null when it no longer waits for this position
     */
    async accept(answers: Omit<AnswersItem, 'type' | 'v'>): Promise<AuditItem | null> {
      const item: AnswersItem = { type: 'answers', v: 1, ...answers };
      await table.client.send(
        new PutCommand({
          TableName,
          Item: { ...keys.answers(answers.auditId, answers.position, answers.hash), ...item },
        }),
      );
      try {
        const { Attributes } = await table.client.send(
          new UpdateCommand({
            TableName,
            Key: keys.audit(answers.auditId),
            UpdateExpression: 'SET accepted.#position = :hash DELETE pending :positions',
            ConditionExpression: '#status = :answering AND contains(pending, :position)',
            ExpressionAttributeNames: { '#position': answers.position, '#status': 'status' },
            ExpressionAttributeValues: {
              ':hash': answers.hash,
              ':position': answers.position,
              ':positions': new Set([answers.position]),
              ':answering': 'answering',
            },
            ReturnValues: 'ALL_NEW',
          }),
        );
        return Attributes as AuditItem;
      } catch (error) {
        if (isConditionFailure(error)) return null;
        throw error;
      }
    },

    /**
     * Closes an audit with its result and counts it, in one transaction. Passes only while the accepted answers are
     * those the result was computed from.
     * @returns false when the audit changed or is closed already
     */
    async close(audit: AuditItem, result: AuditResult): Promise<boolean> {
      const allowed = allowedFrom(auditTransitions.close);
      const parts = partsOfAuditId(audit.auditId);
      if (!parts) throw new RangeError(`not an audit id: ${audit.auditId}`);
      try {
        await table.client.send(
          new TransactWriteCommand({
            TransactItems: [
              {
                Update: {
                  TableName,
                  Key: keys.audit(audit.auditId),
                  UpdateExpression:
                    'SET #status = :to, closedAt = :closedAt, score = :score, grade = :grade, uncapped = :uncapped, caps = :caps, openCritical = :openCritical, positionScores = :positionScores, notShown = :notShown REMOVE pending',
                  ConditionExpression: `${allowed.condition} AND accepted = :accepted`,
                  ExpressionAttributeNames: allowed.names,
                  ExpressionAttributeValues: {
                    ...allowed.values,
                    ':accepted': audit.accepted,
                    ...Object.fromEntries(Object.entries(result).map(([name, value]) => [`:${name}`, value])),
                  },
                },
              },
              {
                Update: {
                  TableName,
                  Key: keys.campaignTally(parts.campaignId, shardOf(parts.stationId)),
                  UpdateExpression: `SET #type = :type, v = :v, campaignId = :campaign, #shard = :shard ADD closed :one, remaining :minus, grade${result.grade} :one, notShown :late`,
                  ExpressionAttributeNames: { '#type': 'type', '#shard': 'shard' },
                  ExpressionAttributeValues: {
                    ':type': 'tally',
                    ':v': 1,
                    ':campaign': parts.campaignId,
                    ':shard': shardOf(parts.stationId),
                    ':one': 1,
                    ':minus': -1,
                    ':late': result.notShown.length > 0 ? 1 : 0,
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
  };
}

const place = (order: Map<string, number>, audit: AuditItem): number => {
  const { pk, sk } = keys.audit(audit.auditId);
  return order.get(`${pk} ${sk}`) ?? 0;
};
