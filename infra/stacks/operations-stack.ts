import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Alias } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { pascalCase, physicalName } from '../names.ts';
import type { Stage } from '../stages.ts';
import type { AppStack } from './app-stack.ts';

/** Few alarms, each with a runbook entry that says who suffers and what to do (`infra/runbook.md`). */
export class OperationsStack extends Stack {
  constructor(scope: Construct, id: string, props: StackProps & { stage: Stage; app: AppStack }) {
    super(scope, id, props);
    const { stage, app } = props;
    const topic = new Topic(this, 'Alarms', {
      topicName: physicalName(stage.name, 'alarms'),
      masterKey: Alias.fromAliasName(this, 'TopicKey', 'alias/aws/sns'),
      enforceSSL: true,
    });
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
      app.api.metricServerError({ period: Duration.minutes(5), statistic: 'Sum' }),
    );
  }
}
