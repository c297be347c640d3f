import { Duration } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { QueueTrigger } from '../../packages/lambda/manifest.ts';
import type { FunctionSpec } from '../function-specs.ts';
import { pascalCase, physicalName } from '../names.ts';
import type { Stage } from '../stages.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';

/** The queue that a function works, and the one that takes what it could not. */
export class MessageQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, stage: Stage, { name, manifest }: FunctionSpec, trigger: QueueTrigger) {
    super(scope, pascalCase(`${name}-messages`));
    this.deadLetters = new DeadLetterQueue(this, stage, name).queue;
    this.queue = new Queue(this, 'Queue', {
      queueName: physicalName(stage.name, name),
      retentionPeriod: Duration.days(14),
      // Six times the function's own time-out and the time of gathering, as Lambda asks for.
      visibilityTimeout: Duration.seconds(6 * manifest.timeoutSeconds + (trigger.gathersSeconds ?? 0)),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: trigger.receivesAtMost },
      ...(trigger.delaySeconds === undefined
        ? {}
        : { deliveryDelay: Duration.seconds(trigger.delaySeconds) }),
    });
  }
}
