import * as z from 'zod/mini';
import { position } from '../../../packages/contracts/fields.ts';
import {
  changedStationShape,
  consequencesShape,
  version,
} from '../../../packages/contracts/standard-shapes.ts';

/** All of a large network, for an export. */
const mostStations = 20_000;
const limit = z.pipe(
  z.pipe(
    z.string().check(z.regex(/^\d{1,5}$/, '1…20000')),
    z.transform((text: string) => Number(text)),
  ),
  z.number().check(z.minimum(1), z.maximum(mostStations)),
);

export const input = {
  query: z.strictObject({
    /** Left out = the one in force. */
    left: z.optional(version),
    right: z.optional(version),
    /** How many of the stations that change from left to right are listed, the worst first. */
    limit: z.optional(limit),
  }),
};

const heads = z.nullable(z.number());
const side = z.strictObject({ version: z.string(), edition: z.string(), ...consequencesShape.shape });

export const output = {
  200: z.strictObject({
    /** The edition in force, which both are held against. */
    against: z.string(),
    difference: z.strictObject({
      cells: z.array(z.strictObject({ position, band: z.string(), left: heads, right: heads })),
      formulas: z.array(
        z.strictObject({
          position,
          figure: z.string(),
          left: z.nullable(z.union([z.string(), z.number()])),
          right: z.nullable(z.union([z.string(), z.number()])),
        }),
      ),
      floors: z.array(z.strictObject({ repairClass: z.string(), position, left: heads, right: heads })),
      /** Whether the set stands in the list of the band, or in that of pairs that are `never` combined. */
      combinations: z.array(
        z.strictObject({
          band: z.string(),
          positions: z.array(position),
          left: z.boolean(),
          right: z.boolean(),
        }),
      ),
      staffing: z.array(
        z.strictObject({
          path: z.string(),
          left: z.nullable(z.string()),
          right: z.nullable(z.string()),
        }),
      ),
      /** Files of the edition that differ, with the number of values that do. */
      files: z.array(z.strictObject({ file: z.string(), values: z.number() })),
    }),
    left: side,
    right: side,
    /** From left to right. */
    changed: z.array(changedStationShape),
    more: z.number(),
  }),
};
