import { PutCommand, QueryCommand, TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { partsOfAuditId } from '../../domain/ids.ts';
import { shardOf } from '../../domain/shards.ts';
import type { AnswersItem, AuditItem, WaitItem } from '../items.ts';
import { type Key, keys, tableIndex } from '../keys.ts';
import { getItem, getItems, putOnce, queryAll } from '../requests.ts';
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
    audit: (auditId: string, consistent = false): Promise<AuditItem | null> =>
      getItem(table, keys.audit(auditId), consistent),

    /** `false` when the station's audit in this campaign is open already. */
    async open(audit: Omit<AuditItem, 'type' | 'v'>): Promise<boolean> {
      const item: AuditItem = { type: 'audit', v: 1, ...audit };
      return putOnce(table, {
        ...keys.audit(audit.auditId),
        ...keys.auditIndex(audit.stationId, audit.openedAt, audit.auditId),
        ...item,
      });
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
      const items = await getItems<AuditItem>(table, rows as Key[]);
      const last = rows.at(-1);
      return { items, ...(page.LastEvaluatedKey && last ? { next: last.gsi1sk as string } : {}) };
    },

    auditWait: (auditId: string): Promise<WaitItem | null> => getItem(table, keys.auditWait(auditId), true),

    answersOfAudit(auditId: string): Promise<AnswersItem[]> {
      const { pk, skPrefix } = keys.answersOf(auditId);
      return queryAll(table, pk, { skPrefix, consistent: true });
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
