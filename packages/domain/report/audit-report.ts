import type { EditionRules, PositionCode } from '../../standard/edition-rules.ts';
import { acceptedAnswers, type KeptAnswers } from '../audit/accepted-answers.ts';
import { type AuditExplanation, type AuditToExplain, explainAudit } from '../audit/explain-audit.ts';
import type { CapLift } from '../audit/explain-score.ts';
import {
  type Block,
  chinaTime,
  type Language,
  type ReportDocument,
  type Table,
  type Tone,
  toneOf,
} from './document.ts';
import { type ReportWords, reportWords } from './words.ts';

type Bilingual = Record<Language, string>;

/** What the report of a closed audit is made of. */
export interface AuditToReport extends AuditToExplain {
  audit: AuditToExplain['audit'] & {
    campaignId: string;
    regionId: string;
    openedAt: string;
    dueAt: string;
  };
  answers: readonly KeptAnswers[];
  region: Bilingual | null;
  campaign: { name: string };
  editionTitle: Bilingual;
}

/** What people did is asked for; who did it is not: a wall is no place for names. */
export function auditReport(facts: AuditToReport, language: Language, madeAt: string): ReportDocument {
  const words = reportWords(language);
  const explained = explainAudit(facts);
  const { audit } = facts;
  const region = facts.region?.[language] ?? audit.regionId;
  const positions = reportedPositions(explained, facts, language);
  const title = words('audit.title');
  return {
    title,
    subtitle: audit.name,
    language,
    facts: [
      [words('station'), audit.name],
      [words('station-id'), audit.stationId],
      [words('region'), region],
      [words('campaign'), facts.campaign.name],
      [words('audit-id'), audit.auditId],
      [words('edition'), facts.editionTitle[language]],
      [words('opened'), chinaTime(audit.openedAt)],
      [words('due'), chinaTime(audit.dueAt)],
      [words('closed'), chinaTime(audit.closedAt ?? madeAt)],
    ],
    sections: [
      { title: words('result'), blocks: [verdict(explained, words, language)] },
      { title: words('findings'), blocks: [findingsTable(positions, words)] },
      { title: words('raise'), blocks: [raise(explained, words, language)] },
      {
        title: words('positions'),
        blocks: [positionBars(positions, facts.rules.grades, words), positionTable(positions, words)],
      },
      { title: words('items'), blocks: [itemTable(positions, words)] },
      {
        title: words('signatures'),
        blocks: [
          {
            kind: 'signatures',
            lines: [words('sign.master'), words('sign.administrator'), words('sign.auditor')],
          },
        ],
      },
    ],
    footer: words('footer', `${title} · ${audit.name}`, chinaTime(madeAt)),
    main: 'items',
    data: {
      report: 'audit',
      language,
      madeAt,
      auditId: audit.auditId,
      station: { stationId: audit.stationId, name: audit.name, regionId: audit.regionId, region },
      campaign: { campaignId: audit.campaignId, name: facts.campaign.name },
      edition: { edition: audit.edition, title: facts.editionTitle[language] },
      openedAt: audit.openedAt,
      dueAt: audit.dueAt,
      closedAt: audit.closedAt,
      score: explained.score,
      grade: explained.grade,
      uncapped: explained.uncapped,
      openCritical: explained.openCritical,
      caps: explained.caps.map((cap) => ({ ...cap, text: cap.text?.[language] ?? null })),
      higherGrades: explained.higherGrades.map((step) => ({
        ...step,
        heldBy: step.heldBy.map((cap) => ({ ...cap, text: cap.text?.[language] ?? null })),
      })),
      positions,
    },
  };
}

type ReportedPosition = ReturnType<typeof reportedPositions>[number];

/** The positions in one language, with the evidence that was named. */
function reportedPositions(explained: AuditExplanation, facts: AuditToReport, language: Language) {
  const accepted = acceptedAnswers(facts.audit, facts.answers, facts.corrections);
  const evidenceOf = (position: PositionCode, item: string) =>
    accepted[position]?.find((given) => given.item === item)?.evidence ?? null;
  return explained.positions.map((position) => ({
    ...position,
    name: position.name?.[language] ?? null,
    items: position.items.map((item) => ({
      ...item,
      check: item.check?.[language] ?? null,
      evidence: evidenceOf(position.position, item.item),
    })),
  }));
}

const points = (value: number) => value.toFixed(2);
const percent = (share: number) => `${Math.round(share * 1000) / 10}%`;
const rounded = (value: number) => Math.round(value * 100) / 100;

function verdict(explained: AuditExplanation, words: ReportWords, language: Language): Block {
  const { grade, uncapped, caps, openCritical } = explained;
  return {
    kind: 'verdict',
    grade,
    score: words('score.points', points(explained.score)),
    lines: [
      grade === uncapped ? words('not-capped') : words('capped', uncapped, grade),
      ...caps.map((cap) => words('cap', cap.atMost, cap.text?.[language] ?? liftWords(cap.lift, words))),
      words('open-critical', openCritical),
    ],
  };
}

function liftWords(lift: CapLift, words: ReportWords): string {
  switch (lift.fact) {
    case 'open-critical':
      return words('lift.open-critical', lift.now, lift.atMost, lift.correct);
    case 'overdue-major':
      return words('lift.overdue-major', lift.now, lift.atMost);
    case 'certificate-coverage':
      return words('lift.certificate-coverage', percent(lift.now), percent(lift.atLeast));
    case 'days-below-staffing':
      return words('lift.days-below-staffing', lift.now, lift.atMost);
  }
}

function raise(explained: AuditExplanation, words: ReportWords, language: Language): Block {
  const separator = language === 'zh' ? '、' : ', ';
  const lines = explained.higherGrades.map((step) =>
    [
      words('raise.step', step.grade, step.atLeast),
      ...(step.missing > 0 ? [words('raise.missing', points(step.missing))] : []),
      ...(step.items.length > 0
        ? [
            words(
              'raise.items',
              points(step.scoreAfter),
              step.items.map(({ item, gain }) => words('raise.item', item, points(gain))).join(separator),
            ),
          ]
        : []),
      ...(step.heldBy.length > 0
        ? [
            words(
              'raise.held',
              step.heldBy
                .map((cap) => `${cap.text?.[language] ?? cap.id} (${liftWords(cap.lift, words)})`)
                .join(separator),
            ),
          ]
        : []),
      ...(step.reachable || step.heldBy.length > 0 ? [] : [words('raise.unreachable')]),
    ].join(language === 'zh' ? '' : ' '),
  );
  return { kind: 'paragraphs', lines: lines.length > 0 ? lines : [words('raise.top')] };
}

const gravity = { critical: 0, major: 1, minor: 2 } as const;

/** What is not simply satisfied: the gravest first, then what cost most. */
function findingsTable(positions: readonly ReportedPosition[], words: ReportWords): Table {
  const findings = positions
    .flatMap((position) => position.items.map((item) => ({ ...item, position })))
    .filter(({ answer }) => answer === 'partly' || answer === 'not')
    .sort(
      (a, b) => gravity[a.severity] - gravity[b.severity] || b.possible - b.gained - (a.possible - a.gained),
    );
  return {
    kind: 'table',
    name: 'findings',
    title: words('findings'),
    columns: [
      { label: words('severity'), width: 8 },
      { label: words('item'), width: 13 },
      { label: words('clause'), width: 8 },
      { label: words('check'), width: 32 },
      { label: words('answer'), width: 10 },
      { label: words('remark'), width: 21 },
      { label: words('lost'), width: 8, decimals: 2 },
    ],
    rows: findings.map((item) => [
      words(`severity.${item.severity}`),
      item.item,
      item.clause,
      item.check,
      words(`answer.${item.answer}`),
      item.remark ?? (item.position.notShown ? words('not-shown') : null),
      rounded(item.possible - item.gained),
    ]),
    empty: words('findings.none'),
  };
}

const label = (position: ReportedPosition, words: ReportWords) =>
  position.name ? words('position.name', position.position, position.name) : position.position;

function positionBars(
  positions: readonly ReportedPosition[],
  grades: EditionRules['grades'],
  words: ReportWords,
): Block {
  // A position has no grade; its bar is coloured as if it were a station of that score.
  const tone = (score: number): Tone => toneOf[grades.find(({ atLeast }) => score >= atLeast)?.grade ?? 'D'];
  return {
    kind: 'bars',
    rows: positions.map((position) => ({
      label: label(position, words),
      share: position.score === null ? null : position.score / 100,
      text:
        position.score === null
          ? words('left-out')
          : position.notShown
            ? `${points(position.score)} ${words('not-shown')}`
            : points(position.score),
      tone: tone(position.score ?? 0),
    })),
  };
}

function positionTable(positions: readonly ReportedPosition[], words: ReportWords): Table {
  return {
    kind: 'table',
    name: 'positions',
    title: words('positions'),
    columns: [
      { label: words('position'), width: 34 },
      { label: words('score'), width: 12, decimals: 2 },
      { label: words('weight'), width: 12, decimals: 0 },
      { label: words('gained'), width: 12, decimals: 2 },
      { label: words('possible'), width: 12, decimals: 2 },
      { label: words('remark'), width: 18 },
    ],
    rows: positions.map((position) => [
      label(position, words),
      position.score,
      position.weight,
      position.gained,
      position.possible,
      position.notShown ? words('not-shown') : position.leftOut ? words('left-out') : null,
    ]),
    empty: '',
  };
}

function itemTable(positions: readonly ReportedPosition[], words: ReportWords): Table {
  return {
    kind: 'table',
    name: 'items',
    title: words('items'),
    columns: [
      { label: words('position'), width: 16 },
      { label: words('item'), width: 13 },
      { label: words('clause'), width: 8 },
      { label: words('check'), width: 29 },
      { label: words('severity'), width: 10 },
      { label: words('answer'), width: 10 },
      { label: words('remark'), width: 16 },
      { label: words('evidence'), width: 14 },
      { label: words('gained'), width: 10, decimals: 2 },
      { label: words('possible'), width: 8, decimals: 2 },
    ],
    rows: positions.flatMap((position) =>
      position.items.map((item) => [
        label(position, words),
        item.item,
        item.clause,
        item.check,
        words(`severity.${item.severity}`),
        position.notShown ? words('not-shown') : words(`answer.${item.answer}`),
        item.remark,
        item.evidence,
        item.gained,
        item.possible,
      ]),
    ),
    grouped: true,
    empty: '',
  };
}
