import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { ReportItem } from '../items.ts';
import { keys } from '../keys.ts';
import { getItem, putOnce } from '../requests.ts';
import { allowedFrom, reportTransitions } from '../status.ts';
import { isConditionFailure, type Table } from '../table.ts';

export type ReportStore = ReturnType<typeof reportStore>;

export function reportStore(table: Table) {
  const TableName = table.name;

  /** `false` when the report is in no state that this may follow. */
  async function move(
    reportId: string,
    transition: keyof typeof reportTransitions,
    set: Partial<ReportItem>,
  ): Promise<boolean> {
    const allowed = allowedFrom(reportTransitions[transition]);
    const names = Object.keys(set);
    try {
      await table.client.send(
        new UpdateCommand({
          TableName,
          Key: keys.report(reportId),
          UpdateExpression: `SET #status = :to, ${names.map((name) => `#${name} = :${name}`).join(', ')}${transition === 'fail' ? '' : ' REMOVE reason'}`,
          ConditionExpression: allowed.condition,
          ExpressionAttributeNames: {
            ...allowed.names,
            ...Object.fromEntries(names.map((name) => [`#${name}`, name])),
          },
          ExpressionAttributeValues: {
            ...allowed.values,
            ...Object.fromEntries(Object.entries(set).map(([name, value]) => [`:${name}`, value])),
          },
        }),
      );
      return true;
    } catch (error) {
      if (isConditionFailure(error)) return false;
      throw error;
    }
  }

  return {
    report: (reportId: string): Promise<ReportItem | null> => getItem(table, keys.report(reportId), true),

    /** `false` when it has been asked for before. */
    async request(report: Omit<ReportItem, 'type' | 'v' | 'status'>): Promise<boolean> {
      const item: ReportItem = { type: 'report', v: 1, ...report, status: 'requested' };
      return putOnce(table, { ...keys.report(report.reportId), ...item });
    },

    /** Has it made anew; the stream tells of it by the changed `requestedAt`. */
    requestAgain: (
      reportId: string,
      asked: Pick<ReportItem, 'requestedAt' | 'changedBy' | 'changedAt' | 'ttl'>,
    ) => move(reportId, 'askAgain', asked),

    finish: (reportId: string, made: Required<Pick<ReportItem, 'bytes' | 'readyAt' | 'changedBy'>>) =>
      move(reportId, 'finish', { ...made, changedAt: made.readyAt }),

    fail: (reportId: string, failed: Required<Pick<ReportItem, 'reason' | 'changedBy' | 'changedAt'>>) =>
      move(reportId, 'fail', failed),
  };
}
