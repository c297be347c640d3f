import { setTimeout as sleep } from 'node:timers/promises';

/** The API answered with a no; `code` is the machine code of the problem. */
export class ApiRefusal extends Error {
  readonly status: number;
  readonly code: string;

  constructor(request: string, status: number, code: string) {
    super(`${request}: ${status} ${code}`);
    this.name = 'ApiRefusal';
    this.status = status;
    this.code = code;
  }
}

export interface PublicApi {
  /**
   * Sends as the first of the logins that is there and may do it, and answers the body.
   * Waits while the platform is away; throws ApiRefusal when it says no to all of them.
   */
  send<Body>(
    logins: readonly string[],
    method: 'GET' | 'POST' | 'PUT',
    path: string,
    body?: object,
  ): Promise<Body>;
}

const firstPause = 100;
const longestPause = 2_000;
/** Of one request; after that it is sent again, which every route allows. */
const requestTimeout = 30_000;

/**
 * The HTTP API as a patient client uses it: a refused connection, a time-out, 429 and 5xx are tried again with
 * growing pauses until `patience` (milliseconds) is used up, because the platform may be starting again. A token
 * is kept per login and asked for anew when the API no longer takes it.
 */
export function publicApi(options: {
  apiUrl: string;
  /** Rejects when there is no such login, or no issuer at the moment. */
  tokenFor(login: string): Promise<string>;
  patience: number;
  signal?: AbortSignal | undefined;
}): PublicApi {
  const tokens = new Map<string, string>();

  async function tokenOf(login: string): Promise<string> {
    const token = tokens.get(login) ?? (await options.tokenFor(login));
    tokens.set(login, token);
    return token;
  }

  async function once(token: string, method: string, path: string, body?: object): Promise<Response> {
    const timeout = AbortSignal.timeout(requestTimeout);
    const response = await fetch(`${options.apiUrl}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body ? { 'content-type': 'application/json' } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
      signal: options.signal ? AbortSignal.any([options.signal, timeout]) : timeout,
    });
    // Read here, so that a connection lost in the middle of the body counts as lost too.
    return new Response(await response.text(), { status: response.status });
  }

  /** The body, or why there is none: a refusal is final for this login, anything else may pass. */
  async function attempt<Body>(
    login: string,
    method: string,
    path: string,
    body?: object,
  ): Promise<Body | Error> {
    for (const renewed of [false, true]) {
      let token: string;
      try {
        token = await tokenOf(login);
      } catch (cause) {
        options.signal?.throwIfAborted();
        return new TokenMissing(login, { cause });
      }
      let response: Response;
      try {
        response = await once(token, method, path, body);
      } catch (error) {
        options.signal?.throwIfAborted();
        return error instanceof Error ? error : new Error(String(error));
      }
      if (response.ok) return (await response.json()) as Body;
      if (response.status === 429 || response.status >= 500) return new Error(`HTTP ${response.status}`);
      if (response.status === 401) tokens.delete(login);
      if (response.status !== 401 || renewed)
        return new ApiRefusal(`${method} ${path}`, response.status, codeOf(await response.text()));
    }
    throw new Error('Unreachable: the second attempt always returns');
  }

  return {
    async send<Body>(
      logins: readonly string[],
      method: 'GET' | 'POST' | 'PUT',
      path: string,
      body?: object,
    ): Promise<Body> {
      const until = Date.now() + options.patience;
      for (let pause = firstPause; ; pause = Math.min(pause * 2, longestPause)) {
        let passing: Error | undefined;
        let refusal: ApiRefusal | undefined;
        // A login that has a token is there; asking for the others first would only cost time.
        for (const login of [...logins].sort((a, b) => Number(tokens.has(b)) - Number(tokens.has(a)))) {
          const answer = await attempt<Body>(login, method, path, body);
          if (!(answer instanceof Error)) return answer;
          if (!(answer instanceof ApiRefusal)) passing = answer;
          else if (answer.status !== 401 && answer.status !== 403) throw answer;
          else refusal = answer;
          if (passing && !(passing instanceof TokenMissing)) break;
        }
        // Where one login is refused, one that has no token is taken to be none.
        if (refusal && (!passing || passing instanceof TokenMissing)) throw refusal;
        if (!passing) throw new ApiRefusal(`${method} ${path}`, 403, 'no-login');
        if (Date.now() + pause > until) {
          if (passing instanceof TokenMissing) throw new ApiRefusal(`${method} ${path}`, 401, 'no-token');
          throw new Error(`${method} ${path}: no answer within ${options.patience} ms (${passing.message})`, {
            cause: passing,
          });
        }
        await sleep(pause, undefined, options.signal ? { signal: options.signal } : {});
      }
    },
  };
}

class TokenMissing extends Error {
  constructor(login: string, options: ErrorOptions) {
    super(`no token for ${login}`, options);
    this.name = 'TokenMissing';
  }
}

function codeOf(text: string): string {
  try {
    const problem = JSON.parse(text) as { code?: unknown } | null;
    return typeof problem?.code === 'string' ? problem.code : 'no-code';
  } catch {
    return 'no-code';
  }
}
