import * as z from 'zod/mini';
import { eventName, ownNumber, withdrawnEventShape } from '../../../packages/contracts/duty-shapes.ts';
import { stationId } from '../../../packages/contracts/fields.ts';

export const input = {
  path: z.strictObject({ stationId, event: eventName, key: ownNumber }),
  body: z.strictObject({ reason: z.string().check(z.trim(), z.minLength(2), z.maxLength(300)) }),
};

export const output = { 200: withdrawnEventShape };
