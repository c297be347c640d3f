import { auditId, campaignId, stationId } from '../../packages/domain/ids.ts';
import type { StationDocument } from '../../packages/domain/network/read-network.ts';
import type { AuditItem, CampaignItem } from '../../packages/table/items.ts';
import type { AuditResult } from '../../packages/table/stores/audit-store.ts';

let number = 0;

/** A campaign nobody has used before. */
export const aCampaignId = () => campaignId(`test${String(++number).padStart(8, '0')}`);

export function anAudit(given: Partial<AuditItem> = {}): Omit<AuditItem, 'type' | 'v'> {
  const campaign = given.campaignId ?? aCampaignId();
  const station = given.stationId ?? stationId('SD-JN-001');
  return {
    auditId: auditId(campaign, station),
    campaignId: campaign,
    stationId: station,
    regionId: 'reg_SD',
    name: '济南一站',
    edition: '1',
    status: 'answering',
    openedAt: '2026-03-01T00:00:00Z',
    dueAt: '2026-03-15T00:00:00Z',
    closesAt: '2026-03-20T00:00:00Z',
    pending: new Set(['SM', 'TD']),
    accepted: {},
    ...given,
  };
}

/** Answers by hash; what they say does not matter to the table. */
export const answers = (auditId: string, position: string, hash: string) => ({
  auditId,
  position,
  hash,
  answers: [],
  givenBy: 'per_1',
  givenAt: '2026-03-02T00:00:00Z',
});

export function aResult(given: Partial<AuditResult> = {}): AuditResult {
  return {
    closedAt: '2026-03-10T00:00:00Z',
    score: 8_750,
    grade: 'B',
    uncapped: 'B',
    caps: [],
    openCritical: 0,
    positionScores: { SM: 8_750 },
    notShown: [],
    findings: { not: [], partly: [] },
    ...given,
  };
}

export function aStation(code: string, given: Partial<StationDocument> = {}): StationDocument {
  return {
    stationId: stationId(code),
    code,
    name: `${code} 服务站`,
    regionId: 'reg_SD',
    province: '山东',
    city: '济南',
    repairClass: 'I',
    nev: true,
    openedOn: '2020-01-01',
    people: [
      {
        personId: `per_${code}-1`,
        code: `${code}-1`,
        name: '王伟',
        phone: '13800000001',
        hiredOn: '2021-01-01',
        login: `sm.${code}`,
      },
      {
        personId: `per_${code}-2`,
        code: `${code}-2`,
        name: '李娜',
        phone: '13800000002',
        hiredOn: '2021-01-01',
      },
    ],
    assignments: [
      { personId: `per_${code}-1`, position: 'SM', since: '2021-01-01', acting: false },
      { personId: `per_${code}-2`, position: 'SA', since: '2021-01-01', acting: false },
    ],
    intake: [{ month: '2026-01', visits: 300 }],
    ...given,
  };
}

export function aCampaign(given: Partial<CampaignItem> = {}): Omit<CampaignItem, 'type' | 'v'> {
  return {
    campaignId: aCampaignId(),
    name: '春季审核',
    edition: '1',
    positions: [],
    scope: { kind: 'network', ids: [] },
    opensAt: '2026-03-01T00:00:00Z',
    dueAt: '2026-03-15T00:00:00Z',
    closesAt: '2026-03-20T00:00:00Z',
    status: 'launched',
    shards: [1],
    pendingShards: new Set([1]),
    launchedAt: '2026-02-20T00:00:00Z',
    launchedBy: 'hq',
    commandHash: 'hash',
    ...given,
  };
}
