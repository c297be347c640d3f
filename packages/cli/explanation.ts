import type { Language, MessageKey, Words } from './messages.ts';
import { terminalTable } from './tables.ts';

type Text = Record<Language, string>;
type CapFact = 'open-critical' | 'overdue-major' | 'certificate-coverage' | 'days-below-staffing';

/** What the API answers about how an audit came to its score; points with two decimals. */
export interface AuditExplanation {
  auditId: string;
  stationId: string;
  name: string;
  score: number;
  grade: string;
  uncapped: string;
  positions: ExplainedPosition[];
  caps: (HoldingCap & { gradeAfter: string })[];
  higherGrades: {
    grade: string;
    missing: number;
    items: { position: string; item: string; gain: number }[];
    scoreAfter: number;
    heldBy: HoldingCap[];
    reachable: boolean;
  }[];
}

interface HoldingCap {
  id: string;
  atMost: string;
  text: Text | null;
  lift: {
    fact: CapFact;
    now: number;
    atMost?: number;
    atLeast?: number;
    items?: string[];
    correct?: number;
  };
}

interface ExplainedPosition {
  position: string;
  name: Text | null;
  weight: number;
  score: number | null;
  gained: number;
  possible: number;
  notShown: boolean;
  leftOut: boolean;
  items: {
    item: string;
    severity: string;
    answer: string;
    gained: number;
    possible: number;
    check: Text | null;
    remark: string | null;
  }[];
}

const points = (value: number) => value.toFixed(2);
const percent = (value: number) => `${Math.round(value * 1000) / 10} %`;

/** The explanation for a reader: where the points went, worst first, what holds the grade down, what raises it. */
export function explanationText(explanation: AuditExplanation, language: Language, words: Words): string {
  const worstFirst = [...explanation.positions].sort(
    (a, b) => (a.score ?? Number.POSITIVE_INFINITY) - (b.score ?? Number.POSITIVE_INFINITY),
  );
  return [
    headline(explanation, words),
    positionTable(worstFirst, language, words),
    lostTable(worstFirst, language, words),
    capTable(explanation, language, words),
    higherGradeTable(explanation, words),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function headline({ stationId, name, score, grade, uncapped }: AuditExplanation, words: Words): string {
  const line = words('explain.headline', stationId, name, points(score), grade);
  return grade === uncapped ? line : `${line}\n${words('explain.capped', uncapped)}`;
}

function positionTable(positions: ExplainedPosition[], language: Language, words: Words): string {
  const remark = (position: ExplainedPosition) =>
    position.notShown ? words('explain.not-shown') : position.leftOut ? words('explain.left-out') : '';
  return `${words('explain.positions')}\n${terminalTable(
    [
      words('position'),
      words('name'),
      words('score'),
      words('explain.weight'),
      words('explain.gained'),
      words('explain.possible'),
      '',
    ],
    positions.map((position) => [
      position.position,
      position.name?.[language] ?? '',
      position.score === null ? '—' : points(position.score),
      `${position.weight} %`,
      points(position.gained),
      points(position.possible),
      remark(position),
    ]),
    [2, 3, 4, 5],
  )}`;
}

/** Items that cost points, or hold a cap; within a position the dearest first. */
function lostTable(positions: ExplainedPosition[], language: Language, words: Words): string {
  const lost = positions.flatMap(({ items }) =>
    items
      .filter(({ answer }) => answer === 'partly' || answer === 'not')
      .sort((a, b) => b.possible - b.gained - (a.possible - a.gained)),
  );
  if (lost.length === 0) return words('explain.nothing-lost');
  return `${words('explain.lost')}\n${terminalTable(
    [
      words('item'),
      words('explain.lost-points'),
      words('explain.answer'),
      words('explain.severity'),
      words('explain.check'),
      words('explain.remark'),
    ],
    lost.map((item) => [
      item.item,
      points(item.possible - item.gained),
      words(`answer.${item.answer}` as MessageKey),
      words(`severity.${item.severity}` as MessageKey),
      item.check?.[language] ?? '',
      item.remark ?? '',
    ]),
    [1],
  )}`;
}

function capTable({ caps }: AuditExplanation, language: Language, words: Words): string {
  if (caps.length === 0) return '';
  return `${words('explain.caps')}\n${terminalTable(
    [words('explain.cap'), words('explain.lift'), words('explain.grade-after')],
    caps.map((cap) => [cap.text?.[language] ?? cap.id, liftSentence(cap.lift, words), cap.gradeAfter]),
  )}`;
}

function liftSentence(lift: HoldingCap['lift'], words: Words): string {
  switch (lift.fact) {
    case 'open-critical':
      return words('lift.open-critical', lift.correct ?? 0, (lift.items ?? []).join(', '));
    case 'overdue-major':
      return words('lift.overdue-major', lift.now, lift.atMost ?? 0);
    case 'certificate-coverage':
      return words('lift.certificate-coverage', percent(lift.now), percent(lift.atLeast ?? 1));
    case 'days-below-staffing':
      return words('lift.days-below-staffing', lift.now);
  }
}

function higherGradeTable({ higherGrades }: AuditExplanation, words: Words): string {
  if (higherGrades.length === 0) return '';
  const others = (step: AuditExplanation['higherGrades'][number]) => {
    if (step.reachable) return '';
    if (step.heldBy.length === 0) return words('explain.out-of-reach');
    return step.heldBy.map(({ lift }) => liftSentence(lift, words)).join('; ');
  };
  return `${words('explain.higher')}\n${terminalTable(
    [
      words('grade'),
      words('explain.missing'),
      words('explain.satisfy'),
      words('explain.score-after'),
      words('explain.besides'),
    ],
    higherGrades.map((step) => [
      step.grade,
      points(step.missing),
      inLines(step.items.map(({ item, gain }) => `${item} (+${points(gain)})`)),
      points(step.scoreAfter),
      others(step),
    ]),
    [1, 3],
  )}`;
}

/** A list that stays as narrow as four entries. */
function inLines(entries: readonly string[]): string {
  const lines: string[] = [];
  for (let i = 0; i < entries.length; i += 4) lines.push(entries.slice(i, i + 4).join(', '));
  return lines.join('\n');
}
