import type { Manifest, StreamTrigger } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: "Publishes the table's changes as events of the bus",
  trigger: {
    kind: 'stream',
    batchSize: 100,
    filters: [
      { eventName: ['INSERT'], dynamodb: { NewImage: { type: { S: ['campaign', 'edition', 'appeal'] } } } },
      {
        eventName: ['MODIFY'],
        dynamodb: { NewImage: { type: { S: ['appeal'] }, status: { S: ['upheld', 'rejected'] } } },
      },
      {
        eventName: ['MODIFY'],
        dynamodb: {
          NewImage: { type: { S: ['campaign', 'audit'] }, status: { S: ['closed', 'cancelled'] } },
        },
      },
      {
        eventName: ['MODIFY'],
        dynamodb: { NewImage: { type: { S: ['campaign'] }, extendedAt: { S: [{ exists: true }] } } },
      },
      {
        eventName: ['MODIFY'],
        dynamodb: { NewImage: { type: { S: ['campaign'] }, remindedAt: { S: [{ exists: true }] } } },
      },
    ],
  },
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
    'EditionPublished',
  ],
  timeoutSeconds: 30,
  repeating: 'events bear their business key; whoever consumes them takes a repeat for what it is',
} as const satisfies Manifest & { trigger: StreamTrigger };
