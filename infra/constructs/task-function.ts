import { join } from 'node:path';
import { ArnFormat, Aws, Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import { Policy, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
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
import { indexOf, indexPartitions, partitions, tableIndexes } from '../../packages/table/keys.ts';
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
  /** Where the public pages are. */
  publicUrl: string;
  /** Queues by the functions that work them. */
  queues: Readonly<Record<string, Queue>>;
}

/** A function of a manifest: bundle, environment, log group, and a role with exactly the rights the manifest names. */
export class TaskFunction extends Construct {
  readonly lambda: LambdaFunction;
  /** What the function could not work; only for functions that are called by events and schedules. */
  readonly deadLetters: Queue | undefined;
  private readonly role: Role;
  readonly spec: FunctionSpec;

  constructor(scope: Construct, props: TaskFunctionProps) {
    const { stage, spec, bundles, table, bus, bucket, publicUrl, queues } = props;
    super(scope, pascalCase(spec.name));
    this.spec = spec;
    const functionName = physicalName(stage.name, spec.name);
    const { manifest } = spec;

    const logGroup = new LogGroup(this, 'Logs', {
      logGroupName: `/aws/lambda/${functionName}`,
      retention: stage.logDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const rights = new PolicyDocument();
    this.role = new Role(this, 'Role', {
      roleName: functionName,
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: manifest.purpose,
      // Inside the role: a policy of its own for each function would fill the stack, which holds 500 resources.
      inlinePolicies: { rights },
    });
    const { role } = this;
    rights.addStatements(
      new PolicyStatement({
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [logGroup.logGroupArn],
      }),
      new PolicyStatement({
        actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
        resources: ['*'],
      }),
    );

    // The middleware stack connects to the table for every function; a name is no right to use it.
    const environment: Record<string, string> = {
      POWERTOOLS_SERVICE_NAME: spec.name,
      [environmentNames.table]: table.tableName,
    };
    if (manifest.emits) environment[environmentNames.bus] = bus.eventBusName;
    if (manifest.puts || manifest.hands) environment[environmentNames.bucket] = bucket.bucketName;
    if (manifest.namesPublicPages) environment[environmentNames.publicUrl] = publicUrl;
    if (manifest.callsOutside)
      environment[environmentNames.loopback] = stage.loopbackWebhooks ? 'allowed' : 'refused';
    // A function that works a queue also puts its messages off.
    for (const of of [...(manifest.sends ?? []), ...(manifest.trigger.kind === 'queue' ? [spec.name] : [])])
      environment[environmentNames.queue(of)] = queueOf(queues, of).queueUrl;
    for (const workflow of new Set([...(manifest.starts ?? []), ...(manifest.watches ?? [])]))
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
      // What CDK would add of its own is added above.
      role: role.withoutPolicyUpdates(),
      environment,
      ...(this.deadLetters ? { deadLetterQueue: this.deadLetters } : {}),
    });
    if (this.deadLetters)
      rights.addStatements(
        new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [this.deadLetters.queueArn] }),
      );
    this.grant(stage, rights, table, bus);
    this.grantFiles(stage, rights);
    for (const of of manifest.sends ?? [])
      rights.addStatements(
        new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [queueOf(queues, of).queueArn] }),
      );

    const reason = 'X-Ray has no resources to name.';
    Validations.of(role).acknowledge(
      { id: 'AwsSolutions-IAM5[Resource::*]', reason },
      { id: 'Serverless-LambdaStarPermissions', reason },
    );
    if (!this.deadLetters)
      Validations.of(this.lambda).acknowledge({
        id: 'Serverless-LambdaDLQ',
        reason:
          'Never invoked asynchronously: the caller, the workflow or the stream mapping keeps what failed.',
      });
  }

  /** Lets the function's event source mapping read the table's stream, and leave what fails. */
  readsStream(streamArn: string, deadLetters: Queue): IDependable {
    const policy = new Policy(this, 'ReadStream', {
      statements: [
        new PolicyStatement({
          actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
          resources: [streamArn],
        }),
        new PolicyStatement({
          actions: ['sqs:SendMessage', 'sqs:GetQueueAttributes', 'sqs:GetQueueUrl'],
          resources: [deadLetters.queueArn],
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

  /** Lets the function's event source mapping work the queue, and the function put messages off. */
  worksQueue(queue: Queue): IDependable {
    const policy = new Policy(this, 'WorkQueue', {
      statements: [
        new PolicyStatement({
          actions: [
            'sqs:ReceiveMessage',
            'sqs:DeleteMessage',
            'sqs:GetQueueAttributes',
            'sqs:ChangeMessageVisibility',
          ],
          resources: [queue.queueArn],
        }),
      ],
    });
    policy.attachToRole(this.role);
    return policy;
  }

  /** Whether a token is alive is asked by its heartbeat, and executions get their names at run time. */
  private watch(stage: Stage, rights: PolicyDocument, workflow: string): void {
    const executions = `${physicalName(stage.name, workflow)}:*`;
    rights.addStatements(
      new PolicyStatement({
        actions: ['states:SendTaskHeartbeat'],
        resources: [this.workflowArn(stage, workflow)],
      }),
    );
    rights.addStatements(
      new PolicyStatement({
        actions: ['states:DescribeExecution'],
        resources: [
          Stack.of(this).formatArn({
            service: 'states',
            resource: 'execution',
            resourceName: executions,
            arnFormat: ArnFormat.COLON_RESOURCE_NAME,
          }),
        ],
      }),
    );
    Validations.of(this.role).acknowledge({
      id: `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution:${executions}]`,
      reason: 'Executions get their names at run time; the wildcard ends at one state machine.',
    });
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
  private grantFiles(stage: Stage, rights: PolicyDocument): void {
    const { puts = [], hands = [] } = this.spec.manifest;
    const name = bucketName(stage.name, Aws.ACCOUNT_ID, Aws.REGION);
    for (const [action, kinds] of [
      ['s3:PutObject', puts],
      ['s3:GetObject', hands],
    ] as const)
      for (const kind of kinds) {
        rights.addStatements(
          new PolicyStatement({
            actions: [action],
            resources: [`arn:${Aws.PARTITION}:s3:::${name}/${kind}/*`],
          }),
        );
        Validations.of(this.role).acknowledge({
          id: `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:s3:::${bucketName(stage.name, '<AWS::AccountId>', '<AWS::Region>')}/${kind}/*]`,
          reason: 'Files are named at run time; the wildcard ends at the folder of their kind.',
        });
      }
  }

  private grant(stage: Stage, rights: PolicyDocument, table: Table, bus: EventBus): void {
    const { manifest } = this.spec;
    const onKeys = (actions: string[], resource: string, leadingKeys: string[]) =>
      new PolicyStatement({
        actions,
        resources: [resource],
        conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': leadingKeys } },
      });
    if (manifest.reads?.length)
      rights.addStatements(
        onKeys(
          ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'],
          table.tableArn,
          manifest.reads.map((kind) => partitions[kind]),
        ),
      );
    if (manifest.writes?.length)
      rights.addStatements(
        onKeys(
          ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem', 'dynamodb:ConditionCheckItem'],
          table.tableArn,
          manifest.writes.map((kind) => partitions[kind]),
        ),
      );
    if (manifest.checks?.length)
      rights.addStatements(
        onKeys(
          ['dynamodb:ConditionCheckItem'],
          table.tableArn,
          manifest.checks.map((kind) => partitions[kind]),
        ),
      );
    for (const index of tableIndexes) {
      const lists = (manifest.lists ?? []).filter((kind) => indexOf(kind) === index);
      if (lists.length > 0)
        rights.addStatements(
          onKeys(
            ['dynamodb:Query'],
            `${table.tableArn}/index/${index}`,
            lists.map((kind) => indexPartitions[kind]),
          ),
        );
    }
    if (manifest.emits) rights.addStatements(putEvents(bus, manifest.emits));
    for (const workflow of manifest.starts ?? [])
      rights.addStatements(
        new PolicyStatement({
          actions: ['states:StartExecution'],
          resources: [this.workflowArn(stage, workflow)],
        }),
      );
    for (const workflow of manifest.resumes ?? [])
      rights.addStatements(
        new PolicyStatement({
          actions: ['states:SendTaskSuccess'],
          resources: [this.workflowArn(stage, workflow)],
        }),
      );
    for (const workflow of manifest.watches ?? []) this.watch(stage, rights, workflow);
  }
}

function queueOf(queues: Readonly<Record<string, Queue>>, name: string): Queue {
  const queue = queues[name];
  if (!queue) throw new Error(`${name} works no queue, but a manifest sends to it`);
  return queue;
}
