import type { EventDetail, EventName } from '../../../packages/contracts/events.ts';
import { localDate } from '../../../packages/domain/calendar.ts';
import { toldOf } from '../../../packages/domain/compliance/age-breach.ts';
import type { OpenBreach } from '../../../packages/domain/compliance/compare-breaches.ts';
import { goesOn } from '../../../packages/domain/roster/employment.ts';
import {
  type BatchOutcome,
  newImage,
  oldImage,
  type StreamBatch,
  type StreamRecord,
} from '../../../packages/lambda/stream.ts';
import type { ComplianceItem, ScanItem } from '../../../packages/table/compliance-items.ts';
import type {
  AnchorItem,
  AppealItem,
  AuditItem,
  CampaignItem,
  EditionItem,
  NonconformityItem,
  ReportItem,
  RosterItem,
  WaitFindingItem,
  WebhookItem,
} from '../../../packages/table/items.ts';
import type { CertificateItem, OnboardingItem } from '../../../packages/table/people-items.ts';

export type OutgoingEvent = { [Name in EventName]: { name: Name; detail: EventDetail<Name> } }[EventName];

/** Events per call of the bus. */
const atMost = 10;

interface Ports {
  /** Wakes the workflows that wait for what a batch tells. */
  resume(batch: StreamBatch): Promise<BatchOutcome>;
  publish(events: OutgoingEvent[]): Promise<void>;
  failed(error: unknown): void;
}

/**
 * What the table tells at once goes two ways, in one function, because a stream has room for two readers and the other
 * one takes its time for the trail: to the workflows that wait for it, and onto the bus. Neither holds the other up;
 * the first record that one of them fails at is reported, and the stream goes on from there.
 */
export const publishChanges =
  (ports: Ports) =>
  async (batch: StreamBatch): Promise<BatchOutcome> => {
    const outcomes = [await ports.resume(batch), await publishEvents(ports)(batch)];
    const failed = new Set(
      outcomes.flatMap(({ batchItemFailures }) =>
        batchItemFailures.map(({ itemIdentifier }) => itemIdentifier),
      ),
    );
    const first = batch.Records.find(({ dynamodb }) => failed.has(dynamodb.SequenceNumber));
    return {
      batchItemFailures: first ? [{ itemIdentifier: first.dynamodb.SequenceNumber }] : [],
    };
  };

/**
 * The table's stream is the outbox: what was written is published, in order, as often as the stream delivers it. A
 * failing call is reported from its first record on.
 */
export const publishEvents =
  (ports: Pick<Ports, 'publish' | 'failed'>) =>
  async (batch: StreamBatch): Promise<BatchOutcome> => {
    const changes = batch.Records.flatMap((record) => eventsOf(record).map((event) => ({ record, event })));
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

type Item =
  | AnchorItem
  | CampaignItem
  | AuditItem
  | AppealItem
  | EditionItem
  | CertificateItem
  | ComplianceItem
  | NonconformityItem
  | OnboardingItem
  | ReportItem
  | RosterItem
  | ScanItem
  | WaitFindingItem
  | WebhookItem;

/** Shards of one event: a change of a large campaign is carried out by several calls side by side. */
const shardsPerEvent = 8;

/** The events that a change means; one that leaves status and dates as they were means none. */
export function eventsOf(record: StreamRecord): OutgoingEvent[] {
  const now = newImage<Item>(record);
  switch (now?.type) {
    case 'edition':
      return oldImage(record) ? [] : [{ name: 'EditionPublished', detail: { v: 1, edition: now.edition } }];
    case 'anchor':
      return oldImage(record)
        ? []
        : [{ name: 'TrailAnchored', detail: { v: 1, date: now.date, root: now.root } }];
    case 'campaign':
      return campaignEvents(now, oldImage<CampaignItem>(record));
    case 'audit':
      return auditEvents(now, oldImage<AuditItem>(record));
    case 'appeal':
      return appealEvents(now, oldImage<AppealItem>(record));
    case 'nonconformity':
      return oldImage(record) ? [] : [nonconformityRaised(now)];
    case 'roster':
      return rosterEvents(now, oldImage<RosterItem>(record));
    case 'onboarding':
      return onboardingEvents(now, oldImage<OnboardingItem>(record));
    case 'certificate':
      return certificateEvents(now, oldImage<CertificateItem>(record));
    case 'compliance':
      return breachEvents(now, oldImage<ComplianceItem>(record));
    case 'scan':
      return scanEvents(now, oldImage<ScanItem>(record));
    case 'report':
      return reportEvents(now, oldImage<ReportItem>(record));
    case 'webhook':
      return webhookEvents(now, oldImage<WebhookItem>(record));
    case 'wait-finding':
      return findingEvents(now, oldImage<WaitFindingItem>(record));
    default:
      return [];
  }
}

function campaignEvents(now: CampaignItem, before: CampaignItem | undefined): OutgoingEvent[] {
  const { campaignId, status } = now;
  if (!before) return [{ name: 'CampaignLaunched', detail: { v: 1, campaignId } }];
  if (status !== before.status && status === 'closed')
    return [{ name: 'CampaignClosed', detail: { v: 1, campaignId } }];
  if (status !== before.status && status === 'cancelled') return inParts('CampaignCancelled', now);
  if (now.remindedAt !== before.remindedAt)
    return [{ name: 'CampaignReminded', detail: { v: 1, campaignId } }];
  return now.extendedAt !== before.extendedAt ? inParts('CampaignExtended', now) : [];
}

const inParts = (name: 'CampaignExtended' | 'CampaignCancelled', campaign: CampaignItem): OutgoingEvent[] =>
  Array.from({ length: Math.ceil(campaign.shards.length / shardsPerEvent) }, (_, part) => ({
    name,
    detail: {
      v: 1,
      campaignId: campaign.campaignId,
      shards: campaign.shards.slice(part * shardsPerEvent, (part + 1) * shardsPerEvent),
    },
  }));

function auditEvents(now: AuditItem, before: AuditItem | undefined): OutgoingEvent[] {
  if (now.status === before?.status) return [];
  const { auditId, campaignId, stationId, grade, score } = now;
  if (now.status === 'cancelled')
    return [{ name: 'StationAuditCancelled', detail: { v: 1, auditId, campaignId, stationId } }];
  if (now.status !== 'closed' || grade === undefined || score === undefined) return [];
  return [{ name: 'StationAuditClosed', detail: { v: 1, auditId, campaignId, stationId, grade, score } }];
}

function appealEvents(now: AppealItem, before: AppealItem | undefined): OutgoingEvent[] {
  const { auditId, campaignId, stationId, position, item, status } = now;
  const detail = { v: 1 as const, auditId, campaignId, stationId, position, item };
  if (!before) return [{ name: 'AppealRaised', detail }];
  if (status === 'open' || before.status !== 'open') return [];
  return [{ name: 'AppealDecided', detail: { ...detail, upheld: status === 'upheld' } }];
}

const nonconformityRaised = ({ nonconformityId, stationId, severity }: NonconformityItem): OutgoingEvent => ({
  name: 'NonconformityRaised',
  detail: { v: 1, nonconformityId, stationId, severity },
});
/** Asked for again it bears another time, whatever its status was. */
const reportEvents = ({ reportId, status, requestedAt }: ReportItem, before?: ReportItem): OutgoingEvent[] =>
  status === 'requested' && requestedAt !== before?.requestedAt
    ? [{ name: 'ReportRequested', detail: { v: 1, reportId } }]
    : [];

const webhookEvents = (now: WebhookItem, before?: WebhookItem): OutgoingEvent[] =>
  now.status === 'paused' && before?.status !== 'paused'
    ? [
        {
          name: 'WebhookPaused',
          detail: { v: 1, webhookId: now.webhookId, failingSince: now.failingSince ?? now.changedAt },
        },
      ]
    : [];

/** Who was there when a station came is no hire; afterwards each seat that is taken or left is told. */
function rosterEvents(now: RosterItem, before: RosterItem | undefined): OutgoingEvent[] {
  if (!before) return [];
  const { stationId, changedAt } = now;
  const day = changedAt === undefined ? undefined : localDate(Date.parse(changedAt));
  type Assignment = RosterItem['assignments'][number];
  const isOne = (formerly: Assignment, one: Assignment) =>
    formerly.personId === one.personId && formerly.position === one.position && goesOn(formerly, one, day);
  return [
    ...before.assignments
      .filter((formerly) => !now.assignments.some((one) => isOne(formerly, one)))
      .map(({ personId, position }) => ({
        name: 'AssignmentEnded' as const,
        detail: { v: 1 as const, personId, stationId, position },
      })),
    ...now.assignments
      .filter((one) => !before.assignments.some((formerly) => isOne(formerly, one)))
      .map(({ personId, position, since }) => ({
        name: 'AssignmentStarted' as const,
        detail: { v: 1 as const, personId, stationId, position, since },
      })),
  ];
}

function onboardingEvents(now: OnboardingItem, before: OnboardingItem | undefined): OutgoingEvent[] {
  if (now.status !== 'released' || before?.status === 'released') return [];
  const { onboardingId, personId, stationId, position } = now;
  return [{ name: 'OnboardingCompleted', detail: { v: 1, onboardingId, personId, stationId, position } }];
}

function certificateEvents(now: CertificateItem, before: CertificateItem | undefined): OutgoingEvent[] {
  const { number, personId, position, level, validUntil } = now;
  const detail = { v: 1 as const, number, personId, position, level };
  // What was taken over was issued by somebody else, long ago.
  if (!before) return now.takenOver ? [] : [{ name: 'CertificateIssued', detail: { ...detail, validUntil } }];
  return [
    ...(now.revoked && !before.revoked ? [{ name: 'CertificateRevoked' as const, detail }] : []),
    ...(now.suspended && !before.suspended ? [{ name: 'CertificateSuspended' as const, detail }] : []),
    ...(!now.suspended && before.suspended ? [{ name: 'CertificateReinstated' as const, detail }] : []),
  ];
}

/** A finding is told when it is opened; that a restart was noted, or that it is mended, is told by nobody. */
function findingEvents(now: WaitFindingItem, before: WaitFindingItem | undefined): OutgoingEvent[] {
  if (now.status !== 'open' || before?.status === 'open') return [];
  const { kind, of, item, campaignId, stationId, owner, foundOn } = now;
  const detail = { v: 1 as const, owner, foundOn, ...(stationId ? { stationId } : {}) };
  return kind === 'appeal-overdue'
    ? [
        {
          name: 'AppealOverdue',
          detail: { ...detail, campaignId: campaignId ?? '', auditId: of, item: item ?? '' },
        },
      ]
    : [{ name: 'WaitOrphaned', detail: { ...detail, ...(campaignId ? { campaignId } : {}), kind, of } }];
}

/** What a scan changed at a station; the same breach stands in both, or in one of them. */
function breachEvents(now: ComplianceItem, before: ComplianceItem | undefined): OutgoingEvent[] {
  const { stationId, regionId } = now;
  const old = new Map((before?.open ?? []).map((one) => [one.key, one]));
  const detail = (breach: OpenBreach) => {
    const { rule, subject, position, severity, owner, since, due } = breach;
    const about = position === undefined ? {} : { position };
    return { v: 1 as const, stationId, regionId, rule, subject, ...about, severity, owner, since, due };
  };
  const told = now.open.flatMap((breach): OutgoingEvent[] => {
    const known = old.get(breach.key);
    const isKnown = known?.since === breach.since;
    if (isKnown) old.delete(breach.key);
    if (isKnown && known.severity === breach.severity && known.rung === breach.rung) return [];
    const name = isKnown ? 'BreachWorsened' : 'BreachOpened';
    return [{ name, detail: { ...detail(breach), tell: toldOf(breach) } }];
  });
  const closed = [...old.values()].map(
    (breach): OutgoingEvent => ({ name: 'BreachClosed', detail: detail(breach) }),
  );
  return [...told, ...closed];
}

function scanEvents(now: ScanItem, before: ScanItem | undefined): OutgoingEvent[] {
  if (now.pendingShards !== undefined || before?.pendingShards === undefined) return [];
  const { scanId, date, stations, opened, worsened, closed, open, unreadable } = now;
  return [
    {
      name: 'ComplianceScanned',
      detail: { v: 1, scanId, date, stations, opened, worsened, closed, open, unreadable },
    },
  ];
}
