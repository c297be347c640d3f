import { createHmac, timingSafeEqual } from 'node:crypto';

/** Seconds that a receiver lets the sender's clock differ; older deliveries may be played back by somebody else. */
const tolerance = 300;

export type Verdict = 'genuine' | 'forged' | 'too-old';

/**
 * Checks a delivery as its receiver does (Standard Webhooks): HMAC-SHA256 over `id.timestamp.body`, by the bytes
 * behind `whsec_`; one of the signatures has to fit.
 * @param now seconds of the epoch
 */
export function verifyWebhook(
  secret: string,
  headers: { id: string; timestamp: string; signature: string },
  body: Buffer,
  now: number,
): Verdict {
  const expected = createHmac('sha256', Buffer.from(secret.replace(/^whsec_/, ''), 'base64'))
    .update(`${headers.id}.${headers.timestamp}.`)
    .update(body)
    .digest();
  const fits = headers.signature.split(' ').some((part) => {
    const [version, signature = ''] = part.split(',');
    const given = Buffer.from(signature, 'base64');
    return version === 'v1' && given.length === expected.length && timingSafeEqual(given, expected);
  });
  if (!fits) return 'forged';
  return Math.abs(now - Number(headers.timestamp)) <= tolerance ? 'genuine' : 'too-old';
}
