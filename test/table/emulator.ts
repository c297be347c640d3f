import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { CreateTableCommand, type CreateTableCommandInput, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll } from 'vitest';
import { DataStack } from '../../infra/stacks/data-stack.ts';
import { stageNamed } from '../../infra/stages.ts';
import type { Table } from '../../packages/table/table.ts';
import { anApp, type Template, temporaryFolder } from '../infra/synthesis.ts';

/** The table as the template describes it. */
function tableOfTemplate(): CreateTableCommandInput {
  const app = anApp(temporaryFolder());
  new DataStack(app, 'data', { stage: stageNamed('dev') });
  const { Resources } = app.synth().getStackByName('data').template as Template;
  const table = Object.values(Resources).find(({ Type }) => Type === 'AWS::DynamoDB::Table');
  if (!table) throw new Error('the template has no table');
  const {
    TableName,
    KeySchema,
    AttributeDefinitions,
    GlobalSecondaryIndexes,
    BillingMode,
    StreamSpecification,
  } = table.Properties as unknown as CreateTableCommandInput;
  return {
    TableName,
    KeySchema,
    AttributeDefinitions,
    GlobalSecondaryIndexes,
    BillingMode,
    StreamSpecification: { StreamEnabled: true, ...StreamSpecification },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}

/** Whether the embedded DynamoDB exists for this machine. */
export const hasEmulator = process.platform === 'linux' && process.arch === 'x64';

/**
 * The table of the template, empty, in a DynamoDB of its own that lives in memory and ends with the suite it is asked for
 * in. A hook has to end it by itself: what is hooked on within a hook is not heard.
 */
export async function emptyTable(): Promise<Table & { end(): void }> {
  const port = await freePort();
  const folder = dirname(createRequire(import.meta.url).resolve('@dynoxide/linux-x64/package.json'));
  const child = spawn(join(folder, 'dynoxide'), ['serve', '--host', '127.0.0.1', '--port', String(port)], {
    stdio: 'ignore',
  });
  const end = () => {
    child.kill('SIGKILL');
  };
  afterAll(end);
  const client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
  const description = tableOfTemplate();
  for (const limit = Date.now() + 10_000; ; ) {
    try {
      await client.send(new CreateTableCommand(description));
      break;
    } catch (error) {
      if (Date.now() > limit || child.exitCode !== null) throw error;
      await pause(20);
    }
  }
  return {
    client: DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } }),
    name: description.TableName ?? '',
    end,
  };
}
