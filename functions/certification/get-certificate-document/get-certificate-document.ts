import type { Clock } from '../../../packages/domain/clock.ts';
import { refused } from '../../../packages/domain/errors.ts';
import {
  type CertificateDocument,
  certificateDocument,
} from '../../../packages/domain/report/certificate-document.ts';
import type { Caller, Content } from '../../../packages/lambda/http.ts';
import { certificateFor } from '../certificate-facts.ts';
import { type NamingPorts, namedCertificate } from '../named-certificate.ts';

interface Ports extends NamingPorts {
  clock: Clock;
  render(document: CertificateDocument, madeAt: Date): Promise<Uint8Array>;
  publicUrl: string;
}

interface Input {
  number: string;
  language?: 'zh' | 'en' | undefined;
}

/**
 * Made anew each time, so that there is no file that outlives a revocation; what the paper is worth the code on it says.
 * @throws CertificateNotFound, HolderGone
 */
export const getCertificateDocument =
  ({ render, publicUrl, clock, ...ports }: Ports) =>
  async ({ number, language = 'zh' }: Input, caller: Caller): Promise<Content> => {
    const certificate = await certificateFor(ports.persons, number, caller);
    const { holder, ...named } = await namedCertificate(ports, certificate);
    if (holder === undefined) throw refused('HolderGone', 'the name of the holder is not kept any more');
    const document = certificateDocument({ ...named, holder }, publicUrl, language);
    return {
      status: 200,
      headers: {
        'content-type': 'application/pdf',
        'content-disposition': `inline; filename="${number}-${language}.pdf"`,
        'cache-control': 'private, no-store',
      },
      content: await render(document, new Date(clock.now())),
    };
  };
