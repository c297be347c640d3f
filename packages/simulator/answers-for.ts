import { createHash } from 'node:crypto';
import { seeded } from './seeded.ts';

export type Answer = 'satisfied' | 'partly' | 'not' | 'not-applicable';

export interface ChecklistItem {
  id: string;
  severity: 'minor' | 'major' | 'critical';
}

export interface GivenAnswer {
  item: string;
  answer: Answer;
  remark?: string;
  evidence?: string;
}

/** How a station works: nobody sees it, its answers show it. */
interface Quality {
  /** Chance that an item is not simply satisfied. */
  lapse: number;
  /** Chance that a critical item is not met at all. */
  criticalLapse: number;
}

/**
 * Shares of the stations, best first, with the range of `lapse` within each. Set so that under edition 1 about
 * 20 % reach grade A, 40 % B, 27 % C and 13 % D; one open critical item already costs A and B there.
 */
const qualities = [
  { share: 0.18, from: 0.05, to: 0.115, criticalLapse: 0.0005 },
  { share: 0.4, from: 0.185, to: 0.265, criticalLapse: 0.001 },
  { share: 0.3, from: 0.325, to: 0.405, criticalLapse: 0.006 },
  { share: 0.12, from: 0.49, to: 0.65, criticalLapse: 0.1 },
];

function qualityOf(seed: number, stationId: string): Quality {
  let place = seeded(seed, 'quality', stationId).unit();
  for (const { share, from, to, criticalLapse } of qualities) {
    if (place < share) return { lapse: from + (to - from) * (place / share), criticalLapse };
    place -= share;
  }
  throw new Error('The shares of the qualities add up to 1');
}

const remarks: Record<Exclude<Answer, 'satisfied'>, readonly string[]> = {
  partly: [
    '记录不完整,缺近一个月内容',
    '已执行,但签字不全',
    '抽查5份,1份不符合要求',
    '有制度,执行不够及时',
    '台账更新滞后,正在补录',
    '现场基本符合,个别工位未达标',
    '人员已培训,考核记录未归档',
    '完成率约八成,计划月底前补齐',
  ],
  not: [
    '未见相关记录',
    '近三个月未开展此项工作',
    '岗位人员新到岗,尚未执行',
    '抽查3份均不符合要求',
    '制度已过期,未按新标准修订',
    '责任人不清楚该项要求',
  ],
  'not-applicable': ['本站无此项业务', '本期未发生此类情况', '相关业务已由总部统一处理'],
};

/**
 * A position's answers, drawn from seed, station, position, item and round alone: never from order or time, so a
 * simulator that starts again gives exactly the same ones. Every answer but `satisfied` has a remark. What HQ sent back
 * is answered as before, with the proof that was missing.
 */
export function answersFor(
  seed: number,
  stationId: string,
  position: string,
  items: readonly ChecklistItem[],
  round = 0,
): GivenAnswer[] {
  const quality = qualityOf(seed, stationId);
  return items
    .map(({ id, severity }) => {
      const draws = seeded(seed, 'answer', stationId, position, id);
      const answer = drawAnswer(quality, severity, draws.unit(), draws.unit());
      if (answer !== 'satisfied') return { item: id, answer, remark: draws.pick(remarks[answer]) };
      return draws.chance(0.35)
        ? { item: id, answer, evidence: `档案室/${position}/${id}` }
        : { item: id, answer };
    })
    .map((given) => (round === 0 ? given : { ...given, evidence: `补充材料/${round}/${given.item}` }));
}

function drawAnswer(
  quality: Quality,
  severity: ChecklistItem['severity'],
  place: number,
  degree: number,
): Answer {
  if (severity === 'critical') {
    if (place < quality.criticalLapse) return 'not';
    return place < quality.criticalLapse + quality.lapse ? 'partly' : 'satisfied';
  }
  if (place < quality.lapse) return degree < 0.35 ? 'not' : 'partly';
  return place > 0.988 ? 'not-applicable' : 'satisfied';
}

/** SHA-256 of the answers in the order of their items, in hex: what a checker compares over a restart. */
export function answersHash(answers: readonly GivenAnswer[]): string {
  const inOrder = [...answers]
    .sort((a, b) => (a.item < b.item ? -1 : 1))
    .map(({ item, answer, remark, evidence }) => [item, answer, remark ?? null, evidence ?? null]);
  return createHash('sha256').update(JSON.stringify(inOrder)).digest('hex');
}
