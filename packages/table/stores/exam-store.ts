import { QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { PaperAnswers } from '../../domain/certification/paper.ts';
import { type Key, keys, tableIndex } from '../keys.ts';
import type { PaperItem } from '../people-items.ts';
import { getItem, getItems, putOnce, queryAll, tried } from '../requests.ts';
import type { Table } from '../table.ts';

export type ExamStore = ReturnType<typeof examStore>;

export function examStore(table: Table) {
  const TableName = table.name;
  return {
    paper: (certificationId: string, number: number): Promise<PaperItem | null> =>
      getItem(table, keys.paper(certificationId, number), true),

    papers: (certificationId: string, consistent = true): Promise<PaperItem[]> =>
      queryAll(table, keys.papers(certificationId).pk, { consistent }),

    /** @returns false when this try has its paper already */
    startPaper: (paper: PaperItem): Promise<boolean> =>
      putOnce(table, { ...keys.paper(paper.certificationId, paper.number), ...paper }),

    /** @returns false when the paper is finished */
    saveAnswers: (paper: PaperItem, answers: PaperAnswers, savedAt: string): Promise<boolean> =>
      tried(() =>
        table.client.send(
          new UpdateCommand({
            TableName,
            Key: keys.paper(paper.certificationId, paper.number),
            UpdateExpression: 'SET answers = :answers, savedAt = :savedAt',
            ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(finishedAt)',
            ExpressionAttributeValues: { ':answers': answers, ':savedAt': savedAt },
          }),
        ),
      ),

    /** Keeps the result; a paper is graded once. @returns false when it was graded before */
    finishPaper: (
      paper: PaperItem,
      result: { answers: PaperAnswers; finishedAt: string; score: number; wrong: string[] },
    ): Promise<boolean> =>
      tried(() =>
        table.client.send(
          new UpdateCommand({
            TableName,
            Key: keys.paper(paper.certificationId, paper.number),
            UpdateExpression:
              'SET answers = :answers, finishedAt = :finishedAt, score = :score, wrong = :wrong, gsi1pk = :gsi1pk, gsi1sk = :gsi1sk',
            ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(finishedAt)',
            ExpressionAttributeValues: {
              ':answers': result.answers,
              ':finishedAt': result.finishedAt,
              ':score': result.score,
              ':wrong': result.wrong,
              ':gsi1pk': keys.gradedIndex(paper.position, paper.bank, '', '').gsi1pk,
              ':gsi1sk': keys.gradedIndex('', 0, result.finishedAt, paper.certificationId).gsi1sk,
            },
          }),
        ),
      ),

    /** The newest graded papers of a bank. */
    async gradedPapers(position: string, version: number, limit: number): Promise<PaperItem[]> {
      const page = await table.client.send(
        new QueryCommand({
          TableName,
          IndexName: tableIndex,
          KeyConditionExpression: 'gsi1pk = :pk',
          ExpressionAttributeValues: { ':pk': keys.gradedIndex(position, version, '', '').gsi1pk },
          ScanIndexForward: false,
          Limit: limit,
        }),
      );
      return getItems(table, (page.Items ?? []) as Key[]);
    },
  };
}
