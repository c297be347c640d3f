import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from 'vitest';
import { Failure } from '../../packages/domain/errors.ts';
import { isTransient, nameTransientErrors } from '../../packages/table/transient.ts';

const answered = (name: string, httpStatusCode: number, more: object = {}) =>
  Object.assign(new Error(name), { name, $metadata: { httpStatusCode }, ...more });
const cancelled = (...codes: string[]) =>
  answered('TransactionCanceledException', 400, { CancellationReasons: codes.map((Code) => ({ Code })) });

describe('An error of the table', () => {
  test.each([
    ['throttled', answered('ProvisionedThroughputExceededException', 400)],
    ['a server error', answered('InternalServerError', 500)],
    ['a transaction in the way of another', cancelled('TransactionConflict', 'None')],
    ['no answer', Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })],
  ])('passes by itself: %s', (_, error) => expect(isTransient(error)).toBe(true));

  test.each([
    ['a condition that failed', answered('ConditionalCheckFailedException', 400)],
    [
      'a cancelled transaction with a failed condition',
      cancelled('TransactionConflict', 'ConditionalCheckFailed'),
    ],
    ['a wrong request', answered('ValidationException', 400)],
    ['a defect of ours', new TypeError('undefined is no function')],
  ])('stays: %s', (_, error) => expect(isTransient(error)).toBe(false));
});

describe('A client whose table answers with an error', () => {
  const errorOf = async (status: number, type: string): Promise<unknown> => {
    const server = createServer((_, response) => {
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' });
      response.end(JSON.stringify({ __type: type, message: 'no' }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const client = nameTransientErrors(
      new DynamoDBClient({
        endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
        region: 'us-east-1',
        credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
        maxAttempts: 1,
      }),
    );
    try {
      return await client.send(new GetItemCommand({ TableName: 't', Key: { pk: { S: 'p' } } })).then(
        () => undefined,
        (error: unknown) => error,
      );
    } finally {
      client.destroy();
      server.close();
    }
  };

  test('gets it under the name that workflows try again', async () => {
    const error = await errorOf(500, 'InternalServerError');
    expect(error).toBeInstanceOf(Failure);
    expect(error).toMatchObject({
      name: 'DependencyUnavailable',
      status: 503,
      details: { error: 'InternalServerError' },
    });
  });

  test('gets it as it is when trying again would not help', async () => {
    expect(await errorOf(400, 'ValidationException')).toMatchObject({ name: 'ValidationException' });
  });
});
