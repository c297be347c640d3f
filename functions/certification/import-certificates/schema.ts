import * as z from 'zod/mini';
import { count } from '../../../packages/contracts/network-shapes.ts';

/** A CSV row: its line in the file, and its cells by column. The CLI sends whole stations. */
const row = z.strictObject({
  row: z.int().check(z.minimum(1)),
  cells: z.record(z.string(), z.string().check(z.maxLength(200))),
});

export const input = {
  body: z.strictObject({
    dryRun: z.boolean(),
    /** Why HQ takes them over; it stands on every certificate. */
    reason: z.string().check(z.trim(), z.minLength(1), z.maxLength(300)),
    rows: z.array(row).check(z.maxLength(2_000)),
  }),
};

export const output = {
  200: z.strictObject({
    dryRun: z.boolean(),
    /** Of a dry run: what would become of the rows. */
    counts: z.strictObject({ taken: count, unchanged: count, refused: count }),
    problems: z.array(
      z.strictObject({
        file: z.literal('certificates'),
        row: count,
        column: z.nullable(z.string()),
        code: z.string(),
        value: z.optional(z.string()),
        allowed: z.optional(z.string()),
        station: z.optional(z.string()),
      }),
    ),
  }),
};
