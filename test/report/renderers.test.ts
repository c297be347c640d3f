import { parse } from 'csv-parse/sync';
import readWorkbook from 'read-excel-file/node';
import { extractText, getDocumentProxy } from 'unpdf';
import { describe, expect, test } from 'vitest';
import { auditReport } from '../../packages/domain/report/audit-report.ts';
import type { Language, ReportDocument } from '../../packages/domain/report/document.ts';
import { renderCsv } from '../../packages/report/render-csv.ts';
import { renderJson } from '../../packages/report/render-json.ts';
import { renderPdf } from '../../packages/report/render-pdf.ts';
import { renderWorkbook } from '../../packages/report/render-workbook.ts';
import { unpackWoff } from '../../packages/report/unpack-woff.ts';
import { expectGolden } from '../support/golden.ts';
import {
  aCampaignReport,
  anAuditReport,
  aSmallAuditToReport,
  madeAt,
  reportFonts,
} from '../support/reports.ts';

const fonts = reportFonts();
const small = (language: Language) => auditReport(aSmallAuditToReport(), language, madeAt);
const pdf = (document: ReportDocument) => renderPdf(document, fonts, new Date(madeAt));
const plain = (text: string) => text.replaceAll(/\s/g, '');

async function pagesOf(bytes: Buffer): Promise<string[]> {
  const document = await getDocumentProxy(new Uint8Array(bytes));
  return (await extractText(document)).text;
}

describe('A report as JSON and CSV', () => {
  test.each(['zh', 'en'] as const)('reads as the committed files, in %s', (language) => {
    const golden = (kind: string) => new URL(`small-audit.${language}.${kind}`, import.meta.url);
    expectGolden(golden('json'), renderJson(small(language)).toString());
    expectGolden(golden('csv'), renderCsv(small(language)).toString());
  });

  test('carries no formula into a spreadsheet', () => {
    const rows = parse(renderCsv(small('zh')), { bom: true }) as string[][];
    const cells = rows.flat();
    expect(cells).toContain(`'=HYPERLINK("http://evil")`);
    expect(cells.filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([]);
  });
});

describe('A report as a workbook', () => {
  test('has the facts first, then a sheet per table, with numbers as numbers and formulas as text', async () => {
    const sheets = await readWorkbook(await renderWorkbook(small('zh')));
    expect(sheets.map(({ sheet }) => sheet)).toEqual(['基本信息', '不符合项', '各岗位得分', '全部检查项']);
    const items = sheets[3]?.data ?? [];
    expect(items[0]?.slice(0, 3)).toEqual(['岗位', '检查项', '条款']);
    expect(items.find((row) => row[1] === 'SM-2')).toEqual(
      expect.arrayContaining(['=HYPERLINK("http://evil")', '不符合', 0]),
    );
  });

  test('names no sheet longer than Excel allows, in any language', async () => {
    for (const language of ['zh', 'en'] as const) {
      await expect(renderWorkbook(aCampaignReport(language))).resolves.toBeInstanceOf(Buffer);
      await expect(renderWorkbook(anAuditReport(language))).resolves.toBeInstanceOf(Buffer);
    }
  });
});

describe('A report as PDF', () => {
  test.each(['zh', 'en'] as const)('says in %s what the other formats say', async (language) => {
    const document = anAuditReport(language);
    const pages = await pagesOf(await pdf(document));
    const text = plain(pages.join(''));
    expect(text).toContain(plain(document.title));
    expect(text).toContain(plain(document.subtitle));
    for (const { title } of document.sections) expect(text).toContain(plain(title));
    // A cell that is broken over a page may be torn apart by a footer; a row is not.
    const cells = document.sections
      .flatMap(({ blocks }) => blocks.flatMap((block) => (block.kind === 'table' ? block.rows : [])))
      .flat()
      .filter((cell) => typeof cell === 'string');
    expect(cells.length).toBeGreaterThan(200);
    expect(cells.filter((cell) => !text.includes(plain(cell)))).toEqual([]);
  });

  test('numbers every page and repeats the head of a table on it', async () => {
    const pages = await pagesOf(await pdf(aCampaignReport('en', 120)));
    expect(pages.length).toBeGreaterThan(3);
    pages.forEach((page, i) => {
      expect(page).toContain(`page ${i + 1} of ${pages.length}`);
    });
    for (const page of pages.slice(2, -1)) expect(page).toContain('Rank');
  });

  test('brings its letters along, and only those that it uses', async () => {
    const bytes = await pdf(small('zh'));
    const text = bytes.toString('latin1');
    expect(text.match(/\/FontFile2/g)).toHaveLength(2);
    expect(text).not.toMatch(/\/BaseFont \/Helvetica/);
    expect(bytes.length).toBeLessThan(100_000);
  });

  test('shows a sign in place of a letter that the font does not have', async () => {
    const document = { ...small('zh'), subtitle: '龢骉 ≥ 90' };
    const pages = await pagesOf(await pdf(document));
    expect(pages[0]).toContain('〓〓 >= 90');
  });
});

describe('A WOFF file', () => {
  test('that is none is refused', () => {
    expect(() => unpackWoff(Buffer.from('%PDF-1.7'))).toThrow(RangeError);
  });

  test('gives a TrueType font with its tables at their places', () => {
    const { regular } = fonts;
    expect(regular.readUInt32BE(0)).toBe(0x00010000);
    const tables = Array.from({ length: regular.readUInt16BE(4) }, (_, i) => 12 + i * 16);
    for (const at of tables)
      expect(regular.readUInt32BE(at + 8) + regular.readUInt32BE(at + 12)).toBeLessThanOrEqual(
        regular.length,
      );
    expect(tables.map((at) => regular.toString('latin1', at, at + 4))).toEqual(
      expect.arrayContaining(['cmap', 'glyf', 'head', 'loca']),
    );
  });
});
