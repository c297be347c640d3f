import type { Manifest, StreamTrigger } from '../../../packages/lambda/manifest.ts';

/** Patterns over stream records; attribute names are those of `packages/table/items.ts`. A mapping takes five at most. */
const becomes = (image: object) => ({ eventName: ['INSERT', 'MODIFY'], dynamodb: { NewImage: image } });

export const manifest = {
  purpose: 'Tells what the table has come to: the workflows that wait for it, and the bus',
  trigger: {
    kind: 'stream',
    batchSize: 100,
    gathersSeconds: 0,
    filters: [
      // A workflow has begun to wait, and it may be that everything is there already; or something that events tell.
      becomes({
        type: {
          S: [
            ...['wait', 'appeal', 'edition', 'anchor', 'report', 'webhook', 'wait-finding'],
            ...['roster', 'certificate', 'compliance'],
          ],
        },
      }),
      // A campaign is launched, or anything but one of many shards has been finished; a scan has got through its shards.
      {
        dynamodb: { NewImage: { type: { S: ['campaign', 'scan'] } } },
        $or: [
          { eventName: ['INSERT'] },
          { dynamodb: { NewImage: { pendingShards: { NS: [{ exists: false }] } } } },
          { dynamodb: { NewImage: { status: { S: ['cancelled', 'closed'] } } } },
          ...['rolledOutAt', 'remindedAt', 'extendedAt'].map((date) => ({
            dynamodb: { NewImage: { [date]: { S: [{ exists: true }] } } },
          })),
        ],
      },
      // The last position of a station audit was answered, or HQ has reviewed it or sent positions back: answers given
      // after that come along (filters look at leaves only).
      becomes({
        type: { S: ['audit'] },
        status: { S: ['answering'] },
        $or: [
          { pending: { SS: [{ exists: false }] } },
          { reviewed: { M: { hash: { S: [{ exists: true }] } } } },
          { round: { N: [{ exists: true }] } },
        ],
      }),
      // An audit is closed or cancelled; a nonconformity is raised or begins anew, is closed or withdrawn, or its effect
      // was checked. Steps of an onboarding are done, or it is over; a way to a certificate is approved, led to it, or is
      // over.
      becomes({
        type: { S: ['audit', 'nonconformity', 'onboarding', 'certification'] },
        status: {
          S: [
            ...['closed', 'cancelled', 'issued', 'effect-checked', 'withdrawn'],
            ...['certifying', 'released', 'approved', 'certified', 'ended'],
          ],
        },
      }),
      // The last audit of a shard was closed.
      becomes({ type: { S: ['tally'] }, opened: { N: [{ exists: true }] }, remaining: { N: ['0'] } }),
    ],
  },
  reads: ['audit', 'campaign-shard', 'campaign', 'nonconformity', 'personnel', 'edition'],
  writes: ['campaign', 'campaign-shard', 'audit'],
  starts: ['corrective-action'],
  resumes: ['station-audit', 'audit-campaign', 'corrective-action', 'onboarding', 'certification'],
  emits: [
    'CampaignLaunched',
    'CampaignExtended',
    'CampaignReminded',
    'CampaignCancelled',
    'CampaignClosed',
    'StationAuditClosed',
    'StationAuditCancelled',
    'AppealRaised',
    'AppealDecided',
    'WaitOrphaned',
    'AppealOverdue',
    'EditionPublished',
    'TrailAnchored',
    'NonconformityRaised',
    'AssignmentStarted',
    'AssignmentEnded',
    'OnboardingCompleted',
    'CertificateIssued',
    'CertificateSuspended',
    'CertificateReinstated',
    'CertificateRevoked',
    'BreachOpened',
    'BreachWorsened',
    'BreachClosed',
    'ComplianceScanned',
    'ReportRequested',
    'WebhookPaused',
  ],
  timeoutSeconds: 60,
  repeating:
    'a token is used once; shards are taken off a set, waits by their token; executions bear id, round and phase; events bear their business key, and whoever consumes them takes a repeat for what it is',
} as const satisfies Manifest & { trigger: StreamTrigger };
