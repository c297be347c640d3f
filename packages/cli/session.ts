import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type ApiClient, connectApi } from './api-client.ts';
import { keptSession } from './kept-sessions.ts';
import type { Language, Words } from './messages.ts';
import { UserError } from './problem.ts';

/** Where the local run leaves its addresses for the other commands, inside its data folder. */
export const platformFile = 'platform.json';

export interface PlatformAddresses {
  apiUrl: string;
  issuerUrl: string;
  clientId: string;
}

export interface SessionOptions {
  api?: string | undefined;
  issuer?: string | undefined;
  client?: string | undefined;
  data?: string | undefined;
  user?: string | undefined;
  password?: string | undefined;
  language: Language;
  words: Words;
}

/** Addresses from the options, the environment, or the local run's data folder, in this order. */
export function findPlatform(options: SessionOptions): PlatformAddresses {
  const file = join(resolve(options.data ?? process.env.STATIONKEEPER_DATA ?? '.data'), platformFile);
  const local = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as PlatformAddresses) : undefined;
  const apiUrl = options.api ?? process.env.STATIONKEEPER_API ?? local?.apiUrl;
  if (!apiUrl) throw new UserError(options.words('no-address'));
  return {
    apiUrl: apiUrl.replace(/\/$/, ''),
    issuerUrl: options.issuer ?? process.env.STATIONKEEPER_ISSUER ?? local?.issuerUrl ?? '',
    clientId: options.client ?? process.env.STATIONKEEPER_CLIENT ?? local?.clientId ?? '',
  };
}

export interface Token {
  token: string;
  /** Milliseconds of the epoch. */
  expiresAt: number;
}

/**
 * A client that is logged in: by the user that is named, at the issuer; else by a ready token (`STATIONKEEPER_TOKEN`,
 * for the cloud and for machines); else by the token that `login` has kept for this address.
 */
export function openSession(options: SessionOptions): ApiClient {
  const platform = findPlatform(options);
  let token: Promise<string> | undefined;
  const login = async () => {
    const ready = process.env.STATIONKEEPER_TOKEN;
    if (ready && !options.user) return ready;
    const user = options.user ?? process.env.STATIONKEEPER_USER;
    if (user === undefined) return keptToken(platform.apiUrl, options.words);
    const password = options.password ?? process.env.STATIONKEEPER_PASSWORD;
    if (!user || !password || !platform.issuerUrl) throw new UserError(options.words('no-token'));
    return passwordToken(platform, user, password, options.words);
  };
  return connectApi({
    apiUrl: platform.apiUrl,
    language: options.language,
    words: options.words,
    token() {
      token ??= login();
      return token;
    },
  });
}

function keptToken(apiUrl: string, words: Words): string {
  const kept = keptSession(apiUrl, words);
  if (!kept) throw new UserError(words('no-token'));
  if (kept.expiresAt <= Date.now())
    throw new UserError(words('session-expired', kept.user, new Date(kept.expiresAt).toISOString()));
  return kept.token;
}

/** A token for user and password, from the issuer's token endpoint. */
export async function passwordToken(
  platform: PlatformAddresses,
  user: string,
  password: string,
  words: Words,
): Promise<string> {
  return (await passwordLogin(platform, user, password, words)).token;
}

/** The same with the token's end, for a token that is kept. */
export async function passwordLogin(
  platform: PlatformAddresses,
  user: string,
  password: string,
  words: Words,
): Promise<Token> {
  // Counted from before the request, so that the token never lives longer than we think.
  const asked = Date.now();
  let answer: Response;
  try {
    const discovery = await fetch(`${platform.issuerUrl}/.well-known/openid-configuration`);
    const { token_endpoint: endpoint } = (await discovery.json()) as { token_endpoint: string };
    answer = await fetch(endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({
        grant_type: 'password',
        username: user,
        password,
        client_id: platform.clientId,
      }),
    });
  } catch {
    throw new UserError(words('no-platform', platform.issuerUrl));
  }
  if (!answer.ok) throw new UserError(words('login-failed', user));
  const granted = (await answer.json()) as { access_token: string; expires_in: number };
  return { token: granted.access_token, expiresAt: asked + granted.expires_in * 1000 };
}
