import * as z from 'zod/mini';

/**
 * Events of the bus: facts in the past tense with a schema version, ids only, no personal data. Delivered at least
 * once and in any order; `key` is the business key to tell a repeat by.
 */
export const eventSource = 'stationkeeper';

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
  campaignId: z.string(),
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
  ReportRequested: reportRequested,
  WebhookPaused: webhookPaused,
  WorkflowStopped: workflowStopped,
} as const;
export type EventName = keyof typeof events;
export type EventDetail<Name extends EventName> = z.infer<(typeof events)[Name]>;

/** Events that are about our own work; all others are told to whoever has registered a webhook. */
const internal: readonly EventName[] = ['ReportRequested', 'WaitScanStarted', 'WebhookPaused'];

export const outgoingEvents = (Object.keys(events) as EventName[]).filter((name) => !internal.includes(name));

/** The envelope EventBridge delivers, as far as we read it. */
export const busEvent = <Detail extends z.ZodMiniType>(detail: Detail) =>
  z.object({ 'detail-type': z.string(), detail });
