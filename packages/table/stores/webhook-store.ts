import { QueryCommand, TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { DeliveryItem, WebhookItem, WebhookSecretItem } from '../items.ts';
import { type Key, keys, tableIndex } from '../keys.ts';
import { getItem, getItems, putOnce, queryAll } from '../requests.ts';
import { allowedFrom, deliveryTransitions, webhookTransitions } from '../status.ts';
import { isConditionFailure, type Table } from '../table.ts';

export type WebhookStore = ReturnType<typeof webhookStore>;

/** Who changes an item, and when. */
type Change = Pick<WebhookItem, 'changedBy' | 'changedAt'>;
type Attempt = Pick<DeliveryItem, 'changedBy' | 'changedAt' | 'lastAttemptAt'> &
  Partial<Pick<DeliveryItem, 'answeredWith' | 'error' | 'nextAttemptAt'>>;

export function webhookStore(table: Table) {
  const TableName = table.name;

  /**
   * Sets attributes and takes others away, on a condition.
   * @returns false when the condition does not hold
   */
  async function change(
    key: Key,
    set: Record<string, unknown>,
    options: {
      remove?: readonly string[];
      add?: Record<string, number>;
      condition?: string;
      names?: Record<string, string>;
      values?: Record<string, unknown>;
    },
  ): Promise<boolean> {
    const { remove = [], add = {}, condition = 'attribute_exists(pk)' } = options;
    const list = (names: string[], form: (name: string) => string) => names.map(form).join(', ');
    const names = [...Object.keys(set), ...remove, ...Object.keys(add)];
    try {
      await table.client.send(
        new UpdateCommand({
          TableName,
          Key: { ...key },
          UpdateExpression: [
            `SET ${list(Object.keys(set), (name) => `#${name} = :${name}`)}`,
            ...(remove.length > 0 ? [`REMOVE ${list([...remove], (name) => `#${name}`)}`] : []),
            ...(Object.keys(add).length > 0
              ? [`ADD ${list(Object.keys(add), (name) => `#${name} :${name}`)}`]
              : []),
          ].join(' '),
          ConditionExpression: condition,
          ExpressionAttributeNames: {
            ...Object.fromEntries(names.map((name) => [`#${name}`, name])),
            ...options.names,
          },
          ExpressionAttributeValues: {
            ...Object.fromEntries(
              [...Object.entries(set), ...Object.entries(add)].map(([k, v]) => [`:${k}`, v]),
            ),
            ...options.values,
          },
        }),
      );
      return true;
    } catch (error) {
      if (isConditionFailure(error)) return false;
      throw error;
    }
  }

  const move = (
    delivery: Pick<DeliveryItem, 'webhookId' | 'deliveryId'>,
    transition: keyof typeof deliveryTransitions,
    set: Record<string, unknown>,
    options: { remove?: readonly string[]; add?: Record<string, number> } = {},
  ) => {
    const { condition, names, values } = allowedFrom(deliveryTransitions[transition]);
    const { ':to': status, ...from } = values as Record<string, unknown>;
    return change(
      keys.delivery(delivery.webhookId, delivery.deliveryId),
      { ...set, status },
      { ...options, condition, names, values: from },
    );
  };

  /** Counts an attempt and keeps what came of it, and nothing of what came of the one before. */
  function tried(
    delivery: DeliveryItem,
    transition: 'deliver' | 'tryAgain' | 'giveUp',
    attempt: Attempt,
    remove: readonly string[],
  ): Promise<boolean> {
    const set = Object.fromEntries(Object.entries(attempt).filter(([, value]) => value !== undefined));
    const stale = ['answeredWith', 'error'].filter((name) => !(name in set));
    return move(delivery, transition, set, { remove: [...remove, ...stale], add: { attempts: 1 } });
  }

  return {
    webhooks: () => queryAll<WebhookItem>(table, keys.webhooks().pk),

    webhook: (webhookId: string): Promise<WebhookItem | null> =>
      getItem(table, keys.webhook(webhookId), true),

    webhookSecret: (webhookId: string): Promise<WebhookSecretItem | null> =>
      getItem(table, keys.webhookSecret(webhookId), true),

    /** The endpoint and its secret, both or none; `false` when it is there already. */
    async register(webhook: Omit<WebhookItem, 'type' | 'v' | 'status'>, secret: string): Promise<boolean> {
      const item: WebhookItem = { type: 'webhook', v: 1, ...webhook, status: 'active' };
      const kept: WebhookSecretItem = {
        type: 'webhook-secret',
        v: 1,
        webhookId: webhook.webhookId,
        secret,
      };
      const put = (Item: object) => ({
        Put: { TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' },
      });
      try {
        await table.client.send(
          new TransactWriteCommand({
            TransactItems: [
              put({ ...keys.webhook(webhook.webhookId), ...item }),
              put({ ...keys.webhookSecret(webhook.webhookId), ...kept }),
            ],
          }),
        );
        return true;
      } catch (error) {
        if (isConditionFailure(error)) return false;
        throw error;
      }
    },

    /** `false` when it is gone already. Its deliveries go when their days are over. */
    async remove(webhookId: string): Promise<boolean> {
      try {
        await table.client.send(
          new TransactWriteCommand({
            TransactItems: [
              {
                Delete: {
                  TableName,
                  Key: { ...keys.webhook(webhookId) },
                  ConditionExpression: 'attribute_exists(pk)',
                },
              },
              { Delete: { TableName, Key: { ...keys.webhookSecret(webhookId) } } },
            ],
          }),
        );
        return true;
      } catch (error) {
        if (isConditionFailure(error)) return false;
        throw error;
      }
    },

    /** `false` when somebody else has changed the secret meanwhile. */
    rotate: (kept: WebhookSecretItem, secret: string, previousUntil: string): Promise<boolean> =>
      change(
        keys.webhookSecret(kept.webhookId),
        { secret, previous: kept.secret, previousUntil },
        { condition: '#secret = :before', values: { ':before': kept.secret } },
      ),

    /** Notes since when an endpoint takes nothing; the first failure counts. Nothing happens when it is gone. */
    failing: (webhookId: string, since: string): Promise<boolean> =>
      change(
        keys.webhook(webhookId),
        { failingSince: since },
        { condition: 'attribute_exists(pk) AND attribute_not_exists(failingSince)' },
      ),

    /** `false` when it is paused already. */
    pause(webhookId: string, by: Change): Promise<boolean> {
      const { condition, names, values } = allowedFrom(webhookTransitions.pause);
      const { ':to': status, ...from } = values as Record<string, unknown>;
      return change(keys.webhook(webhookId), { ...by, status }, { condition, names, values: from });
    },

    /** An endpoint that has taken something is active again. */
    recover(webhookId: string, by: Change): Promise<boolean> {
      const { condition, names, values } = allowedFrom(webhookTransitions.recover);
      const { ':to': status, ...from } = values as Record<string, unknown>;
      return change(
        keys.webhook(webhookId),
        { ...by, status },
        { remove: ['failingSince'], condition, names, values: from },
      );
    },

    delivery: (webhookId: string, deliveryId: string): Promise<DeliveryItem | null> =>
      getItem(table, keys.delivery(webhookId, deliveryId), true),

    /** `false` when the event was planned for this endpoint before. */
    plan(delivery: Omit<DeliveryItem, 'type' | 'v'>): Promise<boolean> {
      const { webhookId, deliveryId, plannedAt } = delivery;
      const item: DeliveryItem = { type: 'delivery', v: 1, ...delivery };
      return putOnce(table, {
        ...keys.delivery(webhookId, deliveryId),
        ...keys.deliveryIndex(webhookId, plannedAt, deliveryId),
        ...item,
      });
    },

    async deliveriesOfWebhook(
      webhookId: string,
      limit: number,
      after?: string,
    ): Promise<{ items: DeliveryItem[]; next?: string }> {
      const page = await table.client.send(
        new QueryCommand({
          TableName,
          IndexName: tableIndex,
          KeyConditionExpression: after ? 'gsi1pk = :pk AND gsi1sk < :after' : 'gsi1pk = :pk',
          ExpressionAttributeValues: {
            ':pk': `WEBHOOK#${webhookId}`,
            ...(after ? { ':after': after } : {}),
          },
          ScanIndexForward: false,
          Limit: limit,
        }),
      );
      const rows = page.Items ?? [];
      const items = await getItems<DeliveryItem>(table, rows as Key[]);
      const last = rows.at(-1);
      return { items, ...(page.LastEvaluatedKey && last ? { next: last.gsi1sk as string } : {}) };
    },

    delivered: (delivery: DeliveryItem, attempt: Attempt) =>
      tried(delivery, 'deliver', attempt, ['nextAttemptAt', 'asked']),

    tryAgain: (delivery: DeliveryItem, attempt: Attempt) => tried(delivery, 'tryAgain', attempt, []),

    giveUp: (delivery: DeliveryItem, attempt: Attempt) =>
      tried(delivery, 'giveUp', attempt, ['nextAttemptAt', 'asked']),

    hold: (delivery: DeliveryItem, by: Change) =>
      move(delivery, 'hold', { ...by }, { remove: ['nextAttemptAt'] }),

    askAgain: (delivery: DeliveryItem, by: Change) =>
      move(delivery, 'askAgain', { ...by, asked: true }, { remove: ['nextAttemptAt'] }),
  };
}
