import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createAuthorizer, localKeys } from '../../../packages/local/http/authorizer.ts';
import { type Issuer, openIssuer } from '../../../packages/local/http/issuer.ts';
import { ISSUER_SCHEMA } from '../../../packages/local/http/issuer-store.ts';
import { type Journal, openJournal } from '../../../packages/local/journal.ts';

const CALLBACK = 'http://127.0.0.1:5173/';
const data = mkdtempSync(join(tmpdir(), 'stationkeeper-issuer-'));
const clients = [
  {
    client_id: 'web',
    token_endpoint_auth_method: 'none' as const,
    grant_types: ['password', 'authorization_code', 'refresh_token'],
    response_types: ['code' as const],
    redirect_uris: [CALLBACK],
    scope: 'openid profile email phone offline_access',
  },
  {
    client_id: 'machine',
    client_secret: 'hush',
    grant_types: ['client_credentials'],
    response_types: [],
    redirect_uris: [],
    scope: 'openid profile',
  },
];
let issuer: Issuer;
let journal: Journal;

async function open(): Promise<void> {
  journal = openJournal(join(data, 'journal.db'), ISSUER_SCHEMA);
  issuer = await openIssuer({
    port: 0,
    data,
    journal,
    users: [{ login: 'li', password: 'right', name: '李' }],
  });
  issuer.serve(clients);
}

beforeAll(open);
afterAll(() => issuer.close());

/** A browser: follows redirects within the issuer and keeps cookies. */
function aBrowser() {
  const cookies = new Map<string, string>();
  return async function go(
    url: string,
    form?: Record<string, string>,
  ): Promise<{ url: string; status: number; text: string }> {
    let target = new URL(url, issuer.url);
    let body = form && new URLSearchParams(form);
    for (;;) {
      const answer = await fetch(target, {
        redirect: 'manual',
        headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
        ...(body ? { method: 'POST', body } : {}),
      });
      for (const line of answer.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        cookies.set(name, value);
      }
      const next = answer.headers.get('location');
      if (next === null) return { url: target.href, status: answer.status, text: await answer.text() };
      target = new URL(next, target);
      body = undefined;
      if (!target.href.startsWith(issuer.url)) return { url: target.href, status: answer.status, text: '' };
    }
  };
}

async function tokens(form: Record<string, string>, headers: Record<string, string> = {}) {
  const answer = await fetch(`${issuer.url}/token`, {
    method: 'POST',
    headers,
    body: new URLSearchParams(form),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, string> };
}

const verifier = randomBytes(32).toString('base64url');
const start = () =>
  `/auth?${new URLSearchParams({
    client_id: 'web',
    redirect_uri: CALLBACK,
    response_type: 'code',
    scope: 'openid profile',
    state: 's',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  })}`;

describe('a login in the browser', () => {
  test('asks again after a wrong password, then gives a code that buys a token for the API', async () => {
    const go = aBrowser();
    const page = await go(start());
    expect(page.text).toContain('登录');
    const wrong = await go(page.url, { login: 'li', password: 'wrong' });
    expect(wrong).toMatchObject({ status: 401, url: page.url });
    expect(wrong.text).toContain('账号或密码错误');

    const back = new URL((await go(page.url, { login: 'li', password: 'right' })).url);
    expect(back.origin + back.pathname).toBe(CALLBACK);
    expect(back.searchParams.get('state')).toBe('s');
    const { status, body } = await tokens({
      grant_type: 'authorization_code',
      client_id: 'web',
      redirect_uri: CALLBACK,
      code: back.searchParams.get('code') ?? '',
      code_verifier: verifier,
    });
    expect(status).toBe(200);
    expect(decodeJwt(body.access_token ?? '')).toMatchObject({
      sub: 'li',
      client_id: 'web',
      token_use: 'access',
    });
    expect(decodeJwt(body.id_token ?? '')).toMatchObject({ sub: 'li', name: '李' });
    const authorizer = createAuthorizer(issuer.url, ['web'], localKeys(issuer.jwks), Date.now);
    expect((await authorizer.verify(`Bearer ${body.access_token}`, [])).kind).toBe('accepted');
  });

  test('is remembered: the second visit gives a code without a password', async () => {
    const go = aBrowser();
    await go((await go(start())).url, { login: 'li', password: 'right' });
    expect(new URL((await go(start())).url).searchParams.get('code')).toBeTruthy();
  });
});

describe('a token', () => {
  test('is good for an hour', async () => {
    const { body } = await tokens({
      grant_type: 'password',
      client_id: 'web',
      username: 'li',
      password: 'right',
    });
    const { exp = 0, iat = 0, aud } = decodeJwt(body.access_token ?? '');
    expect([exp - iat, aud]).toEqual([3600, 'web']);
  });

  test('is not to be had with a wrong password or by an unknown client', async () => {
    const wrong = await tokens({ grant_type: 'password', client_id: 'web', username: 'li', password: 'x' });
    expect(wrong).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    const stranger = await tokens({
      grant_type: 'password',
      client_id: 'nobody',
      username: 'li',
      password: 'right',
    });
    expect(stranger).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
  });

  test('of a machine comes from its secret', async () => {
    const authorization = `Basic ${Buffer.from('machine:hush').toString('base64')}`;
    const { body } = await tokens({ grant_type: 'client_credentials' }, { authorization });
    expect(decodeJwt(body.access_token ?? '')).toMatchObject({ client_id: 'machine', sub: 'machine' });
  });

  test('outlives a restart of the issuer: its keys are kept', async () => {
    const { body } = await tokens({
      grant_type: 'password',
      client_id: 'web',
      username: 'li',
      password: 'right',
    });
    const url = issuer.url;
    await issuer.close();
    journal.close();
    await open();
    const authorizer = createAuthorizer(url, ['web'], localKeys(issuer.jwks), Date.now);
    expect((await authorizer.verify(`Bearer ${body.access_token}`, [])).kind).toBe('accepted');
  });
});
