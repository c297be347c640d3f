import type { EventDetail, EventName } from '../../../packages/contracts/events.ts';
import {
  type BatchOutcome,
  newImage,
  oldImage,
  type StreamBatch,
  type StreamRecord,
} from '../../../packages/lambda/stream.ts';
import type { AuditItem, CampaignItem, EditionItem } from '../../../packages/table/items.ts';

export type OutgoingEvent = { [Name in EventName]: { name: Name; detail: EventDetail<Name> } }[EventName];

/** Events per call of the bus. */
const atMost = 10;

/**
 * The table's stream is the outbox: what was written is published, in order, as often as the stream delivers it. A
 * failing call is reported from its first record on.
 */
export const publishChanges =
  (ports: { publish(events: OutgoingEvent[]): Promise<void>; failed(error: unknown): void }) =>
  async (batch: StreamBatch): Promise<BatchOutcome> => {
    const changes = batch.Records.flatMap((record) => {
      const event = eventOf(record);
      return event ? [{ record, event }] : [];
    });
    for (let i = 0; i < changes.length; i += atMost) {
      const part = changes.slice(i, i + atMost);
      try {
        await ports.publish(part.map((change) => change.event));
      } catch (error) {
        ports.failed(error);
        return { batchItemFailures: [{ itemIdentifier: part[0]?.record.dynamodb.SequenceNumber ?? '' }] };
      }
    }
    return { batchItemFailures: [] };
  };

type Item = CampaignItem | AuditItem | EditionItem;

/** The event that a change means, if any; a change that leaves the status as it was means none. */
export function eventOf(record: StreamRecord): OutgoingEvent | null {
  const now = newImage<Item>(record);
  const before = oldImage<Item>(record);
  if (now?.type === 'edition')
    return before ? null : { name: 'EditionPublished', detail: { v: 1, edition: now.edition } };
  if (now?.type === 'campaign') {
    const before = oldImage<CampaignItem>(record);
    if (!before) return { name: 'CampaignLaunched', detail: { v: 1, campaignId: now.campaignId } };
    if (now.status === 'closed' && before.status !== 'closed')
      return { name: 'CampaignClosed', detail: { v: 1, campaignId: now.campaignId } };
    return null;
  }
  if (now?.type === 'audit' && now.status === 'closed' && oldImage<AuditItem>(record)?.status !== 'closed') {
    const { auditId, campaignId, stationId, grade, score } = now;
    if (grade === undefined || score === undefined) return null;
    return { name: 'StationAuditClosed', detail: { v: 1, auditId, campaignId, stationId, grade, score } };
  }
  return null;
}
