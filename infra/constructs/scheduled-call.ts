import { Duration } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { pascalCase, physicalName } from '../names.ts';
import type { Stage } from '../stages.ts';

export interface ScheduledCallProps {
  stage: Stage;
  /** The function's name. */
  name: string;
  lambda: LambdaFunction;
  /** Takes what the scheduler could not hand over; the function leaves there what it then fails at. */
  deadLetters: Queue;
  expression: string;
  timezone: string;
}

/** Calls a function at times, with the time it was meant for, so that a late call does the same as a punctual one. */
export class ScheduledCall extends Construct {
  constructor(scope: Construct, props: ScheduledCallProps) {
    super(scope, pascalCase(`${props.name}-schedule`));
    const name = physicalName(props.stage.name, `${props.name}-schedule`);
    const role = new Role(this, 'Role', {
      roleName: name,
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com'),
    });
    role.addToPolicy(
      new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [props.lambda.functionArn] }),
    );
    role.addToPolicy(
      new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [props.deadLetters.queueArn] }),
    );
    const schedule = new CfnSchedule(this, 'Schedule', {
      name,
      flexibleTimeWindow: { mode: 'OFF' },
      scheduleExpression: props.expression,
      scheduleExpressionTimezone: props.timezone,
      target: {
        arn: props.lambda.functionArn,
        roleArn: role.roleArn,
        input: JSON.stringify({ scheduledAt: '<aws.scheduler.scheduled-time>' }),
        deadLetterConfig: { arn: props.deadLetters.queueArn },
        retryPolicy: {
          maximumEventAgeInSeconds: Duration.hours(6).toSeconds(),
          maximumRetryAttempts: 20,
        },
      },
    });
    // The service tries the role out when the schedule is made.
    schedule.node.addDependency(role);
  }
}
