import { createLocalJWKSet, createRemoteJWKSet, errors, type JWTVerifyGetKey, jwtVerify } from 'jose';
import type { Assembly } from '../assembly/assembly.ts';
import { asList, asObject, asString, type JsonObject } from '../json.ts';

/** Judges the token of a request. */
export interface Authorizer {
  /** The claims, or why the token is refused. `none` means that there is no token at all. */
  verify(authorization: string | undefined, scopes: readonly string[]): Promise<Verdict>;
}

/** `forbidden` is a good token without the scope the route wants (403); everything else bad is 401. */
export type Verdict =
  | { kind: 'accepted'; claims: JsonObject; scopes: string[] }
  | { kind: 'none' }
  | { kind: 'refused'; reason: string }
  | { kind: 'forbidden' };

/** The keys of one issuer. */
export type IssuerKeys = JWTVerifyGetKey;

/** Keys published at the issuer's discovery document, fetched when first needed. */
export function remoteKeys(issuer: string): IssuerKeys {
  let keys: Promise<IssuerKeys> | undefined;
  const discover = async () => {
    const answer = await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
    const { jwks_uri } = asObject(await answer.json());
    return createRemoteJWKSet(new URL(String(jwks_uri)));
  };
  return async (header, token) => {
    keys ??= discover();
    keys.catch(() => {
      keys = undefined;
    });
    return (await keys)(header, token);
  };
}

/** Keys known in this process. */
export function localKeys(jwks: Parameters<typeof createLocalJWKSet>[0]): IssuerKeys {
  return createLocalJWKSet(jwks);
}

/**
 * The JWT authorizers of the template by their id. An audience may stand in `aud` or, as Cognito's access tokens have
 * it, in `client_id`.
 */
export function readAuthorizers(
  assembly: Assembly,
  keysOf: (issuer: string) => IssuerKeys,
  now: () => number,
): Map<string, Authorizer> {
  const authorizers = new Map<string, Authorizer>();
  for (const resource of assembly.all('AWS::ApiGatewayV2::Authorizer')) {
    if (resource.properties.AuthorizerType !== 'JWT') {
      throw new Error(`${resource.logicalId}: only JWT authorizers are executed here`);
    }
    const jwt = asObject(resource.properties.JwtConfiguration);
    const issuer = asString(jwt.Issuer) ?? '';
    const audience = asList(jwt.Audience).map(String);
    authorizers.set(resource.name, createAuthorizer(issuer, audience, keysOf(issuer), now));
  }
  return authorizers;
}

/** One JWT authorizer. */
export function createAuthorizer(
  issuer: string,
  audience: readonly string[],
  keys: IssuerKeys,
  now: () => number,
): Authorizer {
  // Judging a signature is the dearest part of a request; a token seen before is only asked for its expiry.
  const seen = new Map<string, JsonObject>();

  async function claimsOf(token: string): Promise<JsonObject> {
    const known = seen.get(token);
    if (known) {
      if (typeof known.exp === 'number' && known.exp * 1000 <= now())
        throw new errors.JWTExpired('expired', known);
      return known;
    }
    const { payload } = await jwtVerify(token, keys, {
      issuer,
      currentDate: new Date(now()),
      requiredClaims: ['exp'],
    });
    const claims = payload as JsonObject;
    const given = [...asList(claims.aud), ...asList(claims.client_id)].map(String);
    if (!given.some((one) => audience.includes(one))) throw new Error('the audience does not match');
    if (seen.size > 5000) seen.clear();
    seen.set(token, claims);
    return claims;
  }

  return {
    async verify(authorization, wanted) {
      if (!authorization) return { kind: 'none' };
      const token = authorization.replace(/^Bearer\s+/i, '');
      try {
        const claims = await claimsOf(token);
        const scopes = String(claims.scope ?? claims.scp ?? '')
          .split(' ')
          .filter((scope) => scope !== '');
        if (wanted.length > 0 && !wanted.some((scope) => scopes.includes(scope)))
          return { kind: 'forbidden' };
        return { kind: 'accepted', claims, scopes };
      } catch (error) {
        return { kind: 'refused', reason: error instanceof Error ? error.message : String(error) };
      }
    },
  };
}
