import { asList, asObject, asString, isObject, type Json, type JsonObject } from '../json.ts';
import type { AccessNeed } from './decide.ts';

/** What must be known of a table to name leading keys. */
export interface TableKeys {
  arn: string;
  partitionKey: string;
  /** Index -> its partition key. */
  indexKeys: ReadonlyMap<string, string>;
}

const ITEM_ACTIONS: Record<string, string> = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
  Get: 'GetItem',
};

/**
 * What a DynamoDB request needs, as the service authorization reference says: transactions need the right of each
 * item action; BatchGetItem and BatchWriteItem are rights of their own.
 * @param table answers the keys of a table by its name, or undefined when no template declares it
 */
export function dynamodbNeeds(
  operation: string,
  request: JsonObject,
  table: (name: string) => TableKeys | undefined,
  arnOfUnknown: (name: string) => string,
): AccessNeed[] {
  const tableOf = (value: Json | undefined) => {
    const name = (asString(value) ?? '').split('/').at(-1) ?? '';
    return table(name) ?? { arn: arnOfUnknown(name), partitionKey: '', indexKeys: new Map<string, string>() };
  };
  switch (operation) {
    case 'GetItem':
    case 'DeleteItem':
    case 'UpdateItem': {
      const keys = tableOf(request.TableName);
      return [need(operation, keys.arn, [request.Key], keys.partitionKey)];
    }
    case 'PutItem': {
      const keys = tableOf(request.TableName);
      return [need(operation, keys.arn, [request.Item], keys.partitionKey)];
    }
    case 'Query':
    case 'Scan':
      return [queryNeed(operation, request, tableOf(request.TableName))];
    case 'BatchGetItem':
      return Object.entries(asObject(request.RequestItems)).map(([name, part]) => {
        const keys = tableOf(name);
        return need(operation, keys.arn, asList(asObject(part).Keys), keys.partitionKey);
      });
    case 'BatchWriteItem':
      return Object.entries(asObject(request.RequestItems)).map(([name, part]) => {
        const keys = tableOf(name);
        const items = asList(part).map((entry) => {
          const { PutRequest, DeleteRequest } = asObject(entry);
          return PutRequest ? asObject(PutRequest).Item : asObject(DeleteRequest).Key;
        });
        return need(operation, keys.arn, items, keys.partitionKey);
      });
    case 'TransactWriteItems':
    case 'TransactGetItems':
      return transactionNeeds(asList(request.TransactItems), tableOf);
    case 'ListTables':
    case 'DescribeLimits':
      return [{ action: `dynamodb:${operation}`, resource: '*' }];
    default:
      return [{ action: `dynamodb:${operation}`, resource: tableOf(request.TableName).arn }];
  }
}

function transactionNeeds(items: Json[], tableOf: (name: Json | undefined) => TableKeys): AccessNeed[] {
  const grouped = new Map<string, { action: string; keys: TableKeys; items: (Json | undefined)[] }>();
  for (const entry of items) {
    for (const [kind, value] of Object.entries(asObject(entry))) {
      const action = ITEM_ACTIONS[kind];
      if (!action) continue;
      const part = asObject(value);
      const keys = tableOf(part.TableName);
      const id = `${action} ${keys.arn}`;
      const group = grouped.get(id) ?? { action, keys, items: [] };
      group.items.push(kind === 'Put' ? part.Item : part.Key);
      grouped.set(id, group);
    }
  }
  return [...grouped.values()].map((group) =>
    need(group.action, group.keys.arn, group.items, group.keys.partitionKey),
  );
}

function queryNeed(operation: string, request: JsonObject, keys: TableKeys): AccessNeed {
  const index = asString(request.IndexName);
  const resource = index ? `${keys.arn}/index/${index}` : keys.arn;
  const context: Record<string, string[]> = {};
  if (operation === 'Query') {
    const partitionKey = index ? (keys.indexKeys.get(index) ?? '') : keys.partitionKey;
    const value = leadingValue(request, partitionKey);
    if (value !== undefined) context['dynamodb:leadingkeys'] = [value];
  }
  const select = asString(request.Select);
  if (select) context['dynamodb:select'] = [select];
  return { action: `dynamodb:${operation}`, resource, context };
}

/** The value that a key condition demands of the partition key: `#p = :v`, on either side of an AND. */
function leadingValue(request: JsonObject, partitionKey: string): string | undefined {
  const names = asObject(request.ExpressionAttributeNames);
  const values = asObject(request.ExpressionAttributeValues);
  const expression = asString(request.KeyConditionExpression) ?? '';
  for (const [, name = '', placeholder = ''] of expression.matchAll(/([#\w.-]+)\s*=\s*(:\w+)/g)) {
    if ((asString(names[name]) ?? name) === partitionKey) return scalar(values[placeholder]);
  }
  return undefined;
}

function need(
  operation: string,
  resource: string,
  items: (Json | undefined)[],
  partitionKey: string,
): AccessNeed {
  const leading: string[] = [];
  for (const item of items) {
    const value = isObject(item) ? scalar(item[partitionKey]) : undefined;
    if (value !== undefined) leading.push(value);
  }
  const action = `dynamodb:${operation}`;
  return { action, resource, context: leading.length > 0 ? { 'dynamodb:leadingkeys': leading } : {} };
}

function scalar(attribute: Json | undefined): string | undefined {
  const value = Object.values(asObject(attribute))[0];
  return typeof value === 'string' ? value : undefined;
}
