import { positionsAsked } from '../../packages/domain/audit/explain-audit.ts';
import { missing, refused } from '../../packages/domain/errors.ts';
import type { AuditToReport } from '../../packages/domain/report/audit-report.ts';
import type { PositionSheet } from '../../packages/standard/schema.ts';
import type { AppealStore } from '../../packages/table/stores/appeal-store.ts';
import type { AuditStore } from '../../packages/table/stores/audit-store.ts';
import type { CampaignStore } from '../../packages/table/stores/campaign-store.ts';
import type { EditionStore } from '../../packages/table/stores/edition-store.ts';
import type { NetworkStore } from '../../packages/table/stores/network-store.ts';

export interface FactPorts {
  appeals: AppealStore;
  audits: AuditStore;
  campaigns: CampaignStore;
  editions: EditionStore;
  network: NetworkStore;
}

/** Gathers what the report of a closed audit says. */
export async function auditFacts(ports: FactPorts, auditId: string): Promise<AuditToReport> {
  const audit = await ports.audits.audit(auditId);
  if (!audit) throw missing('AuditNotFound', 'no such audit');
  if (audit.status !== 'closed') throw refused('AuditNotScored', 'the audit is not closed');
  const asked = positionsAsked(audit);
  const [rules, meta, campaign, regions, answers, corrections, sheets] = await Promise.all([
    ports.editions.editionRules(audit.edition),
    ports.editions.editionMeta(audit.edition),
    ports.campaigns.campaign(audit.campaignId),
    ports.network.allRegions(),
    ports.audits.answersOfAudit(audit),
    ports.appeals.changesOf(audit),
    Promise.all(asked.map((code) => ports.editions.editionPosition(audit.edition, code))),
  ]);
  if (!rules || !meta) throw missing('EditionNotFound', 'no such edition');
  if (!campaign) throw missing('CampaignNotFound', 'no such campaign');
  return {
    audit,
    rules,
    capTexts: meta.capTexts,
    editionTitle: meta.title,
    answers,
    corrections,
    campaign,
    region: regions.find(({ regionId }) => regionId === audit.regionId)?.name ?? null,
    sheets: Object.fromEntries(asked.map((code, i) => [code, (sheets[i] ?? null) as PositionSheet | null])),
  };
}
