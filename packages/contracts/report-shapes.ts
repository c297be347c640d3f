import * as z from 'zod/mini';
import { instant, regionId, reportId } from './fields.ts';
import { count } from './network-shapes.ts';

export const reportFormat = z.enum(['json', 'csv', 'xlsx', 'pdf']);
export const reportLanguage = z.enum(['zh', 'en']);

/** A command repeated under one key asks for one report. */
export const reportHeaders = z.strictObject({ 'idempotency-key': z.optional(z.string()) });

export const requestedReportShape = z.strictObject({
  reportId,
  status: z.enum(['requested', 'ready']),
});

export const reportShape = z.strictObject({
  reportId,
  of: z.enum(['audit', 'campaign']),
  subjectId: z.string(),
  /** The only region it is about; missing for a network's and a station's report. */
  regionId: z.optional(regionId),
  format: reportFormat,
  language: reportLanguage,
  status: z.enum(['requested', 'ready', 'failed']),
  requestedAt: instant,
  readyAt: z.optional(instant),
  bytes: z.optional(count),
  /** Why there is none: `making-failed`, `stalled`, `expired`. Ask for it again. */
  reason: z.optional(z.string()),
  /** Where the file is fetched, without a token, until `urlExpiresAt`. */
  url: z.optional(z.string()),
  urlExpiresAt: z.optional(instant),
});
