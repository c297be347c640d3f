import { marshall } from '@aws-sdk/util-dynamodb';
import { describe, expect, test } from 'vitest';
import {
  type OutgoingEvent,
  publishChanges,
} from '../../../functions/integration/publish-changes/publish-changes.ts';
import type { StreamRecord } from '../../../packages/lambda/stream.ts';

const launched = (n: number): StreamRecord => ({
  eventID: `e${n}`,
  eventName: 'INSERT',
  dynamodb: { SequenceNumber: `s${n}`, NewImage: marshall({ type: 'campaign', campaignId: `cmp_${n}` }) },
});
const batch = { Records: Array.from({ length: 25 }, (_, i) => launched(i)) };

/** What happens, in its order; the trail takes so many records, the bus so many calls. */
function story(appended: number, calls = Number.POSITIVE_INFINITY) {
  const told: string[] = [];
  const published: OutgoingEvent[] = [];
  const task = publishChanges({
    append: async () => {
      told.push('appended');
      return appended;
    },
    publish: async (events) => {
      if (told.filter((what) => what === 'published').length >= calls) throw new Error('the bus is out');
      told.push('published');
      published.push(...events);
    },
    failed: () => told.push('failed'),
  });
  return { told, published, outcome: task(batch) };
}

describe('A batch of the stream', () => {
  test('goes into the trail first and then onto the bus, whole', async () => {
    const { told, published, outcome } = story(25);
    expect(await outcome).toEqual({ batchItemFailures: [] });
    expect(told).toEqual(['appended', 'published', 'published', 'published']);
    expect(published).toHaveLength(25);
  });

  test('is published only as far as the trail took it, and goes on from there', async () => {
    const { published, outcome } = story(12);
    expect(await outcome).toEqual({ batchItemFailures: [{ itemIdentifier: 's12' }] });
    expect(published).toHaveLength(12);
  });

  test('of which the trail took nothing is not published at all', async () => {
    const { published, outcome } = story(0);
    expect(await outcome).toEqual({ batchItemFailures: [{ itemIdentifier: 's0' }] });
    expect(published).toEqual([]);
  });

  test('goes on from the first event that the bus did not take, though the trail has more', async () => {
    const { told, outcome } = story(25, 1);
    expect(await outcome).toEqual({ batchItemFailures: [{ itemIdentifier: 's10' }] });
    expect(told.at(-1)).toBe('failed');
  });
});

describe('An anchor', () => {
  const record = {
    eventID: 'e1',
    eventName: 'INSERT' as const,
    dynamodb: {
      SequenceNumber: 's1',
      NewImage: marshall({ type: 'anchor', v: 1, date: '2026-11-23', root: 'abc', shards: ['x'] }),
    },
  };

  test('is told to whoever wants to keep its root', async () => {
    const published: OutgoingEvent[] = [];
    await publishChanges({
      append: async () => 1,
      publish: async (events) => {
        published.push(...events);
      },
      failed: () => {},
    })({ Records: [record] });
    expect(published).toEqual([{ name: 'TrailAnchored', detail: { v: 1, date: '2026-11-23', root: 'abc' } }]);
  });
});
