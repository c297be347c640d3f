import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unpackWoff } from './unpack-woff.ts';

/** TrueType fonts that hold the letters of both languages; what a document uses of them is embedded. */
export interface Fonts {
  regular: Buffer;
  bold: Buffer;
}

/**
 * Regular and bold of Noto Sans SC, as they come in `@fontsource/noto-sans-sc`.
 * @param folder where the fonts lie
 */
export function readFonts(folder: string): Fonts {
  const font = (weight: number) =>
    unpackWoff(readFileSync(join(folder, `noto-sans-sc-chinese-simplified-${weight}-normal.woff`)));
  return { regular: font(400), bold: font(700) };
}

/** Stands for a letter that the font does not have, as printers have always done. */
const geta = '〓';

/** Signs that people use in remarks and the font lacks. */
const alike: Readonly<Record<string, string>> = {
  '≥': '>=',
  '≤': '<=',
  '→': '->',
  '✓': '√',
  '\t': ' ',
  '\r': ' ',
};

/** The text with letters that the page's font does not have replaced, so that nothing vanishes silently. */
export function knownLetters(page: PDFKit.PDFDocument, text: string): string {
  const { font } = (page as unknown as { _font: { font: { hasGlyphForCodePoint(code: number): boolean } } })
    ._font;
  return Array.from(text, (letter) =>
    letter === '\n' || font.hasGlyphForCodePoint(letter.codePointAt(0) ?? 0)
      ? letter
      : (alike[letter] ?? geta),
  ).join('');
}
