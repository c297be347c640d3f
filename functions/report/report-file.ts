import type { ReportItem } from '../../packages/table/items.ts';

/** Name of a report's file: made twice, it is the same file. */
export const reportFile = ({ reportId, format }: Pick<ReportItem, 'reportId' | 'format'>) =>
  `${reportId}.${format}`;
