import { type LookupAddress, lookup } from 'node:dns';
import { type ClientRequest, request as plainRequest } from 'node:http';
import { request as secureRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { answerKept } from '../domain/integration/webhook-rules.ts';
import { isLoopbackAddress, isPublicAddress } from './public-address.ts';

/** What a call came to: an answer with its first letters, or a code for why there is none. */
export type OutsideAnswer = { status: number; text: string } | { error: OutsideError };
export type OutsideError = 'address-not-allowed' | 'timed-out' | 'unreachable';

export type CallOutside = (
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
) => Promise<OutsideAnswer>;

/** From the first look-up to the last byte (house). */
const milliseconds = 5_000;

class AddressNotAllowed extends Error {}

/**
 * POSTs to an address that somebody outside has named. The address is looked up and judged when it is called, and
 * that very address is connected to, so a name cannot lead elsewhere meanwhile. Redirects are answers and not followed.
 */
export const connectOutside = ({ loopbackAllowed }: { loopbackAllowed: boolean }): CallOutside => {
  const isAllowed = (address: string) =>
    isPublicAddress(address) || (loopbackAllowed && isLoopbackAddress(address));
  const judged: LookupFunction = (hostname, options, done) =>
    lookup(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
      if (error) return done(error, '', 4);
      const [first] = addresses;
      // One wrong address is enough: somebody tries something.
      if (!first || !addresses.every(({ address }) => isAllowed(address)))
        return done(new AddressNotAllowed(), '', 4);
      return options.all ? done(null, addresses) : done(null, first.address, first.family);
    });

  return (url, headers, body) =>
    new Promise((resolve) => {
      const { hostname, protocol } = new URL(url);
      const host = hostname.replace(/^\[|\]$/g, '');
      // Written as a number it is never looked up.
      if (isIP(host) !== 0 && !isAllowed(host)) return resolve({ error: 'address-not-allowed' });
      const signal = AbortSignal.timeout(milliseconds);
      const call: ClientRequest = (protocol === 'https:' ? secureRequest : plainRequest)(
        url,
        {
          method: 'POST',
          headers: { ...headers, 'content-length': Buffer.byteLength(body) },
          lookup: judged,
          agent: false,
          signal,
        },
        (response) => {
          const status = response.statusCode ?? 0;
          let text = '';
          const finish = () => resolve({ status, text: Array.from(text).slice(0, answerKept).join('') });
          response.setEncoding('utf8');
          response.on('data', (chunk: string) => {
            text += chunk;
            // Whatever more it has to say, nobody listens.
            if (text.length >= answerKept) {
              finish();
              response.destroy();
            }
          });
          response.on('end', finish);
          // The status is there; that the rest is cut off changes nothing.
          response.on('error', finish);
        },
      );
      call.on('error', (error) =>
        resolve({
          error:
            error instanceof AddressNotAllowed
              ? 'address-not-allowed'
              : signal.aborted
                ? 'timed-out'
                : 'unreachable',
        }),
      );
      call.end(body);
    });
};
