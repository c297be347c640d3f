import { ChangeMessageVisibilityCommand, SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod/mini';
import { unavailable } from '../domain/errors.ts';
import type { Environment } from './environment.ts';

/** A batch of a queue, as far as our functions read it. */
export const queueBatch = z.object({
  Records: z.array(
    z.object({
      messageId: z.string(),
      receiptHandle: z.string(),
      body: z.string(),
      attributes: z.object({ ApproximateReceiveCount: z.string() }),
    }),
  ),
});
export type QueueBatch = z.infer<typeof queueBatch>;
export type QueueRecord = QueueBatch['Records'][number];

/** A function's queue as tasks see it. */
export interface Queue {
  /** All of the messages or a failure; some may then be there twice. */
  send(messages: readonly object[]): Promise<void>;
  /** Keeps a received message out of sight for so many seconds, at most twelve hours. */
  hide(receiptHandle: string, seconds: number): Promise<void>;
}

/** Messages of one call. */
const atMost = 10;

/** @param of the function whose queue it is */
export function connectQueue(environment: Environment, of: string): Queue {
  const client = new SQSClient({});
  const QueueUrl = environment.queueUrl(of);
  return {
    async send(messages) {
      for (let i = 0; i < messages.length; i += atMost) {
        const answer = await client.send(
          new SendMessageBatchCommand({
            QueueUrl,
            Entries: messages
              .slice(i, i + atMost)
              .map((message, n) => ({ Id: String(n), MessageBody: JSON.stringify(message) })),
          }),
        );
        if (answer.Failed?.length) throw unavailable('the queue did not take every message');
      }
    },
    async hide(receiptHandle, seconds) {
      await client.send(
        new ChangeMessageVisibilityCommand({
          QueueUrl,
          ReceiptHandle: receiptHandle,
          VisibilityTimeout: seconds,
        }),
      );
    },
  };
}
