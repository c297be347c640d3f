import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectOutside } from '../../packages/lambda/call-outside.ts';
import { isLoopbackAddress, isPublicAddress } from '../../packages/lambda/public-address.ts';

let server: Server;
let port: number;
let calls = 0;
beforeAll(async () => {
  server = createServer((request, response) => {
    calls += 1;
    if (request.url === '/never') return;
    if (request.url === '/drip') {
      response.writeHead(200).write('🚗'.repeat(250));
      setInterval(() => response.write('and more '), 20).unref();
      return;
    }
    response.writeHead(request.url === '/away' ? 307 : 200, { location: '/elsewhere' }).end('thanks');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const here = connectOutside({ loopbackAllowed: true });
const cloud = connectOutside({ loopbackAllowed: false });
const call = (post: typeof here, path: string, host = '127.0.0.1') =>
  post(`http://${host}:${port}${path}`, { 'content-type': 'application/json' }, '{}');

describe('A call to an address that somebody has named', () => {
  test('hears the answer, and no more of it than two hundred letters, whole ones', async () => {
    expect(await call(here, '/')).toEqual({ status: 200, text: 'thanks' });
    expect(await call(here, '/drip')).toEqual({ status: 200, text: '🚗'.repeat(200) });
  });

  test('follows no redirect', async () => {
    const before = calls;
    expect(await call(here, '/away')).toMatchObject({ status: 307 });
    expect(calls - before).toBe(1);
  });

  test('is given up after five seconds', async () => {
    const started = performance.now();
    expect(await call(here, '/never')).toEqual({ error: 'timed-out' });
    expect(performance.now() - started).toBeLessThan(6_500);
  });

  test('is not made to this very machine, by number or by name, where that is not allowed', async () => {
    const before = calls;
    for (const host of ['127.0.0.1', 'localhost', '[::1]', '0.0.0.0', '[::ffff:127.0.0.1]', '2130706433'])
      expect([host, await call(cloud, '/', host)]).toEqual([host, { error: 'address-not-allowed' }]);
    expect(calls).toBe(before);
  });

  test('is not made to a private address even where this machine is allowed', async () => {
    for (const host of ['10.0.0.1', '169.254.169.254', '192.168.1.1', '[fd00:ec2::254]'])
      expect([host, await call(here, '/', host)]).toEqual([host, { error: 'address-not-allowed' }]);
  });

  test('to a name that nobody knows is unreachable', async () => {
    expect(await call(here, '/', 'nobody.invalid')).toEqual({ error: 'unreachable' });
  });
});

describe('An address', () => {
  test.each([
    ['1.1.1.1', true],
    ['172.32.0.1', true],
    ['2606:4700::1111', true],
    ['240e::1', true],
    ['0.0.0.0', false],
    ['10.255.255.255', false],
    ['100.64.0.1', false],
    ['127.0.0.1', false],
    ['169.254.169.254', false],
    ['172.16.0.1', false],
    ['192.168.0.1', false],
    ['224.0.0.1', false],
    ['255.255.255.255', false],
    ['::', false],
    ['::1', false],
    ['::ffff:1.1.1.1', false],
    ['64:ff9b::a00:1', false],
    ['2002:a00:1::', false],
    ['2001:db8::1', false],
    ['fd00:ec2::254', false],
    ['fe80::1', false],
    ['ff02::1', false],
    ['example.com', false],
  ])('%s is on the internet: %s', (address, expected) => {
    expect(isPublicAddress(address)).toBe(expected);
  });

  test('of this machine is told from the private ones', () => {
    expect(['127.0.0.1', '127.8.9.1', '::1', '10.0.0.1', 'localhost'].map(isLoopbackAddress)).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
  });
});
