import type { StandIn } from '../domain/access/acting-subject.ts';
import type { Role } from '../domain/access/may.ts';
import type { Findings } from '../domain/audit/campaign-analysis.ts';
import type { GivenAnswer } from '../domain/audit/check-answers.ts';
import type { Correction, Review } from '../domain/audit/check-review.ts';
import type { WatchPhase } from '../domain/audit/correction-dues.ts';
import type { Nonconformity } from '../domain/audit/nonconformity.ts';
import type { Answer } from '../domain/audit/score-audit.ts';
import type { WaitFound } from '../domain/audit/wait-findings.ts';
import type { Language, ReportFormat } from '../domain/report/document.ts';
import type { Acting } from '../domain/staffing/acting.ts';
import type { HeldSeats } from '../domain/staffing/held-seats.ts';
import type { Anchor } from '../domain/trail/anchor.ts';
import type { Entry } from '../domain/trail/chain.ts';
import type { EditionRules, Grade } from '../standard/edition-rules.ts';
import type { FindingPlace } from './keys.ts';

/**
 * The shapes of the items, without their keys. `type` and `v` are in every item; a changed shape gets a new `v`.
 * Attribute names are part of the stored format and of the stream filters in the functions' manifests.
 */
export interface RegionItem {
  type: 'region';
  v: 1;
  regionId: string;
  name: { zh: string; en: string };
  changedBy?: string;
  changedAt?: string;
}

/** Station facts: what audits, scans and heat maps read; at most 4 KB, no personal data. */
export interface StationItem {
  type: 'station';
  v: 1;
  stationId: string;
  code: string;
  name: string;
  regionId: string;
  province: string;
  city: string;
  repairClass: 'I' | 'II' | 'III';
  nev: boolean;
  /** Fewest people that a local authority asks for, by position. */
  localFloors?: Record<string, number>;
  /** Positions whose work a written subcontract does. */
  outsourced?: string[];
  openedOn: string;
  /** Visits a month, `YYYY-MM` → count, the last 24 months at most. */
  intake: Record<string, number>;
  /** When a month was reported on its own, `YYYY-MM` → milliseconds of the epoch; missing before that was kept. */
  intakeAt?: Record<string, number>;
  /** People who hold each position now (acting ones included). */
  heads: Record<string, number>;
  /** How many of those only act, so that the seat is vacant; missing where nobody does. */
  acting?: Record<string, number>;
  /** Positions that assess here and nobody holds alone, with whoever holds them; missing where there are none. */
  assessorGaps?: Record<string, string[]>;
  /** Hash of the imported content: an unchanged station is not written again. */
  contentHash: string;
  updatedAt: string;
  changedBy?: string;
  changedAt?: string;
}

export interface RosterItem {
  type: 'roster';
  v: 1;
  stationId: string;
  /** When an import last said who works here; missing where nobody was imported. */
  importedAt?: string;
  changedBy?: string;
  changedAt?: string;
  assignments: {
    personId: string;
    position: string;
    since: string;
    acting: boolean;
    /** HQ let it be, beyond the rules of seats and combinations. */
    excepted?: true;
  }[];
  /** Who was named to act in a vacant position, those whose days are over included for a while. */
  acting?: Acting[];
  /** Since when positions are held, where that is no more to be seen from who holds them. */
  seats?: HeldSeats;
}

/** Personal data: read only where a person is shown. */
export interface PersonItem {
  type: 'person';
  v: 1;
  personId: string;
  stationId: string;
  code: string;
  name: string;
  phone: string;
  hiredOn: string;
  login?: string;
  changedBy?: string;
  changedAt?: string;
}

export interface SubjectItem {
  type: 'subject';
  v: 1;
  subject: string;
  role: Role;
  regionId?: string;
  stationId?: string;
  personId?: string;
  positions?: string[];
  /** Absent people whom the subject stands in for, by person. */
  standIns?: Record<string, Omit<StandIn, 'personId'>>;
  /** Vacant positions that the subject acts in, with the first and the last day. */
  actsAs?: Record<string, { from: string; to: string }>;
  changedBy?: string;
  changedAt?: string;
}

/** An absence with the colleague who stands in; days are inclusive. */
export interface AbsenceItem {
  type: 'absence';
  v: 1;
  stationId: string;
  personId: string;
  deputyId: string;
  from: string;
  to: string;
  /** Absences before this one: whoever was away for long is examined anew. */
  earlier?: { from: string; to: string }[];
  changedBy: string;
  changedAt: string;
}

/** A position of another station's audit that was given to a person of this station; found from here. */
export interface GivenItem {
  type: 'given';
  v: 1;
  auditId: string;
  position: string;
  personId: string;
  /** Seconds since the epoch. */
  ttl: number;
}

/** What somebody said about an audit or a nonconformity. */
export interface CommentItem {
  type: 'comment';
  v: 1;
  of: string;
  stationId: string;
  text: string;
  changedBy: string;
  changedAt: string;
}

export interface EditionItem {
  type: 'edition';
  v: 1;
  edition: string;
  title: { zh: string; en: string };
  positions: { code: string; name: { zh: string; en: string } }[];
  /** Cap id → what it says; missing in editions that were published before this was kept. */
  capTexts?: Record<string, { zh: string; en: string }>;
  /** What the ladder says of the step by which a long overdue correction lowers the grade. */
  longOverdueText?: { zh: string; en: string };
  /** Grade → what follows from it; missing like the texts of the caps. */
  consequences?: Partial<Record<Grade, GradeConsequence>>;
  /** What levels and authorisations are called; missing like the texts of the caps. */
  certificateTexts?: CertificateTexts;
  /** What the staffing standard says besides its figures; missing like the texts of the caps. */
  staffingTexts?: StaffingTexts;
  /** The draft that it was, which holds it whole. */
  draft?: string;
  draftedBy?: string[];
  publishedAt: string;
  publishedBy: string;
  contentHash: string;
}

export interface StaffingTexts {
  /** What makes up for a combination, where it is allowed. */
  controls: { positions: string[]; bands: string[]; text: { zh: string; en: string } }[];
  /** Why two positions are never held by one person. */
  never: { positions: string[]; text: { zh: string; en: string } }[];
  outsourcing: { zh: string; en: string };
  nevOverlay: { zh: string; en: string };
}

export type EditionDraftStatus = 'open' | 'published' | 'discarded';

/** A draft of an edition. Its content lies in its parts, and counts when it has this hash. */
export interface EditionDraftItem {
  type: 'edition-draft';
  v: 1;
  draftId: string;
  /** The number that it will bear. */
  edition: string;
  title: { zh: string; en: string };
  /** The edition that was in force when it was written; none = the first one. */
  basedOn?: string;
  contentHash: string;
  /** Names of its parts. */
  parts: string[];
  status: EditionDraftStatus;
  /** Everybody who has written it; none of them publishes it. */
  draftedBy: string[];
  createdAt: string;
  changedBy: string;
  changedAt: string;
}

/** A file of a draft as JSON text, below 350 KB: an opaque document for the table. */
export interface EditionDraftPartItem {
  type: 'edition-draft-part';
  v: 1;
  draftId: string;
  part: string;
  json: string;
}

export interface CertificateTexts {
  levels: Record<string, { zh: string; en: string }>;
  authorisations: Record<string, { zh: string; en: string }>;
}

export interface GradeConsequence {
  hqAuditEveryMonths: number;
  improvementPlanDays: number | null;
  reviewAfterDays: number | null;
  progressCheckEveryMonths: number | null;
  newAuthorisationsStopped: boolean;
  text: { zh: string; en: string };
}

export interface EditionRulesItem {
  type: 'edition-rules';
  v: 1;
  rules: EditionRules;
}

export type CampaignStatus = 'launched' | 'running' | 'closed' | 'cancelled';

export interface CampaignScope {
  kind: 'network' | 'regions' | 'stations';
  ids: string[];
}

export interface CampaignItem {
  type: 'campaign';
  v: 1;
  campaignId: string;
  name: string;
  edition: string;
  /** Positions to audit; empty = every position of the edition. */
  positions: string[];
  scope: CampaignScope;
  opensAt: string;
  dueAt: string;
  closesAt: string;
  mode?: AuditMode;
  /** Whether HQ reviews the answers before they count. */
  review?: boolean;
  status: CampaignStatus;
  shards: number[];
  /** Shards with audits still to be closed; the attribute is gone when none is left. */
  pendingShards?: Set<number>;
  launchedAt: string;
  launchedBy: string;
  /** Hash of the command, so that a reused idempotency key is told apart from a repeat. */
  commandHash: string;
  closedAt?: string;
  /** Stations that are asked first; the others follow once HQ has rolled it out. */
  pilot?: string[];
  rolledOutAt?: string;
  /** When dates were put off last, and why. */
  extendedAt?: string;
  extendedBecause?: string;
  cancelledBecause?: string;
  remindedAt?: string;
  changedBy?: string;
  changedAt?: string;
}

/** Exact counts per campaign and shard; `closed` changes in the transaction that closes an audit. */
export interface TallyItem {
  type: 'tally';
  v: 1;
  campaignId: string;
  shard: number;
  /** Set once, when the shard has been opened whole. */
  opened?: number;
  refused?: number;
  /** Opened minus closed; may be negative until the shard has been opened whole. */
  remaining?: number;
  closed?: number;
  notShown?: number;
  cancelled?: number;
  gradeA?: number;
  gradeB?: number;
  gradeC?: number;
  gradeD?: number;
}

export interface RefusalItem {
  type: 'refusal';
  v: 1;
  campaignId: string;
  stationId: string;
  name: string;
  reason: RefusalReason;
}
export type RefusalReason = 'no-position-to-audit' | 'station-unreadable' | 'opening-failed';

export type AuditStatus = 'answering' | 'closed' | 'cancelled';

export type AuditMode = 'self' | 'on-site';

/** A station audit; at most 1 KB, so that accepting answers costs one write unit. */
export interface AuditItem {
  type: 'audit';
  v: 1;
  auditId: string;
  campaignId: string;
  stationId: string;
  regionId: string;
  name: string;
  edition: string;
  status: AuditStatus;
  openedAt: string;
  dueAt: string;
  closesAt: string;
  /** Positions still to be answered; the attribute is gone when none is left. */
  pending?: Set<string>;
  /** Position → hash of the accepted answers. The only proof that answers count. */
  accepted: Record<string, string>;
  /** `on-site`: HQ answers; otherwise the station does. */
  mode?: AuditMode;
  /** Whether HQ reviews the answers before they count. */
  review?: boolean;
  /** Position → person who was given it. */
  given?: Record<string, string>;
  /** How often HQ sent something back. */
  round?: number;
  /** What HQ sent back last, position → reason. */
  sentBack?: Record<string, string>;
  /** Hash of the last review that was made, whatever it decided. */
  lastReview?: string;
  /** The review that let the answers count; its corrections stand in the item of that hash. */
  reviewed?: { hash: string; by: string; at: string; corrections: number };
  cancelledBecause?: string;
  closedAt?: string;
  score?: number;
  grade?: Grade;
  uncapped?: Grade;
  caps?: string[];
  openCritical?: number;
  /** Position → score in hundredths; a position that does not apply is left out. */
  positionScores?: Record<string, number>;
  notShown?: string[];
  /** Overdue majors of earlier audits at the closing, where there were any: a cap looks at them. */
  overdueMajor?: number;
  /** Share 0…1 of holders with a certificate that counted at the closing, where it was known. */
  certificateCoverage?: number;
  /** Days below staffing at the closing, where they were known. */
  daysBelowStaffing?: number;
  /** Items that were not or only partly satisfied at the closing. */
  findings?: Findings;
  /** The result after appeals that were upheld; the one of the closing stays as it was. */
  appealed?: AppealedResult;
  changedBy?: string;
  changedAt?: string;
}

/** A result after appeals. */
export interface AppealedResult {
  /** How many appeals were upheld so far. */
  upheld: number;
  at: string;
  score: number;
  grade: Grade;
  uncapped: Grade;
  caps: string[];
  openCritical: number;
  positionScores: Record<string, number>;
}

/** A station's dispute of one item of a closed audit. */
export interface AppealItem {
  type: 'appeal';
  v: 1;
  auditId: string;
  campaignId: string;
  stationId: string;
  regionId: string;
  position: string;
  item: string;
  /** What counted, and what the station claims. */
  counted: Answer;
  claimed: Answer;
  reason: string;
  evidence: string;
  raisedBy: string;
  raisedAt: string;
  /** By when HQ decides. */
  dueAt: string;
  /** Who reviewed or answered what is disputed, and so does not decide. */
  reviewer: string;
  status: AppealStatus;
  /** What counts after the decision, and why. */
  decided?: Answer;
  decisionReason?: string;
  scoreBefore?: number;
  scoreAfter?: number;
  gradeBefore?: Grade;
  gradeAfter?: Grade;
  changedBy: string;
  changedAt: string;
}
export type AppealStatus = 'open' | 'upheld' | 'rejected';

/** What somebody has written so far; it counts for nothing. */
export interface DraftItem {
  type: 'draft';
  v: 1;
  auditId: string;
  position: string;
  answers: GivenAnswer[];
  savedBy: string;
  savedAt: string;
  /** Seconds since the epoch; a draft outlives its audit by a while. */
  ttl: number;
}

/** A review by HQ; it counts when the audit names its hash. */
export interface ReviewItem {
  type: 'review';
  v: 1;
  auditId: string;
  stationId: string;
  hash: string;
  /** Sent back: reasons stand in the audit. */
  decision: Review['decision'];
  corrections: Correction[];
  changedBy: string;
  changedAt: string;
}

export interface AnswersItem {
  type: 'answers';
  v: 1;
  auditId: string;
  position: string;
  hash: string;
  answers: GivenAnswer[];
  givenBy: string;
  givenAt: string;
}

export type ReportStatus = 'requested' | 'ready' | 'failed';

/** A report that was asked for. Its id follows from what it says, so the same report is made once. */
export interface ReportItem {
  type: 'report';
  v: 1;
  reportId: string;
  of: 'audit' | 'campaign';
  /** The audit or the campaign. */
  subjectId: string;
  /** Only for reports of a station's audit. */
  stationId?: string;
  /** The only region it is about; left out when it is about the whole network. */
  regionId?: string;
  format: ReportFormat;
  language: Language;
  status: ReportStatus;
  /** Every time it is asked for anew. */
  requestedAt: string;
  readyAt?: string;
  bytes?: number;
  /** Code of what it failed at; gone when it is asked for anew. */
  reason?: string;
  changedBy: string;
  changedAt: string;
  /** Seconds of the epoch; the bucket forgets the file at about the same time. */
  ttl: number;
}

export type WebhookStatus = 'active' | 'paused';

/** An endpoint of another system. Its secret is an item of its own. */
export interface WebhookItem {
  type: 'webhook';
  v: 1;
  webhookId: string;
  url: string;
  /** Empty = all outgoing events. */
  events: string[];
  /** Only events of this region's stations. */
  regionId?: string;
  status: WebhookStatus;
  /** Since when nothing has been taken; gone with the first delivery that is. */
  failingSince?: string;
  createdAt: string;
  /** Hash of the command, so that a reused idempotency key is told apart from a repeat. */
  commandHash: string;
  changedBy: string;
  changedAt: string;
}

/** Never in an answer but the one that made it, and never in a log. */
export interface WebhookSecretItem {
  type: 'webhook-secret';
  v: 1;
  webhookId: string;
  secret: string;
  /** Still signed with until then, so that the receiver can change over. */
  previous?: string;
  previousUntil?: string;
}

export type DeliveryStatus = 'pending' | 'held' | 'delivered' | 'given-up';

/** An event on its way to an endpoint; its id follows from both. */
export interface DeliveryItem {
  type: 'delivery';
  v: 1;
  webhookId: string;
  deliveryId: string;
  event: string;
  occurredAt: string;
  /** The event's detail: ids only. */
  data: Record<string, unknown>;
  status: DeliveryStatus;
  attempts: number;
  plannedAt: string;
  /** Asked for by a person: tried even while the endpoint is paused. */
  asked?: boolean;
  lastAttemptAt?: string;
  nextAttemptAt?: string;
  /** HTTP status that the endpoint answered; missing when it did not. */
  answeredWith?: number;
  /** Code, or the first letters of the answer. */
  error?: string;
  changedBy: string;
  changedAt: string;
  /** Seconds of the epoch. */
  ttl: number;
}

/** A workflow's open wait for people. The token never leaves the backend. */
export interface WaitItem {
  type: 'wait';
  v: 1;
  /** What is waited for: the audit, the campaign or the nonconformity. */
  of: string;
  /** For which step of it. */
  for?: 'answers' | 'review' | 'roll-out' | 'last-audit' | 'steps' | 'certificate' | 'exams';
  /** Of a nonconformity: which round, and whether its correction or the check of its effect. */
  phase?: WatchPhase;
  round?: number;
  token: string;
  owner: string;
  dueAt: string;
}

/** Something that is wrong with a wait, as the scan of waits found it. */
export interface WaitFindingItem extends WaitFound {
  type: 'wait-finding';
  v: 1;
  findingId: string;
  place: FindingPlace;
  status: 'open' | 'closed';
  /** The day of the scan that found it first. */
  foundOn: string;
  /** The execution that goes on in place of the one that is gone, and since when. */
  restartedAs?: string;
  restartedAt?: string;
  closedAt?: string;
  /** Seconds since the epoch; set once it is closed. */
  ttl?: number;
}

/** Says for which day a shard's stations got their digests. */
export interface DigestDayItem {
  type: 'digest-day';
  v: 1;
  shard: number;
  date: string;
}

/** Entries that were put into a chain by one write; at most 100 KB. Written once and never again. */
export interface TrailItem {
  type: 'trail';
  v: 1 | 2 | 3;
  chain: string;
  /** Number of the first entry; the others follow without a gap. */
  first: number;
  /** Hash of the entry before the first. */
  previous: KeptHash;
  writtenAt: string;
  /** The JSON of `KeptEntry[]`, deflated, so that what people do within a few minutes goes into 1 KB; older versions as such. */
  entries: Uint8Array | KeptEntry[];
}
/** An entry without what it has from its place. */
export type KeptEntry = Omit<Entry, 'chain' | 'n' | 'previous' | 'hash'> & { hash: KeptHash };
/** The 32 bytes of a hash; version 1, and the entries of version 3, have its 64 digits. */
export type KeptHash = Uint8Array | string;

/** Says that a chain got an entry on a day, so that the anchor need not look at all of them. */
export interface TrailDayItem {
  type: 'trail-day';
  v: 1;
  chain: string;
  /** Seconds of the epoch; long after the day's anchor. */
  ttl: number;
}

/** Where a shard's chains stood; written only for a day on which one of them moved. Below 100 KB for 1,600 stations. */
export interface AnchorShardItem {
  type: 'anchor-shard';
  v: 1;
  shard: number;
  date: string;
  /** A line per chain, sorted: `<station without stn_, or network> <number of its last entry> <its hash, base64url>`. */
  heads: string;
  root: string;
}

export interface AnchorItem extends Omit<Anchor, 'shards'> {
  type: 'anchor';
  v: 1;
  shards: string[];
  madeAt: string;
}

/** A nonconformity with its correction. */
export interface NonconformityItem extends Nonconformity {
  type: 'nonconformity';
  v: 1;
  changedBy: string;
  changedAt: string;
}
