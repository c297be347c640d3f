import { marshall } from '@aws-sdk/util-dynamodb';
import { describe, expect, test } from 'vitest';
import {
  eventsOf,
  type OutgoingEvent,
  publishChanges,
} from '../../../functions/audit/publish-changes/publish-changes.ts';
import type { StreamRecord } from '../../../packages/lambda/stream.ts';

const launched = (n: number): StreamRecord => ({
  eventID: `e${n}`,
  eventName: 'INSERT',
  dynamodb: { SequenceNumber: `s${n}`, NewImage: marshall({ type: 'campaign', campaignId: `cmp_${n}` }) },
});
const batch = { Records: Array.from({ length: 25 }, (_, i) => launched(i)) };

/** What becomes of a batch when waking fails at a record, or the bus takes so many calls only. */
function story({ stuckAt, calls = Number.POSITIVE_INFINITY }: { stuckAt?: string; calls?: number }) {
  const told: string[] = [];
  const published: OutgoingEvent[] = [];
  const task = publishChanges({
    resume: async () => {
      told.push('resumed');
      return { batchItemFailures: stuckAt === undefined ? [] : [{ itemIdentifier: stuckAt }] };
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
  test('wakes workflows and goes onto the bus, whole', async () => {
    const { told, published, outcome } = story({});
    expect(await outcome).toEqual({ batchItemFailures: [] });
    expect(told).toEqual(['resumed', 'published', 'published', 'published']);
    expect(published).toHaveLength(25);
  });

  test('is published though a workflow cannot be woken, and comes again from that record on', async () => {
    const { published, outcome } = story({ stuckAt: 's12' });
    expect(await outcome).toEqual({ batchItemFailures: [{ itemIdentifier: 's12' }] });
    expect(published).toHaveLength(25);
  });

  test.each([
    ['s3', 's3'],
    ['s12', 's10'],
  ])('of which waking is stuck at %s and the bus at s10 goes on from %s', async (stuckAt, first) => {
    const { told, outcome } = story({ stuckAt, calls: 1 });
    expect(await outcome).toEqual({ batchItemFailures: [{ itemIdentifier: first }] });
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
      resume: async () => ({ batchItemFailures: [] }),
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
