import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { asObject, isObject, type Json, type JsonObject, parseJson } from '../json.ts';
import { claimStrings } from './router.ts';

/** What the event needs beyond the request itself. */
export interface RequestFacts {
  apiId: string;
  account: string;
  stage: string;
  routeKey: string;
  parameters: Record<string, string>;
  stageVariables: Record<string, string>;
  claims?: JsonObject;
  scopes?: string[];
  now: number;
}

/** An HTTP answer ready to be written. */
export interface HttpAnswer {
  status: number;
  headers: Record<string, string | string[]>;
  body: Buffer;
}

const TEXT = /^(text\/|application\/(json|javascript|xml|x-www-form-urlencoded|graphql)|.*\+(json|xml)\b)/i;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** The event of payload format 2.0. */
export function toEvent(request: IncomingMessage, url: URL, body: Buffer, facts: RequestFacts): JsonObject {
  const headers: JsonObject = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (value === undefined || name === 'cookie') continue;
    headers[name] = Array.isArray(value) ? value.join(',') : value;
  }
  const cookies = request.headers.cookie?.split(';').map((cookie) => cookie.trim());
  const query: JsonObject = {};
  for (const [name, value] of url.searchParams) {
    query[name] = name in query ? `${query[name]},${value}` : value;
  }
  const isText = TEXT.test(request.headers['content-type'] ?? 'text/plain');
  const rawPath = facts.stage === '$default' ? url.pathname : `/${facts.stage}${url.pathname}`;
  const host = request.headers.host ?? '';
  return {
    version: '2.0',
    routeKey: facts.routeKey,
    rawPath,
    rawQueryString: url.search.slice(1),
    headers,
    ...(cookies ? { cookies } : {}),
    ...(Object.keys(query).length > 0 ? { queryStringParameters: query } : {}),
    ...(Object.keys(facts.parameters).length > 0 ? { pathParameters: facts.parameters } : {}),
    ...(Object.keys(facts.stageVariables).length > 0 ? { stageVariables: facts.stageVariables } : {}),
    ...(body.length > 0 ? { body: body.toString(isText ? 'utf8' : 'base64') } : {}),
    isBase64Encoded: body.length > 0 && !isText,
    requestContext: {
      accountId: facts.account,
      apiId: facts.apiId,
      domainName: host,
      domainPrefix: host.split('.')[0] ?? '',
      requestId: randomUUID(),
      routeKey: facts.routeKey,
      stage: facts.stage,
      time: commonLogTime(facts.now),
      timeEpoch: Math.floor(facts.now),
      http: {
        method: request.method ?? 'GET',
        path: rawPath,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: request.socket.remoteAddress ?? '',
        userAgent: request.headers['user-agent'] ?? '',
      },
      ...(facts.claims
        ? {
            authorizer: {
              jwt: { claims: claimStrings(facts.claims), scopes: facts.scopes?.length ? facts.scopes : null },
            },
          }
        : {}),
    },
  };
}

/** What a function returned, as HTTP answer; a value that is no response object is a 200 with that value as JSON. */
export function toAnswer(payload: string): HttpAnswer {
  const value = parseJson(payload);
  if (!isObject(value) || value.statusCode === undefined) {
    const text = typeof value === 'string' ? value : payload;
    return { status: 200, headers: { 'content-type': 'application/json' }, body: Buffer.from(text) };
  }
  const headers: Record<string, string | string[]> = { 'content-type': 'text/plain; charset=utf-8' };
  for (const [name, header] of Object.entries(asObject(value.headers))) {
    if (header !== null) headers[name.toLowerCase()] = String(header);
  }
  if (Array.isArray(value.cookies)) headers['set-cookie'] = value.cookies.map(String);
  const text = bodyText(value.body);
  const status = Number(value.statusCode);
  if (!Number.isInteger(status) || status < 100 || status > 599)
    throw new Error(`bad statusCode ${value.statusCode}`);
  return { status, headers, body: Buffer.from(text, value.isBase64Encoded === true ? 'base64' : 'utf8') };
}

function bodyText(body: Json | undefined): string {
  if (body === undefined || body === null) return '';
  return typeof body === 'string' ? body : JSON.stringify(body);
}

function commonLogTime(now: number): string {
  const date = new Date(now);
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${two(date.getUTCDate())}/${MONTHS[date.getUTCMonth()]}/${date.getUTCFullYear()}`;
  return `${day}:${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())} +0000`;
}
