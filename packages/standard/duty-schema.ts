import * as z from 'zod';
import { clause, code, count, origin, recurringId, severity, slug, sources, text } from './schema-parts.ts';

const subset = { positions: z.array(code).min(1).optional() };
/** How a machine finds out that a recurring duty was done in time. Several rules of one duty all hold. */
export const dutyRule = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('workday-cutoff'),
    /** Asked for by this local time; null = before the station closes. */
    target: z.iso.time({ precision: -1 }).nullable(),
    /** Overdue from this local time on, of the same day or of the next one, worked or not. */
    cutoff: z.iso.time({ precision: -1 }),
    cutoffDay: z.enum(['same', 'next']),
    records: count,
    /** So many misses within so many days are a nonconformity. */
    misses: z.strictObject({ count, withinDays: count, severity }).optional(),
    ...subset,
  }),
  z.strictObject({
    kind: z.literal('window'),
    period: z.enum(['week', 'month', 'quarter', 'year']),
    /** Due on this day after the period has ended; absent = by the end of the period. */
    dueDayAfter: count.optional(),
    /** Due on this day of the period itself. */
    dueDayOf: count.optional(),
    records: count.optional(),
    hours: count.optional(),
    per: z.enum(['station', 'area', 'technician', 'person']),
    maxGapDays: count.optional(),
    calendar: z.literal('hq-plan').optional(),
    ...subset,
  }),
  z.strictObject({
    kind: z.literal('event'),
    event: slug,
    /** Which cases the limit is for; absent = all. */
    only: z.enum(['ordinary', 'major']).optional(),
    within: z.strictObject({ amount: z.int().min(0), unit: z.enum(['hour', 'day', 'workday']) }),
    doneWhen: slug,
    /** So many attempts count as done too. */
    orAttempts: count.optional(),
    ...subset,
  }),
  z.strictObject({
    kind: z.literal('before-event'),
    event: slug,
    leadDays: z.int().min(0),
    doneWhen: slug,
    ...subset,
  }),
  z.strictObject({
    kind: z.literal('expiry'),
    of: z.enum(['certificate', 'statutory-certificate', 'measuring-device']),
    alertDays: z.array(count).min(1),
    ...subset,
  }),
  z.strictObject({
    kind: z.literal('coverage'),
    of: z.literal('positions-audited'),
    withinMonths: count,
    ...subset,
  }),
]);

export const recurringDutyFile = z.array(
  z.strictObject({
    id: recurringId,
    clauses: z.array(clause),
    positions: z.array(code).min(1),
    name: text,
    cadence: z.enum(['per-event', 'daily', 'weekly', 'monthly', 'quarterly', 'yearly']),
    rules: z.array(dutyRule).min(1),
    due: text,
    evidence: text,
    overdue: text,
    /** full = record and time stamp suffice; partial = a person must look at the content. */
    machineCheck: z.enum(['full', 'partial']),
    origin,
    sources,
  }),
);
