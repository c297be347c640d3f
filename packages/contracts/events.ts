import * as z from 'zod/mini';
import { eventName, gravity, ownNumber } from './duty-shapes.ts';
import { day, instant, month, personId, position, stationId } from './fields.ts';

/**
 * Events of the bus: facts in the past tense with a schema version, ids only, no personal data. Delivered at least
 * once and in any order; `key` is the business key to tell a repeat by.
 */
export const eventSource = 'stationkeeper';
/** Who tells us what happened outside: the system of HR, and that of the dealers (DMS). */
export const incomingSources = { hr: 'stationkeeper.hr', dms: 'stationkeeper.dms' } as const;

const v1 = z.literal(1);

export const campaignLaunched = z.object({ v: v1, campaignId: z.string() });
export const campaignClosed = z.object({ v: v1, campaignId: z.string() });
/** A part of the campaign's shards, so that a large network is worked in several calls. */
export const campaignChanged = z.object({ v: v1, campaignId: z.string(), shards: z.array(z.number()) });
export const campaignReminded = z.object({ v: v1, campaignId: z.string() });
export const campaignOpeningFailed = z.object({ v: v1, campaignId: z.string(), owner: z.string() });
export const stationAuditClosed = z.object({
  v: v1,
  auditId: z.string(),
  campaignId: z.string(),
  stationId: z.string(),
  grade: z.enum(['A', 'B', 'C', 'D']),
  /** Hundredths of a point. */
  score: z.number(),
});
export const stationAuditCancelled = z.object({
  v: v1,
  auditId: z.string(),
  campaignId: z.string(),
  stationId: z.string(),
});
const appeal = {
  v: v1,
  auditId: z.string(),
  campaignId: z.string(),
  stationId: z.string(),
  position: z.string(),
  item: z.string(),
};
export const appealRaised = z.object(appeal);
export const appealDecided = z.object({ ...appeal, upheld: z.boolean() });
export const stationAuditOverdue = z.object({
  v: v1,
  auditId: z.string(),
  waitsFor: z.enum(['answers', 'review']),
  owner: z.string(),
});
/** A part of the network's shards to look through, for what waits in these campaigns; `date` is the day in China. */
export const waitScanStarted = z.object({
  v: v1,
  date: z.string(),
  campaignIds: z.array(z.string()),
  shards: z.array(z.number()),
});
/** A wait has lost its workflow, its token or its owner; once, until it is mended. Told apart by the day it was found. */
export const waitOrphaned = z.object({
  v: v1,
  kind: z.enum(['workflow-gone', 'wait-gone', 'owner-gone']),
  foundOn: z.string(),
  /** The audit, the campaign or the nonconformity. */
  of: z.string(),
  campaignId: z.optional(z.string()),
  stationId: z.optional(z.string()),
  owner: z.string(),
});
export const appealOverdue = z.object({
  v: v1,
  auditId: z.string(),
  campaignId: z.string(),
  stationId: z.optional(z.string()),
  foundOn: z.string(),
  item: z.string(),
  owner: z.string(),
});
/** What is overdue, due within a day and due within a week; one a day, told apart by its date. */
const digest = { v: v1, date: z.string(), overdue: z.number(), day: z.number(), week: z.number() };
export const stationDigest = z.object({ ...digest, stationId: z.string() });
export const deskDigest = z.object(digest);
export const editionPublished = z.object({ v: v1, edition: z.string() });
/** Whoever keeps the root can tell later whether a trail was rewritten. */
export const trailAnchored = z.object({ v: v1, date: z.string(), root: z.string() });
export const nonconformityRaised = z.object({
  v: v1,
  nonconformityId: z.string(),
  stationId: z.string(),
  severity: z.enum(['minor', 'major', 'critical']),
});
/** A due date of a correction has passed by so many days. */
export const correctionOverdue = z.object({
  v: v1,
  nonconformityId: z.string(),
  step: z.enum(['contain', 'root-cause', 'plan', 'close', 'effect-check']),
  overdueDays: z.number(),
  /** Whose turn it is: `owner` (the position's holders), `SM`, `GA` or `hq`. */
  owner: z.string(),
  /** Who is told: `owner`, position codes, desks of HQ. */
  tell: z.array(z.string()),
  effects: z.array(z.enum(['grade-down-one', 'work-may-be-stopped'])),
});
/**
 * What HR tells: who, where, from which day, and when it was said; names stay with HR and the station. The day may be one
 * that has not come: whoever is hired is prepared for at once, and whoever is transferred or leaves keeps the position
 * until it has. Of plans that contradict each other the one counts that was said last; a move inside the station that has
 * been made gives up none to another one. Said later than it is heard is said when it is heard.
 */
const personnel = {
  v: v1,
  /** The sender's own id of the event. */
  eventId: z.string().check(z.minLength(1), z.maxLength(100)),
  occurredAt: instant,
  personId,
  on: day,
};
export const personHired = z.object({ ...personnel, stationId, position });
/** To another position, at the same station or another one. */
export const personTransferred = z.object({
  ...personnel,
  fromStationId: stationId,
  fromPosition: position,
  stationId,
  position,
});
export const personLeft = z.object({ ...personnel, stationId });
/** What HR had told ahead does not come about: `withdraws` is the `eventId` of it. Once it has, this comes too late. */
export const personnelChangeWithdrawn = z.object({
  ...{ v: v1, eventId: personnel.eventId, occurredAt: instant, personId },
  withdraws: personnel.eventId,
});
/** The vehicle visits of a month as the dealer system counts them; told again when it counts anew. */
export const intakeReported = z.object({
  v: v1,
  eventId: z.string().check(z.minLength(1), z.maxLength(100)),
  /** When they were counted: the later figure counts, in whatever order they come. */
  occurredAt: instant,
  stationId,
  month,
  visits: z.number(),
});
/** A figure that cannot be right, or of a station that is not there; `owner` mends it at its source. */
export const intakeRefused = z.object({
  v: v1,
  eventId: z.string(),
  stationId: z.string(),
  month: z.string(),
  reason: z.enum(['unknown-station', 'month-not-over', 'month-too-old', 'no-count-of-visits']),
  owner: z.string(),
});

/** What the dealer's system tells: a delivery, a complaint, a notice, by its number there; no customer's name. */
export const dutyEventHappened = z.object({
  v: v1,
  stationId,
  event: eventName,
  key: ownNumber,
  occurredAt: instant,
  gravity: z.optional(gravity),
});

/** The standard lets nobody take this position, or not this person; HQ may make an exception. */
export const hireRefused = z.object({
  v: v1,
  personId: z.string(),
  stationId: z.string(),
  position: z.string(),
  rule: z.string(),
  owner: z.string(),
});
/** What was planned of a person is due; `on` is the first day of it. */
export const plannedMoveDue = z.object({ v: v1, personId: z.string(), on: z.string() });
const assignment = { v: v1, personId: z.string(), stationId: z.string(), position: z.string() };
export const assignmentStarted = z.object({ ...assignment, since: z.string() });
export const assignmentEnded = z.object(assignment);
const onboarding = { v: v1, onboardingId: z.string(), personId: z.string(), stationId: z.string() };
export const onboardingCompleted = z.object({ ...onboarding, position: z.string() });
/** A part of an onboarding is overdue by so many days; `tell` are the person, the owner, positions and desks of HQ. */
export const onboardingOverdue = z.object({
  ...onboarding,
  part: z.string(),
  overdueDays: z.number(),
  owner: z.string(),
  tell: z.array(z.string()),
});
export const certificationOverdue = z.object({
  v: v1,
  certificationId: z.string(),
  personId: z.string(),
  stationId: z.string(),
  step: z.enum(['prerequisites', 'theory', 'retraining', 'practical', 'approval']),
  overdueDays: z.number(),
  owner: z.string(),
  tell: z.array(z.string()),
});
const certificate = {
  v: v1,
  number: z.string(),
  personId: z.string(),
  position: z.string(),
  level: z.string(),
};
export const certificateIssued = z.object({ ...certificate, validUntil: z.string() });
export const certificateChanged = z.object(certificate);
/** A rule that a station does not meet. `since` tells it from an earlier one; `tell` are positions and desks of HQ. */
const breach = {
  v: v1,
  stationId: z.string(),
  regionId: z.string(),
  rule: z.string(),
  subject: z.string(),
  position: z.optional(z.string()),
  severity: z.enum(['minor', 'major', 'critical']),
  owner: z.string(),
  since: z.string(),
  due: z.string(),
};
export const breachOpened = z.object({ ...breach, tell: z.array(z.string()) });
export const breachClosed = z.object(breach);
export const complianceScanned = z.object({
  v: v1,
  scanId: z.string(),
  date: z.string(),
  stations: z.number(),
  opened: z.number(),
  worsened: z.number(),
  closed: z.number(),
  open: z.number(),
  unreadable: z.number(),
});
export const reportRequested = z.object({ v: v1, reportId: z.string() });
export const webhookPaused = z.object({ v: v1, webhookId: z.string(), failingSince: z.string() });
export const workflowStopped = z.object({
  v: v1,
  workflow: z.string(),
  of: z.string(),
  owner: z.string(),
  error: z.string(),
});

/** Detail type → schema of the detail. */
export const events = {
  CampaignLaunched: campaignLaunched,
  CampaignClosed: campaignClosed,
  CampaignExtended: campaignChanged,
  CampaignCancelled: campaignChanged,
  CampaignReminded: campaignReminded,
  CampaignOpeningFailed: campaignOpeningFailed,
  StationAuditClosed: stationAuditClosed,
  StationAuditCancelled: stationAuditCancelled,
  AppealRaised: appealRaised,
  AppealDecided: appealDecided,
  StationAuditOverdue: stationAuditOverdue,
  WaitScanStarted: waitScanStarted,
  WaitOrphaned: waitOrphaned,
  AppealOverdue: appealOverdue,
  StationDigest: stationDigest,
  DeskDigest: deskDigest,
  EditionPublished: editionPublished,
  TrailAnchored: trailAnchored,
  NonconformityRaised: nonconformityRaised,
  CorrectionOverdue: correctionOverdue,
  HireRefused: hireRefused,
  PlannedMoveDue: plannedMoveDue,
  IntakeRefused: intakeRefused,
  AssignmentStarted: assignmentStarted,
  AssignmentEnded: assignmentEnded,
  OnboardingCompleted: onboardingCompleted,
  OnboardingOverdue: onboardingOverdue,
  CertificationOverdue: certificationOverdue,
  CertificateIssued: certificateIssued,
  CertificateSuspended: certificateChanged,
  CertificateReinstated: certificateChanged,
  CertificateRevoked: certificateChanged,
  BreachOpened: breachOpened,
  BreachWorsened: breachOpened,
  BreachClosed: breachClosed,
  ComplianceScanned: complianceScanned,
  ReportRequested: reportRequested,
  WebhookPaused: webhookPaused,
  WorkflowStopped: workflowStopped,
} as const;
/** What other systems tell us, by the detail's schema. */
export const incoming = {
  PersonHired: personHired,
  PersonTransferred: personTransferred,
  PersonLeft: personLeft,
  PersonnelChangeWithdrawn: personnelChangeWithdrawn,
  IntakeReported: intakeReported,
  DutyEventHappened: dutyEventHappened,
} as const;
export type IncomingName = keyof typeof incoming;
const ofDealers: readonly IncomingName[] = ['IntakeReported', 'DutyEventHappened'];
export const incomingSource = (name: IncomingName): string =>
  ofDealers.includes(name) ? incomingSources.dms : incomingSources.hr;
export type EventName = keyof typeof events;
/** What another system says, as the bus hands it over. */
export type IncomingMessage<Names extends IncomingName> = {
  [Name in Names]: { 'detail-type': Name; detail: z.infer<(typeof incoming)[Name]> };
}[Names];

export type EventDetail<Name extends EventName> = z.infer<(typeof events)[Name]>;

/** Events that are about our own work; all others are told to whoever has registered a webhook. */
const internal: readonly EventName[] = [
  'PlannedMoveDue',
  'ReportRequested',
  'WaitScanStarted',
  'WebhookPaused',
];

export const outgoingEvents = (Object.keys(events) as EventName[]).filter((name) => !internal.includes(name));

/** The envelope EventBridge delivers, as far as we read it. */
export const busEvent = <Detail extends z.ZodMiniType>(detail: Detail) =>
  z.object({ 'detail-type': z.string(), detail });
