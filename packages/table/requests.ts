import { setTimeout as pause } from 'node:timers/promises';
import {
  BatchGetCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  type QueryCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { type Key, type TableIndex, tableIndex } from './keys.ts';
import { isConditionFailure, type Table } from './table.ts';

// The requests that every store makes. Anything with a condition or an update of its own stays in its store.

/** Keys of one BatchGetItem call. */
const keysPerCall = 100;
const shortestPause = 25;
const longestPause = 1_000;

/** One item by its key, null when it is not there. */
export async function getItem<Item>(table: Table, key: Key, consistent = false): Promise<Item | null> {
  const { Item: item } = await table.client.send(
    new GetCommand({ TableName: table.name, Key: { ...key }, ConsistentRead: consistent }),
  );
  return (item as Item | undefined) ?? null;
}

/**
 * Items by their keys, in the order of the keys; those that are not there are left out. Keys that a busy table
 * hands back are asked for again after a growing pause.
 */
export async function getItems<Item>(table: Table, keys: readonly Key[]): Promise<Item[]> {
  const found = new Map<string, Item>();
  const place = ({ pk, sk }: Key) => `${pk} ${sk}`;
  for (let i = 0; i < keys.length; i += keysPerCall) {
    let wanted: Record<string, unknown>[] = keys.slice(i, i + keysPerCall).map(({ pk, sk }) => ({ pk, sk }));
    for (let wait = shortestPause; wanted.length > 0; wait = Math.min(wait * 2, longestPause)) {
      const answer = await table.client.send(
        new BatchGetCommand({ RequestItems: { [table.name]: { Keys: wanted } } }),
      );
      for (const item of answer.Responses?.[table.name] ?? []) found.set(place(item as Key), item as Item);
      wanted = answer.UnprocessedKeys?.[table.name]?.Keys ?? [];
      if (wanted.length > 0) await pause(wait);
    }
  }
  return keys.flatMap((key) => found.get(place(key)) ?? []);
}

/** Every item of a partition whose sort key begins with the prefix, page by page. */
export async function queryAll<Item>(
  table: Table,
  pk: string,
  options: { skPrefix?: string; consistent?: boolean } = {},
): Promise<Item[]> {
  const items: Item[] = [];
  let start: QueryCommandInput['ExclusiveStartKey'];
  do {
    const page = await table.client.send(
      new QueryCommand({
        TableName: table.name,
        KeyConditionExpression: options.skPrefix ? 'pk = :pk AND begins_with(sk, :sk)' : 'pk = :pk',
        ExpressionAttributeValues: { ':pk': pk, ...(options.skPrefix ? { ':sk': options.skPrefix } : {}) },
        ConsistentRead: options.consistent ?? false,
        ExclusiveStartKey: start,
      }),
    );
    items.push(...((page.Items ?? []) as Item[]));
    start = page.LastEvaluatedKey;
  } while (start);
  return items;
}

/** Every item of a partition from one sort key to another, both included, page by page. */
export async function queryBetween<Item>(
  table: Table,
  pk: string,
  from: string,
  to: string,
): Promise<Item[]> {
  const items: Item[] = [];
  let start: QueryCommandInput['ExclusiveStartKey'];
  do {
    const page = await table.client.send(
      new QueryCommand({
        TableName: table.name,
        KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
        ExpressionAttributeValues: { ':pk': pk, ':from': from, ':to': to },
        ExclusiveStartKey: start,
      }),
    );
    items.push(...((page.Items ?? []) as Item[]));
    start = page.LastEvaluatedKey;
  } while (start);
  return items;
}

/** A page of an index's partition, after a sort key; the items are read by their keys, those that are gone are left out. */
export async function pageOfIndex<Item>(
  table: Table,
  partition: string,
  limit: number,
  after: string | undefined,
  index: TableIndex = tableIndex,
): Promise<{ items: Item[]; next?: string }> {
  const page = await table.client.send(
    new QueryCommand({
      TableName: table.name,
      IndexName: index,
      KeyConditionExpression: after ? `${index}pk = :pk AND ${index}sk > :after` : `${index}pk = :pk`,
      ExpressionAttributeValues: { ':pk': partition, ...(after ? { ':after': after } : {}) },
      Limit: limit,
    }),
  );
  const rows = page.Items ?? [];
  const items = await getItems<Item>(table, rows as unknown as Key[]);
  const last = rows.at(-1)?.[`${index}sk`] as string | undefined;
  return { items, ...(page.LastEvaluatedKey && last ? { next: last } : {}) };
}

/** The sort keys of an index's leading key below one, in order; nothing of the items themselves is read. */
export async function sortKeysBelow(
  table: Table,
  partition: string,
  below: string,
  index: TableIndex = tableIndex,
): Promise<string[]> {
  const found: string[] = [];
  let start: QueryCommandInput['ExclusiveStartKey'];
  do {
    const page = await table.client.send(
      new QueryCommand({
        TableName: table.name,
        IndexName: index,
        KeyConditionExpression: `${index}pk = :pk AND ${index}sk < :below`,
        ExpressionAttributeValues: { ':pk': partition, ':below': below },
        ExclusiveStartKey: start,
      }),
    );
    found.push(...(page.Items ?? []).map((row) => String(row[`${index}sk`])));
    start = page.LastEvaluatedKey;
  } while (start);
  return found;
}

/** Puts an item that must not be there yet; `false` when it is. */
export const putOnce = (table: Table, item: object): Promise<boolean> =>
  tried(() =>
    table.client.send(
      new PutCommand({ TableName: table.name, Item: item, ConditionExpression: 'attribute_not_exists(pk)' }),
    ),
  );

/** Sends a conditional write; `false` when it finds another state than the one it demands. */
export async function tried(send: () => Promise<unknown>): Promise<boolean> {
  try {
    await send();
    return true;
  } catch (error) {
    if (isConditionFailure(error)) return false;
    throw error;
  }
}

/** Values of an expression, each under the attribute's own name: `closedAt` is `:closedAt`. */
export const prefixed = (values: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [`:${name}`, value]));
