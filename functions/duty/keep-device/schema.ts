import * as z from 'zod/mini';
import { deviceShape, evidence, ownNumber } from '../../../packages/contracts/duty-shapes.ts';
import { day, stationId } from '../../../packages/contracts/fields.ts';

export const input = {
  path: z.strictObject({ stationId, deviceId: ownNumber }),
  body: z.strictObject({
    /** Last day of the verification. */
    validUntil: day,
    evidence,
    /** Out of use since then. */
    retiredOn: z.optional(day),
  }),
};

export const output = { 200: deviceShape };
