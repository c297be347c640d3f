import * as z from 'zod/mini';
import { count } from '../../../packages/contracts/network-shapes.ts';
import { networkFileNames } from '../../../packages/domain/network/network-files.ts';

/** A CSV row: its line in the file, and its cells by column. The CLI sends whole stations, a few hundred a call. */
const row = z.strictObject({
  row: z.int().check(z.minimum(1)),
  cells: z.record(z.string(), z.string().check(z.maxLength(200))),
});
const rows = z.optional(z.array(row).check(z.maxLength(50_000)));

export const input = {
  body: z.strictObject({
    dryRun: z.boolean(),
    rows: z.strictObject({ regions: rows, stations: rows, intake: rows, people: rows, assignments: rows }),
  }),
};

export const output = {
  200: z.strictObject({
    dryRun: z.boolean(),
    counts: z.strictObject({
      regions: count,
      created: count,
      updated: count,
      unchanged: count,
      refused: count,
    }),
    /** Stations without a problem. */
    readable: count,
    problems: z.array(
      z.strictObject({
        file: z.enum(networkFileNames),
        row: count,
        column: z.nullable(z.string()),
        code: z.string(),
        value: z.optional(z.string()),
        station: z.optional(z.string()),
      }),
    ),
  }),
};
