import type { Manifest, StreamTrigger } from '../../../packages/lambda/manifest.ts';

/** Types of items that neither the trail nor the bus hears of: see `notTrailed` of the domain. */
const silent = [
  'answers',
  'draft',
  'given',
  'edition-rules',
  'edition-position',
  'tally',
  'wait',
  'digest-day',
  'trail',
  'trail-day',
  'anchor-shard',
  'webhook-secret',
  'delivery',
  'edition-path',
  'certificate-number',
  'paper',
  'bank-key',
];
const heard = { type: { S: [{ 'anything-but': silent }] } };

export const manifest = {
  purpose: "Publishes the table's changes: into the trail of those they concern, and as events of the bus",
  trigger: {
    kind: 'stream',
    batchSize: 100,
    filters: [
      { eventName: ['INSERT', 'MODIFY'], dynamodb: { NewImage: heard } },
      { eventName: ['REMOVE'], dynamodb: { OldImage: heard } },
    ],
  },
  reads: ['trail'],
  writes: ['trail', 'trail-day'],
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
    'ReportRequested',
    'WebhookPaused',
  ],
  timeoutSeconds: 60,
  repeating:
    'an entry bears the id of its change, which a chain takes once; events bear their business key, and whoever consumes them takes a repeat for what it is',
} as const satisfies Manifest & { trigger: StreamTrigger };
