import { expect } from 'vitest';
import { auditId as idOfAudit } from '../../packages/domain/ids.ts';
import type {
  AuditItem,
  CampaignItem,
  RefusalItem,
  StationItem,
  TallyItem,
} from '../../packages/table/items.ts';
import { keys } from '../../packages/table/keys.ts';
import { type Item, type WorkflowStage, workflowStage } from './workflow-stage.ts';

/** The stage of workflows with everything a scenario of the audit needs. */
export interface AuditStage extends WorkflowStage {
  /** Stations with a master in which SA and MT are held; two of them are never in the same shard. */
  stations: string[];
  /** Launches a campaign for the positions SA and MT at stations, and lets the platform come to rest. */
  launch(stationIds: readonly string[], command?: object): Promise<string>;
  /** Cancels the campaigns that are still open, so that the scan of waits starts nothing again in later scenarios. */
  cancelCampaigns(): Promise<void>;
  /** Imports a sample network and keeps its usable stations in `stations`. */
  prepareStations(): Promise<string[]>;
  masterOf(stationId: string): string;
  /** The station's master answers all that is asked for. */
  answer(campaignId: string, stationId: string, answer?: string): Promise<void>;
  /** HQ's auditor decides the review; answers the status. */
  review(campaignId: string, stationId: string, body: object): Promise<number>;
  /** Takes the nonconformities of all stations away, so that no earlier scenario caps the grade of a later one. */
  forgetFindings(): Promise<void>;
  campaign(campaignId: string): Promise<CampaignItem>;
  audit(campaignId: string, stationId: string): Promise<AuditItem>;
  /** Everything the table holds of a campaign and its audits, by key. */
  itemsOf(campaignId: string): Promise<Record<string, Item>>;
  tallies(campaignId: string): Promise<TallyItem[]>;
  refusals(campaignId: string): Promise<RefusalItem[]>;
}

/**
 * Starts the platform with an edition and a small network.
 * @param options.data a folder that is kept at the end, with whatever it holds: nothing is prepared then
 */
export async function auditStage(options: { data?: string } = {}): Promise<AuditStage> {
  const workflows = await workflowStage(options);
  const { running } = workflows;
  const { platform } = running;
  const launched: string[] = [];
  const stage: AuditStage = Object.assign(workflows, {
    stations: [],
    async launch(ids: readonly string[], command = {}) {
      const campaignId = await running.launch({
        scope: { kind: 'stations', ids },
        positions: ['SA', 'MT'],
        ...command,
      });
      await platform.idle();
      launched.push(campaignId);
      return campaignId;
    },
    async cancelCampaigns() {
      for (const campaignId of launched.splice(0))
        await running.call('hq', 'POST', `/v1/campaigns/${campaignId}/cancellation`, { reason: '场景结束' });
      await platform.idle();
    },
    async prepareStations() {
      stage.stations = await usable(stage, await running.importSample(16));
      return stage.stations;
    },
    masterOf,
    async answer(campaignId: string, stationId: string, answer = 'satisfied') {
      await running.answerAll(idOfAudit(campaignId, stationId), masterOf(stationId), () => answer);
      await platform.idle();
    },
    async review(campaignId: string, stationId: string, body: object) {
      const path = `/v1/audits/${idOfAudit(campaignId, stationId)}/review`;
      const { status } = await running.call('auditor', 'POST', path, body);
      await platform.idle();
      return status;
    },
    async forgetFindings() {
      for (const stationId of stage.stations) {
        const { pk, skPrefix } = keys.nonconformitiesOf(stationId);
        for (const { sk } of await stage.itemsIn(pk, skPrefix)) await stage.remove({ pk, sk });
      }
    },
    campaign: (campaignId: string) => stage.get<CampaignItem>(keys.campaign(campaignId)),
    audit: (campaignId: string, stationId: string) =>
      stage.get<AuditItem>(keys.audit(idOfAudit(campaignId, stationId))),
    itemsOf: (campaignId: string) => stage.itemsWith(campaignId.slice('cmp_'.length)),
    tallies: (campaignId: string) => ofType<TallyItem>(stage, campaignId, 'tally'),
    refusals: (campaignId: string) => ofType<RefusalItem>(stage, campaignId, 'refusal'),
  });
  if (!options.data) {
    await running.publishEdition([]);
    await stage.prepareStations();
  }
  return stage;
}

const masterOf = (stationId: string) => `sm.${stationId.slice('stn_'.length).toLowerCase()}`;

async function usable(stage: AuditStage, ids: readonly string[]): Promise<string[]> {
  const shards = new Set<string>();
  const found: string[] = [];
  for (const id of ids) {
    const { pk } = keys.station(id);
    const { heads } = await stage.get<StationItem>(keys.station(id));
    if (shards.has(pk) || !(heads.SM && heads.SA && heads.MT)) continue;
    shards.add(pk);
    found.push(id);
  }
  expect(found.length).toBeGreaterThanOrEqual(4);
  return found;
}

async function ofType<T extends { type: string }>(stage: AuditStage, campaignId: string, type: T['type']) {
  return Object.values(await stage.itemsOf(campaignId)).filter(
    (item) => item.type === type,
  ) as unknown as T[];
}
