import PDFDocument from 'pdfkit';
import type {
  Bars,
  Block,
  Cell,
  Column,
  Distribution,
  Fact,
  ReportDocument,
  Signatures,
  Table,
  Tone,
  Verdict,
} from '../domain/report/document.ts';
import { reportWords } from '../domain/report/words.ts';
import { type Fonts, knownLetters } from './fonts.ts';

const margin = 42;
const footerHeight = 24;
const barHeight = 14;
const ink = '#1d2733';
const faint = '#66727f';
const line = '#cfd6dd';
const shade = '#eef2f6';
const accent = '#1f4e79';
const tones: Readonly<Record<Tone, string>> = {
  best: '#2e7d4f',
  good: '#4a86c5',
  fair: '#d99a2b',
  poor: '#c0453a',
};
const small = 8;
const normal = 9.5;
const padding = 3;
/** Room on the right of a number, so that it does not run into the text of the next column. */
const afterNumber = 8;

type Page = PDFKit.PDFDocument;

/** The whole report on A4, page by page, every page numbered. */
export async function renderPdf(document: ReportDocument, fonts: Fonts, madeAt: Date): Promise<Buffer> {
  const page = new PDFDocument({
    size: 'A4',
    margins: { top: margin, bottom: margin + footerHeight, left: margin, right: margin },
    bufferPages: true,
    // The default font would be read from a file that is not there.
    font: null as unknown as string,
    lang: document.language === 'zh' ? 'zh-CN' : 'en',
    info: { Title: `${document.title} · ${document.subtitle}`, CreationDate: madeAt, ModDate: madeAt },
  });
  const chunks: Buffer[] = [];
  const done = new Promise<Buffer>((resolve, reject) => {
    page.on('data', (chunk: Buffer) => chunks.push(chunk));
    page.on('end', () => resolve(Buffer.concat(chunks)));
    page.on('error', reject);
  });
  page.registerFont('regular', fonts.regular);
  page.registerFont('bold', fonts.bold);
  page.font('bold');
  draw(document, new Sheet(page), page);
  page.end();
  return done;
}

function draw(document: ReportDocument, sheet: Sheet, page: Page): void {
  sheet.heading(document.title, document.subtitle);
  sheet.facts(document.facts);
  for (const { title, blocks } of document.sections) {
    sheet.section(title, blocks[0]);
    for (const block of blocks) sheet.block(block, document.language);
  }
  const words = reportWords(document.language);
  const { count } = page.bufferedPageRange();
  for (let i = 0; i < count; i++) {
    page.switchToPage(i);
    sheet.footer(document.footer, words('page', i + 1, count));
  }
}

/** Draws blocks one below the other and begins a new page where one does not fit. */
class Sheet {
  private readonly page: Page;
  private readonly left = margin;
  private readonly width: number;
  private readonly bottom: number;
  private y = margin;

  constructor(page: Page) {
    this.page = page;
    this.width = page.page.width - 2 * margin;
    this.bottom = page.page.height - margin - footerHeight;
  }

  heading(title: string, subtitle: string): void {
    this.page.rect(this.left, this.y, this.width, 3).fill(accent);
    this.y += 12;
    this.y += this.text(title, this.left, this.y, this.width, { font: 'bold', size: 20 }) + 2;
    this.y += this.text(subtitle, this.left, this.y, this.width, { size: 12, colour: faint }) + 8;
  }

  /** Two facts a line. */
  facts(facts: readonly Fact[]): void {
    const column = this.width / 2;
    const labelWidth = 92;
    const rows = Array.from({ length: Math.ceil(facts.length / 2) }, (_, i) => facts.slice(i * 2, i * 2 + 2));
    const heights = rows.map((row) =>
      Math.max(
        ...row.map(([label, value]) =>
          Math.max(
            this.height(label, labelWidth - 12, { size: small }),
            this.height(value, column - labelWidth - 8, { size: small }),
          ),
        ),
      ),
    );
    const total = heights.reduce((sum, height) => sum + height + 4, 8);
    this.page.rect(this.left, this.y, this.width, total).fill(shade);
    let y = this.y + 6;
    for (const [i, row] of rows.entries()) {
      for (const [j, [label, value]] of row.entries()) {
        const x = this.left + j * column + 8;
        this.text(label, x, y, labelWidth - 12, { size: small, colour: faint });
        this.text(value, x + labelWidth - 8, y, column - labelWidth - 8, { size: small });
      }
      y += (heights[i] ?? 0) + 4;
    }
    this.y += total + 4;
  }

  /** A heading stays with the beginning of what it stands over. */
  section(title: string, first: Block | undefined): void {
    this.need(34 + (first ? this.leastHeight(first) : 0));
    this.y += 12;
    this.y +=
      this.text(title, this.left, this.y, this.width, { font: 'bold', size: 12.5, colour: accent }) + 2;
    this.page
      .moveTo(this.left, this.y)
      .lineTo(this.left + this.width, this.y)
      .lineWidth(0.8)
      .stroke(accent);
    this.y += 6;
  }

  block(block: Block, language: ReportDocument['language']): void {
    switch (block.kind) {
      case 'verdict':
        this.verdict(block);
        return;
      case 'paragraphs':
        for (const text of block.lines) this.paragraph(text);
        return;
      case 'table':
        this.table(block);
        return;
      case 'bars':
        this.bars(block);
        return;
      case 'distribution':
        this.distribution(block);
        return;
      case 'signatures':
        this.signatures(block, reportWords(language)('sign.date'));
        return;
    }
  }

  footer(text: string, number: string): void {
    const y = this.page.page.height - margin - 6;
    // Below the bottom margin, where pdfkit would begin a new page.
    const { margins } = this.page.page;
    const { bottom } = margins;
    margins.bottom = 0;
    this.page
      .moveTo(this.left, y - 6)
      .lineTo(this.left + this.width, y - 6)
      .lineWidth(0.5)
      .stroke(line);
    this.text(text, this.left, y, this.width - 90, { size: 7.5, colour: faint, oneLine: true });
    this.text(number, this.left + this.width - 90, y, 90, { size: 7.5, colour: faint, right: true });
    margins.bottom = bottom;
  }

  private leastHeight(block: Block): number {
    switch (block.kind) {
      case 'verdict':
        return 78;
      case 'distribution':
        return 160;
      case 'signatures':
        return 36 * block.lines.length;
      case 'table':
        return 48;
      // A drawing is read at one glance.
      case 'bars':
        return 6 + barHeight * block.rows.length;
      default:
        return 24;
    }
  }

  private verdict({ grade, score, lines }: Verdict): void {
    const colour = tones[({ A: 'best', B: 'good', C: 'fair', D: 'poor' } as const)[grade]];
    const textLeft = this.left + 82;
    const textWidth = this.width - 82;
    const heights = lines.map((text) => this.height(text, textWidth, {}) + 3);
    const total = Math.max(70, 28 + heights.reduce((sum, height) => sum + height, 0));
    this.need(total);
    this.page.roundedRect(this.left, this.y, 68, 68, 6).fill(colour);
    this.text(grade, this.left, this.y + 5, 68, { font: 'bold', size: 40, colour: '#ffffff', centre: true });
    this.text(score, textLeft, this.y, textWidth, { font: 'bold', size: 17 });
    let y = this.y + 28;
    for (const [i, text] of lines.entries()) {
      this.text(text, textLeft, y, textWidth, {});
      y += heights[i] ?? 0;
    }
    this.y += total + 2;
  }

  private paragraph(text: string): void {
    const height = this.height(text, this.width, {});
    this.need(height);
    this.text(text, this.left, this.y, this.width, {});
    this.y += height + 4;
  }

  private table(table: Table): void {
    if (table.rows.length === 0) {
      this.paragraph(table.empty);
      return;
    }
    const columns = table.grouped ? table.columns.slice(1) : table.columns;
    const total = columns.reduce((sum, { width }) => sum + width, 0);
    const widths = columns.map(({ width }) => (width / total) * this.width);
    const head = this.rowHeight(
      columns.map(({ label }) => label),
      columns,
      widths,
      'bold',
    );
    const drawHead = () => {
      this.page.rect(this.left, this.y, this.width, head).fill(accent);
      this.row(
        columns.map(({ label }) => label),
        columns,
        widths,
        { font: 'bold', colour: '#ffffff' },
      );
      this.y += head;
    };
    let group: Cell | undefined;
    let lines = 0;
    let begun = false;
    const begin = (least: number) => {
      if (begun && this.y + least <= this.bottom) return;
      this.need(head + least);
      // Reached by the first row, and by each that begins a page.
      if (!begun || this.y === margin) drawHead();
      begun = true;
    };
    for (const row of table.rows) {
      const cells = table.grouped ? row.slice(1) : row;
      const height = this.rowHeight(cells, columns, widths, 'regular');
      const newGroup = table.grouped && row[0] !== group;
      begin(height + (newGroup ? 18 : 0));
      if (newGroup) {
        group = row[0] ?? null;
        lines = 0;
        this.page.rect(this.left, this.y, this.width, 16).fill('#d7e3ef');
        this.text(String(group ?? ''), this.left + padding, this.y + 2, this.width - 2 * padding, {
          font: 'bold',
          size: 8.5,
          colour: accent,
          oneLine: true,
        });
        this.y += 16;
      }
      if (lines % 2 === 1) this.page.rect(this.left, this.y, this.width, height).fill('#f6f8fa');
      this.row(cells, columns, widths, {});
      this.y += height;
      this.page
        .moveTo(this.left, this.y)
        .lineTo(this.left + this.width, this.y)
        .lineWidth(0.3)
        .stroke(line);
      lines += 1;
    }
    this.y += 6;
  }

  private row(
    cells: readonly Cell[],
    columns: readonly Column[],
    widths: readonly number[],
    style: Style,
  ): void {
    let x = this.left;
    for (const [i, cell] of cells.entries()) {
      const width = widths[i] ?? 0;
      const column = columns[i];
      if (cell !== null && column)
        this.text(shown(cell, column), x + padding, this.y + padding, inner(width, column), {
          size: small,
          right: column.decimals !== undefined,
          ...style,
        });
      x += width;
    }
  }

  private rowHeight(
    cells: readonly Cell[],
    columns: readonly Column[],
    widths: readonly number[],
    font: NonNullable<Style['font']>,
  ): number {
    const heights = cells.map((cell, i) => {
      const column = columns[i];
      return cell === null || !column
        ? 0
        : this.height(shown(cell, column), inner(widths[i] ?? 0, column), { size: small, font });
    });
    return Math.max(...heights, small) + 2 * padding;
  }

  private bars({ rows }: Bars): void {
    const labelWidth = this.width * 0.32;
    const textWidth = 78;
    const track = this.width - labelWidth - textWidth;
    for (const { label, share, text, tone } of rows) {
      this.need(barHeight + 1);
      this.text(label, this.left, this.y + 1, labelWidth - 6, { size: small, oneLine: true });
      const x = this.left + labelWidth;
      this.page.rect(x, this.y + 2.5, track, 8).fill(shade);
      if (share !== null && share > 0) this.page.rect(x, this.y + 2.5, track * share, 8).fill(tones[tone]);
      this.text(text, x + track + 6, this.y + 1, textWidth - 6, { size: small, right: true, oneLine: true });
      this.y += barHeight;
    }
    this.y += 6;
  }

  private distribution({ bars }: Distribution): void {
    const height = 120;
    this.need(height + 36);
    const most = Math.max(1, ...bars.map(({ count }) => count));
    const all = bars.reduce((sum, { count }) => sum + count, 0);
    const step = this.width / bars.length;
    const base = this.y + height + 14;
    for (const [i, { label, count, tone }] of bars.entries()) {
      const x = this.left + i * step;
      const tall = (count / most) * (height - 10);
      if (tall > 0) this.page.rect(x + step * 0.25, base - tall, step * 0.5, tall).fill(tones[tone]);
      const share = all === 0 ? 0 : Math.round((count / all) * 1000) / 10;
      this.text(`${count} (${share}%)`, x, base - tall - 14, step, { size: small, centre: true });
      this.text(label, x, base + 4, step, { font: 'bold', centre: true });
    }
    this.page
      .moveTo(this.left, base)
      .lineTo(this.left + this.width, base)
      .lineWidth(0.8)
      .stroke(faint);
    this.y = base + 24;
  }

  private signatures({ lines }: Signatures, date: string): void {
    for (const label of lines) {
      this.need(36);
      this.y += 22;
      const sign = this.left + 130;
      const dated = this.left + this.width - 150;
      this.text(label, this.left, this.y - 10, 126, {});
      this.page
        .moveTo(sign, this.y + 2)
        .lineTo(dated - 20, this.y + 2)
        .lineWidth(0.6)
        .stroke(faint);
      this.text(date, dated, this.y - 10, 36, {});
      this.page
        .moveTo(dated + 40, this.y + 2)
        .lineTo(this.left + this.width, this.y + 2)
        .lineWidth(0.6)
        .stroke(faint);
      this.y += 10;
    }
  }

  private need(height: number): void {
    if (this.y + height <= this.bottom || this.y === margin) return;
    this.page.addPage();
    this.y = margin;
  }

  private height(text: string, width: number, { font = 'regular', size = normal }: Style): number {
    return this.page.font(font).fontSize(size).heightOfString(knownLetters(this.page, text), { width });
  }

  /** Writes and answers the height that the text took. */
  private text(text: string, x: number, y: number, width: number, style: Style): number {
    const { font = 'regular', size = normal, colour = ink, right, centre, oneLine } = style;
    const page = this.page.font(font).fontSize(size).fillColor(colour);
    const before = page.y;
    page.text(knownLetters(this.page, text), x, y, {
      width,
      align: right ? 'right' : centre ? 'center' : 'left',
      ...(oneLine ? { height: size * 1.2, ellipsis: true } : {}),
    });
    const height = page.y - y;
    page.y = before;
    return height;
  }
}

interface Style {
  font?: 'regular' | 'bold';
  size?: number;
  colour?: string;
  right?: boolean;
  centre?: boolean;
  oneLine?: boolean;
}

const inner = (width: number, { decimals }: Column): number =>
  width - 2 * padding - (decimals === undefined ? 0 : afterNumber);

const shown = (cell: Cell, column: Column): string =>
  typeof cell === 'number' && column.decimals !== undefined
    ? cell.toFixed(column.decimals)
    : String(cell ?? '');
