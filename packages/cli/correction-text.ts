import type { Language, MessageKey, Words } from './messages.ts';
import { terminalTable } from './tables.ts';

type Text = Record<Language, string>;

/** What the API answers about a nonconformity, as far as it is printed. */
export interface Nonconformity {
  nonconformityId: string;
  stationId: string;
  position: string;
  item: string;
  notShown: boolean;
  severity: string;
  repeatOf?: string;
  issuedAt: string;
  status: string;
  round: number;
  reopenedBecause?: string;
  submission: number;
  dues: Record<'contain' | 'rootCause' | 'plan' | 'close', string> & { effectCheck?: string };
  due: { step: string; on: string; overdueDays: number } | null;
  next: { step: string; desk: string; rule: string };
  given?: { correct?: string; verify?: string };
}

interface Fact {
  by: string;
  at: string;
  text?: string;
}

export interface NonconformityDetail extends Nonconformity {
  check: Text | null;
  remark: string | null;
  facts: Record<string, Fact>;
  rejection?: Fact & { of: string };
  extension?: Fact & { days: number };
  yourTurn: boolean;
  objection: string | null;
}

export interface Standing {
  stationId: string;
  name: string;
  audit: { auditId: string; closedAt: string; score: number; grade: string } | null;
  grade: string | null;
  uncapped: string | null;
  corrections: { open: number; overdue: number; openCritical: number; overdueMajor: number };
  lowers: {
    id: string;
    atMost: string | null;
    text: Text | null;
    nonconformities: string[];
    correct: number;
  }[];
  consequence: { text: Text } | null;
}

const wordOf = (kind: string, value: string, words: Words) => words(`${kind}.${value}` as MessageKey);

/** `2026-03-08 (3 days late)`; empty when nothing is due. */
function dueText({ due }: Nonconformity, words: Words): string {
  if (!due) return '';
  const on = `${wordOf('correction-due', due.step, words)} ${due.on}`;
  return due.overdueDays > 0 ? `${on} ${words('correction.late', due.overdueDays)}` : on;
}

const turnText = ({ next }: Nonconformity, words: Words) =>
  next.step === 'none'
    ? ''
    : `${wordOf('correction-step', next.step, words)} (${wordOf('correction-desk', next.desk, words)})`;

const itemText = ({ item, notShown }: Nonconformity, words: Words) =>
  notShown ? words('correction.not-shown', item) : item;

export function nonconformityTable(items: readonly Nonconformity[], words: Words): string {
  if (items.length === 0) return words('correction.none');
  return terminalTable(
    [
      words('station'),
      words('item'),
      words('explain.severity'),
      words('status'),
      words('correction.due'),
      words('correction.turn'),
      'id',
    ],
    items.map((one) => [
      one.stationId,
      itemText(one, words),
      wordOf('severity', one.severity, words),
      wordOf('correction-status', one.status, words),
      dueText(one, words),
      turnText(one, words),
      one.nonconformityId,
    ]),
  );
}

/** Facts in the order in which they come about. */
const factOrder = [
  'containment',
  'rootCause',
  'plan',
  'approval',
  'implementation',
  'evidence',
  'verification',
  'closing',
  'effectCheck',
  'withdrawal',
];

/** One nonconformity for a reader: what is wrong, what was done, what is due and whose turn it is. */
export function nonconformityText(one: NonconformityDetail, language: Language, words: Words): string {
  const lines: [string, string | undefined][] = [
    [words('item'), itemText(one, words)],
    [words('explain.check'), one.check?.[language]],
    [words('explain.remark'), one.remark ?? undefined],
    [words('explain.severity'), wordOf('severity', one.severity, words)],
    [words('correction.repeat-of'), one.repeatOf],
    [words('status'), wordOf('correction-status', one.status, words)],
    [
      words('correction.round'),
      one.reopenedBecause && `${one.round}: ${wordOf('correction-reopened', one.reopenedBecause, words)}`,
    ],
    [words('correction.dates'), datesText(one, words)],
    [
      words('correction.extension'),
      one.extension && words('correction.days', one.extension.days, one.extension.text ?? ''),
    ],
    [words('correction.due'), dueText(one, words)],
    [words('correction.turn'), turnText(one, words)],
    [
      words('correction.rule'),
      one.next.step === 'none' ? '' : wordOf('correction-rule', one.next.rule, words),
    ],
    [words('correction.given-to-correct'), one.given?.correct],
    [words('correction.given-to-verify'), one.given?.verify],
    [
      words('correction.you'),
      one.next.step === 'none'
        ? ''
        : one.yourTurn
          ? words('correction.your-turn')
          : wordOf('correction-objection', one.objection ?? 'other-desk', words),
    ],
    [
      words('correction.turned-down'),
      one.rejection &&
        `${wordOf('correction-rejection', one.rejection.of, words)}: ${one.rejection.text ?? ''}`,
    ],
  ];
  const facts = factOrder.flatMap((name) => {
    const fact = one.facts[name];
    return fact
      ? [[wordOf('correction-fact', name, words), fact.at.slice(0, 16), fact.by, fact.text ?? '']]
      : [];
  });
  return [
    terminalTable(
      ['', ''],
      lines.flatMap(([name, value]) => (value ? [[name, value]] : [])),
    ).trimStart(),
    ...(facts.length > 0
      ? [terminalTable([words('correction.done'), words('correction.at'), words('correction.by'), ''], facts)]
      : []),
  ].join('\n\n');
}

function datesText({ dues }: Nonconformity, words: Words): string {
  const named: [string, string | undefined][] = [
    ['contain', dues.contain],
    ['root-cause', dues.rootCause],
    ['plan', dues.plan],
    ['close', dues.close],
    ['effect-check', dues.effectCheck],
  ];
  return named
    .flatMap(([step, on]) => (on ? [`${wordOf('correction-due', step, words)} ${on}`] : []))
    .join(', ');
}

/** A station's grade now, what lowers it, what lifts it and what follows. */
export function standingText(standing: Standing, language: Language, words: Words): string {
  const { audit, grade, corrections, lowers, consequence } = standing;
  if (!audit || !grade) return words('standing.no-audit', standing.stationId, standing.name);
  const headline = words(
    'standing.headline',
    standing.stationId,
    standing.name,
    grade,
    audit.score.toFixed(2),
    audit.grade,
    audit.closedAt.slice(0, 10),
  );
  const counts = words(
    'standing.corrections',
    corrections.open,
    corrections.overdue,
    corrections.openCritical,
    corrections.overdueMajor,
  );
  const lift = ({ correct, nonconformities }: Standing['lowers'][number]) =>
    nonconformities.length > 0 ? words('standing.close', correct, nonconformities.join(' ')) : '';
  return [
    `${headline}\n${counts}`,
    ...(lowers.length > 0
      ? [
          terminalTable(
            [words('standing.lowers'), words('explain.lift')],
            lowers.map((one) => [one.text?.[language] ?? one.id, lift(one)]),
          ),
        ]
      : [words('standing.nothing-lowers')]),
    ...(consequence ? [`${words('standing.consequence')}: ${consequence.text[language]}`] : []),
  ].join('\n\n');
}
