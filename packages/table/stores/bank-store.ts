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
  return {
    /** The newest version of a position's bank. */
    async newestBank(position: string): Promise<BankItem | null> {
      const page = await table.client.send(
        new QueryCommand({
          TableName: table.name,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': keys.banks(position).pk },
          ScanIndexForward: false,
          Limit: 1,
        }),
      );
      return ((page.Items ?? [])[0] as BankItem | undefined) ?? null;
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
