import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { DutyRules } from '../../standard/duty-rules.ts';
import type { EditionRules } from '../../standard/edition-rules.ts';
import type { PathRules } from '../../standard/path-rules.ts';
import type { EditionDutiesItem } from '../duty-items.ts';
import type { EditionItem, EditionRulesItem } from '../items.ts';
import { keys } from '../keys.ts';
import type { EditionPathItem } from '../people-items.ts';
import { getItem, prefixed, tried } from '../requests.ts';
import { allowedFrom, editionDraftTransitions } from '../status.ts';
import type { Table } from '../table.ts';

export interface EditionToPublish {
  meta: Omit<EditionItem, 'type' | 'v'>;
  rules: EditionRules;
  duties: DutyRules;
  /** Position code → what its path decides by. */
  paths: Record<string, PathRules>;
  /** Position code → sheet (texts included); an opaque document for the table. */
  sheets: Record<string, object>;
  /** The edition in force that it takes the place of; left out = it is the first one. */
  basedOn?: string | undefined;
  /** The draft that it is, at the content that was looked at. */
  draft: { draftId: string; contentHash: string; changedBy: string; changedAt: string };
}

export type EditionStore = ReturnType<typeof editionStore>;

/** Editions are immutable once published, so what was read is kept for the life of the function's instance. */
export function editionStore(table: Table) {
  const rulesRead = new Map<string, EditionRules>();
  const pathsRead = new Map<string, PathRules>();
  const dutiesRead = new Map<string, DutyRules>();
  const sheetsRead = new Map<string, object>();
  return {
    currentEdition: async (consistent = false): Promise<string | null> =>
      (await getItem<{ edition: string }>(table, keys.currentEdition(), consistent))?.edition ?? null,

    editionMeta: (edition: string): Promise<EditionItem | null> =>
      getItem(table, keys.edition(edition), true),

    async editionRules(edition: string): Promise<EditionRules | null> {
      const rules =
        rulesRead.get(edition) ?? (await getItem<EditionRulesItem>(table, keys.editionRules(edition)))?.rules;
      if (rules) rulesRead.set(edition, rules);
      return rules ?? null;
    },

    async editionDuties(edition: string): Promise<DutyRules | null> {
      const rules =
        dutiesRead.get(edition) ??
        (await getItem<EditionDutiesItem>(table, keys.editionDuties(edition)))?.rules;
      if (rules) dutiesRead.set(edition, rules);
      return rules ?? null;
    },

    async pathRules(edition: string, position: string): Promise<PathRules | null> {
      const name = `${edition} ${position}`;
      const rules =
        pathsRead.get(name) ??
        (await getItem<EditionPathItem>(table, keys.editionPath(edition, position)))?.rules;
      if (rules) pathsRead.set(name, rules);
      return rules ?? null;
    },

    async editionPosition(edition: string, position: string): Promise<object | null> {
      const name = `${edition} ${position}`;
      const sheet =
        sheetsRead.get(name) ??
        (await getItem<{ sheet: object }>(table, keys.editionPosition(edition, position)))?.sheet;
      if (sheet) sheetsRead.set(name, sheet);
      return sheet ?? null;
    },

    /**
     * Publishes whole or not at all, and puts it in force: one transaction of META, RULES, DUTIES, every position, the
     * draft that it was, and what is in force, so that of two drafts of one edition the second one is not put over the first.
     * `false` when the edition is there already, the draft is another one by now, or another edition is in force (the caller
     * looks which).
     */
    async publish(edition: EditionToPublish): Promise<boolean> {
      const put = (Item: object) => ({
        Put: { TableName: table.name, Item, ConditionExpression: 'attribute_not_exists(pk)' },
      });
      const number = edition.meta.edition;
      const { draftId, ...seen } = edition.draft;
      const { condition, names, values } = allowedFrom(editionDraftTransitions.publish);
      return await tried(() =>
        table.client.send(
          new TransactWriteCommand({
            TransactItems: [
              put({ ...keys.edition(number), type: 'edition', v: 1, ...edition.meta }),
              put({ ...keys.editionRules(number), type: 'edition-rules', v: 1, rules: edition.rules }),
              put({ ...keys.editionDuties(number), type: 'edition-duties', v: 1, rules: edition.duties }),
              ...Object.entries(edition.paths).map(([code, rules]) =>
                put({ ...keys.editionPath(number, code), type: 'edition-path', v: 1, rules }),
              ),
              ...Object.entries(edition.sheets).map(([code, sheet]) =>
                put({ ...keys.editionPosition(number, code), type: 'edition-position', v: 1, sheet }),
              ),
              {
                Update: {
                  TableName: table.name,
                  Key: keys.editionDraft(draftId),
                  UpdateExpression: 'SET #status = :to, changedBy = :changedBy, changedAt = :changedAt',
                  ConditionExpression: `${condition} AND contentHash = :contentHash`,
                  ExpressionAttributeNames: names,
                  ExpressionAttributeValues: { ...values, ...prefixed(seen) },
                },
              },
              inForce(number, edition.basedOn),
            ],
          }),
        ),
      );
    },
  };

  /** A newer edition takes the place of the one that it was drafted upon, and of no other. */
  function inForce(edition: string, basedOn: string | undefined) {
    const number = Number(edition);
    return {
      Put: {
        TableName: table.name,
        Item: { ...keys.currentEdition(), type: 'current-edition', v: 1, edition, number },
        ...(basedOn === undefined
          ? { ConditionExpression: 'attribute_not_exists(pk)' }
          : {
              ConditionExpression: 'edition = :basedOn AND #number < :number',
              ExpressionAttributeNames: { '#number': 'number' },
              ExpressionAttributeValues: { ':basedOn': basedOn, ':number': number },
            }),
      },
    };
  }
}
