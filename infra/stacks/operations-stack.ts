import { Duration, RemovalPolicy, Stack, type StackProps, Validations } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { CfnRule } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { type EventName, eventSource } from '../../packages/contracts/events.ts';
import { kebabCase, pascalCase, physicalName } from '../names.ts';
import type { Stage } from '../stages.ts';
import type { AppStack } from './app-stack.ts';

/** Few alarms, each with a runbook entry that says who suffers and what to do (`infra/runbook.md`). */
export class OperationsStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    props: StackProps & { stage: Stage; app: AppStack; api: HttpApi },
  ) {
    super(scope, id, props);
    const { stage, app, api } = props;
    const topic = this.alarmTopic(stage);
    const alarm = (name: string, runbook: string, metric: IMetric, threshold = 0) => {
      const made = new Alarm(this, pascalCase(name), {
        alarmName: physicalName(stage.name, name),
        alarmDescription: `runbook.md#${runbook}`,
        metric,
        threshold,
        evaluationPeriods: 1,
        comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
        treatMissingData: TreatMissingData.NOT_BREACHING,
      });
      made.addAlarmAction(new SnsAction(topic));
    };
    for (const [name, queue] of Object.entries(app.deadLetters))
      alarm(
        `${name}-dead-letters`,
        'dead-letters',
        queue.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1) }),
      );
    for (const [name, queue] of Object.entries(app.queues))
      alarm(
        `${name}-piling-up`,
        'queue-piling-up',
        queue.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(15) }),
        1_000,
      );
    alarm('webhook-paused', 'webhook-paused', this.eventsOf(stage, app, 'WebhookPaused'));
    for (const [name, machine] of Object.entries(app.stateMachines)) {
      alarm(`${name}-failed`, 'workflow-failed', machine.metricFailed({ period: Duration.minutes(5) }));
      alarm(
        `${name}-throttled`,
        'workflow-throttled',
        machine.metricThrottled({ period: Duration.minutes(5) }),
      );
    }
    for (const fn of app.functions.filter((fn) => fn.spec.manifest.trigger.kind === 'stream'))
      alarm(
        `${fn.spec.name}-behind`,
        'stream-behind',
        new Metric({
          namespace: 'AWS/Lambda',
          metricName: 'IteratorAge',
          dimensionsMap: { FunctionName: fn.lambda.functionName },
          statistic: 'Maximum',
          period: Duration.minutes(5),
        }),
        Duration.minutes(10).toMilliseconds(),
      );
    alarm(
      'api-failing',
      'api-failing',
      api.metricServerError({ period: Duration.minutes(5), statistic: 'Sum' }),
    );
  }

  /** How many events of a name there were; a rule without targets counts them for nothing. */
  private eventsOf(stage: Stage, app: AppStack, event: EventName): IMetric {
    const ruleName = physicalName(stage.name, kebabCase(event));
    const rule = new CfnRule(this, `${event}Rule`, {
      name: ruleName,
      eventBusName: app.bus.eventBusName,
      eventPattern: { source: [eventSource], 'detail-type': [event] },
    });
    Validations.of(rule).acknowledge({
      id: 'Serverless-EventBusDLQ',
      reason: 'The rule has no target that could fail: it only counts.',
    });
    return new Metric({
      namespace: 'AWS/Events',
      metricName: 'MatchedEvents',
      dimensionsMap: { EventBusName: app.bus.eventBusName, RuleName: ruleName },
      statistic: 'Sum',
      period: Duration.minutes(5),
    });
  }

  /** Where alarms go. CloudWatch needs both doors opened by name: the topic's, and that of the key it is encrypted with. */
  private alarmTopic(stage: Stage): Topic {
    const cloudWatch = new ServicePrincipal('cloudwatch.amazonaws.com');
    // A key of our own, because the policy of the AWS managed one cannot let CloudWatch in.
    const key = new Key(this, 'AlarmsKey', {
      description: 'Encrypts the alarms on their way',
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    key.grant(cloudWatch, 'kms:Decrypt', 'kms:GenerateDataKey*');
    const topic = new Topic(this, 'Alarms', {
      topicName: physicalName(stage.name, 'alarms'),
      masterKey: key,
      enforceSSL: true,
    });
    topic.addToResourcePolicy(
      new PolicyStatement({
        principals: [cloudWatch],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': this.account } },
      }),
    );
    return topic;
  }
}
