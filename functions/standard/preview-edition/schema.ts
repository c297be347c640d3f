import * as z from 'zod/mini';
import { position, regionId, stationId } from '../../../packages/contracts/fields.ts';

/** The body is a draft as `packages/standard` loads an edition; it is checked like one that is published. */
export const input = {
  body: z.strictObject({
    content: z.record(z.string(), z.unknown()),
    /** How many of the changed stations are listed, the worst first. */
    list: z.optional(z.int().check(z.minimum(0), z.maximum(5000))),
  }),
};

const count = z.number();

export const output = {
  200: z.strictObject({
    /** The edition in force that the draft is held against. */
    against: z.string(),
    stations: count,
    tipped: count,
    relieved: count,
    before: count,
    after: count,
    toHire: count,
    byPosition: z.array(z.strictObject({ position, before: count, after: count })),
    byRegion: z.array(
      z.strictObject({ regionId, stations: count, tipped: count, before: count, after: count }),
    ),
    changed: z.array(
      z.strictObject({
        stationId,
        regionId,
        before: count,
        after: count,
        changes: z.record(z.string(), z.number()),
      }),
    ),
    /** Changed stations that are not listed. */
    more: count,
  }),
};
