import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod/mini';

/** A batch of the table's stream, as far as our functions read it. */
export const streamBatch = z.object({
  Records: z.array(
    z.object({
      eventID: z.string(),
      eventName: z.enum(['INSERT', 'MODIFY', 'REMOVE']),
      dynamodb: z.object({
        SequenceNumber: z.string(),
        /** Seconds of the epoch. */
        ApproximateCreationDateTime: z.optional(z.number()),
        NewImage: z.optional(z.record(z.string(), z.unknown())),
        OldImage: z.optional(z.record(z.string(), z.unknown())),
      }),
    }),
  ),
});
export type StreamBatch = z.infer<typeof streamBatch>;
export type StreamRecord = StreamBatch['Records'][number];

/** The item as it is after the change, undefined when it was removed. */
export const newImage = <Item>(record: StreamRecord): Item | undefined =>
  record.dynamodb.NewImage &&
  (unmarshall(record.dynamodb.NewImage as Record<string, AttributeValue>) as Item);

export const oldImage = <Item>(record: StreamRecord): Item | undefined =>
  record.dynamodb.OldImage &&
  (unmarshall(record.dynamodb.OldImage as Record<string, AttributeValue>) as Item);

export interface BatchOutcome {
  batchItemFailures: { itemIdentifier: string }[];
}

/**
 * Works a batch in order. The first record that fails is reported, so that the stream goes on from there and what
 * was done is not done again.
 */
export async function inOrder(
  batch: StreamBatch,
  each: (record: StreamRecord) => Promise<void>,
  failed: (error: unknown, record: StreamRecord) => void,
): Promise<BatchOutcome> {
  for (const record of batch.Records) {
    try {
      await each(record);
    } catch (error) {
      failed(error, record);
      return { batchItemFailures: [{ itemIdentifier: record.dynamodb.SequenceNumber }] };
    }
  }
  return { batchItemFailures: [] };
}
