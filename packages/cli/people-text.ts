import { localDate, localMinute } from '../domain/calendar.ts';
import { type MessageKey, type Words, wordOr } from './messages.ts';
import { terminalTable } from './tables.ts';

// What the API answers about people, their ways and certificates, as far as it is printed.

export interface Way {
  kind: string;
  id: string;
  personId: string;
  stationId: string;
  position: string;
  part: string;
  owners: string[];
  due: string;
  overdue: boolean;
}

export interface PersonPath {
  personId: string;
  stationId?: string;
  holds: { stationId: string; position: string; since: string }[];
  planned?: { kind: 'transferred' | 'left'; on: string; stationId?: string; position?: string }[];
  onboardings: { onboardingId: string; position: string; status: string; since: string }[];
  certifications: {
    certificationId: string;
    position: string;
    level: string;
    authorisation?: string;
    kind: string;
    status: string;
  }[];
  certificates: {
    number: string;
    position: string;
    level: string;
    authorisation?: string;
    validUntil: string;
    status: string;
  }[];
  next: Pick<Way, 'kind' | 'id' | 'part' | 'owners' | 'due'>[];
}

export interface Onboarding {
  onboardingId: string;
  personId: string;
  stationId: string;
  position: string;
  status: string;
  since: string;
  mentor?: string;
  steps: Record<string, { by: string; at: string; evidence?: string; hours?: number }>;
  open: { kind: string; id: string; owners: string[]; due: string; hours?: number; recorded?: number }[];
  releaseDue: string;
  dutySheet: string;
  certificationId?: string;
}

interface Attempt {
  number: number;
  at: string;
  score: number;
  passed: boolean;
}

export interface Certification {
  certificationId: string;
  personId: string;
  stationId: string;
  position: string;
  level: string;
  authorisation?: string;
  kind: string;
  status: string;
  missing: string[];
  attempts: Attempt[];
  assessments: (Attempt & { by: string; failedSafety: string[] })[];
  turnedDownBecause?: string;
  certificate?: string;
  next?: { step: string; owner: string; due: string };
  exam?: { reason: string; missing?: string[]; from?: string };
  passMarks: { theory: number; practical: number };
  rubric: { id: string; points: number; safetyCritical: boolean }[];
}

interface Decision {
  by: string;
  at: string;
  reason: string;
  cause?: string;
}

export interface Certificate {
  number: string;
  personId: string;
  stationId: string | null;
  position: string;
  level: string;
  authorisation?: string;
  edition: string;
  status: string;
  issuedOn: string;
  validFrom: string;
  validUntil: string;
  refresherHours: number;
  suspended?: Decision;
  revoked?: Decision;
  replacedBy?: string;
  statutory?: { certificate: string; validUntil?: string; reviewBy?: string };
  takenOver?: { by: string; at: string; evidence: string; number?: string; reason?: string };
}

const wordOf = (kind: string, value: string, words: Words) => words(`${kind}.${value}` as MessageKey);

/** Position codes stay as they are; the person, the line manager and desks of HQ have words. */
export const ownerText = (owner: string, words: Words): string =>
  /^[A-Z]+$/.test(owner) ? owner : wordOf('way-owner', owner, words);

const ownersText = (owners: readonly string[], words: Words) =>
  owners.map((owner) => ownerText(owner, words)).join(', ');

/** Modules are named by their number. */
const partText = (part: string, words: Words) =>
  /^[A-Z]+\d+$/.test(part) ? words('way-module', part) : wordOf('way-part', part, words);

const dueText = ({ due, overdue }: Pick<Way, 'due' | 'overdue'>, words: Words) =>
  overdue ? `${due} ${words('overdue')}` : due;

/** Levels stay as they are, besides the one that is not numbered. */
export const levelText = (level: string, words: Words): string => wordOr(`level.${level}`, level, words);

const certificateText = (
  { level, authorisation }: Pick<Certificate, 'level' | 'authorisation'>,
  words: Words,
): string => authorisation ?? levelText(level, words);

/** Who waits for what, the first due first. */
export function waysTable(ways: readonly Way[], words: Words): string {
  if (ways.length === 0) return words('ways.none');
  const inOrder = ways.toSorted((a, b) => (a.due < b.due ? -1 : a.due > b.due ? 1 : a.id < b.id ? -1 : 1));
  return terminalTable(
    [words('due'), words('station'), words('position'), words('way.part'), words('way.turn'), 'id'],
    inOrder.map((way) => [
      dueText(way, words),
      way.stationId,
      way.position,
      partText(way.part, words),
      ownersText(way.owners, words),
      way.id,
    ]),
  );
}

/** A list of two columns, without what is not there. */
const facts = (lines: readonly (readonly [string, string | undefined])[]) =>
  terminalTable(
    ['', ''],
    lines.flatMap(([name, value]) => (value ? [[name, value]] : [])),
  ).trimStart();

const planText = (
  { kind, on, stationId = '', position = '' }: NonNullable<PersonPath['planned']>[number],
  words: Words,
) => (kind === 'left' ? words('people.leaves', on) : words('people.moves', on, position, stationId));

export function personText(person: PersonPath, words: Words): string {
  const { holds, planned = [], onboardings, certifications, certificates, next } = person;
  const parts: (string | false)[] = [
    facts([
      [words('person'), person.personId],
      [words('station'), person.stationId],
      [words('positions'), holds.map(({ position, since }) => `${position} (${since})`).join(', ')],
      [words('people.planned'), planned.map((plan) => planText(plan, words)).join(', ')],
    ]),
    next.length > 0 &&
      terminalTable(
        [words('way.next'), words('due'), words('way.turn'), 'id'],
        next.map(({ part, due, owners, id }) => [partText(part, words), due, ownersText(owners, words), id]),
      ),
    onboardings.length > 0 &&
      terminalTable(
        [words('kind.onboarding'), words('position'), words('status')],
        onboardings.map(({ onboardingId, position, status }) => [
          onboardingId,
          position,
          wordOf('onboarding-status', status, words),
        ]),
      ),
    certifications.length > 0 &&
      terminalTable(
        [words('kind.certification'), words('position'), words('certificate.level'), words('status')],
        certifications.map((one) => [
          one.certificationId,
          one.position,
          certificateText(one, words),
          wordOf('certification-status', one.status, words),
        ]),
      ),
    certificates.length > 0 &&
      terminalTable(
        [
          words('kind.certificate'),
          words('position'),
          words('certificate.level'),
          words('valid-until'),
          words('status'),
        ],
        certificates.map((one) => [
          one.number,
          one.position,
          certificateText(one, words),
          one.validUntil,
          wordOf('certificate-status', one.status, words),
        ]),
      ),
  ];
  return parts.filter((part) => part !== false).join('\n\n');
}

export function onboardingText(onboarding: Onboarding, words: Words): string {
  const { steps, open } = onboarding;
  const hoursOf = ({ hours, recorded }: Onboarding['open'][number]) =>
    hours === undefined ? '' : `${recorded ?? 0}/${hours}`;
  return [
    facts([
      [words('person'), onboarding.personId],
      [words('station'), onboarding.stationId],
      [words('position'), onboarding.position],
      [words('status'), wordOf('onboarding-status', onboarding.status, words)],
      [words('onboarding.since'), onboarding.since],
      [words('onboarding.mentor'), onboarding.mentor === 'hq' ? words('onboarding.hq') : onboarding.mentor],
      [words('onboarding.release-due'), onboarding.releaseDue],
      [words('onboarding.duty-sheet'), onboarding.dutySheet],
      [words('kind.certification'), onboarding.certificationId],
    ]),
    ...(Object.keys(steps).length > 0
      ? [
          terminalTable(
            [words('onboarding.done'), words('at'), words('trail-by'), words('onboarding.evidence')],
            Object.entries(steps).map(([step, { at, by, evidence = '' }]) => [
              partText(step, words),
              localMinute(Date.parse(at)),
              by,
              evidence,
            ]),
          ),
        ]
      : []),
    ...(open.length > 0
      ? [
          terminalTable(
            [words('onboarding.open'), words('class-hours'), words('due'), words('way.turn')],
            open.map((part) => [
              partText(part.id, words),
              hoursOf(part),
              part.due,
              ownersText(part.owners, words),
            ]),
          ),
        ]
      : []),
  ].join('\n\n');
}

/** Prerequisites in words, each with the name by which it is recorded. */
const prerequisitesText = (names: readonly string[], words: Words) =>
  names
    .map((name) => {
      const [kind = '', of] = name.split(':');
      return `${kind === 'statutory-certificate' && of ? paperText(of, words) : wordOf('prerequisite', kind, words)} (${name})`;
    })
    .join(words('prerequisite.and'));
/** Of papers that the shipped edition asks for the name is known; of any other one its kind. */
const paperText = (paper: string, words: Words) =>
  wordOr(`paper.${paper}`, words('prerequisite.statutory-certificate'), words);

/** Why no paper can be started, and from when on. */
function examText({ reason, missing = [], from = '' }: NonNullable<Certification['exam']>, words: Words) {
  return words(
    `exam-objection.${reason}` as MessageKey,
    reason === 'prerequisites' ? prerequisitesText(missing, words) : from,
  );
}

export function certificationText(one: Certification, words: Words): string {
  const { next, attempts, assessments, rubric, passMarks } = one;
  const result = ({ passed }: Attempt) => words(passed ? 'exam.passed' : 'exam.failed');
  return [
    facts([
      [words('person'), one.personId],
      [words('station'), one.stationId],
      [words('position'), one.position],
      [words('certificate.level'), certificateText(one, words)],
      [words('status'), wordOf('certification-status', one.status, words)],
      [words('way.next'), next && partText(next.step, words)],
      [words('way.turn'), next && ownerText(next.owner, words)],
      [words('due'), next?.due],
      [words('certification.missing'), prerequisitesText(one.missing, words)],
      [
        words('certification.exam'),
        one.exam && (next?.step === 'theory' || one.exam.reason === next?.step)
          ? examText(one.exam, words)
          : undefined,
      ],
      [words('certification.turned-down'), one.turnedDownBecause],
      [words('kind.certificate'), one.certificate],
    ]),
    ...(attempts.length + assessments.length > 0
      ? [
          terminalTable(
            [words('certification.try'), words('at'), words('score'), words('certification.result'), ''],
            [
              ...attempts.map((one) => [
                words('certification.theory', one.number),
                localMinute(Date.parse(one.at)),
                `${one.score}/${passMarks.theory}`,
                result(one),
                '',
              ]),
              ...assessments.map((one) => [
                words('certification.practical', one.number),
                localMinute(Date.parse(one.at)),
                `${one.score}/${passMarks.practical}`,
                result(one),
                one.failedSafety.join(', '),
              ]),
            ],
          ),
        ]
      : []),
    ...(next?.step === 'practical' && rubric.length > 0
      ? [
          terminalTable(
            [words('certification.step'), words('certification.points'), words('certification.safety')],
            rubric.map(({ id, points, safetyCritical }) => [
              id,
              points,
              safetyCritical ? words('certification.safety-critical') : '',
            ]),
            [1],
          ),
        ]
      : []),
  ].join('\n\n');
}

export function certificatesTable(certificates: readonly Certificate[], words: Words): string {
  if (certificates.length === 0) return words('certificate.none');
  const inOrder = certificates.toSorted((a, b) =>
    a.validUntil < b.validUntil ? -1 : a.validUntil > b.validUntil ? 1 : a.number < b.number ? -1 : 1,
  );
  return terminalTable(
    [
      words('valid-until'),
      words('status'),
      words('station'),
      words('person'),
      words('position'),
      words('certificate.level'),
      words('kind.certificate'),
    ],
    inOrder.map((one) => [
      one.validUntil,
      wordOf('certificate-status', one.status, words),
      one.stationId ?? '',
      one.personId,
      one.position,
      certificateText(one, words),
      one.number,
    ]),
  );
}

export function certificateFacts(one: Certificate, words: Words): string {
  // Nobody was examined here: who vouches for it, on what, and why.
  const takenOver = (given: Certificate['takenOver']) =>
    given &&
    [given.number, given.evidence, given.reason, `(${given.by}, ${localDate(Date.parse(given.at))})`]
      .filter(Boolean)
      .join(' ');
  // Without it nobody sees why an authorisation does not count.
  const leansOn = (paper: Certificate['statutory']) =>
    paper &&
    [
      paperText(paper.certificate, words),
      paper.validUntil && words('certificate.paper-until', paper.validUntil),
      paper.reviewBy && words('certificate.paper-review', paper.reviewBy),
    ]
      .filter(Boolean)
      .join(' ');
  const decided = (decision: Decision | undefined) =>
    decision && `${localDate(Date.parse(decision.at))} ${decision.reason} (${decision.by})`;
  return facts([
    [words('kind.certificate'), one.number],
    [words('person'), one.personId],
    [words('station'), one.stationId ?? undefined],
    [words('position'), one.position],
    [words('certificate.level'), certificateText(one, words)],
    [words('status'), wordOf('certificate-status', one.status, words)],
    [words('certificate.issued'), one.issuedOn],
    [words('certificate.valid'), `${one.validFrom} … ${one.validUntil}`],
    [words('certificate.refresher'), String(one.refresherHours)],
    [words('certificate.statutory'), leansOn(one.statutory)],
    [words('certificate.suspended'), decided(one.suspended)],
    [words('certificate.revoked'), decided(one.revoked)],
    [words('certificate.replaced-by'), one.replacedBy],
    [words('certificate.taken-over'), takenOver(one.takenOver)],
  ]);
}
