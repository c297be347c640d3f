import { type Subject, scopeOf } from '../../packages/domain/access/may.ts';
import { stageOf, stateOf } from '../../packages/domain/audit/audit-steps.ts';
import type { AuditItem, CampaignItem, TallyItem } from '../../packages/table/items.ts';
import { countingResult } from './audit-result.ts';

/** What the API shows of a campaign to a subject: stations and regions that are not the own ones are not named. */
export const campaignFactsFor = (campaign: CampaignItem, subject: Subject) =>
  campaignFacts(scopeOf(subject, 'campaign.read') === 'region' ? withinRegion(campaign, subject) : campaign);

function withinRegion({ pilot, ...campaign }: CampaignItem, { regionId }: Subject): CampaignItem {
  const { kind, ids } = campaign.scope;
  return {
    ...campaign,
    scope: { kind, ids: kind === 'regions' ? ids.filter((id) => id === regionId) : [] },
    ...(pilot ? { pilot: [] } : {}),
  };
}

/** What the API shows of a campaign to HQ. */
export function campaignFacts(campaign: CampaignItem) {
  const {
    campaignId,
    name,
    edition,
    positions,
    scope,
    mode = 'self',
    review = false,
    opensAt,
    dueAt,
    closesAt,
    status,
    launchedAt,
    launchedBy,
    closedAt,
    pilot,
    rolledOutAt,
    extendedAt,
    extendedBecause,
    remindedAt,
    cancelledBecause,
  } = campaign;
  return {
    campaignId,
    name,
    edition,
    positions,
    scope,
    mode,
    review,
    opensAt,
    dueAt,
    closesAt,
    status,
    launchedAt,
    launchedBy,
    closedAt,
    pilot,
    rolledOutAt,
    extendedAt,
    extendedBecause,
    remindedAt,
    cancelledBecause,
  };
}

export interface CampaignProgress {
  /** Shards of the network that are opened whole, of all in scope. */
  shards: { opened: number; of: number };
  opened: number;
  closed: number;
  refused: number;
  cancelled: number;
  /** Closed audits in which a position was not answered in time. */
  notShown: number;
  byGrade: { A: number; B: number; C: number; D: number };
}

/** Sums the tallies of a campaign's shards. */
export function campaignProgress(campaign: CampaignItem, tallies: readonly TallyItem[]): CampaignProgress {
  const sum = (count: (tally: TallyItem) => number | undefined) =>
    tallies.reduce((total, tally) => total + (count(tally) ?? 0), 0);
  return {
    shards: {
      opened: tallies.filter((tally) => tally.opened !== undefined).length,
      of: campaign.shards.length,
    },
    // A shard that is still being opened counts what it has closed already.
    opened: sum((tally) => tally.opened ?? tally.closed),
    closed: sum((tally) => tally.closed),
    refused: sum((tally) => tally.refused),
    cancelled: sum((tally) => tally.cancelled),
    notShown: sum((tally) => tally.notShown),
    byGrade: {
      A: sum((tally) => tally.gradeA),
      B: sum((tally) => tally.gradeB),
      C: sum((tally) => tally.gradeC),
      D: sum((tally) => tally.gradeD),
    },
  };
}

/** The same, counted from the audits themselves; stations that could not be opened are HQ's matter. */
export function auditsProgress(campaign: CampaignItem, audits: readonly AuditItem[]): CampaignProgress {
  const graded = (grade: string) => audits.filter((audit) => countingResult(audit)?.grade === grade).length;
  return {
    shards: {
      opened: campaign.status === 'launched' ? 0 : campaign.shards.length,
      of: campaign.shards.length,
    },
    opened: audits.length,
    closed: audits.filter((audit) => audit.status === 'closed').length,
    refused: 0,
    cancelled: audits.filter((audit) => audit.status === 'cancelled').length,
    notShown: audits.filter((audit) => (audit.notShown ?? []).length > 0).length,
    byGrade: { A: graded('A'), B: graded('B'), C: graded('C'), D: graded('D') },
  };
}

/** What the API shows of a station audit at a moment; scores in points with two decimals. */
export function auditFacts(audit: AuditItem, now: number) {
  const { auditId, campaignId, stationId, regionId, name, edition, openedAt, dueAt, closesAt, closedAt } =
    audit;
  const result = audit.status === 'closed' ? countingResult(audit) : null;
  return {
    auditId,
    campaignId,
    stationId,
    regionId,
    name,
    edition,
    mode: audit.mode ?? 'self',
    review: audit.review ?? false,
    status: stageOf(stateOf(audit), now),
    openedAt,
    dueAt,
    closesAt,
    round: audit.round ?? 0,
    given: audit.given ?? {},
    ...(audit.sentBack && audit.pending ? { sentBack: audit.sentBack } : {}),
    ...(audit.cancelledBecause === undefined ? {} : { cancelledBecause: audit.cancelledBecause }),
    pending: [...(audit.pending ?? [])].sort(),
    answered: Object.keys(audit.accepted).sort(),
    ...(closedAt === undefined ? {} : { closedAt }),
    ...(result
      ? {
          score: result.score / 100,
          grade: result.grade,
          uncapped: result.uncapped,
          caps: result.caps,
          openCritical: result.openCritical,
          notShown: audit.notShown,
          positionScores: Object.fromEntries(
            Object.entries(result.positionScores).map(([position, score]) => [position, score / 100]),
          ),
        }
      : {}),
    ...(audit.appealed && audit.score !== undefined
      ? { beforeAppeal: { score: audit.score / 100, grade: audit.grade } }
      : {}),
  };
}
