import * as z from 'zod/mini';
import { auditId, campaignId, edition, grade, instant, position, regionId, stationId } from './fields.ts';
import { count } from './network-shapes.ts';

/** What the API answers about campaigns and audits; scores in points with two decimals. */
export const score = z.number().check(z.minimum(0), z.maximum(100));

export const campaignStatus = z.enum(['launched', 'running', 'closed', 'cancelled']);
const auditMode = z.enum(['self', 'on-site']);
export const auditStage = z.enum(['answering', 'in-review', 'closed', 'cancelled']);

const campaign = {
  campaignId,
  name: z.string(),
  edition,
  /** Empty = every position of the edition. */
  positions: z.array(position),
  scope: z.strictObject({ kind: z.enum(['network', 'regions', 'stations']), ids: z.array(z.string()) }),
  mode: auditMode,
  review: z.boolean(),
  opensAt: instant,
  dueAt: instant,
  closesAt: instant,
  status: campaignStatus,
  launchedAt: instant,
  launchedBy: z.string(),
  closedAt: z.optional(instant),
  /** Stations asked first, and when the others followed. */
  pilot: z.optional(z.array(z.string())),
  rolledOutAt: z.optional(instant),
  extendedAt: z.optional(instant),
  extendedBecause: z.optional(z.string()),
  remindedAt: z.optional(instant),
  cancelledBecause: z.optional(z.string()),
};
export const campaignShape = z.strictObject(campaign);

export const gradesShape = z.strictObject({ A: count, B: count, C: count, D: count });

export const campaignProgressShape = z.strictObject({
  ...campaign,
  audits: z.strictObject({
    shards: z.strictObject({ opened: count, of: count }),
    opened: count,
    closed: count,
    refused: count,
    cancelled: count,
    notShown: count,
    byGrade: gradesShape,
  }),
});

/** The result is there once the audit is closed. */
export const auditShape = z.strictObject({
  auditId,
  campaignId,
  stationId,
  regionId,
  name: z.string(),
  edition,
  mode: auditMode,
  review: z.boolean(),
  /** Computed at the moment of asking. */
  status: auditStage,
  openedAt: instant,
  dueAt: instant,
  closesAt: instant,
  /** How often HQ sent something back. */
  round: count,
  /** Position → person who was given it. */
  given: z.record(position, z.string()),
  /** Position → HQ's reason, while positions that were sent back are open. */
  sentBack: z.optional(z.record(position, z.string())),
  cancelledBecause: z.optional(z.string()),
  pending: z.array(position),
  answered: z.array(position),
  closedAt: z.optional(instant),
  score: z.optional(score),
  grade: z.optional(grade),
  uncapped: z.optional(grade),
  caps: z.optional(z.array(z.string())),
  openCritical: z.optional(count),
  notShown: z.optional(z.array(position)),
  positionScores: z.optional(z.record(position, score)),
  /** The result of the closing, where an appeal has changed it. */
  beforeAppeal: z.optional(z.strictObject({ score, grade })),
});
