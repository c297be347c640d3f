import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  App,
  aws_apigatewayv2 as apigateway,
  CfnOutput,
  aws_cognito as cognito,
  Duration,
  aws_dynamodb as dynamodb,
  aws_events as events,
  aws_iam as iam,
  aws_lambda as lambda,
  Stack,
  aws_scheduler as scheduler,
  aws_stepfunctions as sfn,
  aws_lambda_event_sources as sources,
  aws_sqs as sqs,
  aws_events_targets as targets,
} from 'aws-cdk-lib';
import { HttpUserPoolAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';

/** Where the modules lie that the demo functions require. */
const repository =
  createRequire(import.meta.url)
    .resolve('@aws-sdk/client-dynamodb')
    .split('/node_modules/')[0] ?? '';

const CLIENTS = `
const { createRequire } = require('node:module');
const load = createRequire(${JSON.stringify(`${repository}/package.json`)});
const { DynamoDBClient, PutItemCommand, GetItemCommand, UpdateItemCommand, DeleteItemCommand } = load('@aws-sdk/client-dynamodb');
const { SFNClient, SendTaskSuccessCommand, StartExecutionCommand } = load('@aws-sdk/client-sfn');
const { EventBridgeClient, PutEventsCommand } = load('@aws-sdk/client-eventbridge');
const table = new DynamoDBClient({});
const states = new SFNClient({});
const bus = new EventBridgeClient({});
`;

/** Source of the demo's functions; each is one file, CommonJS, as esbuild would leave it. */
const CODE: Record<string, string> = {
  hello: `exports.handler = async (event) => ({ statusCode: 200, headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ id: event.pathParameters?.id, sub: event.requestContext.authorizer?.jwt.claims.sub ?? null, now: Date.now() }) });`,
  write: `${CLIENTS}
exports.handler = async (event) => {
  const { pk, sk = 'x', value = '0', loops = 1, lanes = 1 } = event.body ? JSON.parse(event.body) : event;
  let i = -1;
  const lane = async () => { while ((i += 1) < loops) {
    await table.send(new PutItemCommand({ TableName: process.env.TABLE, Item: { pk: { S: loops > 1 ? pk + i : pk }, sk: { S: sk }, value: { S: String(value) } } }));
  } };
  await Promise.all(Array.from({ length: lanes }, lane));
  return { statusCode: 201, body: JSON.stringify({ pk }) };
};`,
  start: `${CLIENTS}
exports.handler = async (event) => {
  const { id } = JSON.parse(event.body);
  const started = await states.send(new StartExecutionCommand({ stateMachineArn: process.env.MACHINE, name: id, input: JSON.stringify({ id }) }));
  return { statusCode: 202, body: JSON.stringify({ arn: started.executionArn }) };
};`,
  read: `${CLIENTS}
exports.handler = async ({ pk, loops, lanes }) => {
  let i = -1;
  const lane = async () => { while ((i += 1) < loops) await table.send(new GetItemCommand({ TableName: process.env.TABLE, Key: { pk: { S: pk + i }, sk: { S: 'x' } } })); };
  await Promise.all(Array.from({ length: lanes }, lane));
};`,
  redeem: `${CLIENTS}
exports.handler = async (event) => {
  const id = event.pathParameters.id;
  const { Item } = await table.send(new GetItemCommand({ TableName: process.env.TABLE, Key: { pk: { S: 'wait#' + id }, sk: { S: 'x' } } }));
  if (!Item) return { statusCode: 404, body: '{}' };
  await states.send(new SendTaskSuccessCommand({ taskToken: Item.token.S, output: JSON.stringify({ decision: 'yes' }) }));
  return { statusCode: 204, body: '' };
};`,
  trespass: `${CLIENTS}
exports.handler = async (event) => {
  try {
    await table.send(new DeleteItemCommand({ TableName: process.env.TABLE, Key: { pk: { S: 'a' }, sk: { S: 'x' } } }));
    return { done: true };
  } catch (error) { return { name: error.name, message: error.message }; }
};`,
  onstream: `${CLIENTS}
exports.handler = async (event) => {
  const batchItemFailures = [];
  for (const record of event.Records) {
    const item = record.dynamodb.NewImage;
    if (item.value?.S === 'poison' && process.env.HEALED !== 'yes') {
      const healed = await table.send(new GetItemCommand({ TableName: process.env.TABLE, Key: { pk: { S: 'healed' }, sk: { S: 'x' } } }));
      if (!healed.Item) { batchItemFailures.push({ itemIdentifier: record.dynamodb.SequenceNumber }); break; }
    }
    await table.send(new UpdateItemCommand({ TableName: process.env.TABLE, Key: { pk: { S: 'seen#' + item.pk.S }, sk: { S: 'x' } },
      UpdateExpression: 'ADD times :one SET seenValue = :v', ExpressionAttributeValues: { ':one': { N: '1' }, ':v': item.value ?? { S: '' } } }));
  }
  return { batchItemFailures };
};`,
  onevent: `${CLIENTS}
exports.handler = async (event) => {
  if (event.detail?.fail) throw new TypeError('refused by the demo');
  await table.send(new PutItemCommand({ TableName: process.env.TABLE, Item: { pk: { S: 'event#' + (event.detail?.id ?? event.source ?? 'tick') }, sk: { S: 'x' }, what: { S: event['detail-type'] ?? JSON.stringify(event) } } }));
};`,
  emit: `${CLIENTS}
exports.handler = async (event) => bus.send(new PutEventsCommand({ Entries: [{ EventBusName: process.env.BUS, Source: 'demo', DetailType: 'Happened', Detail: JSON.stringify(event) }] }))
  .then(({ FailedEntryCount, Entries }) => ({ FailedEntryCount, ids: Entries.length }));`,
  echo: `exports.handler = async (event) => {
  if (event.fail) { const error = new Error('asked to fail'); error.name = event.fail; throw error; }
  if (event.sleep) await new Promise((done) => setTimeout(done, event.sleep));
  if (event.exit) process.exit(3);
  return { ...event, echoed: true };
};`,
};

/** A placeholder that DefinitionSubstitutions fill. */
const place = (name: string) => `\${${name}}`;

/** Synthesises the demo application into a fresh folder and answers that folder. */
export function synthesiseDemo(): string {
  process.env.CDK_VALIDATION = 'false';
  const folder = mkdtempSync(join(tmpdir(), 'stationkeeper-demo-'));
  const app = new App({ outdir: join(folder, 'cdk.out') });
  const facts = new Stack(app, 'DemoData');
  const table = new dynamodb.Table(facts, 'Table', {
    partitionKey: { name: 'pk', type: dynamodb.AttributeType.STRING },
    sortKey: { name: 'sk', type: dynamodb.AttributeType.STRING },
    billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
    stream: dynamodb.StreamViewType.NEW_AND_OLD_IMAGES,
    timeToLiveAttribute: 'expires',
  });
  table.addGlobalSecondaryIndex({
    indexName: 'byValue',
    partitionKey: { name: 'value', type: dynamodb.AttributeType.STRING },
  });

  const stack = new Stack(app, 'DemoWork');
  const letters = new sqs.Queue(stack, 'Letters');
  const bus = new events.EventBus(stack, 'Bus');
  const define = (
    id: string,
    environment: Record<string, string> = {},
    more: Partial<lambda.FunctionProps> = {},
  ) => {
    const source = join(folder, 'src', id);
    mkdirSync(source, { recursive: true });
    writeFileSync(join(source, 'index.js'), CODE[id] ?? '');
    return new lambda.Function(stack, id, {
      runtime: lambda.Runtime.NODEJS_24_X,
      functionName: `demo-${id}`,
      handler: 'index.handler',
      code: lambda.Code.fromAsset(source),
      timeout: Duration.seconds(5),
      memorySize: 256,
      environment: { TABLE: table.tableName, BUS: bus.eventBusName, ...environment },
      ...more,
    });
  };

  const echo = define('echo', {}, { timeout: Duration.seconds(1) });
  const hello = define('hello');
  const write = define('write', {}, { timeout: Duration.seconds(30) });
  table.grant(write, 'dynamodb:PutItem');
  const read = define('read', {}, { timeout: Duration.seconds(30) });
  table.grant(read, 'dynamodb:GetItem');
  const trespass = define('trespass');
  table.grant(trespass, 'dynamodb:PutItem');

  const machine = new sfn.StateMachine(stack, 'Approval', {
    stateMachineName: 'demo-approval',
    definitionBody: sfn.DefinitionBody.fromString(
      JSON.stringify({
        StartAt: 'Ask',
        States: {
          Ask: {
            Type: 'Task',
            Resource: `arn:${place('partition')}:states:::aws-sdk:dynamodb:updateItem.waitForTaskToken`,
            Parameters: {
              TableName: place('table'),
              Key: { pk: { 'S.$': "States.Format('wait#{}', $.id)" }, sk: { S: 'x' } },
              UpdateExpression: 'SET #t = :t',
              ExpressionAttributeNames: { '#t': 'token' },
              ExpressionAttributeValues: { ':t': { 'S.$': '$$.Task.Token' } },
            },
            TimeoutSeconds: 86_400,
            ResultPath: '$.answer',
            Catch: [{ ErrorEquals: ['States.Timeout'], ResultPath: '$.late', Next: 'Too late' }],
            Next: 'Tell',
          },
          'Too late': { Type: 'Fail', Error: 'TooLate', Cause: 'nobody answered' },
          Tell: {
            Type: 'Task',
            Resource: `arn:${place('partition')}:states:::lambda:invoke`,
            Parameters: { FunctionName: place('echo'), 'Payload.$': '$.answer' },
            ResultSelector: { 'decision.$': '$.Payload.decision' },
            End: true,
          },
        },
      }),
    ),
    definitionSubstitutions: { partition: stack.partition, table: table.tableName, echo: echo.functionArn },
  });
  table.grant(machine, 'dynamodb:UpdateItem');
  echo.grantInvoke(machine);

  const start = define('start', { MACHINE: machine.stateMachineArn });
  machine.grantStartExecution(start);
  const redeem = define('redeem');
  table.grant(redeem, 'dynamodb:GetItem');
  machine.grantTaskResponse(redeem);

  const onstream = define('onstream');
  table.grant(onstream, 'dynamodb:UpdateItem', 'dynamodb:GetItem');
  onstream.addEventSource(
    new sources.DynamoEventSource(table as dynamodb.ITable, {
      startingPosition: lambda.StartingPosition.TRIM_HORIZON,
      batchSize: 10,
      retryAttempts: 2,
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      onFailure: new sources.SqsDlq(letters),
      filters: [
        lambda.FilterCriteria.filter({
          eventName: lambda.FilterRule.or('INSERT', 'MODIFY'),
          dynamodb: { NewImage: { pk: { S: [{ prefix: 'item#' }] } } },
        }),
      ],
    }),
  );

  const onevent = define('onevent', {}, { retryAttempts: 1, deadLetterQueue: letters });
  table.grant(onevent, 'dynamodb:PutItem');
  new events.Rule(stack, 'Happened', {
    eventBus: bus,
    eventPattern: { source: ['demo'], detailType: ['Happened'] },
    targets: [new targets.LambdaFunction(onevent, { deadLetterQueue: letters, retryAttempts: 2 })],
  });
  const emit = define('emit');
  bus.grantPutEventsTo(emit);

  const clockRole = new iam.Role(stack, 'ClockRole', {
    assumedBy: new iam.ServicePrincipal('scheduler.amazonaws.com'),
  });
  onevent.grantInvoke(clockRole);
  new scheduler.CfnSchedule(stack, 'Daily', {
    name: 'demo-daily',
    flexibleTimeWindow: { mode: 'OFF' },
    scheduleExpression: 'cron(0 3 * * ? *)',
    scheduleExpressionTimezone: 'Asia/Shanghai',
    target: { arn: onevent.functionArn, roleArn: clockRole.roleArn, input: '{"source":"daily"}' },
  });

  // One whose role may leave what it cannot hand over, and one whose role may not even do that.
  for (const [name, may] of [
    ['demo-refused', true],
    ['demo-lost', false],
  ] as const) {
    const role = new iam.Role(stack, `${name}-role`, {
      assumedBy: new iam.ServicePrincipal('scheduler.amazonaws.com'),
    });
    if (may) letters.grantSendMessages(role);
    new scheduler.CfnSchedule(stack, name, {
      name,
      flexibleTimeWindow: { mode: 'OFF' },
      scheduleExpression: 'at(2099-01-01T03:00:00)',
      scheduleExpressionTimezone: 'Asia/Shanghai',
      target: {
        arn: onevent.functionArn,
        roleArn: role.roleArn,
        input: '{"scheduledAt":"<aws.scheduler.scheduled-time>"}',
        deadLetterConfig: { arn: letters.queueArn },
        retryPolicy: { maximumRetryAttempts: 0 },
      },
    });
  }

  const pool = new cognito.UserPool(stack, 'People');
  const client = pool.addClient('Web', { oAuth: { callbackUrls: ['http://127.0.0.1:5173/'] } });
  const authorizer = new HttpUserPoolAuthorizer('Login', pool, { userPoolClients: [client] });
  const api = new apigateway.HttpApi(stack, 'Api');
  const route = (method: apigateway.HttpMethod, path: string, handler: lambda.Function, open = false) =>
    api.addRoutes({
      path,
      methods: [method],
      integration: new HttpLambdaIntegration(`${handler.node.id}-${method}`, handler),
      ...(open ? {} : { authorizer }),
    });
  route(apigateway.HttpMethod.GET, '/things/{id}', hello);
  route(apigateway.HttpMethod.GET, '/open/{id}', hello, true);
  route(apigateway.HttpMethod.POST, '/things', write);
  route(apigateway.HttpMethod.POST, '/approvals', start);
  route(apigateway.HttpMethod.POST, '/approvals/{id}/yes', redeem);

  new CfnOutput(stack, 'ClientId', { value: client.userPoolClientId });
  new CfnOutput(stack, 'TableName', { value: table.tableName });
  new CfnOutput(stack, 'LettersName', { value: letters.queueName });
  new CfnOutput(stack, 'MachineArn', { value: machine.stateMachineArn });
  app.synth();
  return join(folder, 'cdk.out');
}
