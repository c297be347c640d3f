import { localDate } from '../../../packages/domain/calendar.ts';
import { type Clock, instant } from '../../../packages/domain/clock.ts';
import { certificateNumberPattern } from '../../../packages/domain/ids.ts';
import type { Finding } from '../../../packages/domain/report/certificate-document.ts';
import type { Content } from '../../../packages/lambda/http.ts';
import { type CheckPorts, checkedCertificate } from '../named-certificate.ts';

interface Ports extends CheckPorts {
  clock: Clock;
  page(status: number, finding: Finding): Content;
}

/** For whoever scans the code on a certificate, or types its number. */
export const verifyCertificate =
  ({ clock, page, ...ports }: Ports) =>
  async (input: { number: string }): Promise<Content> => {
    const now = clock.now();
    const askedAt = instant(now);
    // Typed from paper: small letters and blanks mean the same.
    const number = input.number.replaceAll(/\s/g, '').toUpperCase();
    if (!certificateNumberPattern.test(number)) return page(400, { kind: 'malformed', askedAt });
    const certificate = await checkedCertificate(ports, number, localDate(now));
    return certificate
      ? page(200, { kind: 'found', certificate, askedAt })
      : page(404, { kind: 'unknown', number, askedAt });
  };
