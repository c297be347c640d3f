import * as z from 'zod/mini';
import { position, stationId } from '../../../packages/contracts/fields.ts';

export const input = { path: z.strictObject({ stationId }) };

const text = z.strictObject({ zh: z.string(), en: z.string() });

export const output = {
  200: z.strictObject({
    stationId,
    band: z.string(),
    /** Visits a month, the mean of the last months that the band rule looks at. */
    intake: z.number(),
    /** Which months that is the mean of, and which of them nobody has reported. */
    lines: z.array(text),
    edition: z.string(),
    seats: z.array(
      z.strictObject({
        position,
        required: z.number(),
        band: z.number(),
        formula: z.number(),
        floor: z.number(),
        heads: z.number(),
        acting: z.number(),
        missing: z.number(),
        /** Seats that nobody was hired into: who acts covers a seat and does not fill it. */
        vacant: z.number(),
        actingHolders: z.array(z.strictObject({ personId: z.string(), until: z.optional(z.iso.date()) })),
        /** `warning`: fewer than the table asks for, and not fewer than the formula. */
        state: z.enum(['met', 'warning', 'breach']),
        keyPost: z.boolean(),
        outsourced: z.boolean(),
        /** Where each number comes from, in both languages. */
        lines: z.array(text),
      }),
    ),
    /** People whose positions do not go together here, and by which rule. */
    combinations: z.array(
      z.strictObject({
        personId: z.string(),
        positions: z.array(position),
        /** `acting`: only for the days on which somebody acts; `excepted`: HQ lets it be. */
        rule: z.enum([
          'allowed',
          'acting',
          'excepted',
          'never-combined',
          'class-combination',
          'band-combination',
        ]),
        /** What makes up for it, and why it is never allowed. */
        controls: z.array(text),
        reasons: z.array(text),
      }),
    ),
    /** What applies here besides numbers: the overlay of new-energy vehicles, subcontracting. */
    rules: z.array(z.strictObject({ position, text })),
  }),
};
