import { QueryCommand, TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { asCorrection } from '../../domain/audit/accepted-answers.ts';
import type { Correction } from '../../domain/audit/check-review.ts';
import { partsOfAuditId } from '../../domain/ids.ts';
import { shardOf } from '../../domain/shards.ts';
import type { AppealedResult, AppealItem, AuditItem } from '../items.ts';
import { type Key, keys, tableIndex } from '../keys.ts';
import { getItem, getItems, prefixed, putOnce, queryAll, sortKeysBelow } from '../requests.ts';
import { reviewCorrections } from '../review-corrections.ts';
import { allowedFrom, appealTransitions } from '../status.ts';
import { isConditionFailure, type Table } from '../table.ts';

export type AppealStore = ReturnType<typeof appealStore>;

/** What is decided about an appeal. */
export type AppealDecision = Required<
  Pick<
    AppealItem,
    | 'decided'
    | 'decisionReason'
    | 'scoreBefore'
    | 'scoreAfter'
    | 'gradeBefore'
    | 'gradeAfter'
    | 'changedBy'
    | 'changedAt'
  >
>;

export function appealStore(table: Table) {
  const TableName = table.name;

  /** Appeals of a leading key of the index, in its order. */
  async function listed(partition: string, limit?: number, after?: string) {
    const page = await table.client.send(
      new QueryCommand({
        TableName,
        IndexName: tableIndex,
        KeyConditionExpression: after ? 'gsi1pk = :pk AND gsi1sk > :after' : 'gsi1pk = :pk',
        ExpressionAttributeValues: { ':pk': partition, ...(after ? { ':after': after } : {}) },
        Limit: limit,
      }),
    );
    const rows = page.Items ?? [];
    const items = await getItems<AppealItem>(table, rows as Key[]);
    const last = rows.at(-1)?.gsi1sk as string | undefined;
    return { items, ...(page.LastEvaluatedKey && last ? { next: last } : {}) };
  }

  const decision = (appeal: AppealItem, transition: 'uphold' | 'reject', decided: AppealDecision) => {
    const allowed = allowedFrom(appealTransitions[transition]);
    const names = Object.keys(decided);
    return {
      TableName,
      Key: keys.appeal(appeal.auditId, appeal.item),
      UpdateExpression: `SET #status = :to, ${names.map((name) => `${name} = :${name}`).join(', ')}, gsi1pk = :gsi1pk, gsi1sk = :gsi1sk`,
      ConditionExpression: allowed.condition,
      ExpressionAttributeNames: allowed.names,
      ExpressionAttributeValues: {
        ...allowed.values,
        ...prefixed(decided),
        ...prefixed(keys.decidedAppealIndex(appeal.campaignId, appeal.auditId, appeal.item)),
      },
    };
  };

  return {
    appeal: (auditId: string, item: string): Promise<AppealItem | null> =>
      getItem(table, keys.appeal(auditId, item), true),

    appealsOfAudit(auditId: string): Promise<AppealItem[]> {
      const { pk, skPrefix } = keys.appealsOf(auditId);
      return queryAll(table, pk, { skPrefix, consistent: true });
    },

    /** What appeals have changed of an audit, and HQ's corrections; of an item both speak of the appeal counts. */
    async changesOf(audit: Pick<AuditItem, 'auditId' | 'appealed' | 'reviewed'>): Promise<Correction[]> {
      const { pk, skPrefix } = keys.appealsOf(audit.auditId);
      const [appeals, corrections] = await Promise.all([
        audit.appealed ? queryAll<AppealItem>(table, pk, { skPrefix, consistent: true }) : [],
        reviewCorrections(table, audit),
      ]);
      return [...appeals.flatMap(asCorrection), ...corrections];
    },

    openAppeals: (limit: number, after?: string): Promise<{ items: AppealItem[]; next?: string }> =>
      listed('APPEALS', limit, after),

    /** Dates of the open appeals that are due before an instant. */
    async appealDatesUntil(at: string): Promise<string[]> {
      const places = await sortKeysBelow(table, keys.openAppealIndex('', '', '').gsi1pk, at);
      return places.map((place) => place.split('#')[0] ?? '');
    },

    async decidedAppeals(campaignId: string): Promise<AppealItem[]> {
      const found: AppealItem[] = [];
      for (let after: string | undefined; ; ) {
        const page = await listed(keys.decidedAppealIndex(campaignId, '', '').gsi1pk, undefined, after);
        found.push(...page.items);
        if (!page.next) return found;
        after = page.next;
      }
    },

    /** `false` when the item was disputed before. */
    raise: (appeal: Omit<AppealItem, 'type' | 'v'>): Promise<boolean> =>
      putOnce(table, {
        ...keys.appeal(appeal.auditId, appeal.item),
        ...keys.openAppealIndex(appeal.dueAt, appeal.auditId, appeal.item),
        type: 'appeal',
        v: 1,
        ...appeal,
      }),

    /** Rejects an open appeal; false when it is decided already. */
    async reject(appeal: AppealItem, decided: AppealDecision): Promise<boolean> {
      try {
        await table.client.send(new UpdateCommand(decision(appeal, 'reject', decided)));
        return true;
      } catch (error) {
        if (isConditionFailure(error)) return false;
        throw error;
      }
    },

    /**
     * Upholds an open appeal: the audit gets the result that follows beside the one of its closing, and the tally
     * counts the new grade, in one transaction.
     * @returns false when the appeal is decided already, or another one has changed the result meanwhile
     */
    async uphold(
      appeal: AppealItem,
      decided: AppealDecision,
      audit: AuditItem,
      appealed: AppealedResult,
    ): Promise<boolean> {
      const parts = partsOfAuditId(audit.auditId);
      if (!parts) throw new RangeError(`not an audit id: ${audit.auditId}`);
      const before = audit.appealed;
      const moved = decided.gradeBefore !== decided.gradeAfter;
      try {
        await table.client.send(
          new TransactWriteCommand({
            TransactItems: [
              { Update: decision(appeal, 'uphold', decided) },
              {
                Update: {
                  TableName,
                  Key: keys.audit(audit.auditId),
                  UpdateExpression:
                    'SET appealed = :appealed, changedBy = :changedBy, changedAt = :changedAt',
                  ConditionExpression: `#status = :closed AND ${before ? 'appealed.upheld = :upheld' : 'attribute_not_exists(appealed)'}`,
                  ExpressionAttributeNames: { '#status': 'status' },
                  ExpressionAttributeValues: {
                    ':closed': 'closed',
                    ':appealed': appealed,
                    ':changedBy': decided.changedBy,
                    ':changedAt': decided.changedAt,
                    ...(before ? { ':upheld': before.upheld } : {}),
                  },
                },
              },
              ...(moved
                ? [
                    {
                      Update: {
                        TableName,
                        Key: keys.campaignTally(parts.campaignId, shardOf(parts.stationId)),
                        UpdateExpression: `ADD grade${decided.gradeBefore} :minus, grade${decided.gradeAfter} :one`,
                        ExpressionAttributeValues: { ':minus': -1, ':one': 1 },
                      },
                    },
                  ]
                : []),
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
