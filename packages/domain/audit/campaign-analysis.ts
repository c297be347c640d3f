import type { EditionRules, Grade, PositionCode } from '../../standard/edition-rules.ts';
import { type AuditStage, type KeptAudit, stageOf, stateOf } from './audit-steps.ts';

/** Items of an audit that were not satisfied, by how they count. */
export interface Findings {
  not: readonly string[];
  partly: readonly string[];
}

export interface AnalysedAudit {
  stationId: string;
  regionId: string;
  name: string;
  /** Hundredths of a point. */
  score: number;
  grade: Grade;
  /** Positions that were asked; those not shown count as not satisfied. */
  asked: readonly PositionCode[];
  findings: Findings;
}

export interface WeakItem {
  item: string;
  position: PositionCode;
  clause: string;
  /** Audits that asked for it, and in how many it was not or partly satisfied. */
  asked: number;
  not: number;
  partly: number;
  /** Of `not`: how many stations had it in the campaign before, too. */
  repeated: number;
}

/** The checklist items that fail most often (`partly` counts half), the weakest first; what never failed is left out. */
export function weakestItems(
  rules: EditionRules,
  audits: readonly AnalysedAudit[],
  before: readonly AnalysedAudit[],
): WeakItem[] {
  const asked = new Map<PositionCode, number>();
  const counts = new Map<string, { not: number; partly: number; repeated: number }>();
  const earlier = new Map(before.map(({ stationId, findings }) => [stationId, new Set(findings.not)]));
  const count = (item: string, kind: 'not' | 'partly' | 'repeated') => {
    const known = counts.get(item) ?? { not: 0, partly: 0, repeated: 0 };
    known[kind] += 1;
    counts.set(item, known);
  };
  for (const audit of audits) {
    for (const position of audit.asked) asked.set(position, (asked.get(position) ?? 0) + 1);
    for (const item of audit.findings.not) {
      count(item, 'not');
      if (earlier.get(audit.stationId)?.has(item)) count(item, 'repeated');
    }
    for (const item of audit.findings.partly) count(item, 'partly');
  }
  const weight = ({ asked, not, partly }: WeakItem) => (not + partly / 2) / asked;
  return rules.positions
    .flatMap(({ code, items }) =>
      items.flatMap(({ id, clause }): WeakItem[] => {
        const found = counts.get(id);
        return found ? [{ item: id, position: code, clause, asked: asked.get(code) ?? 0, ...found }] : [];
      }),
    )
    .sort((a, b) => weight(b) - weight(a) || b.not - a.not || (a.item < b.item ? -1 : 1));
}

export interface Comparison {
  /** Stations that were audited in both campaigns. */
  stations: number;
  /** Mean scores of these in hundredths, rounded half up. */
  scoreBefore: number;
  scoreAfter: number;
  better: number;
  worse: number;
  /** Stations by how much they changed: the largest gains, and the largest losses. */
  gains: StationChange[];
  losses: StationChange[];
}
export interface StationChange {
  stationId: string;
  name: string;
  scoreBefore: number;
  scoreAfter: number;
  gradeBefore: Grade;
  gradeAfter: Grade;
}

/** Holds two campaigns against each other, over the stations that both have scored. */
export function compareCampaigns(
  audits: readonly AnalysedAudit[],
  before: readonly AnalysedAudit[],
  listed: number,
): Comparison {
  const earlier = new Map(before.map((audit) => [audit.stationId, audit]));
  const changes = audits.flatMap((audit): StationChange[] => {
    const known = earlier.get(audit.stationId);
    if (!known) return [];
    const { stationId, name, score, grade } = audit;
    return [
      {
        stationId,
        name,
        scoreBefore: known.score,
        scoreAfter: score,
        gradeBefore: known.grade,
        gradeAfter: grade,
      },
    ];
  });
  const change = ({ scoreBefore, scoreAfter }: StationChange) => scoreAfter - scoreBefore;
  const sorted = [...changes].sort((a, b) => change(b) - change(a) || (a.stationId < b.stationId ? -1 : 1));
  const mean = (of: (one: StationChange) => number) =>
    changes.length === 0
      ? 0
      : Math.floor(changes.reduce((sum, one) => sum + of(one), 0) / changes.length + 0.5);
  return {
    stations: changes.length,
    scoreBefore: mean(({ scoreBefore }) => scoreBefore),
    scoreAfter: mean(({ scoreAfter }) => scoreAfter),
    better: changes.filter((one) => change(one) > 0).length,
    worse: changes.filter((one) => change(one) < 0).length,
    gains: sorted.filter((one) => change(one) > 0).slice(0, listed),
    losses: sorted
      .filter((one) => change(one) < 0)
      .reverse()
      .slice(0, listed),
  };
}

export interface BoardAudit extends KeptAudit {
  auditId: string;
  stationId: string;
  regionId: string;
  name: string;
  accepted: Readonly<Record<PositionCode, string>>;
}

export interface BoardRow {
  regionId: string;
  stations: number;
  answering: number;
  inReview: number;
  closed: number;
  cancelled: number;
  /** Of `answering`: past the due date. */
  overdue: number;
  /** Share of the positions that are answered, 0…1, of what is not cancelled. */
  answered: number;
}

export interface Laggard {
  auditId: string;
  stationId: string;
  regionId: string;
  name: string;
  pending: number;
  dueAt: string;
  overdue: boolean;
}

/** How far a campaign is, region by region, and which stations hold it up: the first due and emptiest first. */
export function campaignBoard(
  audits: readonly BoardAudit[],
  now: number,
  listed: number,
): { regions: BoardRow[]; laggards: Laggard[] } {
  const staged = audits.map((audit) => ({ audit, stage: stageOf(stateOf(audit), now) }));
  const late = ({ dueAt }: BoardAudit) => Date.parse(dueAt) <= now;
  const regions = [...Map.groupBy(staged, ({ audit }) => audit.regionId)].map(([regionId, own]): BoardRow => {
    const of = (stage: AuditStage) => own.filter((one) => one.stage === stage);
    const counted = own.filter(({ stage }) => stage !== 'cancelled').map(({ audit }) => audit);
    const open = counted.reduce((sum, { pending }) => sum + (pending?.size ?? 0), 0);
    const asked = counted.reduce(
      (sum, { pending, accepted }) => sum + new Set([...(pending ?? []), ...Object.keys(accepted)]).size,
      0,
    );
    return {
      regionId,
      stations: own.length,
      answering: of('answering').length,
      inReview: of('in-review').length,
      closed: of('closed').length,
      cancelled: of('cancelled').length,
      overdue: of('answering').filter(({ audit }) => late(audit)).length,
      answered: asked === 0 ? 1 : (asked - open) / asked,
    };
  });
  const laggards = staged
    .filter(({ stage, audit }) => stage === 'answering' && (audit.pending?.size ?? 0) > 0)
    .map(({ audit }): Laggard => {
      const { auditId, stationId, regionId, name, dueAt, pending } = audit;
      return { auditId, stationId, regionId, name, pending: pending?.size ?? 0, dueAt, overdue: late(audit) };
    })
    .sort(
      (a, b) =>
        (a.dueAt < b.dueAt ? -1 : a.dueAt > b.dueAt ? 1 : 0) ||
        b.pending - a.pending ||
        (a.stationId < b.stationId ? -1 : 1),
    )
    .slice(0, listed);
  return { regions: regions.sort((a, b) => (a.regionId < b.regionId ? -1 : 1)), laggards };
}
