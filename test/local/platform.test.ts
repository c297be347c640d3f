import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, GetItemCommand, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import {
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Fault } from '../../packages/local/gateway/gateway.ts';
import { type Platform, startPlatform } from '../../packages/local/platform.ts';
import { synthesiseDemo } from './support/demo-app.ts';
import { call, tokenFor } from './support/http.ts';

let platform: Platform;
let token: string;
let data: string;
const log: string[] = [];
const clients = {
  config: {} as {
    endpoint: string;
    region: string;
    credentials: { accessKeyId: string; secretAccessKey: string };
  },
};
let table: DynamoDBClient;
let fault: Fault | undefined;

beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), 'stationkeeper-data-'));
  platform = await startPlatform({
    assembly: synthesiseDemo(),
    data,
    users: [{ login: 'li', password: 'right', name: '李' }],
    verifyUser: (login, password) => login.startsWith('sim-') && password === 'sim',
    logger: (line) => log.push(line),
    faults: ({ operation }) => (operation === 'PutItem' ? fault : undefined),
  });
  token = await tokenFor(platform, 'li', 'right');
  clients.config = {
    endpoint: platform.gatewayUrl,
    region: 'us-east-1',
    credentials: { accessKeyId: platform.operatorEnv.AWS_ACCESS_KEY_ID ?? '', secretAccessKey: 'local' },
  };
  table = new DynamoDBClient(clients.config);
}, 30_000);

afterAll(() => platform?.stop());

const put = (pk: string, value: string) =>
  table.send(
    new PutItemCommand({
      TableName: platform.outputs.TableName,
      Item: { pk: { S: pk }, sk: { S: 'x' }, value: { S: value } },
    }),
  );
const get = async (pk: string) =>
  (
    await table.send(
      new GetItemCommand({ TableName: platform.outputs.TableName, Key: { pk: { S: pk }, sk: { S: 'x' } } }),
    )
  ).Item;

describe('the HTTP API', () => {
  test('lets a logged-in user in and shows the function who it is', async () => {
    const answer = await call(`${platform.apiUrl}/things/7`, { token });
    expect(answer).toMatchObject({ status: 200, body: { id: '7', sub: 'li' } });
  });

  test('refuses no token, a made-up token and a wrong password; leaves open routes open', async () => {
    expect(await call(`${platform.apiUrl}/things/7`)).toEqual({
      status: 401,
      body: { message: 'Unauthorized' },
    });
    expect((await call(`${platform.apiUrl}/things/7`, { token: `${token}x` })).status).toBe(401);
    await expect(tokenFor(platform, 'li', 'wrong')).rejects.toThrow('invalid_grant');
    expect((await call(`${platform.apiUrl}/open/7`)).status).toBe(200);
    expect((await call(`${platform.apiUrl}/nowhere`)).status).toBe(404);
  });

  test('logins that the hook accepts get tokens, too', async () => {
    const other = await tokenFor(platform, 'sim-3', 'sim');
    expect(await call(`${platform.apiUrl}/things/7`, { token: other })).toMatchObject({
      body: { sub: 'sim-3' },
    });
  });

  test('publishes its keys where OpenID Connect says', async () => {
    const { body } = await call(`${platform.issuerUrl}/.well-known/openid-configuration`);
    const { jwks_uri, issuer } = body as { jwks_uri: string; issuer: string };
    expect(issuer).toBe(platform.issuerUrl);
    expect((await call(jwks_uri)).body).toMatchObject({ keys: [{ kty: 'RSA' }] });
  });
});

describe('the policies of the template', () => {
  test('refuse a call that no policy grants, naming role, action and resource', async () => {
    const before = platform.counters.snapshot();
    const answer = JSON.parse((await platform.invoke('demo-trespass', {})).payload);
    expect(answer.name).toBe('AccessDeniedException');
    expect(answer.message).toMatch(
      /role\/DemoWork-trespass.* dynamodb:DeleteItem on resource: arn:.*table\/DemoData-Table/,
    );
    expect(platform.counters.since(before).denied).toBe(1);
    expect(platform.denials().at(-1)).toMatchObject({
      caller: 'demo-trespass',
      action: 'dynamodb:DeleteItem',
    });
    expect(log.some((line) => line.startsWith('denied:'))).toBe(true);
  });

  test('an unknown access key is refused', async () => {
    const stranger = new DynamoDBClient({
      ...clients.config,
      credentials: { accessKeyId: 'AKIDSOMEBODY', secretAccessKey: 'x' },
    });
    await expect(
      stranger.send(new GetItemCommand({ TableName: 'x', Key: { pk: { S: 'a' } } })),
    ).rejects.toMatchObject({
      name: 'UnrecognizedClientException',
    });
  });
});

describe('DynamoDB behind the gateway', () => {
  test('counts capacity, and tells it only to those who ask', async () => {
    const before = platform.counters.snapshot();
    await put('capacity', 'v');
    const TableName = platform.outputs.TableName;
    const query = {
      TableName,
      KeyConditionExpression: 'pk = :p',
      ExpressionAttributeValues: { ':p': { S: 'capacity' } },
    };
    const silent = await table.send(new QueryCommand(query));
    const asking = await table.send(new QueryCommand({ ...query, ReturnConsumedCapacity: 'TOTAL' }));
    expect(silent.Items).toHaveLength(1);
    expect(silent.ConsumedCapacity).toBeUndefined();
    expect(asking.ConsumedCapacity).toMatchObject({ CapacityUnits: 0.5 });
    // One unit for the table and one for the index.
    expect(platform.counters.since(before)).toMatchObject({
      readUnits: 1,
      writeUnits: 2,
      dynamodbCalls: { PutItem: 1, Query: 2 },
    });
  });
});

describe('an injected fault', () => {
  test.each([
    ['before', false],
    ['after', true],
  ] as const)('%s the call: the caller sees an error, and the write happened: %s', async (when, happened) => {
    fault = { when, code: 'InternalServerError', status: 400 };
    await expect(put(`fault-${when}`, 'v')).rejects.toMatchObject({ name: 'InternalServerError' });
    fault = undefined;
    expect((await get(`fault-${when}`)) !== undefined).toBe(happened);
  });
});

describe('functions', () => {
  const lambda = () => new LambdaClient(clients.config);
  const invoke = async (payload: object) => {
    const answer = await lambda().send(
      new InvokeCommand({ FunctionName: 'demo-echo', Payload: JSON.stringify(payload) }),
    );
    return {
      failed: answer.FunctionError,
      payload: JSON.parse(Buffer.from(answer.Payload ?? []).toString()),
    };
  };

  test('report errors by their name', async () => {
    expect(await invoke({ fail: 'StationNotFound' })).toMatchObject({
      failed: 'Unhandled',
      payload: { errorType: 'StationNotFound', errorMessage: 'asked to fail' },
    });
  });

  test('are ended at their time-out, and a process that exits takes nobody along', async () => {
    expect(await invoke({ sleep: 3000 })).toMatchObject({ payload: { errorType: 'Sandbox.Timedout' } });
    expect(await invoke({ exit: true })).toMatchObject({ payload: { errorType: 'Runtime.ExitError' } });
    expect(await invoke({ a: 1 })).toEqual({ failed: undefined, payload: { a: 1, echoed: true } });
  });

  test('live in the platform clock', async () => {
    const before = (await call(`${platform.apiUrl}/open/1`)).body as { now: number };
    platform.clock.advance(3_600_000);
    const after = (await call(`${platform.apiUrl}/open/1`)).body as { now: number };
    expect(after.now - before.now).toBeGreaterThanOrEqual(3_600_000);
    expect(Math.abs(after.now - platform.clock.now())).toBeLessThan(5_000);
  });
});

describe('a state machine with a token', () => {
  test('is opened and redeemed over HTTP; its history and counts can be read', async () => {
    const before = platform.counters.snapshot();
    expect(
      (await call(`${platform.apiUrl}/approvals`, { method: 'POST', token, body: { id: 'one' } })).status,
    ).toBe(202);
    await platform.idle();
    expect((await call(`${platform.apiUrl}/approvals/one/yes`, { method: 'POST', token })).status).toBe(204);
    await platform.idle();
    const states = new SFNClient(clients.config);
    const stateMachineArn = platform.outputs.MachineArn ?? '';
    const { executions } = await states.send(
      new ListExecutionsCommand({ stateMachineArn, statusFilter: 'SUCCEEDED' }),
    );
    const executionArn = executions?.find((one) => one.name === 'one')?.executionArn ?? '';
    const described = await states.send(new DescribeExecutionCommand({ executionArn }));
    expect(described).toMatchObject({ status: 'SUCCEEDED', output: '{"decision":"yes"}' });
    expect(described.startDate).toBeInstanceOf(Date);
    const { events } = await states.send(new GetExecutionHistoryCommand({ executionArn }));
    expect(events?.map((event) => event.type)).toContain('TaskSubmitted');
    expect(platform.counters.since(before)).toMatchObject({
      transitions: { 'demo-approval/Ask': 1, 'demo-approval/Tell': 1 },
      invocations: { 'demo-start': 1, 'demo-redeem': 1, 'demo-echo': 1 },
    });
    expect(platform.counters.ofCase('one')?.transitions).toEqual({
      'demo-approval/Ask': 1,
      'demo-approval/Tell': 1,
    });
  });

  test('a repeated start with the same input is harmless, with another it is refused', async () => {
    const states = new SFNClient(clients.config);
    const start = (input: string) =>
      states.send(
        new StartExecutionCommand({ stateMachineArn: platform.outputs.MachineArn, name: 'twice', input }),
      );
    const first = await start('{"id":"twice"}');
    expect((await start('{"id":"twice"}')).executionArn).toBe(first.executionArn);
    await expect(start('{"id":"other"}')).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
  });

  test('nobody answers: the time-out is caught by its Catch', async () => {
    const started = await new SFNClient(clients.config).send(
      new StartExecutionCommand({
        stateMachineArn: platform.outputs.MachineArn,
        name: 'late',
        input: '{"id":"late"}',
      }),
    );
    await platform.idle();
    platform.clock.advance(86_401_000);
    await platform.idle();
    expect(platform.executions.describe(started.executionArn ?? '')).toMatchObject({
      status: 'FAILED',
      error: 'TooLate',
    });
  });
});

describe('the table stream', () => {
  test('a poison record goes to the dead-letter queue, the others proceed, and a redrive heals it', async () => {
    const queue = platform.outputs.LettersName ?? '';
    await put('item#good1', 'fine');
    await put('item#bad', 'poison');
    await put('item#good2', 'fine');
    await platform.idle();
    expect(await get('seen#item#good1')).toBeDefined();
    expect(await get('seen#item#good2')).toBeDefined();
    expect(await get('seen#item#bad')).toBeUndefined();
    const letters = platform.deadLetters()[queue] ?? [];
    expect(letters).toHaveLength(1);
    expect(JSON.parse(letters[0]?.body ?? '{}').DDBStreamBatchInfo.batchSize).toBe(1);

    const sqs = new SQSClient(clients.config);
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: queue }));
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
    );
    expect(Attributes?.ApproximateNumberOfMessages).toBe('1');

    expect(await platform.redrive(queue)).toEqual({ redriven: 0, left: 1 });
    await put('healed', 'yes');
    expect(await platform.redrive(queue)).toEqual({ redriven: 1, left: 0 });
    expect(await get('seen#item#bad')).toBeDefined();
    expect((await sqs.send(new ReceiveMessageCommand({ QueueUrl }))).Messages ?? []).toEqual([]);
  });
});

describe('the bus', () => {
  test('delivers a matching event to its target', async () => {
    await platform.invoke('demo-emit', { id: 'e1' });
    await platform.idle();
    expect((await get('event#e1'))?.what).toEqual({ S: 'Happened' });
  });

  test("an event the target cannot take ends in the function's dead-letter queue after its retries", async () => {
    const queue = platform.outputs.LettersName ?? '';
    const before = platform.counters.snapshot();
    await platform.invoke('demo-emit', { id: 'e2', fail: true });
    await platform.idle();
    platform.clock.advance(5_000);
    await platform.idle();
    expect(platform.counters.since(before).invocations['demo-onevent']).toBe(2);
    const letters = platform.deadLetters()[queue] ?? [];
    expect(letters.map((letter) => JSON.parse(letter.body).detail?.id)).toEqual(['e2']);
    expect(letters[0]?.attributes.ErrorMessage).toContain('refused by the demo');
  });
});

describe('a schedule', () => {
  test('runs at its time of the platform clock, in its time zone', async () => {
    const next = platform.schedules()['demo-daily'] ?? 0;
    expect(new Date(next).getUTCHours()).toBe(19);
    platform.clock.advance(next - platform.clock.now() + 1000);
    await platform.idle();
    expect((await get('event#daily'))?.what).toEqual({ S: '{"source":"daily"}' });
  });

  test('leaves in its dead-letter queue what it may not hand over, if its role may at least do that', async () => {
    const before = platform.counters.snapshot();
    const at = Date.parse('2098-12-31T19:00:00Z');
    expect(platform.schedules()).toMatchObject({ 'demo-refused': at, 'demo-lost': at });
    platform.clock.advance(at - platform.clock.now() + 1000);
    await platform.idle();
    const letters = (platform.deadLetters()[platform.outputs.LettersName ?? ''] ?? []).filter(
      ({ attributes }) => attributes.SCHEDULE_ARN,
    );
    expect(letters.map(({ body, attributes }) => [body, attributes.SCHEDULE_ARN?.split('/').at(-1)])).toEqual(
      [['{"scheduledAt":"2098-12-31T19:00:00Z"}', 'demo-refused']],
    );
    expect(platform.counters.since(before).dropped).toBe(1);
    const refused = platform.denials().map(({ action }) => action);
    expect(refused).toEqual(expect.arrayContaining(['lambda:InvokeFunction', 'sqs:SendMessage']));
  });
});

describe('logs', () => {
  test('of a function lie in its own file', () => {
    expect(readFileSync(join(data, 'logs', 'demo-echo.log'), 'utf8')).toContain('asked to fail');
  });
});
