import type { Manifest, StreamTrigger } from '../../../packages/lambda/manifest.ts';

/** Patterns over stream records; attribute names are those of `packages/table/items.ts`. */
const becomes = (image: object) => ({ eventName: ['INSERT', 'MODIFY'], dynamodb: { NewImage: image } });

export const manifest = {
  purpose: 'Tells waiting workflows that what they wait for has happened',
  trigger: {
    kind: 'stream',
    batchSize: 100,
    filters: [
      // A workflow has begun to wait: it may be that everything is there already.
      becomes({ type: { S: ['wait'] } }),
      // The last position of a station audit was answered.
      becomes({ type: { S: ['audit'] }, status: { S: ['answering'] }, pending: { SS: [{ exists: false }] } }),
      // The last audit of a shard was closed.
      becomes({ type: { S: ['tally'] }, opened: { N: [{ exists: true }] }, remaining: { N: ['0'] } }),
      // The last shard of a campaign was finished.
      becomes({
        type: { S: ['campaign'] },
        status: { S: ['launched', 'running'] },
        pendingShards: { NS: [{ exists: false }] },
      }),
    ],
  },
  reads: ['audit', 'campaign-shard', 'campaign'],
  writes: ['campaign'],
  resumes: ['station-audit', 'audit-campaign'],
  timeoutSeconds: 60,
  repeating: 'a token is used once; shards are taken off a set',
} as const satisfies Manifest & { trigger: StreamTrigger };
