import { nextStep, stateOf } from '../../packages/domain/audit/audit-steps.ts';
import { isPhaseOver } from '../../packages/domain/audit/correction-dues.ts';
import type { Clock } from '../../packages/domain/clock.ts';
import { missing } from '../../packages/domain/errors.ts';
import { looks } from '../../packages/domain/read-cheaply.ts';
import {
  type BatchOutcome,
  inOrder,
  newImage,
  type StreamBatch,
  type StreamRecord,
} from '../../packages/lambda/stream.ts';
import type { Workflows } from '../../packages/lambda/workflows.ts';
import type {
  AuditItem,
  CampaignItem,
  NonconformityItem,
  TallyItem,
  WaitItem,
} from '../../packages/table/items.ts';
import type { CertificationItem, OnboardingItem } from '../../packages/table/people-items.ts';
import type { AuditStore } from '../../packages/table/stores/audit-store.ts';
import type { CampaignStore } from '../../packages/table/stores/campaign-store.ts';
import type { EditionStore } from '../../packages/table/stores/edition-store.ts';
import type { NonconformityStore } from '../../packages/table/stores/nonconformity-store.ts';
import { startWatch } from './correction-watch.ts';
import type { WayWaits } from './way-waits.ts';

interface Ports {
  audits: AuditStore;
  campaigns: CampaignStore;
  nonconformities: NonconformityStore;
  editions: EditionStore;
  ways: WayWaits;
  clock: Clock;
  workflows: Workflows;
  failed(error: unknown, record: StreamRecord): void;
}

/**
 * A wait and what it waits for are two items that are written in either order. Whichever comes second finds the
 * other: so a token is redeemed whatever the order, and a crash in between only means that the record comes again.
 * The mapping's filter saves calls; what a record means is decided here, so that unfiltered ones do no harm.
 */
export const resumeWorkflows =
  (ports: Ports) =>
  (batch: StreamBatch): Promise<BatchOutcome> =>
    inOrder(batch, (record) => act(ports, record), ports.failed);

async function act(ports: Ports, record: StreamRecord): Promise<void> {
  const item = newImage<
    WaitItem | AuditItem | TallyItem | CampaignItem | NonconformityItem | OnboardingItem | CertificationItem
  >(record);
  switch (item?.type) {
    case 'audit':
      return item.status === 'closed' ? undefined : auditMoved(ports, item);
    case 'tally':
      if (item.opened === undefined || item.remaining !== 0) return;
      return ports.campaigns.shardFinished(item.campaignId, item.shard);
    case 'campaign': {
      const waitedFor = item.pendingShards === undefined || item.rolledOutAt || item.status === 'cancelled';
      if (item.status === 'closed' || !waitedFor) return;
      const wait = await ports.campaigns.campaignWait(item.campaignId);
      if (wait) await resumeCampaign(ports, wait);
      return;
    }
    case 'nonconformity':
      return correctionMoved(ports, item);
    case 'onboarding':
      return ports.ways.onboardingMoved(item);
    case 'certification':
      return ports.ways.certificationMoved(item);
    case 'wait': {
      if (item.of.startsWith('onb_') || item.of.startsWith('crt_')) return ports.ways.waitBegan(item);
      if (item.of.startsWith('aud_')) return void (await resumeAudit(ports, item));
      if (item.of.startsWith('ncf_')) return resumeCorrection(ports, item);
      return resumeCampaign(ports, item);
    }
  }
}

/** Ends the wait that an audit has got past, if there is one. */
async function auditMoved(ports: Ports, item: AuditItem): Promise<void> {
  for (const certain of looks) {
    const wait = await ports.audits.auditWait(item.auditId, certain);
    if (wait && (await resumeAudit(ports, wait, item))) return;
  }
}

/** Ends the waits that are over and lets the next phase be watched: the effect, or a new round. */
async function correctionMoved(ports: Ports, item: NonconformityItem): Promise<void> {
  const ended = item.status === 'closed' || item.status === 'effect-checked' || item.status === 'withdrawn';
  const begun = item.status === 'issued' && item.reopenedBecause !== undefined;
  if (!ended && !begun) return;
  await endCorrectionWaits(ports, item);
  if (begun) await startWatch(ports, item, 'correction');
  if (item.status === 'closed' && item.effectCheckOn) await startWatch(ports, item, 'effect-check');
}

async function endCorrectionWaits(ports: Ports, item: NonconformityItem): Promise<void> {
  for (const certain of looks) {
    let ended = false;
    for (const { token, phase, round } of await ports.nonconformities.correctionWaits(
      item.nonconformityId,
      certain,
    ))
      if (phase && round && isPhaseOver(item, phase, round))
        ended = (await ports.workflows.resume(token, {})) || ended;
    if (ended) return;
  }
}

/** Ends a wait that began when its phase was over already. */
async function resumeCorrection(ports: Ports, { of, phase, round, token }: WaitItem): Promise<void> {
  const nonconformity = await ports.nonconformities.nonconformity(of, true);
  if (nonconformity && phase && round && isPhaseOver(nonconformity, phase, round))
    await ports.workflows.resume(token, {});
}

/** Ends a campaign's wait when nothing is left to wait for; a roll-out says which shards follow. */
async function resumeCampaign(ports: Ports, wait: WaitItem): Promise<void> {
  const campaign = await ports.campaigns.campaign(wait.of);
  if (!campaign) return;
  const cancelled = campaign.status === 'cancelled';
  if (wait.for === 'roll-out') {
    if (cancelled || campaign.rolledOutAt)
      await ports.workflows.resume(wait.token, {
        // A cancelled campaign opens nothing any more, whatever shard it looks at.
        shards: cancelled ? campaign.shards.slice(0, 1) : campaign.shards,
        pilot: false,
      });
    return;
  }
  if (cancelled || campaign.pendingShards === undefined) await ports.workflows.resume(wait.token, {});
}

/**
 * Ends an audit's wait when the audit has got past it, with the step that follows.
 * @returns whether a wait was ended
 */
async function resumeAudit(ports: Ports, wait: WaitItem, record?: AuditItem): Promise<boolean> {
  // A record may be hours old, and the step must be that of the audit as it is; what its own record settles is spared.
  const settled = record && (record.reviewed || (record.pending === undefined && record.review !== true));
  const audit = settled ? record : await ports.audits.audit(wait.of, true);
  if (!audit) return false;
  if (audit.status === 'closed') {
    // Scored already, and the call that woke the workflow died before it cleared HQ's desk.
    if (wait.for === 'review') await ports.audits.endWait(wait);
    return false;
  }
  const rules = await ports.editions.editionRules(audit.edition);
  if (!rules) throw missing('EditionNotFound', 'no such edition');
  const step = nextStep(rules, stateOf(audit), ports.clock.now());
  if (step.next === wait.for) return false;
  const ended = await ports.workflows.resume(wait.token, step);
  // A review that is over leaves HQ's desk; a wait for answers stands on none, and the next one takes its place.
  if (wait.for === 'review') await ports.audits.endWait(wait);
  return ended;
}
