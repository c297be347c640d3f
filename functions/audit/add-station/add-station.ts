import type { Clock } from '../../../packages/domain/clock.ts';
import { inputRejected, missing, refused } from '../../../packages/domain/errors.ts';
import { auditId } from '../../../packages/domain/ids.ts';
import { shardOf } from '../../../packages/domain/shards.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { Workflows } from '../../../packages/lambda/workflows.ts';
import type { AuditStore } from '../../../packages/table/stores/audit-store.ts';
import type { CampaignStore } from '../../../packages/table/stores/campaign-store.ts';
import type { EditionStore } from '../../../packages/table/stores/edition-store.ts';
import type { NetworkStore } from '../../../packages/table/stores/network-store.ts';
import { auditToOpen } from '../audit-to-open.ts';
import { campaignOver, campaignToChange, changeBy } from '../campaign-command.ts';
import { stationToOpen } from '../station-to-open.ts';

interface Ports {
  audits: AuditStore;
  campaigns: CampaignStore;
  editions: EditionStore;
  network: NetworkStore;
  workflows: Workflows;
  clock: Clock;
}

/** Opens one more audit under the campaign's dates, whatever its scope; a repeat finds the audit that is there. */
export const addStation =
  (ports: Ports) =>
  async (input: { campaignId: string; stationId: string }, caller: Caller): Promise<Answer> => {
    const { audits, campaigns, editions, network, workflows, clock } = ports;
    const campaign = await campaignToChange(campaigns, input.campaignId, caller);
    const rules = await editions.editionRules(campaign.edition);
    if (!rules) throw missing('EditionNotFound', 'no such edition');
    const station = await network.station(input.stationId);
    if (!station)
      throw inputRejected([{ field: 'stationId', code: 'unknown-station', value: input.stationId }]);
    const found = stationToOpen(rules, { ...campaign, scope: { kind: 'network', ids: [] } }, station);
    if (found.outcome !== 'asked')
      throw inputRejected([{ field: 'stationId', code: 'no-position-to-audit', value: input.stationId }]);

    const id = auditId(campaign.campaignId, station.stationId);
    const opened = auditToOpen(campaign, found.station, found.positions, clock.now());
    if (!(await audits.audit(id, true))) {
      if (campaign.status === 'closed' || campaign.status === 'cancelled') throw campaignOver();
      const shard = shardOf(station.stationId);
      const isNew = !campaign.shards.includes(shard);
      const added = await campaigns.addStation(campaign, opened.audit, shard, isNew, changeBy(caller, clock));
      if (!added && !(await audits.audit(id, true)))
        throw refused('CampaignOpening', 'the campaign is not open whole, or over');
    }
    await workflows.start('station-audit', id, opened.input);
    return { status: 200, body: { auditId: id } };
  };
