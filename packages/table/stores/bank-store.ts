import { QueryCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { keys } from '../keys.ts';
import type { BankItem, BankKeyItem } from '../people-items.ts';
import { getItem } from '../requests.ts';
import { isConditionFailure, type Table } from '../table.ts';

export type BankStore = ReturnType<typeof bankStore>;

/** A bank's version never changes once it is published, so what was read is kept for the life of the instance. */
export function bankStore(table: Table) {
  const banksRead = new Map<string, BankItem>();
  const keysRead = new Map<string, BankKeyItem>();
  const newest = new Map<string, BankItem>();
  return {
    /** The newest version of a position's bank; of what is known only newer ones are asked for, because a bank is large. */
    async newestBank(position: string): Promise<BankItem | null> {
      const known = newest.get(position);
      const { pk, sk } = keys.bank(position, known?.version ?? 0);
      const page = await table.client.send(
        new QueryCommand({
          TableName: table.name,
          KeyConditionExpression: 'pk = :pk AND sk > :known',
          ExpressionAttributeValues: { ':pk': pk, ':known': sk },
          ScanIndexForward: false,
          Limit: 1,
        }),
      );
      const bank = ((page.Items ?? [])[0] as BankItem | undefined) ?? known ?? null;
      if (bank) {
        newest.set(position, bank);
        banksRead.set(`${position} ${bank.version}`, bank);
      }
      return bank;
    },

    async bank(position: string, version: number): Promise<BankItem | null> {
      const name = `${position} ${version}`;
      const bank = banksRead.get(name) ?? (await getItem<BankItem>(table, keys.bank(position, version)));
      if (bank) banksRead.set(name, bank);
      return bank;
    },

    async bankKey(position: string, version: number): Promise<BankKeyItem | null> {
      const name = `${position} ${version}`;
      const key = keysRead.get(name) ?? (await getItem<BankKeyItem>(table, keys.bankKey(position, version)));
      if (key) keysRead.set(name, key);
      return key;
    },

    /** @returns false when the version is there already (the caller compares the content) */
    async publishBank(bank: BankItem, key: BankKeyItem): Promise<boolean> {
      const put = (Item: object) => ({
        Put: { TableName: table.name, Item, ConditionExpression: 'attribute_not_exists(pk)' },
      });
      try {
        await table.client.send(
          new TransactWriteCommand({
            TransactItems: [
              put({ ...keys.bank(bank.position, bank.version), ...bank }),
              put({ ...keys.bankKey(key.position, key.version), ...key }),
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
