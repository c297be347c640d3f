import { marshall } from '@aws-sdk/util-dynamodb';
import { describe, expect, test } from 'vitest';
import {
  eventsOf,
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

describe('A finding of the scan of waits', () => {
  const finding = (given: object) => ({
    type: 'wait-finding',
    kind: 'workflow-gone',
    of: 'aud_1',
    campaignId: 'cmp_1',
    stationId: 'stn_1',
    regionId: 'reg_1',
    owner: 'hq-network',
    status: 'open',
    foundOn: '2026-03-10',
    ...given,
  });
  const told = (now: object, before?: object) =>
    eventsOf({
      eventID: 'e',
      eventName: before ? 'MODIFY' : 'INSERT',
      dynamodb: {
        SequenceNumber: 's',
        NewImage: marshall(now),
        ...(before ? { OldImage: marshall(before) } : {}),
      },
    });
  const orphaned = {
    name: 'WaitOrphaned',
    detail: {
      v: 1,
      kind: 'workflow-gone',
      of: 'aud_1',
      campaignId: 'cmp_1',
      stationId: 'stn_1',
      owner: 'hq-network',
      foundOn: '2026-03-10',
    },
  };

  test('is told when it is opened, and when it is opened again', () => {
    expect(told(finding({}))).toEqual([orphaned]);
    expect(told(finding({}), finding({ status: 'closed' }))).toEqual([orphaned]);
  });

  test('is not told when a restart is noted on it, or when it is mended', () => {
    expect(told(finding({ restartedAs: 'aud_1_2' }), finding({}))).toEqual([]);
    expect(told(finding({ status: 'closed' }), finding({}))).toEqual([]);
  });

  test('about an appeal says which', () => {
    expect(told(finding({ kind: 'appeal-overdue', item: 'AU-SA-01' }))).toEqual([
      {
        name: 'AppealOverdue',
        detail: {
          v: 1,
          auditId: 'aud_1',
          item: 'AU-SA-01',
          campaignId: 'cmp_1',
          stationId: 'stn_1',
          owner: 'hq-network',
          foundOn: '2026-03-10',
        },
      },
    ]);
  });
});
