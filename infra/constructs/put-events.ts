import type { EventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { eventSource } from '../../packages/contracts/events.ts';

/** The right to put our own events of these names on the bus, and no others. */
export const putEvents = (bus: EventBus, names: readonly string[]): PolicyStatement =>
  new PolicyStatement({
    actions: ['events:PutEvents'],
    resources: [bus.eventBusArn],
    conditions: {
      StringEquals: { 'events:detail-type': [...names].sort() },
      'ForAllValues:StringEquals': { 'events:source': [eventSource] },
    },
  });
