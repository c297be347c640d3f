import type { CertificateDocument } from '../domain/report/certificate-document.ts';
import { type Fonts, readFonts } from './fonts.ts';
import { renderCertificate } from './render-certificate.ts';

/**
 * Renders certificates; the fonts are read with the first one.
 * @param folder where the fonts lie
 */
export function connectCertificates(folder: string) {
  let fonts: Fonts | undefined;
  return (document: CertificateDocument, madeAt: Date): Promise<Uint8Array> => {
    fonts ??= readFonts(folder);
    return renderCertificate(document, fonts, madeAt);
  };
}
