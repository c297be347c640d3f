import type { Guard } from '../access/guard.ts';
import { busName } from '../assembly/physical-names.ts';
import type { Counters } from '../counters.ts';
import type { Bus } from '../events/bus.ts';
import { bodyDigest, type Queues } from '../events/queues.ts';
import type { Journal } from '../journal.ts';
import { asList, asNumber, asObject, asString, type Json, type JsonObject } from '../json.ts';
import type { ServiceCall } from './gateway.ts';
import { ServiceError } from './service-error.ts';

/** EventBridge's PutEvents. Accepted events are durable before the answer. */
export function serveEvents(bus: Bus, journal: Journal, guard: Guard): ServiceCall {
  return async (operation, input, caller) => {
    if (operation !== 'PutEvents') {
      throw new ServiceError('UnknownOperationException', `events:${operation} is not served here`);
    }
    const entries = asList(input.Entries);
    if (entries.length === 0 || entries.length > 10) {
      throw new ServiceError('ValidationException', 'PutEvents takes one to ten entries');
    }
    guard.demand(
      caller,
      entries.map((value) => {
        const entry = asObject(value);
        return {
          action: 'events:PutEvents',
          resource: bus.arnOf(busName(asString(entry.EventBusName))),
          context: {
            'events:source': [String(entry.Source ?? '')],
            'events:detail-type': [String(entry.DetailType ?? '')],
          },
        };
      }),
    );
    const answer = bus.put(entries, caller.caseKey());
    await journal.durable();
    return answer;
  };
}

/** SQS, JSON protocol. */
export function serveQueues(
  queues: Queues,
  journal: Journal,
  guard: Guard,
  counters: Counters,
  gatewayUrl: string,
): ServiceCall {
  return async (operation, input, caller) => {
    const queue =
      operation === 'GetQueueUrl'
        ? String(input.QueueName)
        : operation === 'ListQueues'
          ? ''
          : queues.byUrl(String(input.QueueUrl));
    // The batch operations are judged by the right for one message.
    const action = operation.replace(/Batch$/, '');
    guard.demand(caller, [{ action: `sqs:${action}`, resource: queue === '' ? '*' : queues.arnOf(queue) }]);
    const send = (part: JsonObject): JsonObject => {
      const body = asString(part.MessageBody) ?? '';
      const delay = asNumber(part.DelaySeconds);
      const attributes = attributeTexts(part.MessageAttributes);
      const options = { attributes, ...(delay === undefined ? {} : { delaySeconds: delay }) };
      counters.message(caller.caseKey());
      return { MessageId: queues.send(queue, body, options), MD5OfMessageBody: bodyDigest(body) };
    };
    switch (operation) {
      case 'SendMessage': {
        const answer = send(input);
        await journal.durable();
        return answer;
      }
      case 'SendMessageBatch': {
        const Successful = asList(input.Entries).map((entry) => ({
          Id: asObject(entry).Id ?? '',
          ...send(asObject(entry)),
        }));
        await journal.durable();
        return { Successful, Failed: [] };
      }
      case 'ReceiveMessage': {
        const limit = Math.min(asNumber(input.MaxNumberOfMessages) ?? 1, 10);
        const messages = queues.receive(queue, limit, asNumber(input.VisibilityTimeout));
        await journal.durable();
        return {
          Messages: messages.map((message) => ({
            MessageId: message.id,
            ReceiptHandle: message.receipt,
            Body: message.body,
            MD5OfBody: bodyDigest(message.body),
            Attributes: {
              ApproximateReceiveCount: String(message.received),
              SentTimestamp: String(Math.floor(message.sentAt)),
            },
            MessageAttributes: Object.fromEntries(
              Object.entries(message.attributes).map(([name, value]) => [
                name,
                { DataType: 'String', StringValue: value },
              ]),
            ),
          })),
        };
      }
      case 'DeleteMessage':
        queues.remove(queue, String(input.ReceiptHandle));
        await journal.durable();
        return {};
      case 'DeleteMessageBatch': {
        const Successful = asList(input.Entries).map((entry) => {
          queues.remove(queue, String(asObject(entry).ReceiptHandle));
          return { Id: asObject(entry).Id ?? '' };
        });
        await journal.durable();
        return { Successful, Failed: [] };
      }
      case 'ChangeMessageVisibility':
        queues.hide(queue, String(input.ReceiptHandle), asNumber(input.VisibilityTimeout) ?? 0);
        await journal.durable();
        return {};
      case 'GetQueueAttributes': {
        const { visible, hidden, delayed } = queues.counts(queue);
        return {
          Attributes: {
            QueueArn: queues.arnOf(queue),
            ApproximateNumberOfMessages: String(visible),
            ApproximateNumberOfMessagesNotVisible: String(hidden),
            ApproximateNumberOfMessagesDelayed: String(delayed),
          },
        };
      }
      case 'GetQueueUrl':
        queues.arnOf(queue);
        return { QueueUrl: `${gatewayUrl}/${queues.arnOf(queue).split(':')[4]}/${queue}` };
      case 'PurgeQueue':
        queues.purge(queue);
        await journal.durable();
        return {};
      default:
        throw new ServiceError('UnknownOperationException', `sqs:${operation} is not served here`);
    }
  };
}

function attributeTexts(attributes: Json | undefined): Record<string, string> {
  const result: Record<string, string> = {};
  for (const [name, value] of Object.entries(asObject(attributes))) {
    result[name] = String(asObject(value).StringValue ?? asObject(value).BinaryValue ?? '');
  }
  return result;
}
