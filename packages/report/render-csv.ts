import { stringify } from 'csv-stringify/sync';
import { type ReportDocument, tablesOf } from '../domain/report/document.ts';

/**
 * The main table as CSV in UTF-8. The mark at the beginning tells Excel so, which otherwise reads it in the machine's
 * own encoding; a text that begins like a formula is quoted by an apostrophe, so that no cell is carried out.
 */
export function renderCsv(document: ReportDocument): Buffer {
  const table = tablesOf(document).find(({ name }) => name === document.main);
  if (!table) throw new RangeError(`the report has no table ${document.main}`);
  const rows = [table.columns.map(({ label }) => label), ...table.rows];
  return Buffer.from(stringify(rows, { bom: true, record_delimiter: '\r\n', escape_formulas: true }));
}
