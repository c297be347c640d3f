import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { eventSource } from '../contracts/events.ts';
import { unavailable } from '../domain/errors.ts';
import type { Environment } from './environment.ts';

/** The event bus as tasks see it: at most ten events a call, all of them or a failure. */
export function connectBus(environment: Environment) {
  const client = new EventBridgeClient({});
  return {
    async publish(events: readonly { name: string; detail: object }[]): Promise<void> {
      const answer = await client.send(
        new PutEventsCommand({
          Entries: events.map((event) => ({
            EventBusName: environment.busName,
            Source: eventSource,
            DetailType: event.name,
            Detail: JSON.stringify(event.detail),
          })),
        }),
      );
      if (answer.FailedEntryCount) throw unavailable('the bus did not take every event');
    },
  };
}
