import * as z from 'zod/mini';
import {
  dutyCaseId,
  dutyId,
  evidence,
  period,
  recordShape,
} from '../../../packages/contracts/duty-shapes.ts';
import { personId, position, stationId } from '../../../packages/contracts/fields.ts';

export const input = {
  path: z.strictObject({ stationId, dutyId }),
  body: z.strictObject({
    /** The stretch of time it was done for; the case, of what an event has opened. */
    period: z.optional(period),
    case: z.optional(dutyCaseId),
    /** Needed where the caller holds several positions that each owe it. */
    position: z.optional(position),
    /** Whom it is about, of a duty per technician or person. */
    subject: z.optional(personId),
    evidence,
    count: z.optional(z.int().check(z.minimum(1), z.maximum(1000))),
    hours: z.optional(z.int().check(z.minimum(1), z.maximum(500))),
    outcome: z.optional(z.enum(['done', 'attempt'])),
    audited: z.optional(z.array(position).check(z.maxLength(40))),
  }),
};

/** 200 when it was recorded before. */
export const output = { 200: recordShape, 201: recordShape };
