import {
  DeleteCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import type { KeptStanding } from '../../domain/audit/accepted-answers.ts';
import type { Findings } from '../../domain/audit/campaign-analysis.ts';
import type { Correction } from '../../domain/audit/check-review.ts';
import { partsOfAuditId } from '../../domain/ids.ts';
import { shardOf } from '../../domain/shards.ts';
import type { AnswersItem, AuditItem, DraftItem, ReviewItem, WaitItem } from '../items.ts';
import { type Key, keys, tableIndex } from '../keys.ts';
import { getItem, getItems, prefixed, putOnce, queryAll, sortKeysBelow } from '../requests.ts';
import { reviewCorrections } from '../review-corrections.ts';
import { allowedFrom, auditTransitions } from '../status.ts';
import { isConditionFailure, type Table } from '../table.ts';

export type AuditStore = ReturnType<typeof auditStore>;

/** What an audit comes to, with what caps looked at besides the answers. */
export interface AuditResult extends KeptStanding {
  closedAt: string;
  score: number;
  grade: NonNullable<AuditItem['grade']>;
  uncapped: NonNullable<AuditItem['grade']>;
  caps: string[];
  openCritical: number;
  positionScores: Record<string, number>;
  notShown: string[];
  findings: Findings;
}

/** Assignments of what is there. */
const keptOf = (result: AuditResult): string =>
  (['overdueMajor', 'certificateCoverage', 'daysBelowStaffing'] as const)
    .filter((name) => result[name] !== undefined)
    .map((name) => `, ${name} = :${name}`)
    .join('');

/** HQ has sent nothing back meanwhile. */
const sameRound = '(attribute_not_exists(#round) OR #round = :round)';

export function auditStore(table: Table) {
  const TableName = table.name;

  /** Changes an audit under a condition; the audit after it, or null when the condition does not hold. */
  async function changeAudit(
    auditId: string,
    change: Omit<UpdateCommandInput, 'TableName' | 'Key' | 'ReturnValues'>,
  ): Promise<AuditItem | null> {
    try {
      const { Attributes } = await table.client.send(
        new UpdateCommand({ TableName, Key: keys.audit(auditId), ReturnValues: 'ALL_NEW', ...change }),
      );
      return Attributes as AuditItem;
    } catch (error) {
      if (isConditionFailure(error)) return null;
      throw error;
    }
  }

  /** Written before the audit names it, and meaningless without that; one without corrections says nothing more. */
  async function keepReview(review: Omit<ReviewItem, 'type' | 'v'>): Promise<void> {
    if (review.corrections.length === 0) return;
    const item: ReviewItem = { type: 'review', v: 1, ...review };
    await table.client.send(
      new PutCommand({ TableName, Item: { ...keys.review(review.auditId, review.hash), ...item } }),
    );
  }

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

    auditWait: (auditId: string, consistent = true): Promise<WaitItem | null> =>
      getItem(table, keys.auditWait(auditId), consistent),

    /** Not consistent: whoever misses one looks again, with `auditWait`. */
    auditWaits: (auditIds: readonly string[]): Promise<WaitItem[]> =>
      getItems(table, auditIds.map(keys.auditWait)),

    /**
     * What was submitted. Answers are written before the audit names them and never change, so a read that may be a
     * moment old is right as soon as it holds all that the audit names; only otherwise it is looked at closely.
     */
    async answersOfAudit(audit: Pick<AuditItem, 'auditId' | 'accepted'>): Promise<AnswersItem[]> {
      const { pk, skPrefix } = keys.answersOf(audit.auditId);
      const items = await queryAll<AnswersItem>(table, pk, { skPrefix });
      const found = new Set(items.map(({ position, hash }) => `${position} ${hash}`));
      const named = Object.entries(audit.accepted).map(([position, hash]) => `${position} ${hash}`);
      return named.every((one) => found.has(one))
        ? items
        : queryAll(table, pk, { skPrefix, consistent: true });
    },

    draft: (auditId: string, position: string): Promise<DraftItem | null> =>
      getItem(table, keys.draft(auditId, position), true),

    /** The last one wins: a draft is one person's scribbling pad, and counts for nothing. */
    async saveDraft(draft: Omit<DraftItem, 'type' | 'v'>): Promise<void> {
      await table.client.send(
        new PutCommand({
          TableName,
          Item: { ...keys.draft(draft.auditId, draft.position), type: 'draft', v: 1, ...draft },
        }),
      );
    },

    /** Gives an open position to a person, or takes it back (null); the audit, or null when it is not open any more. */
    give(given: {
      auditId: string;
      position: string;
      personId: string | null;
      changedBy: string;
      changedAt: string;
    }): Promise<AuditItem | null> {
      const { auditId, position, personId, ...change } = given;
      const by = 'changedBy = :changedBy, changedAt = :changedAt';
      return changeAudit(auditId, {
        UpdateExpression:
          personId === null ? `SET ${by} REMOVE given.#position` : `SET given.#position = :person, ${by}`,
        ConditionExpression: '#status = :answering AND contains(pending, :position)',
        ExpressionAttributeNames: { '#position': position, '#status': 'status' },
        ExpressionAttributeValues: {
          ...(personId === null ? {} : { ':person': personId }),
          ':position': position,
          ':answering': 'answering',
          ...prefixed(change),
        },
      });
    },

    /** HQ's corrections that count in an audit. */
    corrections: (audit: Pick<AuditItem, 'auditId' | 'reviewed'>): Promise<Correction[]> =>
      reviewCorrections(table, audit),

    /** Audits that HQ has to review, the first due first. */
    async reviewsDue(
      limit: number,
      after?: string,
    ): Promise<{ items: AuditItem[]; dueAt: string[]; next?: string }> {
      const page = await table.client.send(
        new QueryCommand({
          TableName,
          IndexName: tableIndex,
          KeyConditionExpression: after ? 'gsi1pk = :pk AND gsi1sk > :after' : 'gsi1pk = :pk',
          ExpressionAttributeValues: {
            ':pk': keys.reviewsIndex().gsi1pk,
            ...(after ? { ':after': after } : {}),
          },
          Limit: limit,
        }),
      );
      const places = (page.Items ?? []).map((row) => String(row.gsi1sk));
      const items = await getItems<AuditItem>(
        table,
        places.map((place) => keys.audit(place.slice(place.indexOf('#') + 1))),
      );
      const last = places.at(-1);
      const due = new Map(
        places.map((place) => [place.slice(place.indexOf('#') + 1), place.split('#')[0] ?? '']),
      );
      return {
        items,
        dueAt: items.map(({ auditId }) => due.get(auditId) ?? ''),
        ...(page.LastEvaluatedKey && last ? { next: last } : {}),
      };
    },

    /** Dates of the reviews on HQ's desk that are due before an instant. */
    async reviewDatesUntil(at: string): Promise<string[]> {
      const places = await sortKeysBelow(table, keys.reviewsIndex().gsi1pk, at);
      return places.map((place) => place.split('#')[0] ?? '');
    },

    /**
     * Lets an audit's answers count as reviewed. Passes once, and only while they are those that were reviewed.
     * @returns the audit after it, or null when it has changed or was reviewed before
     */
    async acceptReviewed(
      audit: AuditItem,
      review: Omit<ReviewItem, 'type' | 'v'>,
    ): Promise<AuditItem | null> {
      const { hash, corrections, changedBy, changedAt } = review;
      await keepReview(review);
      return changeAudit(audit.auditId, {
        UpdateExpression:
          'SET reviewed = :reviewed, lastReview = :hash, changedBy = :changedBy, changedAt = :changedAt',
        ConditionExpression: `#status = :answering AND attribute_not_exists(reviewed) AND accepted = :accepted AND ${sameRound}`,
        ExpressionAttributeNames: { '#status': 'status', '#round': 'round' },
        ExpressionAttributeValues: {
          ':answering': 'answering',
          ':accepted': audit.accepted,
          ':round': audit.round ?? 0,
          ':reviewed': { hash, by: changedBy, at: changedAt, corrections: corrections.length },
          ...prefixed({ hash, changedBy, changedAt }),
        },
      });
    },

    /** Opens positions again that HQ sends back, with new dates; once for what was reviewed. */
    async sendBack(
      audit: AuditItem,
      review: Omit<ReviewItem, 'type' | 'v'>,
      sent: { positions: Record<string, string>; dueAt: string; closesAt: string },
    ): Promise<AuditItem | null> {
      const { hash, changedBy, changedAt } = review;
      await keepReview(review);
      const round = audit.round ?? 0;
      return changeAudit(audit.auditId, {
        UpdateExpression:
          'SET #round = :next, sentBack = :positions, lastReview = :hash, dueAt = :dueAt, closesAt = :closesAt, changedBy = :changedBy, changedAt = :changedAt ADD pending :pending',
        ConditionExpression: `#status = :answering AND attribute_not_exists(reviewed) AND accepted = :accepted AND ${sameRound}`,
        ExpressionAttributeNames: { '#status': 'status', '#round': 'round' },
        ExpressionAttributeValues: {
          ':answering': 'answering',
          ':accepted': audit.accepted,
          ':round': round,
          ':next': round + 1,
          ':pending': new Set(Object.keys(sent.positions)),
          ...prefixed({ ...sent, hash, changedBy, changedAt }),
        },
      });
    },

    /**
     * Takes an audit out of its campaign, with the reason, and counts it, in one transaction.
     * @returns false when it is closed or cancelled already
     */
    async cancel(
      auditId: string,
      change: { cancelledBecause: string; changedBy: string; changedAt: string },
    ): Promise<boolean> {
      const allowed = allowedFrom(auditTransitions.cancel);
      const parts = partsOfAuditId(auditId);
      if (!parts) throw new RangeError(`not an audit id: ${auditId}`);
      try {
        await table.client.send(
          new TransactWriteCommand({
            TransactItems: [
              {
                Update: {
                  TableName,
                  Key: keys.audit(auditId),
                  UpdateExpression:
                    'SET #status = :to, cancelledBecause = :cancelledBecause, closedAt = :changedAt, changedBy = :changedBy, changedAt = :changedAt REMOVE pending',
                  ConditionExpression: allowed.condition,
                  ExpressionAttributeNames: allowed.names,
                  ExpressionAttributeValues: { ...allowed.values, ...prefixed(change) },
                },
              },
              {
                Update: {
                  TableName,
                  Key: keys.campaignTally(parts.campaignId, shardOf(parts.stationId)),
                  UpdateExpression:
                    'SET #type = :type, v = :v, campaignId = :campaign, #shard = :shard ADD remaining :minus, cancelled :one',
                  ExpressionAttributeNames: { '#type': 'type', '#shard': 'shard' },
                  ExpressionAttributeValues: {
                    ':type': 'tally',
                    ':v': 1,
                    ':campaign': parts.campaignId,
                    ':shard': shardOf(parts.stationId),
                    ':one': 1,
                    ':minus': -1,
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

    /** Puts the dates of an open audit off, never forward. */
    extend(
      auditId: string,
      to: { dueAt: string; closesAt: string; changedBy: string; changedAt: string },
    ): Promise<AuditItem | null> {
      return changeAudit(auditId, {
        UpdateExpression:
          'SET dueAt = :dueAt, closesAt = :closesAt, changedBy = :changedBy, changedAt = :changedAt',
        ConditionExpression:
          '#status = :answering AND (closesAt < :closesAt OR (closesAt = :closesAt AND dueAt < :dueAt))',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: { ':answering': 'answering', ...prefixed(to) },
      });
    },

    /** Takes a wait off that is over; another one that has taken its place stays. */
    async endWait(wait: Pick<WaitItem, 'of' | 'token'>): Promise<void> {
      try {
        await table.client.send(
          new DeleteCommand({
            TableName,
            Key: keys.auditWait(wait.of),
            ConditionExpression: '#token = :token',
            ExpressionAttributeNames: { '#token': 'token' },
            ExpressionAttributeValues: { ':token': wait.token },
          }),
        );
      } catch (error) {
        if (!isConditionFailure(error)) throw error;
      }
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
      return changeAudit(answers.auditId, {
        UpdateExpression:
          'SET accepted.#position = :hash, changedBy = :by, changedAt = :at DELETE pending :positions',
        ConditionExpression: '#status = :answering AND contains(pending, :position)',
        ExpressionAttributeNames: { '#position': answers.position, '#status': 'status' },
        ExpressionAttributeValues: {
          ':hash': answers.hash,
          ':position': answers.position,
          ':positions': new Set([answers.position]),
          ':answering': 'answering',
          ':by': answers.givenBy,
          ':at': answers.givenAt,
        },
      });
    },

    /**
     * Closes an audit with its result and counts it, in one transaction. Passes only while the accepted answers are
     * those the result was computed from, of the same round.
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
                  UpdateExpression: `SET #status = :to, closedAt = :closedAt, score = :score, grade = :grade, uncapped = :uncapped, caps = :caps, openCritical = :openCritical, positionScores = :positionScores, notShown = :notShown, findings = :findings${keptOf(result)}, changedBy = :by, changedAt = :closedAt REMOVE pending`,
                  ConditionExpression: `${allowed.condition} AND accepted = :accepted AND ${sameRound} AND ${
                    audit.reviewed ? 'reviewed = :reviewed' : 'attribute_not_exists(reviewed)'
                  }`,
                  ExpressionAttributeNames: { ...allowed.names, '#round': 'round' },
                  ExpressionAttributeValues: {
                    ...allowed.values,
                    ':accepted': audit.accepted,
                    ':round': audit.round ?? 0,
                    ':by': 'score-audit',
                    ...(audit.reviewed ? { ':reviewed': audit.reviewed } : {}),
                    ...prefixed({ ...result }),
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
