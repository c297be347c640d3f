import * as z from 'zod/mini';
import { auditId, campaignId, edition, grade, instant, position, regionId, stationId } from './fields.ts';
import { count } from './network-shapes.ts';

/** What the API answers about campaigns and audits; scores in points with two decimals. */
export const score = z.number().check(z.minimum(0), z.maximum(100));

const campaign = {
  campaignId,
  name: z.string(),
  edition,
  /** Empty = every position of the edition. */
  positions: z.array(position),
  scope: z.strictObject({ kind: z.enum(['network', 'regions', 'stations']), ids: z.array(z.string()) }),
  opensAt: instant,
  dueAt: instant,
  closesAt: instant,
  status: z.enum(['launched', 'running', 'closed']),
  launchedAt: instant,
  launchedBy: z.string(),
  closedAt: z.optional(instant),
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
  status: z.enum(['answering', 'closed']),
  openedAt: instant,
  dueAt: instant,
  closesAt: instant,
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
});
