/**
 * What is trailed, as data. A new type of item is one entry here (or a reason below); a test asks for it.
 * `shown` values stand in the trail as they are, old and new; of a `text` there is only a digest, because people write
 * what they like; of what is `personal` only that it changed. Of a list or map with texts in it those are named, and the
 * rest is shown. What is not named leaves no trace.
 */
export type Showing = 'shown' | 'text' | 'personal' | { readonly texts: readonly string[] };

export interface Trailed {
  /** Attributes that name the object; the first that is there. */
  id: readonly string[];
  /** Whose chain: the station's that the item names (the network's when it names none), or always the network's. */
  chain: 'station' | 'network';
  /** Attributes that say who and when, besides `changedBy` and `changedAt`: how the item began. */
  begun?: { by?: string; at?: string };
  /** Who did it where the item does not say: a function or workflow. */
  otherwise?: string;
  fields: Readonly<Record<string, Showing>>;
}

const shown = <Name extends string>(...names: Name[]) =>
  Object.fromEntries(names.map((name) => [name, 'shown'])) as Record<Name, 'shown'>;
const text = <Name extends string>(...names: Name[]) =>
  Object.fromEntries(names.map((name) => [name, 'text'])) as Record<Name, 'text'>;
const personal = <Name extends string>(...names: Name[]) =>
  Object.fromEntries(names.map((name) => [name, 'personal'])) as Record<Name, 'personal'>;

export const trailed = {
  edition: {
    id: ['edition'],
    chain: 'network',
    begun: { by: 'publishedBy', at: 'publishedAt' },
    fields: shown('title', 'contentHash', 'draft', 'draftedBy'),
  },
  'current-edition': {
    id: ['type'],
    chain: 'network',
    otherwise: 'publish-edition',
    fields: shown('edition'),
  },
  'edition-draft': {
    id: ['draftId'],
    chain: 'network',
    begun: { at: 'createdAt' },
    fields: shown('edition', 'title', 'basedOn', 'contentHash', 'status', 'draftedBy'),
  },
  region: { id: ['regionId'], chain: 'network', fields: shown('name') },
  campaign: {
    id: ['campaignId'],
    chain: 'network',
    begun: { by: 'launchedBy', at: 'launchedAt' },
    otherwise: 'audit-campaign',
    fields: {
      ...shown('name', 'edition', 'positions', 'scope', 'pilot', 'opensAt', 'dueAt', 'closesAt', 'status'),
      ...shown('rolledOutAt', 'remindedAt'),
      ...text('extendedBecause', 'cancelledBecause'),
    },
  },
  station: {
    id: ['stationId'],
    chain: 'station',
    begun: { at: 'updatedAt' },
    otherwise: 'import-network',
    fields: shown(
      'name',
      'regionId',
      'province',
      'city',
      'repairClass',
      'nev',
      'localFloors',
      'outsourced',
      'openedOn',
      'intake',
      'heads',
    ),
  },
  roster: {
    id: ['stationId'],
    chain: 'station',
    otherwise: 'import-network',
    fields: { ...shown('assignments'), acting: { texts: ['exception'] } },
  },
  person: {
    id: ['personId'],
    chain: 'station',
    otherwise: 'import-network',
    fields: personal('name', 'phone', 'hiredOn', 'login'),
  },
  subject: {
    id: ['personId', 'subject'],
    chain: 'station',
    otherwise: 'operator',
    fields: shown('role', 'regionId', 'stationId', 'positions', 'standIns', 'actsAs'),
  },
  refusal: {
    id: ['campaignId'],
    chain: 'station',
    otherwise: 'open-station-audits',
    fields: shown('reason'),
  },
  audit: {
    id: ['auditId'],
    chain: 'station',
    begun: { at: 'openedAt' },
    otherwise: 'open-station-audits',
    fields: {
      // `accepted`: position → hash of its answers, which proves what was answered.
      ...shown('status', 'edition', 'mode', 'review', 'dueAt', 'closesAt', 'given', 'accepted'),
      ...shown('round', 'lastReview', 'reviewed'),
      ...shown('score', 'grade', 'uncapped', 'caps', 'openCritical', 'notShown', 'appealed'),
      ...text('sentBack', 'cancelledBecause'),
    },
  },
  nonconformity: {
    id: ['nonconformityId'],
    chain: 'station',
    begun: { at: 'issuedAt' },
    otherwise: 'raise-nonconformities',
    fields: {
      ...shown('auditId', 'position', 'item', 'clause', 'severity', 'criticalItems', 'repeatOf', 'status'),
      ...shown('round', 'reopenedBecause', 'dues', 'effectCheckOn', 'submission', 'given'),
      facts: { texts: ['text'] },
      extension: { texts: ['text'] },
      rejection: { texts: ['text'] },
    },
  },
  appeal: {
    id: ['auditId'],
    chain: 'station',
    begun: { by: 'raisedBy', at: 'raisedAt' },
    fields: {
      ...shown('position', 'item', 'counted', 'claimed', 'reviewer', 'dueAt', 'status', 'decided'),
      ...shown('scoreBefore', 'scoreAfter', 'gradeBefore', 'gradeAfter'),
      ...text('reason', 'evidence', 'decisionReason'),
    },
  },
  review: {
    id: ['auditId'],
    chain: 'station',
    fields: { ...shown('decision', 'hash'), corrections: { texts: ['reason'] } },
  },
  employment: {
    id: ['personId'],
    chain: 'station',
    fields: shown('holds', 'plannedFor'),
  },
  onboarding: {
    id: ['onboardingId'],
    chain: 'station',
    begun: { at: 'startedAt' },
    fields: {
      ...shown('position', 'edition', 'status', 'since', 'mentor', 'hours', 'credited', 'certificate'),
      ...shown('practicalAgain'),
      steps: { texts: ['evidence'] },
    },
  },
  certification: {
    id: ['certificationId'],
    chain: 'station',
    begun: { at: 'openedAt' },
    fields: {
      ...shown('position', 'level', 'authorisation', 'kind', 'edition', 'status', 'dues', 'needs'),
      ...shown('attempts', 'assessments', 'retrainedAt', 'signed', 'approval', 'certificate'),
      ...text('turnedDownBecause', 'retraining'),
      shown: { texts: ['evidence', 'waivedBecause'] },
    },
  },
  certificate: {
    id: ['number'],
    chain: 'station',
    fields: {
      ...shown('position', 'level', 'authorisation', 'edition', 'validFrom', 'validUntil', 'statutory'),
      ...shown('refresherHours', 'replacedBy', 'criticalFinding'),
      takenOver: { texts: ['evidence', 'number', 'reason'] },
      suspended: { texts: ['reason', 'appealNote'] },
      revoked: { texts: ['reason', 'appealNote'] },
    },
  },
  'hand-over': {
    id: ['handOverId'],
    chain: 'station',
    fields: { ...shown('personId', 'positions', 'on', 'dueOn', 'status'), ...text('evidence') },
  },
  'duty-record': {
    id: ['recordId'],
    chain: 'station',
    fields: {
      ...shown('dutyId', 'period', 'position', 'subject', 'count', 'hours', 'audited', 'late', 'at'),
      ...text('evidence'),
      withdrawn: { texts: ['reason'] },
    },
  },
  'duty-case': {
    id: ['caseId'],
    chain: 'station',
    fields: {
      ...shown('dutyId', 'event', 'key', 'at', 'dueAt', 'withdrawn'),
      records: { texts: ['evidence', 'reason'] },
    },
  },
  'duty-event': {
    id: ['event'],
    chain: 'station',
    fields: { ...shown('key', 'at', 'gravity', 'cases'), withdrawn: { texts: ['reason'] } },
  },
  'duty-start': {
    id: ['stationId'],
    chain: 'station',
    fields: { ...shown('from', 'audited'), ...text('reason') },
  },
  'duty-plan': { id: ['dutyId'], chain: 'network', fields: shown('period', 'day') },
  'measuring-device': {
    id: ['deviceId'],
    chain: 'station',
    fields: { ...shown('validUntil', 'retiredOn'), ...text('evidence') },
  },
  bank: {
    id: ['position'],
    chain: 'network',
    fields: shown('version', 'paper', 'contentHash'),
  },
  webhook: {
    id: ['webhookId'],
    chain: 'network',
    // An address may hold a password in its query.
    fields: { ...shown('events', 'regionId', 'status'), ...text('url') },
  },
  absence: {
    id: ['personId'],
    chain: 'station',
    fields: shown('deputyId', 'from', 'to'),
  },
  comment: {
    id: ['of'],
    chain: 'station',
    fields: text('text'),
  },
} as const satisfies Record<string, Trailed>;
export type TrailedType = keyof typeof trailed;

/** Types that leave no trail of their own, and why. Filters of the stream name them too. */
export const notTrailed = {
  answers: 'the audit that accepts them names their hash; those that nobody accepted mean nothing',
  draft: 'nobody has said it yet',
  given: 'lets a station find what the audit itself names in its trail',
  report: 'says again what is trailed already',
  'edition-rules': 'part of the edition, whose content hash is trailed',
  'edition-position': 'part of the edition, whose content hash is trailed',
  'edition-duties': 'part of the edition, whose content hash is trailed',
  'duty-open': 'says again of a case what the case says',
  'edition-draft-part': 'part of the draft, whose content hash is trailed',
  'edition-path': 'part of the edition, whose content hash is trailed',
  'certificate-number': 'the certificate itself is trailed',
  mentoring: 'the onboarding names its mentor',
  paper: 'its result stands in the certification, and what was chosen is nobody’s but the candidate’s',
  'bank-key': 'part of the bank, whose content hash is trailed',
  'webhook-secret': 'nobody but who signs may read it, and the trail is read by many',
  delivery: 'says again what is trailed already, and what a machine answered',
  tally: 'a sum of what is trailed',
  wait: 'a place of a workflow, and no decision of anybody',
  'wait-finding': 'what a scan found about places of workflows, and no decision of anybody',
  'station-facts': 'read together from what is trailed',
  compliance: 'what a scan reckoned from what is trailed, and no decision of anybody',
  snapshot: 'what a scan reckoned from what is trailed, and no decision of anybody',
  'compliance-day': 'a sum of what scans reckoned',
  scan: 'looks at everything and changes nothing that people decide',
  'digest-day': 'whom a digest was sent to, which decides nothing',
  trail: 'the trail itself',
  'trail-day': 'a list of chains that the anchor is made from',
  'anchor-shard': 'made from the trail',
  anchor: 'made from the trail',
} as const satisfies Record<string, string>;

/** A type's entry in the table; undefined for what is not trailed. */
export const trailedAs = (type: unknown): Trailed | undefined =>
  typeof type === 'string' && Object.hasOwn(trailed, type) ? trailed[type as TrailedType] : undefined;
