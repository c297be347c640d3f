import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Caller, Guard } from '../access/guard.ts';
import { asObject, type JsonObject, parseJson } from '../json.ts';
import { answerInXml, type ObjectCall, objectCaller } from './objects.ts';
import { ServiceError } from './service-error.ts';

/** An answer that is already text, so that table pages are not parsed twice. */
export interface RawAnswer {
  status: number;
  body: string;
}

/** One AWS service behind the gateway. */
export type ServiceCall = (operation: string, input: JsonObject, caller: Caller) => Promise<JsonObject>;

/** A service that gets the body unparsed. */
export type RawServiceCall = (operation: string, body: string, caller: Caller) => Promise<RawAnswer>;

/** What lies behind the gateway. */
export interface GatewayServices {
  guard: Guard;
  dynamodb: RawServiceCall;
  /** By the prefix of `X-Amz-Target`. */
  json: Record<string, ServiceCall>;
  /** S3's REST API. */
  objects: ObjectCall;
  /** Lambda's REST API: answers payload text and, when the function failed, its error kind. */
  invoke(
    name: string,
    payload: string,
    type: string,
    caller: Caller,
  ): Promise<{ payload: string; failed?: string }>;
  /** Lets tests and simulations break calls; undefined means go on. */
  fault?: FaultInjector;
}

/** Decides whether a call goes wrong. */
export type FaultInjector = (call: {
  service: string;
  operation: string;
  caller: string;
}) => Fault | undefined;

/** `before`: the call is refused unexecuted; `after`: it is executed and its answer lost. */
export interface Fault {
  when: 'before' | 'after';
  code: string;
  message?: string;
  status?: number;
}

const INVOKE = /^\/2015-03-31\/functions\/([^/]+)\/invocations/;
const CREDENTIAL = /Credential=([^/]+)\//;
const BODY_LIMIT = 16 * 1024 * 1024;
const OBJECT_LIMIT = 256 * 1024 * 1024;

/**
 * Opens the loopback server; it answers 503 until `serve` has been called.
 * @param now the platform's clock
 */
export async function openGateway(
  port: number,
  now: () => number,
): Promise<{ url: string; serve(services: GatewayServices): void; close(): Promise<void> }> {
  let services: GatewayServices | undefined;
  const server = createServer((request, response) => {
    // The AWS clients compare this with their own clock, which is the movable one, and would try again when it differs.
    response.setHeader('date', new Date(now()).toUTCString());
    if (!services) return answer(response, 503, '{"__type":"ServiceUnavailable","message":"starting"}');
    const key = objectCaller(request);
    void (key === undefined
      ? handle(services, request, response)
      : handleObject(services, request, response, key));
  });
  server.keepAliveTimeout = 60_000;
  const url = await listen(server, port);
  return {
    url,
    serve: (given) => {
      services = given;
    },
    close: () => close(server),
  };
}

async function handle(
  services: GatewayServices,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const body = await readBody(request);
    const caller = services.guard.callerOf(CREDENTIAL.exec(request.headers.authorization ?? '')?.[1]);
    if (!caller)
      throw new ServiceError('UnrecognizedClientException', 'The access key id is not known here', 403);
    const target = request.headers['x-amz-target'];
    if (typeof target !== 'string') return await invoke(services, request, response, body, caller);
    const [prefix = '', operation = ''] = target.split('.');
    const service = prefix.startsWith('DynamoDB') ? 'DynamoDB' : prefix;
    const fault = services.fault?.({ service, operation, caller: caller.name });
    if (fault?.when === 'before') throw asError(fault);
    if (prefix === 'DynamoDB_20120810') {
      const { status, body: text } = await services.dynamodb(operation, body, caller);
      if (fault) throw asError(fault);
      return answer(response, status, text);
    }
    const call = services.json[prefix];
    if (!call) throw new ServiceError('UnknownOperationException', `${target} is not served here`);
    const result = await call(operation, body === '' ? {} : asObject(parseJson(body)), caller);
    if (fault) throw asError(fault);
    answer(response, 200, JSON.stringify(result));
  } catch (error) {
    const known = error instanceof ServiceError;
    const code = known ? error.code : 'InternalFailure';
    const message = error instanceof Error ? error.message : String(error);
    const body = JSON.stringify({ __type: code, message, Message: message });
    answer(response, known ? error.status : 500, body, { 'x-amzn-errortype': code });
  }
}

async function handleObject(
  services: GatewayServices,
  request: IncomingMessage,
  response: ServerResponse,
  key: string,
): Promise<void> {
  try {
    const body = await readBytes(request, OBJECT_LIMIT);
    const caller = services.guard.callerOf(key);
    if (!caller) throw new ServiceError('InvalidAccessKeyId', 'The access key id is not known here', 403);
    const operation = request.method === 'PUT' ? 'PutObject' : 'GetObject';
    const fault = services.fault?.({ service: 'S3', operation, caller: caller.name });
    if (fault?.when === 'before') throw asError(fault);
    const result = await services.objects(request, body, caller);
    if (fault) throw asError(fault);
    response.writeHead(200, result.headers).end(result.content);
  } catch (error) {
    answerInXml(
      response,
      error instanceof ServiceError ? error : new ServiceError('InternalError', String(error), 500),
    );
  }
}

async function invoke(
  services: GatewayServices,
  request: IncomingMessage,
  response: ServerResponse,
  body: string,
  caller: Caller,
): Promise<void> {
  const name = INVOKE.exec(request.url ?? '')?.[1];
  if (name === undefined)
    throw new ServiceError('UnknownOperationException', `${request.url} is not served here`, 404);
  const type = String(request.headers['x-amz-invocation-type'] ?? 'RequestResponse');
  const fault = services.fault?.({ service: 'Lambda', operation: 'Invoke', caller: caller.name });
  if (fault?.when === 'before') throw asError(fault);
  const result = await services.invoke(decodeURIComponent(name), body, type, caller);
  if (fault) throw asError(fault);
  const headers = result.failed ? { 'x-amz-function-error': result.failed } : {};
  answer(response, type === 'Event' ? 202 : type === 'DryRun' ? 204 : 200, result.payload, headers);
}

/** What the caller of a broken call sees. */
export function asError(fault: Fault): ServiceError {
  return new ServiceError(fault.code, fault.message ?? 'injected', fault.status ?? 400);
}

function answer(
  response: ServerResponse,
  status: number,
  body: string,
  headers: Record<string, string> = {},
): void {
  if (response.destroyed) return;
  response.writeHead(status, {
    'content-type': 'application/x-amz-json-1.0',
    'content-length': Buffer.byteLength(body),
    'x-amzn-requestid': randomUUID(),
    ...headers,
  });
  response.end(body);
}

/** The whole body as text. @throws ServiceError when it is larger than any AWS service takes */
export function readBody(request: IncomingMessage, limit = BODY_LIMIT): Promise<string> {
  return readBytes(request, limit).then((bytes) => bytes.toString('utf8'));
}

/** The whole body. @throws ServiceError RequestEntityTooLarge beyond `limit` bytes */
export function readBytes(request: IncomingMessage, limit: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) chunks.push(chunk);
    });
    request.on('end', () => {
      if (size > limit) reject(new ServiceError('RequestEntityTooLarge', 'Request Entity Too Large', 413));
      else resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks));
    });
    request.on('error', reject);
  });
}

/** Listens on loopback; port 0 takes any free one. */
export async function listen(server: Server, port: number): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return `http://127.0.0.1:${address.port}`;
}

/** Closes the server and the connections that are kept open. */
export async function close(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await closed;
}
