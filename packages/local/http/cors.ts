import type { IncomingHttpHeaders } from 'node:http';
import { asList, type JsonObject } from '../json.ts';

/** The CORS headers that an API's configuration gives to this request; none when the origin is not allowed. */
export function corsHeaders(
  cors: JsonObject,
  headers: IncomingHttpHeaders,
  method: string,
): Record<string, string> {
  const origin = headers.origin;
  if (!origin) return {};
  const origins = asList(cors.AllowOrigins).map(String);
  const allowed = origins.includes('*') ? '*' : origins.find((one) => one === origin);
  if (allowed === undefined) return {};
  const result: Record<string, string> = { 'access-control-allow-origin': allowed };
  if (allowed !== '*') result.vary = 'origin';
  if (cors.AllowCredentials === true) result['access-control-allow-credentials'] = 'true';
  const list = (value: JsonObject[string] | undefined) => asList(value).map(String).join(',');
  if (cors.ExposeHeaders) result['access-control-expose-headers'] = list(cors.ExposeHeaders);
  if (method !== 'OPTIONS') return result;
  if (cors.AllowMethods) {
    const methods = list(cors.AllowMethods);
    result['access-control-allow-methods'] =
      methods === '*' ? 'GET,HEAD,POST,PUT,PATCH,DELETE,OPTIONS' : methods;
  }
  if (cors.AllowHeaders) result['access-control-allow-headers'] = list(cors.AllowHeaders);
  if (cors.MaxAge !== undefined) result['access-control-max-age'] = String(cors.MaxAge);
  return result;
}
