import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Caller, Guard } from '../access/guard.ts';
import type { Buckets, StoredObject } from '../files/buckets.ts';
import { ServiceError } from './service-error.ts';

/** S3's REST API, as far as it is served here: put, get and head of whole objects, by signature or by signed link. */
export type ObjectCall = (request: IncomingMessage, body: Buffer, caller: Caller) => Promise<ObjectAnswer>;

export interface ObjectAnswer {
  headers: Record<string, string | number>;
  content?: Buffer;
}

/** How an S3 request is told from the others: the service that it was signed for. */
const SCOPE = /Credential=([^/]+)\/\d{8}\/[^/]+\/s3\/aws4_request/;

/** Access key id of an S3 request; undefined when it is none. */
export function objectCaller(request: IncomingMessage): string | undefined {
  const signed = SCOPE.exec(request.headers.authorization ?? '')?.[1];
  if (signed) return signed;
  const credential = new URL(request.url ?? '/', 'http://local').searchParams.get('X-Amz-Credential') ?? '';
  return SCOPE.exec(`Credential=${credential}`)?.[1];
}

export function serveObjects(buckets: Buckets, guard: Guard, now: () => number): ObjectCall {
  return async (request, body, caller) => {
    const url = new URL(request.url ?? '/', 'http://local');
    const [bucket = '', ...rest] = url.pathname.slice(1).split('/').map(decodeURIComponent);
    const key = rest.join('/');
    const arn = buckets.arnOf(bucket);
    if (!arn) throw new ServiceError('NoSuchBucket', `The specified bucket does not exist: ${bucket}`, 404);
    refuseLate(url, now());
    const reads = request.method === 'GET' || request.method === 'HEAD';
    if ((!reads && request.method !== 'PUT') || key === '' || partial(request, url))
      throw new ServiceError('NotImplemented', `${request.method} ${url.pathname} is not served here`, 501);
    guard.demand(caller, [{ action: reads ? 's3:GetObject' : 's3:PutObject', resource: `${arn}/${key}` }]);
    if (!reads) {
      const type = request.headers['content-type'] ?? 'application/octet-stream';
      const { etag } = await buckets.put(bucket, key, body, type);
      return { headers: { etag: `"${etag}"` } };
    }
    const object = buckets.head(bucket, key);
    if (!object) throw new ServiceError('NoSuchKey', 'The specified key does not exist.', 404);
    const headers = headersOf(object, url);
    return request.method === 'GET' ? { headers, content: await buckets.read(object) } : { headers };
  };
}

/** A link says itself how long it is good for. */
function refuseLate(url: URL, now: number): void {
  const [date, seconds] = ['X-Amz-Date', 'X-Amz-Expires'].map((name) => url.searchParams.get(name));
  if (!date || !seconds) return;
  const signed = Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
  if (!(now <= signed + Number(seconds) * 1000))
    throw new ServiceError('AccessDenied', 'Request has expired', 403);
}

/** Parts, copies and encodings of their own, which nobody here asks for. */
const partial = (request: IncomingMessage, url: URL) =>
  url.searchParams.has('uploadId') ||
  request.headers['x-amz-copy-source'] !== undefined ||
  request.headers.range !== undefined ||
  String(request.headers['content-encoding'] ?? '').includes('aws-chunked');

function headersOf(object: StoredObject, url: URL): Record<string, string | number> {
  const disposition = url.searchParams.get('response-content-disposition');
  return {
    'content-type': url.searchParams.get('response-content-type') ?? object.type,
    'content-length': object.bytes,
    'last-modified': new Date(object.written).toUTCString(),
    etag: `"${object.etag}"`,
    ...(disposition ? { 'content-disposition': disposition } : {}),
  };
}

/** An error as S3 answers it. */
export function answerInXml(response: ServerResponse, error: ServiceError): void {
  if (response.destroyed) return;
  const text = error.message.replace(/[<>&]/g, (sign) => ({ '<': '&lt;', '>': '&gt;' })[sign] ?? '&amp;');
  // S3 has its own word for what no policy grants, and its own status.
  const denied = error.code === 'AccessDeniedException';
  response.writeHead(denied ? 403 : error.status, { 'content-type': 'application/xml' });
  response.end(
    `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${denied ? 'AccessDenied' : error.code}</Code><Message>${text}</Message></Error>`,
  );
}
