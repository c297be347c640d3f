import type { Manifest, StreamTrigger } from '../../../packages/lambda/manifest.ts';

/**
 * Types of items that mean nothing here: `notTrailed` of the domain, where the reasons stand, but for those that facts of
 * stations are made of.
 */
const silent = [
  'answers',
  'draft',
  'given',
  'report',
  'edition-rules',
  'edition-position',
  'webhook-secret',
  'delivery',
  'tally',
  'wait',
  'digest-day',
  'trail',
  'trail-day',
  'anchor-shard',
  'anchor',
  'edition-path',
  'edition-duties',
  'duty-open',
  'edition-draft-part',
  'certificate-number',
  'paper',
  'bank-key',
  'mentoring',
  'station-facts',
  'compliance',
  'snapshot',
  'compliance-day',
  'scan',
];
const heard = { type: { S: [{ 'anything-but': silent }] } };

export const manifest = {
  purpose:
    "Enters the table's changes into the trail of those they concern, and names the stations whose facts changed",
  trigger: {
    kind: 'stream',
    batchSize: 1000,
    // What people do one after the other makes one item of their chain, and one call for all who work at the time.
    gathersSeconds: 300,
    filters: [
      { eventName: ['INSERT', 'MODIFY'], dynamodb: { NewImage: heard } },
      { eventName: ['REMOVE'], dynamodb: { OldImage: heard } },
    ],
  },
  reads: ['trail'],
  writes: ['trail', 'trail-day'],
  sends: ['keep-station-facts'],
  timeoutSeconds: 60,
  repeating:
    'an entry bears the id of its change, which a chain takes once; facts of a station that is named twice are the same',
} as const satisfies Manifest & { trigger: StreamTrigger };
