import { Duration, Validations } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { pascalCase, physicalName } from '../names.ts';
import type { Stage } from '../stages.ts';

/** Where messages wait that could not be worked; two weeks to mend the cause and redrive. */
export class DeadLetterQueue extends Construct {
  readonly queue: Queue;

  constructor(scope: Construct, stage: Stage, name: string) {
    super(scope, pascalCase(`${name}-dead-letters`));
    this.queue = new Queue(this, 'Queue', {
      queueName: physicalName(stage.name, `${name}-dead-letters`),
      retentionPeriod: Duration.days(14),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
    });
    const reason = 'This is the dead-letter queue.';
    Validations.of(this.queue).acknowledge(
      { id: 'AwsSolutions-SQS3', reason },
      { id: 'Serverless-SQSRedrivePolicy', reason },
    );
  }
}
