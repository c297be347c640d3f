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
      // The last position of a station audit was answered, or HQ has reviewed it (filters look at leaves only).
      becomes({ type: { S: ['audit'] }, status: { S: ['answering'] }, pending: { SS: [{ exists: false }] } }),
      becomes({
        type: { S: ['audit'] },
        status: { S: ['answering'] },
        reviewed: { M: { hash: { S: [{ exists: true }] } } },
      }),
      // HQ has sent positions back; answers given after that come along.
      becomes({ type: { S: ['audit'] }, status: { S: ['answering'] }, round: { N: [{ exists: true }] } }),
      becomes({ type: { S: ['audit'] }, status: { S: ['cancelled'] } }),
      // The last audit of a shard was closed.
      becomes({ type: { S: ['tally'] }, opened: { N: [{ exists: true }] }, remaining: { N: ['0'] } }),
      // The last shard of a campaign was finished, a pilot is rolled out, or the campaign is cancelled.
      becomes({
        type: { S: ['campaign'] },
        status: { S: ['launched', 'running'] },
        pendingShards: { NS: [{ exists: false }] },
      }),
      becomes({ type: { S: ['campaign'] }, rolledOutAt: { S: [{ exists: true }] } }),
      becomes({ type: { S: ['campaign'] }, status: { S: ['cancelled'] } }),
      // A correction is closed, its effect was checked, or it was withdrawn.
      becomes({ type: { S: ['nonconformity'] }, status: { S: ['closed', 'effect-checked', 'withdrawn'] } }),
      // Steps of an onboarding are done, or it is over.
      becomes({ type: { S: ['onboarding'] }, status: { S: ['certifying', 'released', 'ended'] } }),
      // A way to a certificate is approved, led to it, or is over.
      becomes({ type: { S: ['certification'] }, status: { S: ['approved', 'certified', 'ended'] } }),
      // A correction begins anew.
      becomes({
        type: { S: ['nonconformity'] },
        status: { S: ['issued'] },
        reopenedBecause: { S: ['not-effective', 'forged'] },
      }),
    ],
  },
  reads: ['audit', 'campaign-shard', 'campaign', 'nonconformity', 'personnel', 'edition'],
  writes: ['campaign', 'campaign-shard', 'audit'],
  starts: ['corrective-action'],
  resumes: ['station-audit', 'audit-campaign', 'corrective-action', 'onboarding', 'certification'],
  timeoutSeconds: 60,
  repeating:
    'a token is used once; shards are taken off a set, waits by their token; executions bear id, round and phase',
} as const satisfies Manifest & { trigger: StreamTrigger };
