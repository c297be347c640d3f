import * as z from 'zod/mini';
import { day, personId, position, stationId } from '../../../packages/contracts/fields.ts';
import { holdsShape } from '../../../packages/contracts/people-shapes.ts';

export const input = {
  path: z.strictObject({ stationId, personId }),
  body: z.strictObject({
    /** The position that is left at this station. */
    from: position,
    toPosition: position,
    /** Missing: it stays this station. */
    toStationId: z.optional(stationId),
    on: day,
    exception: z.optional(z.string().check(z.trim(), z.minLength(1), z.maxLength(500))),
  }),
};

export const output = { 200: holdsShape };
