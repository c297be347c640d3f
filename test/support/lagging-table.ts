import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Table } from '../../packages/table/table.ts';

type Item = Record<string, unknown>;

/** A table whose reads that cost half show these partitions as they were a moment ago. */
export function laggingTable(table: Table, partitions: readonly string[], items: readonly Item[]): Table {
  const send = async (command: never) => {
    const { input } = command as GetCommand | QueryCommand;
    const isLate = (pk: unknown) => !input.ConsistentRead && partitions.includes(String(pk));
    const asked: unknown = command;
    if (asked instanceof GetCommand) {
      const { pk, sk } = asked.input.Key ?? {};
      if (isLate(pk)) return { Item: items.find((item) => item.pk === pk && item.sk === sk) };
    }
    if (asked instanceof QueryCommand && asked.input.IndexName === undefined) {
      const { ':pk': pk, ':sk': prefix = '' } = asked.input.ExpressionAttributeValues ?? {};
      if (isLate(pk))
        return { Items: items.filter((item) => item.pk === pk && String(item.sk).startsWith(prefix)) };
    }
    return table.client.send(command);
  };
  return { name: table.name, client: { send } as never };
}
