import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { EditionDraftItem, EditionDraftPartItem } from '../items.ts';
import { keys } from '../keys.ts';
import { getItem, prefixed, queryAll, tried } from '../requests.ts';
import { allowedFrom, editionDraftTransitions } from '../status.ts';
import type { Table } from '../table.ts';

export type EditionDraftStore = ReturnType<typeof editionDraftStore>;
export type EditionDraft = Omit<EditionDraftItem, 'type' | 'v' | 'status' | 'parts'>;

/** Files of an edition by their names, each as JSON text. */
export type DraftParts = Record<string, string>;

export function editionDraftStore(table: Table) {
  const TableName = table.name;
  const remove = (draftId: string, parts: readonly string[]) =>
    parts.map((part) => ({ Delete: { TableName, Key: keys.editionDraftPart(draftId, part) } }));

  return {
    editionDrafts: () => queryAll<EditionDraftItem>(table, keys.editionDrafts().pk),

    editionDraft: (draftId: string): Promise<EditionDraftItem | null> =>
      getItem(table, keys.editionDraft(draftId), true),

    /** What was saved in the midst of reading may be mixed: whoever reads compares the hash. */
    async editionDraftParts(draftId: string): Promise<DraftParts> {
      const { pk } = keys.editionDraftParts(draftId);
      const parts = await queryAll<EditionDraftPartItem>(table, pk, { consistent: true });
      return Object.fromEntries(parts.map(({ part, json }) => [part, json]));
    },

    /**
     * Writes a draft whole, in place of the one that was read before.
     * @returns false when there is another one by now, or it was published
     */
    async saveDraft(
      draft: EditionDraft,
      parts: DraftParts,
      before: EditionDraftItem | null,
    ): Promise<boolean> {
      const { condition, names, values } = allowedFrom(editionDraftTransitions.save);
      const { ':to': status, ...from } = values;
      const item = { type: 'edition-draft', v: 1, ...draft, parts: Object.keys(parts), status };
      const gone = (before?.parts ?? []).filter((part) => !(part in parts));
      return await tried(() =>
        table.client.send(
          new TransactWriteCommand({
            TransactItems: [
              {
                Put: {
                  TableName,
                  Item: { ...keys.editionDraft(draft.draftId), ...item },
                  ...(before
                    ? {
                        ConditionExpression: `${condition} AND changedAt = :before AND contentHash = :hash`,
                        ExpressionAttributeNames: names,
                        ExpressionAttributeValues: {
                          ...from,
                          ':before': before.changedAt,
                          ':hash': before.contentHash,
                        },
                      }
                    : { ConditionExpression: 'attribute_not_exists(pk)' }),
                },
              },
              ...Object.entries(parts).map(([part, json]) => ({
                Put: {
                  TableName,
                  Item: {
                    ...keys.editionDraftPart(draft.draftId, part),
                    type: 'edition-draft-part',
                    v: 1,
                    draftId: draft.draftId,
                    part,
                    json,
                  },
                },
              })),
              ...remove(draft.draftId, gone),
            ],
          }),
        ),
      );
    },

    /**
     * Gives a draft up: what it said is gone, who wrote it stays.
     * @returns false when it is another one by now, or was published or given up
     */
    async discardDraft(
      { draftId, contentHash, parts }: EditionDraftItem,
      changed: { changedBy: string; changedAt: string },
    ): Promise<boolean> {
      const { condition, names, values } = allowedFrom(editionDraftTransitions.discard);
      return await tried(() =>
        table.client.send(
          new TransactWriteCommand({
            TransactItems: [
              {
                Update: {
                  TableName,
                  Key: keys.editionDraft(draftId),
                  UpdateExpression:
                    'SET #status = :to, parts = :none, changedBy = :changedBy, changedAt = :changedAt',
                  ConditionExpression: `${condition} AND contentHash = :contentHash`,
                  ExpressionAttributeNames: names,
                  ExpressionAttributeValues: {
                    ...values,
                    ...prefixed({ ...changed, contentHash }),
                    ':none': [],
                  },
                },
              },
              ...remove(draftId, parts),
            ],
          }),
        ),
      );
    },
  };
}
