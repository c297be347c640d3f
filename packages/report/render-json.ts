import type { ReportDocument } from '../domain/report/document.ts';

export const renderJson = (document: ReportDocument): Buffer =>
  Buffer.from(`${JSON.stringify(document.data, null, 2)}\n`);
