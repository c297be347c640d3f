import type { Clock } from '../../../packages/domain/clock.ts';
import { refused } from '../../../packages/domain/errors.ts';
import {
  type CertificateDocument,
  certificateDocument,
} from '../../../packages/domain/report/certificate-document.ts';
import type { Caller, Content } from '../../../packages/lambda/http.ts';
import type { NetworkStore } from '../../../packages/table/stores/network-store.ts';
import { certificateFor } from '../certificate-facts.ts';
import { type CheckPorts, namedCertificate } from '../named-certificate.ts';

interface Ports extends CheckPorts {
  network: NetworkStore;
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
  ({ persons, editions, network, render, publicUrl, clock }: Ports) =>
  async ({ number, language = 'zh' }: Input, caller: Caller): Promise<Content> => {
    const certificate = await certificateFor(persons, number, caller);
    const { stationId, personId } = certificate;
    const person = stationId === null ? null : await network.person(stationId, personId);
    if (!person) throw refused('HolderGone', 'the name of the holder is not kept any more');
    const named = await namedCertificate(editions, certificate);
    const document = certificateDocument({ ...named, holder: person.name }, publicUrl, language);
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
