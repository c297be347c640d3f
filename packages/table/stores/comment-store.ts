import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { CommentItem } from '../items.ts';
import { keys } from '../keys.ts';
import { queryAll } from '../requests.ts';
import type { Table } from '../table.ts';

export type CommentStore = ReturnType<typeof commentStore>;

export function commentStore(table: Table) {
  return {
    commentsOn: (of: string): Promise<CommentItem[]> => queryAll(table, keys.comments(of).pk),

    /** The same comment of the same moment is written once. */
    async saveComment(comment: Omit<CommentItem, 'type' | 'v'>, hash: string): Promise<void> {
      await table.client.send(
        new PutCommand({
          TableName: table.name,
          Item: { ...keys.comment(comment.of, comment.changedAt, hash), type: 'comment', v: 1, ...comment },
        }),
      );
    },
  };
}
