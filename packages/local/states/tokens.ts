import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** Makes task tokens and knows its own again, also those of tasks long closed. */
export interface Tokens {
  issue(): string;
  isGenuine(token: string): boolean;
}

/** Tokens signed with `secret`, so that nothing has to be remembered of closed tasks. */
export function createTokens(secret: string): Tokens {
  const sign = (body: string) => createHmac('sha256', secret).update(body).digest('base64url');
  return {
    issue() {
      const body = randomBytes(24).toString('base64url');
      return `${body}.${sign(body)}`;
    },
    isGenuine(token) {
      const [body = '', mark = ''] = token.split('.');
      const expected = Buffer.from(sign(body));
      const given = Buffer.from(mark);
      return given.length === expected.length && timingSafeEqual(given, expected);
    },
  };
}
