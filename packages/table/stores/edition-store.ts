import { GetCommand, PutCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { EditionRules } from '../../standard/edition-rules.ts';
import type { EditionItem, EditionRulesItem } from '../items.ts';
import { keys } from '../keys.ts';
import { isConditionFailure, type Table } from '../table.ts';

export interface EditionToPublish {
  meta: Omit<EditionItem, 'type' | 'v'>;
  rules: EditionRules;
  /** Position code → sheet (texts included); an opaque document for the table. */
  sheets: Record<string, object>;
}

export type EditionStore = ReturnType<typeof editionStore>;

/** Editions are immutable once published, so what was read is kept for the life of the function's instance. */
export function editionStore(table: Table) {
  const rulesRead = new Map<string, EditionRules>();
  const sheetsRead = new Map<string, object>();
  return {
    async currentEdition(): Promise<string | null> {
      const { Item } = await table.client.send(
        new GetCommand({ TableName: table.name, Key: keys.currentEdition() }),
      );
      return (Item?.edition as string | undefined) ?? null;
    },

    async editionMeta(edition: string): Promise<EditionItem | null> {
      const { Item } = await table.client.send(
        new GetCommand({ TableName: table.name, Key: keys.edition(edition), ConsistentRead: true }),
      );
      return (Item as EditionItem | undefined) ?? null;
    },

    async editionRules(edition: string): Promise<EditionRules | null> {
      const known = rulesRead.get(edition);
      if (known) return known;
      const { Item } = await table.client.send(
        new GetCommand({ TableName: table.name, Key: keys.editionRules(edition) }),
      );
      if (!Item) return null;
      const { rules } = Item as EditionRulesItem;
      rulesRead.set(edition, rules);
      return rules;
    },

    async editionPosition(edition: string, position: string): Promise<object | null> {
      const name = `${edition} ${position}`;
      const known = sheetsRead.get(name);
      if (known) return known;
      const { Item } = await table.client.send(
        new GetCommand({ TableName: table.name, Key: keys.editionPosition(edition, position) }),
      );
      if (!Item) return null;
      const { sheet } = Item as { sheet: object };
      sheetsRead.set(name, sheet);
      return sheet;
    },

    /**
     * Publishes whole or not at all: one transaction of META, RULES and every position; `false` when the edition
     * is there already (the caller compares the content).
     */
    async publish(edition: EditionToPublish): Promise<boolean> {
      const put = (Item: object) => ({
        Put: { TableName: table.name, Item, ConditionExpression: 'attribute_not_exists(pk)' },
      });
      const number = edition.meta.edition;
      try {
        await table.client.send(
          new TransactWriteCommand({
            TransactItems: [
              put({ ...keys.edition(number), type: 'edition', v: 1, ...edition.meta }),
              put({ ...keys.editionRules(number), type: 'edition-rules', v: 1, rules: edition.rules }),
              ...Object.entries(edition.sheets).map(([code, sheet]) =>
                put({ ...keys.editionPosition(number, code), type: 'edition-position', v: 1, sheet }),
              ),
            ],
          }),
        );
        return true;
      } catch (error) {
        if (isConditionFailure(error)) return false;
        throw error;
      }
    },

    /** Puts an edition in force; harmless when repeated, and never goes back to an older one. */
    async putInForce(edition: string): Promise<void> {
      try {
        await table.client.send(
          new PutCommand({
            TableName: table.name,
            Item: {
              ...keys.currentEdition(),
              type: 'current-edition',
              v: 1,
              edition,
              number: Number(edition),
            },
            ConditionExpression: 'attribute_not_exists(pk) OR #number <= :number',
            ExpressionAttributeNames: { '#number': 'number' },
            ExpressionAttributeValues: { ':number': Number(edition) },
          }),
        );
      } catch (error) {
        if (!isConditionFailure(error)) throw error;
      }
    },
  };
}
