import { describe, expect, test } from 'vitest';
import { toAnswer } from '../../../packages/local/http/payload.ts';
import { claimStrings, createRouter, parseRouteKey } from '../../../packages/local/http/router.ts';

const route = createRouter(
  ['GET /stations/{id}', 'GET /stations/rank', 'ANY /stations/{id}', 'GET /files/{path+}', '$default'].map(
    (key) => ({
      key,
      pattern: parseRouteKey(key),
    }),
  ),
);

describe('an HTTP API', () => {
  test.each([
    ['GET', '/stations/rank', 'GET /stations/rank', {}],
    ['GET', '/stations/s%201', 'GET /stations/{id}', { id: 's 1' }],
    ['POST', '/stations/s1', 'ANY /stations/{id}', { id: 's1' }],
    ['GET', '/files/a/b', 'GET /files/{path+}', { path: 'a/b' }],
    ['GET', '/elsewhere/x', '$default', {}],
  ])('%s %s goes to %s', (method, path, key, parameters) => {
    const match = route(method, path);
    expect(match?.route.key).toBe(key);
    expect(match?.parameters).toEqual(parameters);
  });

  test('without a default route nothing takes an unknown path', () => {
    const strict = createRouter([{ pattern: parseRouteKey('GET /a') }]);
    expect(strict('GET', '/b')).toBeUndefined();
    expect(strict('POST', '/a')).toBeUndefined();
  });

  test('claims reach functions as strings', () => {
    expect(claimStrings({ sub: 'li', groups: ['a', 'b'], exp: 5, ok: true })).toEqual({
      sub: 'li',
      groups: '[a b]',
      exp: '5',
      ok: 'true',
    });
  });
});

describe("a function's return value", () => {
  test('that is no response is the body of a 200', () => {
    const answer = toAnswer('{"a":1}');
    expect([answer.status, answer.body.toString(), answer.headers['content-type']]).toEqual([
      200,
      '{"a":1}',
      'application/json',
    ]);
  });

  test('keeps status, headers, cookies and binary bodies', () => {
    const body = Buffer.from([1, 2, 255]).toString('base64');
    const answer = toAnswer(
      JSON.stringify({
        statusCode: 201,
        headers: { 'X-Id': 7 },
        cookies: ['a=1', 'b=2'],
        body,
        isBase64Encoded: true,
      }),
    );
    expect(answer.status).toBe(201);
    expect(answer.headers).toMatchObject({ 'x-id': '7', 'set-cookie': ['a=1', 'b=2'] });
    expect([...answer.body]).toEqual([1, 2, 255]);
  });

  test('with a status that is none is an error', () => {
    expect(() => toAnswer('{"statusCode":"often"}')).toThrow('bad statusCode');
  });
});
