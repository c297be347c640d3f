import { localDate } from '../../../packages/domain/calendar.ts';
import { type Clock, instant } from '../../../packages/domain/clock.ts';
import { certificateNumberPattern } from '../../../packages/domain/ids.ts';
import type { Content } from '../../../packages/lambda/http.ts';
import { checkedCertificate, type NamingPorts } from '../named-certificate.ts';
import { verificationPage } from '../verification-page.ts';

/** For whoever scans the code on a certificate, or types its number. */
export const verifyCertificate =
  ({ clock, ...ports }: NamingPorts & { clock: Clock }) =>
  async (input: { number: string }): Promise<Content> => {
    const now = clock.now();
    const askedAt = instant(now);
    // Typed from paper: small letters and blanks mean the same.
    const number = input.number.replaceAll(/\s/g, '').toUpperCase();
    if (!certificateNumberPattern.test(number)) return verificationPage(400, { kind: 'malformed', askedAt });
    const certificate = await checkedCertificate(ports, number, localDate(now));
    return certificate
      ? verificationPage(200, { kind: 'found', certificate, askedAt })
      : verificationPage(404, { kind: 'unknown', number, askedAt });
  };
