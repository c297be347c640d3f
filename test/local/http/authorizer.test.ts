import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Authorizer, createAuthorizer, localKeys } from '../../../packages/local/http/authorizer.ts';

const ISSUER = 'http://127.0.0.1:9999';
let authorizer: Authorizer;
let now = Date.now();
let sign: (
  claims: JWTPayload,
  options?: { forged?: boolean; issuer?: string; life?: number },
) => Promise<string>;

beforeAll(async () => {
  const own = await generateKeyPair('RS256');
  const other = await generateKeyPair('RS256');
  const keys = localKeys({ keys: [{ ...(await exportJWK(own.publicKey)), kid: 'k', alg: 'RS256' }] });
  authorizer = createAuthorizer(ISSUER, ['web', 'cli'], keys, () => now);
  sign = (claims, { forged = false, issuer = ISSUER, life = 3600 } = {}) =>
    new SignJWT(claims)
      .setProtectedHeader({ alg: 'RS256', kid: 'k' })
      .setIssuer(issuer)
      .setExpirationTime(Math.floor(now / 1000) + life)
      .sign(forged ? other.privateKey : own.privateKey);
});

describe('a JWT authorizer', () => {
  test('accepts a token for one of its audiences, in aud or in client_id', async () => {
    for (const claims of [
      { sub: 'li', aud: 'web' },
      { sub: 'li', client_id: 'cli' },
    ]) {
      const verdict = await authorizer.verify(`Bearer ${await sign(claims)}`, []);
      expect(verdict).toMatchObject({ kind: 'accepted', claims });
    }
  });

  test('tells apart no token and a bad one', async () => {
    expect(await authorizer.verify(undefined, [])).toEqual({ kind: 'none' });
    expect((await authorizer.verify('Bearer abc', [])).kind).toBe('refused');
  });

  test.each<[string, JWTPayload, object]>([
    ['forged', { aud: 'web' }, { forged: true }],
    ['of another issuer', { aud: 'web' }, { issuer: 'http://elsewhere' }],
    ['for another audience', { aud: 'payroll' }, {}],
    ['expired', { aud: 'web' }, { life: -1 }],
  ])('refuses a token that is %s', async (_, claims, options) => {
    expect((await authorizer.verify(`Bearer ${await sign(claims, options)}`, [])).kind).toBe('refused');
  });

  test('refuses a token it has accepted before once it has expired', async () => {
    const token = `Bearer ${await sign({ aud: 'web' })}`;
    expect((await authorizer.verify(token, [])).kind).toBe('accepted');
    now += 3_601_000;
    expect((await authorizer.verify(token, [])).kind).toBe('refused');
  });

  test('a good token without the wanted scope is forbidden', async () => {
    const token = `Bearer ${await sign({ aud: 'web', scope: 'read write' })}`;
    expect((await authorizer.verify(token, ['write'])).kind).toBe('accepted');
    expect((await authorizer.verify(token, ['admin'])).kind).toBe('forbidden');
  });
});
