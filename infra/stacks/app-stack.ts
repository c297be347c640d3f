import { Duration, Stack, type StackProps, Validations } from 'aws-cdk-lib';
import { type EventBus, type EventPattern, type IRuleTarget, Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaTarget, SqsQueue as QueueTarget } from 'aws-cdk-lib/aws-events-targets';
import { FilterCriteria, type Function as LambdaFunction, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { eventSource, incomingSource, outgoingEvents } from '../../packages/contracts/events.ts';
import type {
  HeardEvents,
  QueueTrigger,
  ScheduleTrigger,
  StreamTrigger,
} from '../../packages/lambda/manifest.ts';
import { DeadLetterQueue } from '../constructs/dead-letter-queue.ts';
import { MessageQueue } from '../constructs/message-queue.ts';
import { ScheduledCall } from '../constructs/scheduled-call.ts';
import { TaskFunction } from '../constructs/task-function.ts';
import { Workflow } from '../constructs/workflow.ts';
import type { FunctionSpec } from '../function-specs.ts';
import { pascalCase, physicalName } from '../names.ts';
import type { Stage } from '../stages.ts';
import type { DataStack } from './data-stack.ts';

export interface AppStackProps extends StackProps {
  stage: Stage;
  data: DataStack;
  functions: FunctionSpec[];
  /** Folder of the built functions. */
  bundles: string;
  workflows: { name: string; file: string }[];
}

/**
 * The work: workflows, queues, rules, and the functions that they call. May be rebuilt at any time; all of it follows from
 * the manifests.
 */
export class AppStack extends Stack {
  readonly functions: TaskFunction[];
  readonly stateMachines: Record<string, StateMachine> = {};
  readonly deadLetters: Record<string, Queue> = {};
  /** Queues by the functions that work them. */
  readonly queues: Record<string, Queue> = {};
  readonly bus: EventBus;

  constructor(scope: Construct, id: string, props: AppStackProps) {
    super(scope, id, props);
    const { stage, data, bundles } = props;
    const { table, bus, bucket, api } = data;
    const publicUrl = api.apiEndpoint;
    this.bus = bus;

    for (const spec of props.functions) {
      const { trigger } = spec.manifest;
      if (trigger.kind !== 'queue') continue;
      const { queue, deadLetters } = new MessageQueue(this, stage, spec, trigger);
      this.queues[spec.name] = queue;
      this.deadLetters[spec.name] = deadLetters;
    }
    this.functions = props.functions.map(
      (spec) =>
        new TaskFunction(this, {
          stage,
          spec,
          bundles,
          table,
          bus,
          bucket,
          publicUrl,
          queues: this.queues,
        }),
    );
    for (const { name, file } of props.workflows) {
      const functions = this.tasksOf(name);
      this.stateMachines[name] = new Workflow(this, {
        stage,
        name,
        file,
        functions,
        table,
        bus,
      }).stateMachine;
    }

    for (const fn of this.functions) {
      const { trigger } = fn.spec.manifest;
      if (trigger.kind === 'event') this.onEvents(stage, data, fn, trigger.detailType);
      if (trigger.kind === 'queue') this.onMessages(stage, data, fn, trigger);
      if (trigger.kind === 'stream') this.onChanges(stage, data, fn, trigger);
      if (trigger.kind === 'schedule') this.onTimes(stage, fn, trigger);
    }
  }

  /** The functions whose manifests name the workflow. */
  private tasksOf(workflow: string): Record<string, LambdaFunction> {
    const named = this.functions.filter(
      ({ spec: { manifest } }) => manifest.trigger.kind === 'task' && manifest.trigger.workflow === workflow,
    );
    return Object.fromEntries(named.map((fn) => [fn.spec.name, fn.lambda]));
  }

  private onEvents(stage: Stage, data: DataStack, fn: TaskFunction, heard: HeardEvents): void {
    const { name } = fn.spec;
    const dead = fn.deadLetters;
    if (!dead) throw new Error(`${name} is called by events and has nowhere to leave what fails`);
    this.deadLetters[name] = dead;
    this.tell(stage, data, name, heard, new LambdaTarget(fn.lambda, handedOver(dead)));
  }

  /** A rule hands what it hears to its target. */
  private tell(stage: Stage, data: DataStack, name: string, heard: HeardEvents, target: IRuleTarget): void {
    new Rule(this, `${pascalCase(name)}Rule`, {
      ruleName: physicalName(stage.name, name),
      eventBus: data.bus,
      eventPattern: patternOf(heard),
      targets: [target],
    });
  }

  private onChanges(stage: Stage, data: DataStack, fn: TaskFunction, trigger: StreamTrigger): void {
    const stream = data.table.tableStreamArn;
    if (!stream) throw new Error('the table has no stream');
    const deadLetters = this.deadLettersOf(stage, fn.spec.name);
    const mapping = fn.lambda.addEventSourceMapping('Changes', {
      eventSourceArn: stream,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: trigger.batchSize,
      maxBatchingWindow: Duration.seconds(trigger.gathersSeconds),
      filters: trigger.filters.map((filter) => FilterCriteria.filter({ ...filter })),
      reportBatchItemFailures: true,
      bisectBatchOnError: true,
      retryAttempts: 10,
      maxRecordAge: Duration.hours(23),
      onFailure: new SqsDlq(deadLetters),
    });
    // The mapping is refused by the service when the role cannot read the stream yet.
    mapping.node.addDependency(fn.readsStream(stream, deadLetters));
  }

  private onTimes(stage: Stage, fn: TaskFunction, trigger: ScheduleTrigger): void {
    const dead = fn.deadLetters;
    if (!dead) throw new Error(`${fn.spec.name} is called by a schedule and has nowhere to leave what fails`);
    this.deadLetters[fn.spec.name] = dead;
    const { name } = fn.spec;
    new ScheduledCall(this, { stage, name, lambda: fn.lambda, deadLetters: dead, ...trigger });
  }

  private onMessages(stage: Stage, data: DataStack, fn: TaskFunction, trigger: QueueTrigger): void {
    const { name } = fn.spec;
    const queue = this.queues[name];
    const dead = this.deadLetters[name];
    if (!queue || !dead) throw new Error(`${name} has no queue to work`);
    const { batchSize, gathersSeconds, detailType } = trigger;
    const mapping = fn.lambda.addEventSourceMapping('Messages', {
      eventSourceArn: queue.queueArn,
      batchSize,
      reportBatchItemFailures: true,
      ...(gathersSeconds === undefined ? {} : { maxBatchingWindow: Duration.seconds(gathersSeconds) }),
    });
    // What the queue did not take lies with what the function failed at, and is the same message.
    if (detailType) this.tell(stage, data, name, detailType, new QueueTarget(queue, handedOver(dead)));
    Validations.of(mapping).acknowledge({
      id: 'Serverless-LambdaEventSourceMappingDestination',
      reason: 'The queue itself moves what was received too often to its dead letters.',
    });
    // The mapping is refused by the service when the role cannot read the queue yet.
    mapping.node.addDependency(fn.worksQueue(queue));
  }

  private deadLettersOf(stage: Stage, name: string): Queue {
    const { queue } = new DeadLetterQueue(this, stage, name);
    this.deadLetters[name] = queue;
    return queue;
  }
}

/** How long a rule tries to hand an event over, and where it leaves one that nobody takes. */
const handedOver = (deadLetterQueue: Queue) => ({
  deadLetterQueue,
  retryAttempts: 20,
  maxEventAge: Duration.hours(6),
});

function patternOf(heard: HeardEvents): EventPattern {
  if (typeof heard === 'object' && 'incoming' in heard)
    return {
      source: [...new Set(heard.incoming.map(incomingSource))],
      detailType: [...heard.incoming],
    };
  return {
    source: [eventSource],
    detailType: heard === 'outgoing' ? outgoingEvents : [...heard],
  };
}
