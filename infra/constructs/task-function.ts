import { join } from 'node:path';
import { ArnFormat, Aws, Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import { Policy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct, type IDependable } from 'constructs';
import { environmentNames } from '../../packages/lambda/environment.ts';
import { indexPartitions, partitions, tableIndex } from '../../packages/table/keys.ts';
import type { FunctionSpec } from '../function-specs.ts';
import { bucketName, pascalCase, physicalName } from '../names.ts';
import type { Stage } from '../stages.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import { putEvents } from './put-events.ts';

export interface TaskFunctionProps {
  stage: Stage;
  spec: FunctionSpec;
  /** Folder with a folder per function, as esbuild leaves it. */
  bundles: string;
  table: Table;
  bus: EventBus;
  bucket: Bucket;
}

/** A function of a manifest: bundle, environment, log group, and a role with exactly the rights the manifest names. */
export class TaskFunction extends Construct {
  readonly lambda: LambdaFunction;
  /** What the function could not work; only for functions that are called by events and schedules. */
  readonly deadLetters: Queue | undefined;
  private readonly role: Role;
  readonly spec: FunctionSpec;

  constructor(scope: Construct, props: TaskFunctionProps) {
    const { stage, spec, bundles, table, bus, bucket } = props;
    super(scope, pascalCase(spec.name));
    this.spec = spec;
    const functionName = physicalName(stage.name, spec.name);
    const { manifest } = spec;

    const logGroup = new LogGroup(this, 'Logs', {
      logGroupName: `/aws/lambda/${functionName}`,
      retention: stage.logDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.role = new Role(this, 'Role', {
      roleName: functionName,
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: manifest.purpose,
    });
    const { role } = this;
    role.addToPolicy(
      new PolicyStatement({
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [logGroup.logGroupArn],
      }),
    );

    // The middleware stack connects to the table for every function; a name is no right to use it.
    const environment: Record<string, string> = {
      POWERTOOLS_SERVICE_NAME: spec.name,
      [environmentNames.table]: table.tableName,
    };
    if (manifest.emits) environment[environmentNames.bus] = bus.eventBusName;
    if (manifest.puts || manifest.hands) environment[environmentNames.bucket] = bucket.bucketName;
    for (const workflow of manifest.starts ?? [])
      environment[environmentNames.workflow(workflow)] = this.workflowArn(stage, workflow);

    // EventBridge hands an event over and forgets it; what the function then fails at must not be lost.
    this.deadLetters = ['event', 'schedule'].includes(manifest.trigger.kind)
      ? new DeadLetterQueue(this, stage, spec.name).queue
      : undefined;
    this.lambda = new LambdaFunction(this, 'Function', {
      functionName,
      description: manifest.purpose,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code: Code.fromAsset(join(bundles, spec.name)),
      memorySize: manifest.memoryMegabytes ?? 256,
      timeout: Duration.seconds(manifest.timeoutSeconds),
      tracing: Tracing.ACTIVE,
      loggingFormat: LoggingFormat.TEXT,
      logGroup,
      role,
      environment,
      ...(this.deadLetters ? { deadLetterQueue: this.deadLetters } : {}),
    });
    this.grant(stage, role, table, bus);
    this.grantFiles(stage, role);

    Validations.of(role).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'X-Ray has no resources to name.',
    });
    if (!this.deadLetters)
      Validations.of(this.lambda).acknowledge({
        id: 'Serverless-LambdaDLQ',
        reason:
          'Never invoked asynchronously: the caller, the workflow or the stream mapping keeps what failed.',
      });
  }

  /** Lets the function's event source mapping read the table's stream. */
  readsStream(streamArn: string): IDependable {
    const policy = new Policy(this, 'ReadStream', {
      statements: [
        new PolicyStatement({
          actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
          resources: [streamArn],
        }),
        // The service knows no resource for this action.
        new PolicyStatement({ actions: ['dynamodb:ListStreams'], resources: ['*'] }),
      ],
    });
    policy.attachToRole(this.role);
    Validations.of(policy).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'ListStreams, which event source mappings ask for, knows no resource.',
    });
    return policy;
  }

  private workflowArn(stage: Stage, workflow: string): string {
    return Stack.of(this).formatArn({
      service: 'states',
      resource: 'stateMachine',
      resourceName: physicalName(stage.name, workflow),
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
  }

  /** A kind of files is a folder of the bucket. */
  private grantFiles(stage: Stage, role: Role): void {
    const { puts = [], hands = [] } = this.spec.manifest;
    const name = bucketName(stage.name, Aws.ACCOUNT_ID, Aws.REGION);
    for (const [action, kinds] of [
      ['s3:PutObject', puts],
      ['s3:GetObject', hands],
    ] as const)
      for (const kind of kinds) {
        role.addToPolicy(
          new PolicyStatement({
            actions: [action],
            resources: [`arn:${Aws.PARTITION}:s3:::${name}/${kind}/*`],
          }),
        );
        Validations.of(role).acknowledge({
          id: `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:s3:::${bucketName(stage.name, '<AWS::AccountId>', '<AWS::Region>')}/${kind}/*]`,
          reason: 'Files are named at run time; the wildcard ends at the folder of their kind.',
        });
      }
  }

  private grant(stage: Stage, role: Role, table: Table, bus: EventBus): void {
    const { manifest } = this.spec;
    const onKeys = (actions: string[], resource: string, leadingKeys: string[]) =>
      new PolicyStatement({
        actions,
        resources: [resource],
        conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': leadingKeys } },
      });
    if (manifest.reads?.length)
      role.addToPolicy(
        onKeys(
          ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'],
          table.tableArn,
          manifest.reads.map((kind) => partitions[kind]),
        ),
      );
    if (manifest.writes?.length)
      role.addToPolicy(
        onKeys(
          ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem', 'dynamodb:ConditionCheckItem'],
          table.tableArn,
          manifest.writes.map((kind) => partitions[kind]),
        ),
      );
    if (manifest.lists?.length)
      role.addToPolicy(
        onKeys(
          ['dynamodb:Query'],
          `${table.tableArn}/index/${tableIndex}`,
          manifest.lists.map((kind) => indexPartitions[kind]),
        ),
      );
    if (manifest.emits) role.addToPolicy(putEvents(bus, manifest.emits));
    for (const workflow of manifest.starts ?? [])
      role.addToPolicy(
        new PolicyStatement({
          actions: ['states:StartExecution'],
          resources: [this.workflowArn(stage, workflow)],
        }),
      );
    for (const workflow of manifest.resumes ?? [])
      role.addToPolicy(
        new PolicyStatement({
          actions: ['states:SendTaskSuccess'],
          resources: [this.workflowArn(stage, workflow)],
        }),
      );
  }
}
