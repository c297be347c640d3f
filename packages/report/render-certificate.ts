import PDFDocument from 'pdfkit';
import { encode } from 'uqr';
import type { CertificateDocument } from '../domain/report/certificate-document.ts';
import { type Fonts, knownLetters } from './fonts.ts';

const ink = '#1d2733';
const faint = '#5b6772';
const accent = '#1f4e79';
const gold = '#a98442';
const margin = 28;
const qrSize = 104;

/** A certificate on one sheet of A4, landscape, with a code that leads to the page that checks it. */
export async function renderCertificate(
  document: CertificateDocument,
  fonts: Fonts,
  madeAt: Date,
): Promise<Buffer> {
  const page = new PDFDocument({
    size: 'A4',
    layout: 'landscape',
    margin: 0,
    // The default font would be read from a file that is not there.
    font: null as unknown as string,
    lang: document.language === 'zh' ? 'zh-CN' : 'en',
    info: { Title: `${document.title} · ${document.subject}`, CreationDate: madeAt, ModDate: madeAt },
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
  draw(document, page);
  page.end();
  return done;
}

function draw(document: CertificateDocument, page: PDFKit.PDFDocument): void {
  const { width, height } = page.page;
  frame(page, width, height);
  const inside = width - 2 * 90;
  const centred = (text: string, y: number, size: number, options: Line = {}): number =>
    write(page, text, 90, y, inside, size, { ...options, align: 'center' });

  let y = 74;
  y += centred(document.title, y, 34, { bold: true, colour: accent, spacing: 3 });
  y += centred(document.subtitle, y, 12, { colour: faint, spacing: 1.2 }) + 26;
  page
    .moveTo(width / 2 - 60, y - 14)
    .lineTo(width / 2 + 60, y - 14)
    .lineWidth(1)
    .stroke(gold);
  y += centred(document.holder, y, fitting(page, document.holder, inside, 30), { bold: true }) + 8;
  y += centred(document.sentence, y, 12.5, { colour: faint }) + 10;
  centred(document.subject, y, fitting(page, document.subject, inside, 26), { bold: true, colour: accent });

  const top = height - 218;
  page
    .moveTo(90, top - 14)
    .lineTo(width - 90, top - 14)
    .lineWidth(0.6)
    .stroke('#cfd6dd');
  const labels = 128;
  let line = top;
  for (const [label, value] of document.facts) {
    write(page, label, 90, line + 1, labels, 10.5, { colour: faint });
    line += write(page, value, 90 + labels, line, inside - labels - qrSize - 40, 12, { bold: true }) + 7;
  }
  write(page, document.office, 90, height - 76, inside - qrSize - 40, 11, { colour: ink });

  const left = width - 90 - qrSize;
  code(page, document.link, left, top, qrSize);
  page.link(left, top, qrSize, qrSize, document.link);
  write(page, document.scan, left - 40, top + qrSize + 5, qrSize + 80, 8.5, {
    colour: faint,
    align: 'center',
  });
}

function frame(page: PDFKit.PDFDocument, width: number, height: number): void {
  page.rect(0, 0, width, height).fill('#fffdf8');
  page
    .rect(margin, margin, width - 2 * margin, height - 2 * margin)
    .lineWidth(2.5)
    .stroke(accent);
  page
    .rect(margin + 6, margin + 6, width - 2 * (margin + 6), height - 2 * (margin + 6))
    .lineWidth(0.8)
    .stroke(gold);
}

/** Dark squares on white with the quiet zone that readers ask for, joined row by row so that no seams show. */
function code(page: PDFKit.PDFDocument, text: string, x: number, y: number, size: number): void {
  const { data, size: modules } = encode(text, { ecc: 'M', border: 4 });
  const step = size / modules;
  page.rect(x, y, size, size).fill('#ffffff');
  for (const [row, cells] of data.entries())
    for (let from = 0; from < modules; from++) {
      if (!cells[from]) continue;
      let to = from;
      while (cells[to]) to++;
      page.rect(x + from * step, y + row * step, (to - from) * step, step);
      from = to;
    }
  page.fill(ink);
}

interface Line {
  bold?: boolean;
  colour?: string;
  spacing?: number;
  align?: 'left' | 'center';
}

/** Writes and answers the height that the text took. */
function write(
  page: PDFKit.PDFDocument,
  text: string,
  x: number,
  y: number,
  width: number,
  size: number,
  { bold, colour = ink, spacing = 0, align = 'left' }: Line,
): number {
  page
    .font(bold ? 'bold' : 'regular')
    .fontSize(size)
    .fillColor(colour);
  page.text(knownLetters(page, text), x, y, { width, align, characterSpacing: spacing });
  return page.y - y;
}

/** The size at which a bold line does not break. */
function fitting(page: PDFKit.PDFDocument, text: string, width: number, most: number): number {
  const wide = page.font('bold').fontSize(most).widthOfString(text);
  return wide <= width ? most : Math.max(12, (most * width) / wide - 0.5);
}
