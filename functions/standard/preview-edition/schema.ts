import * as z from 'zod/mini';
import {
  changedStationShape,
  consequencesShape,
  version,
} from '../../../packages/contracts/standard-shapes.ts';

export const input = {
  body: z.strictObject({
    /** A draft that is stored or an edition; or the content of a draft that nobody has stored yet. */
    version: z.optional(version),
    content: z.optional(z.record(z.string(), z.unknown())),
    /** How many of the changed stations are listed, the worst first. */
    list: z.optional(z.int().check(z.minimum(0), z.maximum(20_000))),
    /** Whether each of them says where its numbers come from; for 500 stations at most. */
    explain: z.optional(z.boolean()),
  }),
};

export const output = {
  200: z.strictObject({
    /** The edition in force that the draft is held against. */
    against: z.string(),
    ...consequencesShape.shape,
    changed: z.array(changedStationShape),
    /** Changed stations that are not listed. */
    more: z.number(),
  }),
};
