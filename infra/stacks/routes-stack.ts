import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { TaskFunction } from '../constructs/task-function.ts';
import type { FunctionSpec } from '../function-specs.ts';
import type { Stage } from '../stages.ts';
import type { AppStack } from './app-stack.ts';
import type { DataStack } from './data-stack.ts';

export interface RoutesStackProps extends StackProps {
  stage: Stage;
  data: DataStack;
  app: AppStack;
  functions: readonly FunctionSpec[];
  /** Folder of the built functions. */
  bundles: string;
}

/**
 * The functions that answer routes. A stack of its own, because a stack holds 500 resources and each of these takes
 * three; what they start or send to stands in the stack of the work.
 */
export class RoutesStack extends Stack {
  readonly functions: TaskFunction[];

  constructor(scope: Construct, id: string, props: RoutesStackProps) {
    super(scope, id, props);
    const { stage, bundles, app } = props;
    const { table, bus, bucket, api } = props.data;
    this.functions = props.functions.map(
      (spec) =>
        new TaskFunction(this, {
          stage,
          spec,
          bundles,
          table,
          bus,
          bucket,
          publicUrl: api.apiEndpoint,
          queues: app.queues,
        }),
    );
  }
}
