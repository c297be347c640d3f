import {
  partsOfAuditId,
  partsOfDutyId,
  partsOfNonconformityId,
  personOfCertification,
  personOfOnboarding,
} from '../domain/ids.ts';
import { shardOf } from '../domain/shards.ts';

/**
 * Every key of the table is made here and nowhere else. A partition kind is also a unit of permission: a
 * function's manifest names the kinds it reads and writes, and its role is limited to their leading keys.
 */
export const partitions = {
  /** An edition of the standard: META, RULES, POSITION#<code>; `EDITION#CURRENT` points to the one in force. */
  edition: 'EDITION#*',
  /** All drafts of editions in one small partition; what is in them lies apart. */
  'edition-draft': 'EDITION-DRAFTS',
  /** A draft's parts: one per file of an edition. They stay once it is published. */
  'edition-draft-part': 'EDITION-DRAFT#*',
  /** All regions in one small partition. */
  region: 'REGIONS',
  /** Station facts, one item per station, by shard. */
  'station-shard': 'SHARD#*',
  /** A station's people: ROSTER and one PERSON item each. */
  station: 'STATION#*',
  /** Who of a station is away (ABSENCE), and what was GIVEN to its people elsewhere; no personal data. */
  'station-work': 'STATION-WORK#*',
  /** What people said about an audit or a nonconformity. */
  comments: 'COMMENTS#*',
  /** What a token's subject may do: RIGHTS. */
  subject: 'SUBJECT#*',
  /** A campaign: META and its open WAIT. */
  campaign: 'CAMPAIGN#*',
  /** A campaign's station audits and their tally, by shard. */
  'campaign-shard': 'CAMPAIGN-SHARD#*',
  /** All endpoints of other systems in one small partition. */
  webhook: 'WEBHOOKS',
  /** What an endpoint's deliveries are signed with; read by nobody but who signs. */
  'webhook-secret': 'WEBHOOK-SECRET#*',
  /** An endpoint's deliveries: DELIVERY#<id>. */
  delivery: 'WEBHOOK#*',
  /** What belongs to one station audit: ANSWERS#<position>#<hash>, DRAFT#<position>, REVIEW#<hash> and its open WAIT. */
  audit: 'AUDIT#*',
  /** What the scan of waits found, by shard of the station, and at HQ; DIGEST says whom it told today. */
  'wait-finding': 'WAIT-FINDING#*',
  /** Who did what: a station's chain, or the network's, in batches of entries. */
  trail: 'TRAIL#*',
  /** Which chains got an entry on a day, by shard. */
  'trail-day': 'TRAIL-DAY#*',
  /** All anchors, one a day. */
  anchor: 'ANCHORS',
  /** Where a shard's chains stood at an anchor. */
  'anchor-shard': 'ANCHOR-SHARD#*',
  /** A station's nonconformities: ITEM#<item>#<campaign>, and the open WAITs of their corrections. */
  nonconformity: 'NONCONFORMITY#*',
  /** What is known of a person at work: EMPLOYMENT, ONBOARDING#, CERTIFICATION#, CERTIFICATE#, LEAVE#, their WAITs; no names. */
  personnel: 'PERSONNEL#*',
  /** The papers of a certification: PAPER#<number>. */
  exam: 'EXAM#*',
  /** A position's question bank, by version; the KEY that it is graded by is a kind of its own. */
  bank: 'BANK#*',
  'bank-key': 'BANK-KEY#*',
  /** Whose certificate a number is, for whoever checks one. */
  'certificate-number': 'CERTIFICATE#*',
  /**
   * A station's recurring duties: what they are BECAUSE of, CASE#<due>, records DUE#<last day>, GAUGE#<device>, the cases
   * that are OPEN#<due>, and the START. From a day of DUE to the START is all that tells how the station stands.
   */
  duty: 'DUTIES#*',
  /** Days that HQ has set for duties, in one small partition. */
  'duty-plan': 'DUTY-PLANS',
  /** What the rules of compliance look at, one item per station, by shard. */
  'station-facts': 'STATION-FACTS#*',
  /** What is open at a station, by shard. */
  compliance: 'COMPLIANCE#*',
  /** How a station stood, by day. */
  snapshot: 'SNAPSHOT#*',
  /** Sums of a shard, by day. */
  'compliance-day': 'COMPLIANCE-DAY#*',
  /** A scan: META. */
  scan: 'SCAN#*',
  /** A report that somebody asked for: META. The file lies in the bucket. */
  report: 'REPORT#*',
} as const;
export type Partition = keyof typeof partitions;

/** Leading keys of the generic indexes that a list is read by. */
export const indexPartitions = {
  'stations-of-region': 'REGION#*',
  'audits-of-station': 'STATION#*',
  campaigns: 'CAMPAIGNS',
  reviews: 'REVIEWS',
  appeals: 'APPEALS',
  'decided-appeals': 'DECIDED-APPEALS#*',
  /** Those that are not closed, by closing date; whatever is closed leaves the index. */
  'open-nonconformities': 'OPEN-NONCONFORMITIES#*',
  /** Those of which the next step is HQ's, by the date until which it is taken. */
  'hq-corrections': 'HQ-CORRECTIONS',
  /** Stations where HQ may have to assess in the stead of somebody who is missing. */
  'stations-without-assessor': 'WITHOUT-ASSESSOR#*',
  'deliveries-of-webhook': 'WEBHOOK#*',
  'wait-findings': 'WAIT-FINDINGS',
  /** The station that a person belongs to. */
  'station-of-person': 'PERSON#*',
  /** People of whom something is planned, by the first day of it. */
  'planned-moves': 'PLANNED-MOVES',
  /** Onboardings, certifications and hand-overs that are not over, by station; those that wait for HQ apart. */
  'ways-of-region': 'WAYS#*',
  'ways-at-hq': 'HQ-WAYS#*',
  /** Certificates that were neither revoked nor replaced, by station and last day. */
  'certificates-of-region': 'CERTIFICATES#*',
  /** Stations with open breaches. */
  'breaches-of-region': 'BREACHES#*',
  /** Graded papers of a bank. */
  'graded-papers': 'GRADED#*',
} as const;
export type IndexPartition = keyof typeof indexPartitions;

/**
 * The generic indexes. An item stands in one list of each at most: the second one is for lists of items that stand in
 * a list of the first at the same time.
 */
export const tableIndexes = ['gsi1', 'gsi2'] as const;
export type TableIndex = (typeof tableIndexes)[number];
export const [tableIndex, secondIndex] = tableIndexes;
export const indexOf = (kind: IndexPartition): TableIndex =>
  kind === 'hq-corrections' || kind === 'stations-without-assessor' ? secondIndex : tableIndex;

export interface Key {
  pk: string;
  sk: string;
}
export interface IndexKey {
  gsi1pk: string;
  gsi1sk: string;
}
export interface SecondIndexKey {
  gsi2pk: string;
  gsi2sk: string;
}

/** Where a finding lies: with the station's shard, or with HQ. */
export type FindingPlace = number | 'HQ';

const placed = (place: FindingPlace) => (place === 'HQ' ? place : two(place));
const two = (shard: number) => String(shard).padStart(2, '0');
const five = (n: number) => String(n).padStart(5, '0');
const twelve = (n: number) => String(n).padStart(12, '0');

export const keys = {
  edition: (edition: string): Key => ({ pk: `EDITION#${edition}`, sk: 'META' }),
  editionRules: (edition: string): Key => ({ pk: `EDITION#${edition}`, sk: 'RULES' }),
  editionPosition: (edition: string, position: string): Key => ({
    pk: `EDITION#${edition}`,
    sk: `POSITION#${position}`,
  }),
  editionDrafts: () => ({ pk: 'EDITION-DRAFTS' }),
  editionDraft: (draftId: string): Key => ({ pk: 'EDITION-DRAFTS', sk: draftId }),
  editionDraftParts: (draftId: string) => ({ pk: `EDITION-DRAFT#${draftId}` }),
  editionDraftPart: (draftId: string, part: string): Key => ({ pk: `EDITION-DRAFT#${draftId}`, sk: part }),
  currentEdition: (): Key => ({ pk: 'EDITION#CURRENT', sk: 'META' }),

  regions: () => ({ pk: 'REGIONS' }),
  region: (regionId: string): Key => ({ pk: 'REGIONS', sk: regionId }),

  shard: (shard: number) => ({ pk: `SHARD#${two(shard)}` }),
  station: (stationId: string): Key => ({ pk: `SHARD#${two(shardOf(stationId))}`, sk: stationId }),
  stationIndex: (regionId: string, stationId: string): IndexKey => ({
    gsi1pk: `REGION#${regionId}`,
    gsi1sk: stationId,
  }),

  withoutAssessorIndex: (regionId: string, stationId: string): SecondIndexKey => ({
    gsi2pk: `WITHOUT-ASSESSOR#${regionId}`,
    gsi2sk: stationId,
  }),

  roster: (stationId: string): Key => ({ pk: `STATION#${stationId}`, sk: 'ROSTER' }),
  person: (stationId: string, personId: string): Key => ({
    pk: `STATION#${stationId}`,
    sk: `PERSON#${personId}`,
  }),
  absence: (stationId: string, personId: string): Key => ({
    pk: `STATION-WORK#${stationId}`,
    sk: `ABSENCE#${personId}`,
  }),
  absences: (stationId: string) => ({ pk: `STATION-WORK#${stationId}`, skPrefix: 'ABSENCE#' }),
  given: (stationId: string, auditId: string, position: string): Key => ({
    pk: `STATION-WORK#${stationId}`,
    sk: `GIVEN#${auditId}#${position}`,
  }),
  givenTo: (stationId: string) => ({ pk: `STATION-WORK#${stationId}`, skPrefix: 'GIVEN#' }),
  comment: (of: string, at: string, hash: string): Key => ({ pk: `COMMENTS#${of}`, sk: `${at}#${hash}` }),
  comments: (of: string) => ({ pk: `COMMENTS#${of}` }),
  people: (stationId: string) => ({ pk: `STATION#${stationId}`, skPrefix: 'PERSON#' }),

  personIndex: (personId: string, stationId: string): IndexKey => ({
    gsi1pk: `PERSON#${personId}`,
    gsi1sk: stationId,
  }),

  personnel: (personId: string) => ({ pk: `PERSONNEL#${personId}` }),
  employment: (personId: string): Key => ({ pk: `PERSONNEL#${personId}`, sk: 'EMPLOYMENT' }),
  plannedIndex: (on: string, personId: string): IndexKey => ({
    gsi1pk: 'PLANNED-MOVES',
    gsi1sk: `${on}#${personId}`,
  }),
  onboarding(onboardingId: string): Key {
    const personId = personOfOnboarding(onboardingId);
    if (!personId) throw new RangeError(`not an onboarding id: ${onboardingId}`);
    return { pk: `PERSONNEL#${personId}`, sk: `ONBOARDING#${onboardingId}` };
  },
  /** Whom a person shows the work to. */
  mentoring: (personId: string): Key => ({ pk: `PERSONNEL#${personId}`, sk: 'MENTORING' }),
  certification(certificationId: string): Key {
    const personId = personOfCertification(certificationId);
    if (!personId) throw new RangeError(`not a certification id: ${certificationId}`);
    return { pk: `PERSONNEL#${personId}`, sk: `CERTIFICATION#${certificationId}` };
  },
  /** By the way that led to it, so that a way leads to one certificate. */
  certificate(certificationId: string): Key {
    const { pk } = keys.certification(certificationId);
    return { pk, sk: `CERTIFICATE#${certificationId}` };
  },
  handOver: (personId: string, stationId: string, on: string): Key => ({
    pk: `PERSONNEL#${personId}`,
    sk: `HAND-OVER#${stationId}#${on}`,
  }),
  /** The workflows write it: one of an onboarding or a certification. */
  wayWait: (personId: string, of: string): Key => ({ pk: `PERSONNEL#${personId}`, sk: `WAIT#${of}` }),
  certificateNumber: (number: string): Key => ({ pk: `CERTIFICATE#${number}`, sk: 'META' }),
  /** What waits for HQ stands apart, so that its desk is read without reading everybody's. */
  wayIndex: (regionId: string, stationId: string, id: string, atHq: boolean): IndexKey => ({
    gsi1pk: `${atHq ? 'HQ-WAYS' : 'WAYS'}#${regionId}`,
    gsi1sk: `${stationId}#${id}`,
  }),
  certificateIndex: (regionId: string, stationId: string, validUntil: string, number: string): IndexKey => ({
    gsi1pk: `CERTIFICATES#${regionId}`,
    gsi1sk: `${stationId}#${validUntil}#${number}`,
  }),

  paper: (certificationId: string, number: number): Key => ({
    pk: `EXAM#${certificationId}`,
    sk: `PAPER#${two(number)}`,
  }),
  papers: (certificationId: string) => ({ pk: `EXAM#${certificationId}` }),
  gradedIndex: (position: string, version: number, at: string, certificationId: string): IndexKey => ({
    gsi1pk: `GRADED#${position}#${version}`,
    gsi1sk: `${at}#${certificationId}`,
  }),
  bank: (position: string, version: number): Key => ({ pk: `BANK#${position}`, sk: five(version) }),
  bankKey: (position: string, version: number): Key => ({ pk: `BANK-KEY#${position}`, sk: five(version) }),
  editionPath: (edition: string, position: string): Key => ({
    pk: `EDITION#${edition}`,
    sk: `PATH#${position}`,
  }),

  dutiesOf: (stationId: string) => ({ pk: `DUTIES#${stationId}` }),
  dutyRecords: (since: string) => `DUE#${since}`,
  dutyRecordsEnding: (on: string) => ({ from: `DUE#${on}#`, to: `DUE#${on}#~` }),
  dutyRecord: (stationId: string, recordId: string): Key => dutyKey(stationId, recordId, 'record', 'DUE'),
  dutyCases: (from: string, to: string) => ({ from: `CASE#${from}`, to: `CASE#${to}#~` }),
  dutyCase: (stationId: string, caseId: string): Key => dutyKey(stationId, caseId, 'case', 'CASE'),
  /** Stands there while the case is open. */
  openDutyCase: (stationId: string, caseId: string): Key => dutyKey(stationId, caseId, 'case', 'OPEN'),
  dutyEvent: (stationId: string, event: string, key: string): Key => ({
    pk: `DUTIES#${stationId}`,
    sk: `BECAUSE#${event}#${key}`,
  }),
  measuringDevice: (stationId: string, deviceId: string): Key => ({
    pk: `DUTIES#${stationId}`,
    sk: `GAUGE#${deviceId}`,
  }),
  dutyStart: (stationId: string): Key => ({ pk: `DUTIES#${stationId}`, sk: 'START' }),
  dutyPlans: () => ({ pk: 'DUTY-PLANS' }),
  dutyPlan: (dutyId: string, period: string): Key => ({ pk: 'DUTY-PLANS', sk: `${period}#${dutyId}` }),

  editionDuties: (edition: string): Key => ({ pk: `EDITION#${edition}`, sk: 'DUTIES' }),

  subject: (subject: string): Key => ({ pk: `SUBJECT#${subject}`, sk: 'RIGHTS' }),

  campaign: (campaignId: string): Key => ({ pk: `CAMPAIGN#${campaignId}`, sk: 'META' }),
  campaignWait: (campaignId: string): Key => ({ pk: `CAMPAIGN#${campaignId}`, sk: 'WAIT' }),
  campaignIndex: (launchedAt: string, campaignId: string): IndexKey => ({
    gsi1pk: 'CAMPAIGNS',
    gsi1sk: `${launchedAt}#${campaignId}`,
  }),
  campaignTally: (campaignId: string, shard: number): Key => ({
    pk: `CAMPAIGN-SHARD#${campaignId}#${two(shard)}`,
    sk: 'TALLY',
  }),
  campaignShard: (campaignId: string, shard: number) => ({
    pk: `CAMPAIGN-SHARD#${campaignId}#${two(shard)}`,
    audits: 'AUDIT#',
    refusals: 'REFUSED#',
  }),
  refusal: (campaignId: string, stationId: string): Key => ({
    pk: `CAMPAIGN-SHARD#${campaignId}#${two(shardOf(stationId))}`,
    sk: `REFUSED#${stationId}`,
  }),

  audit(auditId: string): Key {
    const parts = partsOfAuditId(auditId);
    if (!parts) throw new RangeError(`not an audit id: ${auditId}`);
    return {
      pk: `CAMPAIGN-SHARD#${parts.campaignId}#${two(shardOf(parts.stationId))}`,
      sk: `AUDIT#${parts.stationId}`,
    };
  },
  auditIndex: (stationId: string, openedAt: string, auditId: string): IndexKey => ({
    gsi1pk: `STATION#${stationId}`,
    gsi1sk: `AUDIT#${openedAt}#${auditId}`,
  }),
  /** One wait at a time: for answers or for the review. The latter also stands in the index, as HQ's desk. */
  auditWait: (auditId: string): Key => ({ pk: `AUDIT#${auditId}`, sk: 'WAIT' }),
  reviewsIndex: () => ({ gsi1pk: 'REVIEWS' }),
  answers: (auditId: string, position: string, hash: string): Key => ({
    pk: `AUDIT#${auditId}`,
    sk: `ANSWERS#${position}#${hash}`,
  }),
  stationFactsOfShard: (shard: number) => ({ pk: `STATION-FACTS#${two(shard)}` }),
  stationFacts: (stationId: string): Key => ({
    pk: `STATION-FACTS#${two(shardOf(stationId))}`,
    sk: stationId,
  }),
  complianceOfShard: (shard: number) => ({ pk: `COMPLIANCE#${two(shard)}` }),
  compliance: (stationId: string): Key => ({ pk: `COMPLIANCE#${two(shardOf(stationId))}`, sk: stationId }),
  breachIndex: (regionId: string, stationId: string): IndexKey => ({
    gsi1pk: `BREACHES#${regionId}`,
    gsi1sk: stationId,
  }),
  snapshot: (stationId: string, date: string): Key => ({ pk: `SNAPSHOT#${stationId}`, sk: date }),
  complianceDay: (shard: number, date: string): Key => ({ pk: `COMPLIANCE-DAY#${two(shard)}`, sk: date }),
  scan: (scanId: string): Key => ({ pk: `SCAN#${scanId}`, sk: 'META' }),

  report: (reportId: string): Key => ({ pk: `REPORT#${reportId}`, sk: 'META' }),

  webhooks: () => ({ pk: 'WEBHOOKS' }),
  webhook: (webhookId: string): Key => ({ pk: 'WEBHOOKS', sk: webhookId }),
  webhookSecret: (webhookId: string): Key => ({ pk: `WEBHOOK-SECRET#${webhookId}`, sk: 'CURRENT' }),
  delivery: (webhookId: string, deliveryId: string): Key => ({
    pk: `WEBHOOK#${webhookId}`,
    sk: `DELIVERY#${deliveryId}`,
  }),
  deliveryIndex: (webhookId: string, plannedAt: string, deliveryId: string): IndexKey => ({
    gsi1pk: `WEBHOOK#${webhookId}`,
    gsi1sk: `${plannedAt}#${deliveryId}`,
  }),

  answersOf: (auditId: string) => ({ pk: `AUDIT#${auditId}`, skPrefix: 'ANSWERS#' }),
  draft: (auditId: string, position: string): Key => ({ pk: `AUDIT#${auditId}`, sk: `DRAFT#${position}` }),
  appeal: (auditId: string, item: string): Key => ({ pk: `AUDIT#${auditId}`, sk: `APPEAL#${item}` }),
  appealsOf: (auditId: string) => ({ pk: `AUDIT#${auditId}`, skPrefix: 'APPEAL#' }),
  /** HQ's desk while an appeal is open; under its campaign once it is decided. */
  openAppealIndex: (dueAt: string, auditId: string, item: string): IndexKey => ({
    gsi1pk: 'APPEALS',
    gsi1sk: `${dueAt}#${auditId}#${item}`,
  }),
  decidedAppealIndex: (campaignId: string, auditId: string, item: string): IndexKey => ({
    gsi1pk: `DECIDED-APPEALS#${campaignId}`,
    gsi1sk: `${item}#${auditId}`,
  }),
  review: (auditId: string, hash: string): Key => ({ pk: `AUDIT#${auditId}`, sk: `REVIEW#${hash}` }),

  waitFindings: (place: FindingPlace) => ({ pk: `WAIT-FINDING#${placed(place)}`, skPrefix: 'FINDING#' }),
  waitFinding: (place: FindingPlace, findingId: string): Key => ({
    pk: `WAIT-FINDING#${placed(place)}`,
    sk: `FINDING#${findingId}`,
  }),
  /** The open findings, the oldest first. */
  waitFindingIndex: (foundOn: string, findingId: string): IndexKey => ({
    gsi1pk: 'WAIT-FINDINGS',
    gsi1sk: `${foundOn}#${findingId}`,
  }),
  digestDay: (shard: number): Key => ({ pk: `WAIT-FINDING#${two(shard)}`, sk: 'DIGEST' }),

  trail: (chain: string) => ({ pk: `TRAIL#${chain}` }),
  /** A batch, by the number of its first entry; twelve digits, so that text sorts as numbers do. */
  trailBatch: (chain: string, first: number): Key => ({ pk: `TRAIL#${chain}`, sk: twelve(first) }),
  trailDays: (shard: number) => ({ pk: `TRAIL-DAY#${two(shard)}`, afterDay: '~' }),
  trailDay: (date: string, chain: string): Key => ({
    pk: `TRAIL-DAY#${two(shardOf(chain))}`,
    sk: `${date}#${chain}`,
  }),
  anchors: () => ({ pk: 'ANCHORS' }),
  anchor: (date: string): Key => ({ pk: 'ANCHORS', sk: date }),
  anchorShard: (shard: number, date: string): Key => ({ pk: `ANCHOR-SHARD#${two(shard)}`, sk: date }),
  nonconformity(nonconformityId: string): Key {
    const { campaignId, stationId, item } = demandParts(nonconformityId);
    return { pk: `NONCONFORMITY#${stationId}`, sk: `ITEM#${item}#${campaignId}` };
  },
  nonconformitiesOf: (stationId: string) => ({ pk: `NONCONFORMITY#${stationId}`, skPrefix: 'ITEM#' }),
  /** Moves only when the closing date does, so that a step costs no write of the index. */
  openNonconformityIndex: (regionId: string, closeOn: string, nonconformityId: string): IndexKey => ({
    gsi1pk: `OPEN-NONCONFORMITIES#${regionId}`,
    gsi1sk: `${closeOn}#${nonconformityId}`,
  }),
  /** HQ's desk while the next step is HQ's. */
  hqCorrectionIndex: (dueAt: string, nonconformityId: string): SecondIndexKey => ({
    gsi2pk: 'HQ-CORRECTIONS',
    gsi2sk: `${dueAt}#${nonconformityId}`,
  }),
  correctionWait: (nonconformityId: string, phase: string, round: number): Key => {
    const { pk, skPrefix } = keys.correctionWaits(nonconformityId);
    return { pk, sk: `${skPrefix}${round}#${phase}` };
  },
  correctionWaits(nonconformityId: string) {
    const { campaignId, stationId, item } = demandParts(nonconformityId);
    return { pk: `NONCONFORMITY#${stationId}`, skPrefix: `WAIT#${item}#${campaignId}#` };
  },
};

function demandParts(nonconformityId: string) {
  const parts = partsOfNonconformityId(nonconformityId);
  if (!parts) throw new RangeError(`not a nonconformity id: ${nonconformityId}`);
  return parts;
}

function dutyKey(
  stationId: string,
  id: string,
  kind: 'record' | 'case',
  place: 'DUE' | 'CASE' | 'OPEN',
): Key {
  const parts = partsOfDutyId(id);
  if (parts?.kind !== kind) throw new RangeError(`not the id of a ${kind} of a duty: ${id}`);
  return { pk: `DUTIES#${stationId}`, sk: `${place}#${parts.day}#${parts.dutyId}#${parts.hash}` };
}
