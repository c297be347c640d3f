import {
  type BatchOutcome,
  inOrder,
  newImage,
  type StreamBatch,
  type StreamRecord,
} from '../../../packages/lambda/stream.ts';
import type { Workflows } from '../../../packages/lambda/workflows.ts';
import type { AuditItem, CampaignItem, TallyItem, WaitItem } from '../../../packages/table/items.ts';
import type { AuditStore } from '../../../packages/table/stores/audit-store.ts';
import type { CampaignStore } from '../../../packages/table/stores/campaign-store.ts';

interface Ports {
  audits: AuditStore;
  campaigns: CampaignStore;
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
  const item = newImage<WaitItem | AuditItem | TallyItem | CampaignItem>(record);
  switch (item?.type) {
    case 'audit': {
      if (item.status !== 'answering' || item.pending !== undefined) return;
      const wait = await ports.audits.auditWait(item.auditId);
      if (wait) await ports.workflows.resume(wait.token, {});
      return;
    }
    case 'tally':
      if (item.opened === undefined || item.remaining !== 0) return;
      return ports.campaigns.shardsFinished(item.campaignId, [item.shard]);
    case 'campaign': {
      if (item.status === 'closed' || item.pendingShards !== undefined) return;
      const wait = await ports.campaigns.campaignWait(item.campaignId);
      if (wait) await ports.workflows.resume(wait.token, {});
      return;
    }
    case 'wait':
      if (await isOver(ports, item.of)) await ports.workflows.resume(item.token, {});
  }
}

/** True when nothing is left to wait for. */
async function isOver(ports: Ports, of: string): Promise<boolean> {
  if (of.startsWith('aud_')) {
    const audit = await ports.audits.audit(of, true);
    return audit !== null && audit.pending === undefined;
  }
  const campaign = await ports.campaigns.campaign(of);
  return campaign !== null && campaign.pendingShards === undefined;
}
