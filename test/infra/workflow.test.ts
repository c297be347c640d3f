import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Stack } from 'aws-cdk-lib';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { describe, expect, test } from 'vitest';
import { Workflow } from '../../infra/constructs/workflow.ts';
import { DataStack } from '../../infra/stacks/data-stack.ts';
import { stageNamed } from '../../infra/stages.ts';
import { placeholder } from './definitions.ts';
import { anApp, temporaryFolder } from './synthesis.ts';

describe('A definition that does not fit its functions stops the synth', () => {
  const call = (name: string) => ({
    Type: 'Task',
    Resource: `arn:${placeholder('partition')}:states:::lambda:invoke`,
    Parameters: { FunctionName: placeholder(name) },
    End: true,
  });
  const synth = (state: object, functions: string[]) => {
    const app = anApp(join(temporary, 'assembly'));
    const stage = stageNamed('dev');
    const data = new DataStack(app, 'data', { stage });
    const stack = new Stack(app, 'app');
    const file = join(temporary, 'trial.asl.json');
    writeFileSync(file, JSON.stringify({ StartAt: 'Only', States: { Only: state } }));
    const made = functions.map(
      (name) =>
        [
          name,
          new LambdaFunction(stack, name, {
            runtime: Runtime.NODEJS_24_X,
            handler: 'index.handler',
            code: Code.fromInline('exports.handler = () => undefined'),
          }),
        ] as const,
    );
    new Workflow(stack, {
      stage,
      name: 'trial',
      file,
      functions: Object.fromEntries(made),
      table: data.table,
      bus: data.bus,
    });
    return app.synth().getStackByName('app').template as { Resources: Record<string, { Type: string }> };
  };
  const temporary = temporaryFolder();

  test('and one that fits passes', () => {
    const types = Object.values(synth(call('weighCar'), ['weigh-car']).Resources).map(({ Type }) => Type);
    expect(types).toContain('AWS::StepFunctions::StateMachine');
  });

  test('because nothing is known by the name', () => {
    expect(() => synth(call('weighBike'), ['weigh-car'])).toThrow(
      `trial.asl.json: nothing is known by the name ${placeholder('weighBike')}`,
    );
  });

  test('because no state calls the function', () => {
    expect(() => synth(call('weighCar'), ['weigh-car', 'wash-car'])).toThrow('no state calls washCar');
  });

  test('because no right is known for what a state calls', () => {
    const state = {
      ...call('weighCar'),
      Resource: `arn:${placeholder('partition')}:states:::sqs:sendMessage`,
    };
    expect(() => synth(state, ['weigh-car'])).toThrow('no right is known for');
  });

  test('because a wait does not say which partition it writes', () => {
    const state = {
      Type: 'Task',
      Resource: `arn:${placeholder('partition')}:states:::aws-sdk:dynamodb:updateItem.waitForTaskToken`,
      Parameters: { TableName: placeholder('table'), Key: { pk: { 'S.$': '$.key' }, sk: { S: 'WAIT' } } },
      End: true,
    };
    expect(() => synth(state, [])).toThrow('does not say which partition it writes');
  });
});
