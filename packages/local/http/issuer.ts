import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, type JSONWebKeySet, type JWK } from 'jose';
import { type ClientMetadata, errors, Provider, type ResourceServer } from 'oidc-provider';
import type { Assembly } from '../assembly/assembly.ts';
import { close, listen, readBody } from '../gateway/gateway.ts';
import type { Journal } from '../journal.ts';
import { asList, asString } from '../json.ts';
import { createIssuerStore } from './issuer-store.ts';
import { loginPage } from './login-page.ts';

/** Somebody who may log in here. `login` becomes the token's `sub`. */
export interface LocalUser {
  login: string;
  password: string;
  name: string;
}

/** The OIDC issuer that takes the user pool's place. */
export interface Issuer {
  url: string;
  /** Public keys, for the authorizer in this process. */
  jwks: JSONWebKeySet;
  /** Registers the clients of the user pools; until then the server answers 503. */
  serve(clients: ClientMetadata[]): void;
  close(): Promise<void>;
}

/** Who may log in. */
export interface IssuerOptions {
  port: number;
  data: string;
  journal: Journal;
  users: readonly LocalUser[];
  /** Asked for logins that are not among `users`. */
  verifyUser?: ((login: string, password: string) => boolean | Promise<boolean>) | undefined;
}

const API = 'urn:stationkeeper:api';
const OIDC_SCOPES = 'openid profile email phone offline_access';
const TOKEN_LIFE = 3600;

/** Opens the issuer. Its keys are kept in `data`, so tokens outlive a restart. */
export async function openIssuer(options: IssuerOptions): Promise<Issuer> {
  const keys = await loadKeys(join(options.data, 'issuer-keys.json'));
  const users = new Map(options.users.map((user) => [user.login, user]));
  let handle: ((request: IncomingMessage, response: ServerResponse) => void) | undefined;
  const server = createServer((request, response) => {
    if (handle) return handle(request, response);
    response.writeHead(503).end();
  });
  const url = await listen(server, options.port);

  async function verify(login: string, password: string): Promise<boolean> {
    const user = users.get(login);
    if (user) return user.password === password;
    return (await options.verifyUser?.(login, password)) ?? false;
  }

  return {
    url,
    jwks: { keys: keys.jwks.map(({ kty, n, e, kid, alg, use }) => ({ kty, n, e, kid, alg, use }) as JWK) },
    serve(clients) {
      const provider = createProvider(
        url,
        options.journal,
        keys,
        clients,
        verify,
        (login) => users.get(login)?.name ?? login,
      );
      const answer = provider.callback();
      handle = (request, response) => {
        const uid = /^\/interaction\/([\w-]+)$/.exec(request.url ?? '')?.[1];
        if (uid === undefined) return void answer(request, response);
        logIn(provider, verify, request, response).catch((error: unknown) => {
          response.writeHead(400, { 'content-type': 'text/plain; charset=utf-8' });
          response.end(error instanceof Error ? error.message : String(error));
        });
      };
    },
    close: () => close(server),
  };
}

/** Client registrations out of the `AWS::Cognito::UserPoolClient` resources. */
export function readClients(assembly: Assembly): ClientMetadata[] {
  return assembly.all('AWS::Cognito::UserPoolClient').map(({ name, properties }) => {
    const callbacks = asList(properties.CallbackURLs).map(String);
    const logouts = asList(properties.LogoutURLs).map(String);
    const withSecret = properties.GenerateSecret === true;
    const grants = ['password', ...(callbacks.length > 0 ? ['authorization_code', 'refresh_token'] : [])];
    return {
      client_id: name,
      client_name: asString(properties.ClientName) ?? name,
      ...(withSecret ? { client_secret: `local-secret-of-${name}` } : {}),
      token_endpoint_auth_method: withSecret ? 'client_secret_basic' : 'none',
      grant_types: withSecret ? [...grants, 'client_credentials'] : grants,
      response_types: callbacks.length > 0 ? ['code'] : [],
      redirect_uris: callbacks,
      post_logout_redirect_uris: logouts,
      scope: OIDC_SCOPES,
    } satisfies ClientMetadata;
  });
}

function createProvider(
  url: string,
  journal: Journal,
  keys: IssuerKeyFile,
  clients: ClientMetadata[],
  verify: (login: string, password: string) => Promise<boolean>,
  nameOf: (login: string) => string,
): Provider {
  const resourceServer = (clientId: string): ResourceServer => ({
    audience: clientId,
    scope: OIDC_SCOPES,
    accessTokenFormat: 'jwt',
    accessTokenTTL: TOKEN_LIFE,
    jwt: { sign: { alg: 'RS256' } },
  });
  const provider = new Provider(url, {
    clients,
    adapter: createIssuerStore(journal),
    jwks: { keys: keys.jwks },
    cookies: { keys: keys.cookies },
    scopes: OIDC_SCOPES.split(' '),
    claims: { openid: ['sub'], profile: ['name', 'preferred_username'], email: ['email'] },
    conformIdTokenClaims: false,
    findAccount: (_, login) => ({
      accountId: login,
      claims: () => ({ sub: login, name: nameOf(login), preferred_username: login }),
    }),
    extraTokenClaims: (_, token) => ({
      token_use: 'access',
      ...('accountId' in token ? { username: String(token.accountId) } : {}),
    }),
    clientBasedCORS: () => true,
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    // The platform's own clients need nobody's consent.
    async loadExistingGrant(ctx) {
      const { client, session } = ctx.oidc;
      if (!client || !session?.accountId) return undefined;
      const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope(OIDC_SCOPES);
      grant.addResourceScope(API, OIDC_SCOPES);
      await grant.save();
      return grant;
    },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      rpInitiatedLogout: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => API,
        useGrantedResource: () => true,
        getResourceServerInfo: (_, __, client) => resourceServer(client.clientId),
      },
    },
    ttl: {
      AccessToken: TOKEN_LIFE,
      ClientCredentials: TOKEN_LIFE,
      IdToken: TOKEN_LIFE,
      Interaction: TOKEN_LIFE,
      AuthorizationCode: 60,
      RefreshToken: 1_209_600,
      Session: 86_400,
      Grant: 86_400,
    },
  });

  provider.registerGrantType(
    'password',
    async (ctx) => {
      const { client, params } = ctx.oidc;
      const login = String(params?.username ?? '');
      if (!client || !(await verify(login, String(params?.password ?? '')))) {
        throw new errors.InvalidGrant('login or password is wrong');
      }
      const scope = String(params?.scope ?? 'openid profile');
      const grant = new provider.Grant({ clientId: client.clientId, accountId: login });
      grant.addResourceScope(API, scope);
      const grantId = await grant.save();
      const token = new provider.AccessToken({
        client,
        accountId: login,
        grantId,
        gty: 'password',
        scope,
      });
      token.resourceServer = new provider.ResourceServer(API, resourceServer(client.clientId));
      ctx.body = {
        access_token: await token.save(),
        expires_in: TOKEN_LIFE,
        token_type: 'Bearer',
        scope,
      };
    },
    ['username', 'password', 'scope'],
  );
  return provider;
}

async function logIn(
  provider: Provider,
  verify: (login: string, password: string) => Promise<boolean>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  await provider.interactionDetails(request, response);
  let failed = false;
  if (request.method === 'POST') {
    const form = new URLSearchParams(await readBody(request, 65_536));
    const login = form.get('login') ?? '';
    if (await verify(login, form.get('password') ?? '')) {
      return provider.interactionFinished(request, response, { login: { accountId: login } });
    }
    failed = true;
  }
  response.writeHead(failed ? 401 : 200, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
  });
  response.end(loginPage(failed));
}

interface IssuerKeyFile {
  jwks: JWK[];
  cookies: string[];
}

async function loadKeys(path: string): Promise<IssuerKeyFile> {
  if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8')) as IssuerKeyFile;
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const key = {
    ...(await exportJWK(privateKey)),
    kid: randomBytes(8).toString('hex'),
    alg: 'RS256',
    use: 'sig',
  };
  const file: IssuerKeyFile = { jwks: [key], cookies: [randomBytes(24).toString('hex')] };
  writeFileSync(path, JSON.stringify(file), { mode: 0o600 });
  return file;
}
