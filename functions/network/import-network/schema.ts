import * as z from 'zod/mini';

/** A CSV row: its line in the file, and its cells by column. The CLI sends whole stations, a few hundred a call. */
const row = z.strictObject({
  row: z.number().check(z.minimum(1)),
  cells: z.record(z.string(), z.string().check(z.maxLength(200))),
});
const rows = z.optional(z.array(row).check(z.maxLength(50_000)));

export const input = {
  body: z.strictObject({
    dryRun: z.boolean(),
    rows: z.strictObject({ regions: rows, stations: rows, intake: rows, people: rows, assignments: rows }),
  }),
};
