import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Guard } from '../access/guard.ts';
import type { Assembly, DeclaredResource } from '../assembly/assembly.ts';
import { close, listen, readBytes } from '../gateway/gateway.ts';
import { asList, asNumber, asObject, asString, type JsonObject } from '../json.ts';
import type { FunctionPool } from '../lambda/function-pool.ts';
import type { Authorizer } from './authorizer.ts';
import { corsHeaders } from './cors.ts';
import { type HttpAnswer, toAnswer, toEvent } from './payload.ts';
import { createRouter, parseRouteKey, type RoutePattern } from './router.ts';
import { createThrottle, limitOf } from './throttle.ts';

/** A route with what stands behind it. */
interface Route {
  key: string;
  pattern: RoutePattern;
  functionName: string | undefined;
  timeoutMs: number;
  authorizer: Authorizer | undefined;
  scopes: string[];
  /** Takes a call, or answers false when there are too many. */
  takes: () => boolean;
  /** False when the template lets API Gateway not invoke the function: every call is then a 500, as on AWS. */
  permitted: boolean;
}

/** One HTTP API served on loopback. */
export interface HttpApi {
  url: string;
  serve(definition: ApiDefinition): void;
  /** Requests under way. */
  busy(): number;
  close(): Promise<void>;
}

/** What the assembly says about one API. */
export interface ApiDefinition {
  apiId: string;
  account: string;
  stage: string;
  stageVariables: Record<string, string>;
  routes: Route[];
  cors: JsonObject | undefined;
}

/** Surroundings of an API. */
export interface ApiOptions {
  pool: () => FunctionPool;
  now: () => number;
  log: (line: string) => void;
  /** Answers what no route takes, e.g. the files of the console. False means 404. */
  fallback?: ((request: IncomingMessage, response: ServerResponse) => boolean) | undefined;
}

const BODY_LIMIT = 10 * 1024 * 1024;

/** Opens the server; it answers 503 until it knows its routes. */
export async function openApi(port: number, options: ApiOptions): Promise<HttpApi> {
  let handle: ((request: IncomingMessage, response: ServerResponse) => Promise<void>) | undefined;
  let running = 0;
  const server = createServer((request, response) => {
    if (!handle) return write(response, plain(503, 'Service Unavailable'));
    running += 1;
    handle(request, response)
      .catch((error: unknown) => {
        options.log(
          `api: ${request.method} ${request.url}: ${error instanceof Error ? error.message : error}`,
        );
        write(response, plain(500, 'Internal Server Error'));
      })
      .finally(() => {
        running -= 1;
      });
  });
  server.keepAliveTimeout = 60_000;
  const url = await listen(server, port);
  return {
    url,
    busy: () => running,
    serve(definition) {
      handle = handler(definition, options);
    },
    close: () => close(server),
  };
}

function handler(definition: ApiDefinition, options: ApiOptions) {
  const route = createRouter(definition.routes);
  const { apiId, account, stage, stageVariables, cors } = definition;
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://local');
    const method = request.method ?? 'GET';
    const crossOrigin = cors ? corsHeaders(cors, request.headers, method) : {};
    if (cors && method === 'OPTIONS' && request.headers['access-control-request-method']) {
      return write(response, { status: 204, headers: crossOrigin, body: Buffer.alloc(0) });
    }
    const path =
      stage === '$default' ? url.pathname : url.pathname.replace(new RegExp(`^/${stage}(?=/|$)`), '');
    const found = route(method, path);
    if (!found) {
      if (options.fallback?.(request, response)) return;
      return write(response, plain(404, 'Not Found', crossOrigin));
    }
    const target = found.route;
    if (!target.takes()) return write(response, plain(429, 'Too Many Requests', crossOrigin));
    const verdict = await target.authorizer?.verify(request.headers.authorization, target.scopes);
    if (verdict?.kind === 'forbidden') return write(response, plain(403, 'Forbidden', crossOrigin));
    if (verdict && verdict.kind !== 'accepted') {
      const reason =
        verdict.kind === 'refused' ? ` error="invalid_token" error_description="${verdict.reason}"` : '';
      const challenge = { 'www-authenticate': `Bearer${reason.replace(/[\r\n]/g, ' ')}` };
      return write(response, plain(401, 'Unauthorized', { ...crossOrigin, ...challenge }));
    }
    let body: Buffer;
    try {
      body = await readBytes(request, BODY_LIMIT);
    } catch {
      return write(response, plain(413, 'Request Entity Too Large', crossOrigin));
    }
    if (!target.permitted || target.functionName === undefined) {
      return write(response, plain(500, 'Internal Server Error', crossOrigin));
    }
    const event = toEvent(request, url, body, {
      apiId,
      account,
      stage,
      routeKey: target.key,
      parameters: found.parameters,
      stageVariables,
      now: options.now(),
      ...(verdict ? { claims: verdict.claims, scopes: verdict.scopes } : {}),
    });
    const answer = await call(target, target.functionName, event, request, options);
    write(response, { ...answer, headers: { ...answer.headers, ...crossOrigin } });
  };
}

async function call(
  target: Route,
  functionName: string,
  event: JsonObject,
  request: IncomingMessage,
  options: ApiOptions,
): Promise<HttpAnswer> {
  const caseKey = asString(request.headers['x-case-key']);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), target.timeoutMs);
  });
  try {
    const result = await Promise.race([
      options.pool().invoke(functionName, JSON.stringify(event), { caseKey }),
      late,
    ]);
    if (result === 'late') return plain(503, 'Service Unavailable');
    if (result.failed) {
      options.log(`api: ${target.key} failed in ${functionName}: ${result.payload.slice(0, 500)}`);
      return plain(500, 'Internal Server Error');
    }
    return toAnswer(result.payload);
  } finally {
    clearTimeout(timer);
  }
}

function plain(status: number, message: string, headers: Record<string, string> = {}): HttpAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: Buffer.from(JSON.stringify({ message })),
  };
}

function write(response: ServerResponse, answer: HttpAnswer): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(answer.status, { ...answer.headers, 'content-length': answer.body.length });
  response.end(answer.body);
}

/** As the service refuses them: settings of a route that is not there would limit nothing. */
function demandKnownRoutes(routes: DeclaredResource[], settings: JsonObject): void {
  const known = routes.map(({ properties }) => properties.RouteKey);
  const unknown = Object.keys(settings).filter((key) => !known.includes(key));
  if (unknown.length > 0)
    throw new Error(`Unable to find Route by key ${unknown[0]} within the provided RouteSettings`);
}

/** Reads routes, integrations and stage of an API out of the assembly. */
export function readApi(
  api: DeclaredResource,
  assembly: Assembly,
  authorizers: ReadonlyMap<string, Authorizer>,
  guard: Guard,
): ApiDefinition {
  const own = (type: string) =>
    assembly.all(type).filter((resource) => resource.properties.ApiId === api.name);
  const integrations = new Map(
    own('AWS::ApiGatewayV2::Integration').map((one) => [one.name, one.properties]),
  );
  const stage = own('AWS::ApiGatewayV2::Stage')[0];
  const stageName = asString(stage?.properties.StageName) ?? '$default';
  demandKnownRoutes(own('AWS::ApiGatewayV2::Route'), asObject(stage?.properties.RouteSettings));
  const routes = own('AWS::ApiGatewayV2::Route').map((resource): Route => {
    const key = asString(resource.properties.RouteKey) ?? '$default';
    const integration = asObject(
      integrations.get((asString(resource.properties.Target) ?? '').split('/').at(-1) ?? ''),
    );
    const functionArn =
      /arn:[^/]+:function:[^/:]+/.exec(asString(integration.IntegrationUri) ?? '')?.[0] ?? '';
    const [method = '*', path = ''] = key === '$default' ? ['$default'] : key.split(' ');
    const source = `arn:${api.partition}:execute-api:${api.region}:${api.account}:${api.name}/${stageName}/${
      method === 'ANY' ? '*' : method
    }${path}`;
    const permitted = guard.mayInvoke(functionArn, 'apigateway.amazonaws.com', source);
    if (!permitted) {
      const reason = `API route ${key} has no permission to invoke ${functionArn}`;
      guard.refuse('apigateway', 'lambda:InvokeFunction', functionArn, reason);
    }
    const authorization = asString(resource.properties.AuthorizationType) ?? 'NONE';
    const authorizer = authorizers.get(asString(resource.properties.AuthorizerId) ?? '');
    if (authorization !== 'NONE' && !authorizer) {
      throw new Error(`route ${key}: authorization ${authorization} is not executed here`);
    }
    const limit = limitOf(stage?.properties ?? {}, key);
    return {
      key,
      takes: limit ? createThrottle(limit, () => performance.now()) : () => true,
      pattern: parseRouteKey(key),
      functionName: functionArn.split(':').at(-1),
      timeoutMs: asNumber(integration.TimeoutInMillis) ?? 30_000,
      authorizer: authorization === 'NONE' ? undefined : authorizer,
      scopes: asList(resource.properties.AuthorizationScopes).map(String),
      permitted,
    };
  });
  const stageVariables: Record<string, string> = {};
  for (const [name, value] of Object.entries(asObject(stage?.properties.StageVariables))) {
    stageVariables[name] = String(value);
  }
  return {
    apiId: api.name,
    account: api.account,
    stage: stageName,
    stageVariables,
    routes,
    cors:
      api.properties.CorsConfiguration === undefined ? undefined : asObject(api.properties.CorsConfiguration),
  };
}
