import type { CertificateDocument } from '../domain/report/certificate-document.ts';
import { type Fonts, readFonts } from './fonts.ts';

/**
 * Renders certificates. What that needs is loaded with the first one: who may not see it is told so without.
 * @param folder where the fonts lie
 */
export function connectCertificates(folder: string) {
  let fonts: Fonts | undefined;
  return async (document: CertificateDocument, madeAt: Date): Promise<Uint8Array> => {
    fonts ??= readFonts(folder);
    return (await import('./render-certificate.ts')).renderCertificate(document, fonts, madeAt);
  };
}
