import type { Answer, GivenAnswer } from './answers-for.ts';
import { seeded } from './seeded.ts';

export interface SubmittedPosition {
  position: string;
  answers: GivenAnswer[];
}

export type ReviewDecision =
  | {
      decision: 'accept';
      corrections: { position: string; item: string; answer: Answer; reason: string }[];
    }
  | { decision: 'send-back'; positions: { position: string; reason: string }[] };

/** Shares of the audits (house, for a lively demonstration): the others are accepted as they are. */
const sentBackShare = 0.04;
const correctedShare = 0.18;

const correctionReasons = ['抽查记录与作答不符', '现有证据不足以证明符合', '按检查表要求应评为部分符合'];
const sendBackReasons = ['请补充近三个月的记录', '证据编号无法查到,请重新填写', '说明过于笼统,请逐项说明'];

/**
 * What an auditor of HQ decides about a submitted audit, drawn from seed and audit alone; nothing is sent back twice.
 * @param round how often the audit was sent back before
 */
export function reviewFor(
  seed: number,
  auditId: string,
  round: number,
  submitted: readonly SubmittedPosition[],
): ReviewDecision {
  const draws = seeded(seed, 'review', auditId, String(round));
  const place = draws.unit();
  const sorted = [...submitted].sort((a, b) => (a.position < b.position ? -1 : 1));
  if (round === 0 && place < sentBackShare && sorted.length > 0) {
    const { position } = draws.pick(sorted);
    return { decision: 'send-back', positions: [{ position, reason: draws.pick(sendBackReasons) }] };
  }
  if (place > 1 - correctedShare && sorted.length > 0) {
    const { position, answers } = draws.pick(sorted);
    const met = answers.filter(({ answer }) => answer === 'satisfied');
    if (met.length > 0) {
      const { item } = draws.pick(met);
      const correction = { position, item, answer: 'partly' as const, reason: draws.pick(correctionReasons) };
      return { decision: 'accept', corrections: [correction] };
    }
  }
  return { decision: 'accept', corrections: [] };
}
