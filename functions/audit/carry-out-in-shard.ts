import { type Clock, instant } from '../../packages/domain/clock.ts';
import type { CampaignItem } from '../../packages/table/items.ts';
import type { AuditStore } from '../../packages/table/stores/audit-store.ts';
import type { CampaignStore } from '../../packages/table/stores/campaign-store.ts';

/** Audits changed side by side. */
const atOnce = 8;

/** Brings the open audits of a shard in line with their campaign: cancelled with it, or open as long as it is. */
export async function carryOutInShard(
  ports: { audits: AuditStore; campaigns: CampaignStore; clock: Clock },
  campaign: CampaignItem,
  shard: number,
): Promise<void> {
  const { audits, campaigns, clock } = ports;
  const open = (await campaigns.auditsOfShard(campaign.campaignId, shard)).filter(
    ({ status }) => status === 'answering',
  );
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (let audit = open.shift(); audit; audit = open.shift()) {
        const change = {
          changedBy: campaign.changedBy ?? campaign.launchedBy,
          changedAt: instant(clock.now()),
        };
        if (campaign.status === 'cancelled')
          await audits.cancel(audit.auditId, {
            cancelledBecause: campaign.cancelledBecause ?? '',
            ...change,
          });
        else {
          const { dueAt, closesAt } = campaign;
          await audits.extend(audit.auditId, { dueAt, closesAt, ...change });
        }
      }
    }),
  );
}
