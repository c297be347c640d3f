import { isAfter, readCursor, writeCursor } from '../../../packages/contracts/cursor.ts';
import { scopeOf } from '../../../packages/domain/access/may.ts';
import { type AuditStage, stageOf, stateOf } from '../../../packages/domain/audit/audit-steps.ts';
import type { Clock } from '../../../packages/domain/clock.ts';
import { missing } from '../../../packages/domain/errors.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { AuditItem } from '../../../packages/table/items.ts';
import type { CampaignStore } from '../../../packages/table/stores/campaign-store.ts';
import { auditFacts } from '../audit-facts.ts';

interface Input {
  campaignId: string;
  status?: AuditStage | undefined;
  regionId?: string | undefined;
  cursor?: string | undefined;
  limit?: number | undefined;
}

interface Place {
  shard: number;
  after?: string;
}
const isAfterAudit = isAfter(/^AUDIT#stn_[A-Z0-9][A-Z0-9-]{1,19}$/);
const isPlace = (value: object): value is Place =>
  Number.isInteger((value as { shard?: unknown }).shard) && (!('after' in value) || isAfterAudit(value));

/** Walks the shards in order; a region manager sees the own region only. */
export const listCampaignAudits =
  (ports: { campaigns: CampaignStore; clock: Clock }) =>
  async (input: Input, caller: Caller): Promise<Answer> => {
    const campaign = await ports.campaigns.campaign(input.campaignId);
    if (!campaign) throw missing('CampaignNotFound', 'no such campaign');
    const ownRegion =
      scopeOf(caller.subject, 'campaign.read') === 'region' ? caller.subject.regionId : undefined;
    const now = ports.clock.now();
    const wanted = (audit: AuditItem) =>
      (!input.status || stageOf(stateOf(audit), now) === input.status) &&
      (!input.regionId || audit.regionId === input.regionId) &&
      (!ownRegion || audit.regionId === ownRegion);
    const limit = input.limit ?? 100;
    const place = readCursor(input.cursor, isPlace);
    const items: AuditItem[] = [];
    for (const shard of campaign.shards) {
      if (place && shard < place.shard) continue;
      let after = place?.shard === shard ? place.after : undefined;
      do {
        const page = await ports.campaigns.auditsPage(campaign.campaignId, shard, after);
        for (const audit of page.items) {
          if (!wanted(audit)) continue;
          if (items.length === limit) return answer({ shard, ...(after ? { after } : {}) });
          items.push(audit);
          after = `AUDIT#${audit.stationId}`;
        }
        after = page.last;
      } while (after);
    }
    return answer();

    function answer(next?: Place): Answer {
      return {
        status: 200,
        body: {
          items: items.map((audit) => auditFacts(audit, now)),
          ...(next ? { next: writeCursor(next) } : {}),
        },
      };
    }
  };
