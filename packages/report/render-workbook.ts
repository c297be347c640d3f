import writeWorkbook, { type Sheet, type SheetData } from 'write-excel-file/node';
import { type ReportDocument, type Table, tablesOf } from '../domain/report/document.ts';
import { reportWords } from '../domain/report/words.ts';

const heading = { fontWeight: 'bold', backgroundColor: '#E8EEF4', wrap: true } as const;
/** Letters of a line over all columns of a sheet. */
const lineWidth = 120;

/** An Excel workbook: the facts and the result on the first sheet, then a sheet per table. */
export async function renderWorkbook(document: ReportDocument): Promise<Buffer> {
  const words = reportWords(document.language);
  const sheets = [factSheet(document, words('facts')), ...tablesOf(document).map(tableSheet)];
  return writeWorkbook(sheets).toBuffer();
}

function factSheet(document: ReportDocument, name: string): Sheet<never> {
  const lines = document.sections.flatMap(({ title, blocks }) =>
    blocks.flatMap((block): SheetData => {
      if (block.kind === 'verdict')
        return [
          [
            { value: title, ...heading },
            { value: `${block.grade} · ${block.score}`, ...heading },
          ],
          ...block.lines.map((value) => [null, { value, wrap: true }]),
        ];
      if (block.kind === 'paragraphs')
        return block.lines.map((value, i) => [
          i === 0 ? { value: title, ...heading } : null,
          { value, wrap: true },
        ]);
      if (block.kind === 'distribution') return block.bars.map(({ label, count }) => [label, count]);
      return [];
    }),
  );
  return {
    sheet: name,
    columns: [{ width: 24 }, { width: 90 }],
    data: [
      [{ value: document.title, fontWeight: 'bold', fontSize: 16 }],
      [{ value: document.subtitle, fontWeight: 'bold' }],
      ...document.facts.map(([label, value]) => [{ value: label, ...heading }, value]),
      ...lines,
    ],
  };
}

function tableSheet(table: Table): Sheet<never> {
  const total = table.columns.reduce((sum, { width }) => sum + width, 0);
  return {
    sheet: table.title,
    stickyRowsCount: 1,
    columns: table.columns.map(({ width }) => ({ width: Math.max(8, (width / total) * lineWidth) })),
    data: [
      table.columns.map(({ label }) => ({ value: label, ...heading })),
      ...table.rows.map((row) =>
        row.map((cell, i) => {
          if (cell === null) return null;
          // Said to be a text, a cell is never read as a formula.
          if (typeof cell === 'string') return { value: cell, type: String, wrap: true };
          const decimals = table.columns[i]?.decimals ?? 0;
          return { value: cell, type: Number, format: decimals === 0 ? '0' : `0.${'0'.repeat(decimals)}` };
        }),
      ),
    ],
  };
}
