import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { functionSpecs } from '../../infra/function-specs.ts';
import { stageNamed } from '../../infra/stages.ts';
import { bundles, synthesise } from './synthesis.ts';

const bundled = await bundles();
const synthesis = await synthesise(stageNamed('dev'), bundled);
const specs = await functionSpecs();

describe('A function with the environment of the template', () => {
  const require = createRequire(import.meta.url);
  const environmentOf = (name: string): Record<string, string> => {
    const found = synthesis
      .all('AWS::Lambda::Function')
      .find(({ Properties }) => Properties.FunctionName === `stationkeeper-dev-${name}`);
    if (!found) throw new Error(`the template has no function ${name}`);
    const { Variables } = found.Properties.Environment as { Variables: Record<string, unknown> };
    return Object.fromEntries(Object.keys(Variables).map((variable) => [variable, `the ${variable}`]));
  };
  const call = async (name: string, event: object) => {
    const before = { ...process.env };
    Object.assign(process.env, environmentOf(name), {
      AWS_REGION: 'eu-west-1',
      // Lambda's own.
      LAMBDA_TASK_ROOT: join(bundled, name),
      POWERTOOLS_LOG_LEVEL: 'SILENT',
    });
    try {
      const { handler } = require(join(bundled, name, 'index.js')) as {
        handler(event: object, context: object): Promise<unknown>;
      };
      return await handler(event, { awsRequestId: 'request-1' });
    } finally {
      for (const variable of Object.keys(process.env))
        if (!(variable in before)) delete process.env[variable];
    }
  };
  const ofKind = (kind: string) => specs.filter(({ manifest }) => manifest.trigger.kind === kind);

  test.each([...ofKind('stream'), ...ofKind('queue')])(
    '$name works a batch without records',
    async ({ name }) => {
      expect(await call(name, { Records: [] })).toEqual({ batchItemFailures: [] });
    },
  );

  const isOpen = ({ manifest: { trigger } }: (typeof specs)[number]) =>
    trigger.kind === 'http' && trigger.public === true;

  test.each(ofKind('http').filter(isOpen))('$name refuses a call without a number', async ({ name }) => {
    const { statusCode } = (await call(name, { headers: {}, requestContext: {} })) as { statusCode: number };
    expect(statusCode).toBe(400);
  });

  test.each(ofKind('http').filter((spec) => !isOpen(spec)))(
    '$name refuses a token without a subject',
    async ({ name }) => {
      const event = { headers: {}, requestContext: { authorizer: { jwt: { claims: {} } } } };
      expect(await call(name, event)).toMatchObject({ statusCode: 403 });
    },
  );

  test.each([...ofKind('task'), ...ofKind('event')])(
    '$name rejects an input without any field',
    async ({ name }) => {
      await expect(call(name, {})).rejects.toMatchObject({ name: 'InputRejected' });
    },
  );
});
