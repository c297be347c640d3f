/**
 * Every read of the table, as the question it answers. The stores' functions carry these names; a test holds the
 * list, the stores and the README against each other.
 */
export interface AccessPattern {
  question: string;
  partition: string;
  by: string;
  store: string;
}

export const accessPatterns = {
  currentEdition: {
    question: 'Which edition of the standard is in force?',
    partition: 'EDITION#CURRENT',
    by: 'key',
    store: 'edition-store',
  },
  editionMeta: {
    question: 'Is this edition published, by whom and with which content?',
    partition: 'EDITION#<n>',
    by: 'key',
    store: 'edition-store',
  },
  editionRules: {
    question: 'By which rules does this edition decide?',
    partition: 'EDITION#<n>',
    by: 'key',
    store: 'edition-store',
  },
  editionPosition: {
    question: "What is a position's sheet, with its checklist, in this edition?",
    partition: 'EDITION#<n>',
    by: 'key',
    store: 'edition-store',
  },
  allRegions: {
    question: 'Which regions does the network have?',
    partition: 'REGIONS',
    by: 'partition',
    store: 'network-store',
  },
  station: {
    question: 'What are the facts of this station?',
    partition: 'SHARD#<nn>',
    by: 'key',
    store: 'network-store',
  },
  stationsOfShard: {
    question: 'Which stations are in this shard, with their facts?',
    partition: 'SHARD#<nn>',
    by: 'partition',
    store: 'network-store',
  },
  estimateStations: {
    question: 'About how many stations does the network have?',
    partition: 'SHARD#<nn>',
    by: 'count of a partition',
    store: 'network-store',
  },
  stationsOfRegion: {
    question: 'Which stations belong to this region?',
    partition: 'REGION#<id> (gsi1)',
    by: 'index, then keys',
    store: 'network-store',
  },
  existingStations: {
    question: 'Which of these stations exist?',
    partition: 'SHARD#<nn>',
    by: 'keys',
    store: 'network-store',
  },
  roster: {
    question: 'Who holds which position at this station?',
    partition: 'STATION#<id>',
    by: 'key',
    store: 'network-store',
  },
  peopleOfStation: {
    question: 'Which people does this station have?',
    partition: 'STATION#<id>',
    by: 'partition',
    store: 'network-store',
  },
  person: {
    question: 'Who is this person of the station?',
    partition: 'STATION#<id>',
    by: 'key',
    store: 'network-store',
  },
  absencesOfStation: {
    question: 'Who of this station is absent, and who stands in?',
    partition: 'STATION-WORK#<id>',
    by: 'partition',
    store: 'network-store',
  },
  givenToStation: {
    question: "Which positions of other stations' audits were given to people of this station?",
    partition: 'STATION-WORK#<id>',
    by: 'partition',
    store: 'network-store',
  },
  commentsOn: {
    question: 'What was said about this audit or nonconformity?',
    partition: 'COMMENTS#<id>',
    by: 'partition',
    store: 'comment-store',
  },
  subject: {
    question: 'What may this subject do?',
    partition: 'SUBJECT#<sub>',
    by: 'key',
    store: 'subject-store',
  },
  campaign: {
    question: 'What is this campaign?',
    partition: 'CAMPAIGN#<id>',
    by: 'key',
    store: 'campaign-store',
  },
  campaigns: {
    question: 'Which campaigns were launched, newest first?',
    partition: 'CAMPAIGNS (gsi1)',
    by: 'index, then keys',
    store: 'campaign-store',
  },
  campaignWait: {
    question: 'Which workflow waits for the last audit of this campaign?',
    partition: 'CAMPAIGN#<id>',
    by: 'key',
    store: 'campaign-store',
  },
  campaignTallies: {
    question: 'How far is this campaign?',
    partition: 'CAMPAIGN-SHARD#<id>#<nn>',
    by: 'keys',
    store: 'campaign-store',
  },
  auditsOfShard: {
    question: 'Which audits does this campaign have in a shard?',
    partition: 'CAMPAIGN-SHARD#<id>#<nn>',
    by: 'partition',
    store: 'campaign-store',
  },
  auditsPage: {
    question: 'Which audits does this campaign have in a shard, page by page?',
    partition: 'CAMPAIGN-SHARD#<id>#<nn>',
    by: 'partition, from a key on',
    store: 'campaign-store',
  },
  refusalsOfShard: {
    question: 'Which stations of a shard could not be opened, and why?',
    partition: 'CAMPAIGN-SHARD#<id>#<nn>',
    by: 'partition',
    store: 'campaign-store',
  },
  audit: {
    question: 'How does this station audit stand?',
    partition: 'CAMPAIGN-SHARD#<id>#<nn>',
    by: 'key',
    store: 'audit-store',
  },
  auditsOfStation: {
    question: 'Which audits does this station have, newest first?',
    partition: 'STATION#<id> (gsi1)',
    by: 'index, then keys',
    store: 'audit-store',
  },
  auditWait: {
    question: 'What does the workflow of this audit wait for?',
    partition: 'AUDIT#<id>',
    by: 'key',
    store: 'audit-store',
  },
  draft: {
    question: 'What is written so far of a position in this audit?',
    partition: 'AUDIT#<id>',
    by: 'key',
    store: 'audit-store',
  },
  review: {
    question: 'What did HQ correct in this audit?',
    partition: 'AUDIT#<id>',
    by: 'key',
    store: 'audit-store',
  },
  reviewsDue: {
    question: 'Which audits does HQ have to review, the first due first?',
    partition: 'REVIEWS (gsi1)',
    by: 'index, then keys',
    store: 'audit-store',
  },
  appeal: {
    question: 'How does the appeal against an item of this audit stand?',
    partition: 'AUDIT#<id>',
    by: 'key',
    store: 'appeal-store',
  },
  appealsOfAudit: {
    question: 'What was disputed in this audit?',
    partition: 'AUDIT#<id>',
    by: 'partition',
    store: 'appeal-store',
  },
  openAppeals: {
    question: 'Which appeals does HQ have to decide, the first due first?',
    partition: 'APPEALS (gsi1)',
    by: 'index, then keys',
    store: 'appeal-store',
  },
  decidedAppeals: {
    question: 'Which appeals were decided in this campaign?',
    partition: 'DECIDED-APPEALS#<id> (gsi1)',
    by: 'index, then keys',
    store: 'appeal-store',
  },
  report: {
    question: 'How far is this report?',
    partition: 'REPORT#<id>',
    by: 'key',
    store: 'report-store',
  },
  webhooks: {
    question: 'Which endpoints are there?',
    partition: 'WEBHOOKS',
    by: 'partition',
    store: 'webhook-store',
  },
  webhook: {
    question: 'What is this endpoint told, and does it take it?',
    partition: 'WEBHOOKS',
    by: 'key',
    store: 'webhook-store',
  },
  webhookSecret: {
    question: 'What is signed with for this endpoint?',
    partition: 'WEBHOOK-SECRET#<id>',
    by: 'key',
    store: 'webhook-store',
  },
  delivery: {
    question: 'How far is this delivery?',
    partition: 'WEBHOOK#<id>',
    by: 'key',
    store: 'webhook-store',
  },
  deliveriesOfWebhook: {
    question: 'Which deliveries has this endpoint, newest first?',
    partition: 'WEBHOOK#<id> (gsi1)',
    by: 'index, then keys',
    store: 'webhook-store',
  },
  answersOfAudit: {
    question: 'What was answered in this audit?',
    partition: 'AUDIT#<id>',
    by: 'partition',
    store: 'audit-store',
  },
  recentEntries: {
    question: 'How does this chain end, and what was entered within a day?',
    partition: 'TRAIL#<chain>',
    by: 'partition, newest first',
    store: 'trail-store',
  },
  entriesBefore: {
    question: 'What happened at this station, newest first?',
    partition: 'TRAIL#<chain>',
    by: 'partition, newest first, from a number on',
    store: 'trail-store',
  },
  entriesAfter: {
    question: 'What does this chain hold, oldest first?',
    partition: 'TRAIL#<chain>',
    by: 'partition, from a number on',
    store: 'trail-store',
  },
  lastEntry: {
    question: 'Where does this chain stand?',
    partition: 'TRAIL#<chain>',
    by: 'partition, newest first',
    store: 'trail-store',
  },
  chainsMoved: {
    question: 'Which chains of a shard got an entry between these days?',
    partition: 'TRAIL-DAY#<nn>',
    by: 'partition, from a day to a day',
    store: 'trail-store',
  },
  anchor: {
    question: 'What was anchored on this day, or last before it?',
    partition: 'ANCHORS',
    by: 'partition, newest first',
    store: 'trail-store',
  },
  headsOfShard: {
    question: 'Where did the chains of a shard stand at an anchor?',
    partition: 'ANCHOR-SHARD#<nn>',
    by: 'partition, newest first',
    store: 'trail-store',
  },
  nonconformity: {
    question: 'How does this nonconformity stand?',
    partition: 'NONCONFORMITY#<stationId>',
    by: 'key',
    store: 'nonconformity-store',
  },
  nonconformitiesOfStation: {
    question: 'Which nonconformities has this station had?',
    partition: 'NONCONFORMITY#<stationId>',
    by: 'partition',
    store: 'nonconformity-store',
  },
  openNonconformities: {
    question: 'Which nonconformities of a region are not closed, those due first first?',
    partition: 'OPEN-NONCONFORMITIES#<region> (gsi1)',
    by: 'index, then keys',
    store: 'nonconformity-store',
  },
  correctionWaits: {
    question: 'Which workflows wait for this correction?',
    partition: 'NONCONFORMITY#<stationId>',
    by: 'partition',
    store: 'nonconformity-store',
  },
} as const satisfies Record<string, AccessPattern>;
