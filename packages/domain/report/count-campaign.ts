import type { EditionRules, Grade, PositionCode } from '../../standard/edition-rules.ts';
import { acceptedAnswers, type KeptAnswers } from '../audit/accepted-answers.ts';
import type { Correction } from '../audit/check-review.ts';
import type { ScoredStation } from '../audit/rank-stations.ts';

/** An audit as far as a campaign's report counts it. */
export interface CountedAudit {
  stationId: string;
  regionId: string;
  name: string;
  status: string;
  accepted: Readonly<Record<PositionCode, string>>;
  pending?: ReadonlySet<PositionCode>;
  score?: number;
  grade?: Grade;
  openCritical?: number;
  notShown?: readonly PositionCode[];
}

/** An item over all stations that it applied to. */
export interface ItemCount {
  position: PositionCode;
  item: string;
  clause: string;
  asked: number;
  partly: number;
  not: number;
}

export interface CampaignCount {
  opened: number;
  /** Closed audits with their results. */
  scored: ScoredStation[];
  /** Closed audits with positions that were not shown. */
  notShown: { stationId: string; regionId: string; name: string; positions: PositionCode[] }[];
  items: ItemCount[];
}

/**
 * Counts a campaign audit by audit, so that nobody has to hold all answers at once. Only closed audits count; a
 * position that was not shown counts as not satisfied, as in its score.
 */
export function countCampaign(rules: EditionRules): {
  add(audit: CountedAudit, answers: readonly KeptAnswers[], corrections: readonly Correction[]): void;
  result(): CampaignCount;
} {
  const items = new Map<string, ItemCount>();
  const itemsOf = new Map(
    rules.positions.map(({ code, items: checklist }) => [
      code,
      checklist.map(({ id, clause }) => {
        const count = { position: code, item: id, clause, asked: 0, partly: 0, not: 0 };
        items.set(id, count);
        return count;
      }),
    ]),
  );
  const scored: ScoredStation[] = [];
  const notShown: CampaignCount['notShown'] = [];
  let opened = 0;
  return {
    add(audit, answers, corrections) {
      if (audit.status === 'cancelled') return;
      opened += 1;
      const { stationId, regionId, name, score, grade, openCritical = 0 } = audit;
      if (audit.status !== 'closed' || score === undefined || grade === undefined) return;
      scored.push({ stationId, regionId, name, score, grade, openCritical });
      const missing = [...(audit.notShown ?? [])];
      if (missing.length > 0) notShown.push({ stationId, regionId, name, positions: missing });
      for (const given of Object.values(acceptedAnswers(audit, answers, corrections)).flat()) {
        const count = items.get(given.item);
        if (!count || given.answer === 'not-applicable') continue;
        count.asked += 1;
        if (given.answer === 'partly') count.partly += 1;
        if (given.answer === 'not') count.not += 1;
      }
      for (const count of missing.flatMap((position) => itemsOf.get(position) ?? [])) {
        count.asked += 1;
        count.not += 1;
      }
    },
    result: () => ({ opened, scored, notShown, items: [...items.values()] }),
  };
}

/** Share 0…1 of an item's points that its stations lost. */
export const lostShare = ({ asked, partly, not }: ItemCount, factors: EditionRules['itemFactors']): number =>
  asked === 0
    ? 0
    : (partly * (factors.satisfied - factors.partly) + not * (factors.satisfied - factors.not)) /
      (asked * factors.satisfied);

/** The items that lost most, those without any loss left out; equals stay in the order of the checklists. */
export const weakestItems = (
  items: readonly ItemCount[],
  factors: EditionRules['itemFactors'],
  atMost: number,
): ItemCount[] =>
  items
    .filter((item) => lostShare(item, factors) > 0)
    .sort((a, b) => lostShare(b, factors) - lostShare(a, factors))
    .slice(0, atMost);
