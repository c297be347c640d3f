import type { ReportDocument, ReportFormat } from '../domain/report/document.ts';
import { type Fonts, readFonts } from './fonts.ts';
import { renderJson } from './render-json.ts';

/**
 * Renders by format. What a format needs is loaded when the first report of that format is made.
 * @param folder where the fonts lie
 */
export function connectRenderers(folder: string) {
  let fonts: Fonts | undefined;
  return async (document: ReportDocument, format: ReportFormat, madeAt: string): Promise<Uint8Array> => {
    switch (format) {
      case 'json':
        return renderJson(document);
      case 'csv':
        return (await import('./render-csv.ts')).renderCsv(document);
      case 'xlsx':
        return (await import('./render-workbook.ts')).renderWorkbook(document);
      case 'pdf': {
        fonts ??= readFonts(folder);
        return (await import('./render-pdf.ts')).renderPdf(document, fonts, new Date(madeAt));
      }
    }
  };
}
