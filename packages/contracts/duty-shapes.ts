import * as z from 'zod/mini';
import { dutyCaseIdPattern, dutyIdPattern, dutyRecordIdPattern } from '../domain/ids.ts';
import { day, instant, personId, position, stationId } from './fields.ts';

export const dutyId = z.string().check(z.regex(dutyIdPattern, 'duty'));
export const dutyCaseId = z.string().check(z.regex(dutyCaseIdPattern, 'case id'));
export const dutyRecordId = z.string().check(z.regex(dutyRecordIdPattern, 'record id'));
/** A day, week, month, quarter or year. */
export const period = z
  .string()
  .check(z.regex(/^20\d{2}(-(W\d{2}|Q[1-4]|\d{2}(-\d{2})?))?$/, 'stretch of time'));
/** Where the paper is kept: a file's name, a document's number, a link; never personal data. */
export const evidence = z.string().check(z.trim(), z.minLength(1), z.maxLength(300));
/** What an event or a device is called at the station: an order, complaint, notice or inventory number. */
export const ownNumber = z.string().check(z.regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$/, 'own number'));
export const eventName = z.string().check(z.regex(/^[a-z][a-z-]{2,59}$/, 'event'));
export const gravity = z.enum(['ordinary', 'major']);

export const recordShape = z.strictObject({
  recordId: z.string(),
  stationId,
  dutyId,
  period: z.optional(z.string()),
  case: z.optional(z.string()),
  position,
  subject: z.optional(z.string()),
  by: z.string(),
  at: instant,
  evidence: z.string(),
  count: z.optional(z.number()),
  hours: z.optional(z.number()),
  /** Positions that an internal audit looked at. */
  audited: z.optional(z.array(position)),
  outcome: z.optional(z.enum(['done', 'attempt'])),
  /** Of a case: from when it is overdue, and whether it is done now. */
  dueAt: z.optional(instant),
  closed: z.optional(z.boolean()),
  late: z.boolean(),
});

const withdrawn = z.strictObject({ by: z.string(), at: instant, reason: z.string() });

export const withdrawnShape = z.strictObject({ recordId: z.string(), stationId, withdrawn });

export const openedShape = z.strictObject({
  stationId,
  event: z.string(),
  key: z.string(),
  /** Empty where no duty follows from it here. */
  cases: z.array(z.string()),
});

export const withdrawnEventShape = z.strictObject({
  ...openedShape.shape,
  /** The cases above are owed no more; what was recorded of them stays. */
  withdrawn,
});

export const deviceShape = z.strictObject({
  stationId,
  deviceId: z.string(),
  validUntil: day,
  evidence: z.string(),
  retiredOn: z.optional(day),
});

const text = z.strictObject({ zh: z.string(), en: z.string() });

const entry = z.strictObject({
  kind: z.enum(['period', 'case', 'device', 'coverage']),
  /** Name of the stretch, id of the case or the device, position to be audited. */
  of: z.string(),
  first: z.optional(day),
  last: z.optional(day),
  /** From when it is overdue. */
  dueAt: instant,
  /** `withdrawn`: a case whose event was reported by mistake. */
  state: z.enum(['done', 'late', 'open', 'missed', 'withdrawn']),
  subject: z.optional(personId),
  event: z.optional(z.string()),
  key: z.optional(z.string()),
  recorded: z.optional(z.number()),
  asked: z.optional(z.number()),
  unit: z.optional(z.enum(['records', 'hours', 'attempts'])),
  records: z.array(
    z.strictObject({
      recordId: z.string(),
      at: instant,
      by: z.string(),
      evidence: z.string(),
      late: z.boolean(),
    }),
  ),
});

export const calendarShape = z.strictObject({
  stationId,
  edition: z.string(),
  from: day,
  to: day,
  /** The day at the station. */
  today: day,
  /** From when duties are owed here; missing where they are not yet. */
  dutiesFrom: z.optional(day),
  /** As the org chart is read, from top to bottom. */
  positions: z.array(
    z.strictObject({
      position,
      duties: z.array(
        z.strictObject({
          dutyId,
          /** The rule of the duty: `R11`, `R11.1`, of an area `R11.WSM`. */
          line: z.string(),
          name: text,
          evidence: text,
          cadence: z.enum(['per-event', 'daily', 'weekly', 'monthly', 'quarterly', 'yearly']),
          machineCheck: z.enum(['full', 'partial']),
          entries: z.array(entry),
        }),
      ),
    }),
  ),
});
