import { secondsUntil } from '../../packages/domain/audit/campaign-window.ts';
import { instant } from '../../packages/domain/clock.ts';
import { auditId } from '../../packages/domain/ids.ts';
import type { AuditItem, CampaignItem, StationItem } from '../../packages/table/items.ts';

/** A station's audit as a campaign opens it, and what its workflow is started with. */
export function auditToOpen(
  campaign: CampaignItem,
  station: StationItem,
  positions: readonly string[],
  now: number,
): { audit: Omit<AuditItem, 'type' | 'v'>; input: object } {
  const id = auditId(campaign.campaignId, station.stationId);
  const { dueAt, closesAt } = campaign;
  return {
    audit: {
      auditId: id,
      campaignId: campaign.campaignId,
      stationId: station.stationId,
      regionId: station.regionId,
      name: station.name,
      edition: campaign.edition,
      status: 'answering',
      openedAt: instant(now),
      dueAt,
      closesAt,
      pending: new Set(positions),
      accepted: {},
      given: {},
      mode: campaign.mode ?? 'self',
      review: campaign.review ?? false,
    },
    input: {
      auditId: id,
      step: { next: 'answers', wait: { seconds: secondsUntil(dueAt, now), dueAt, told: false } },
    },
  };
}
