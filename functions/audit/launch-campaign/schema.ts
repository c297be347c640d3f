import * as z from 'zod/mini';
import {
  campaignId,
  edition,
  instant,
  position,
  regionId,
  stationId,
} from '../../../packages/contracts/fields.ts';

export const input = {
  body: z.strictObject({
    name: z.string().check(z.trim(), z.minLength(1), z.maxLength(80)),
    /** Which stations: the whole network, regions, or single stations. */
    scope: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('network') }),
      z.strictObject({
        kind: z.literal('regions'),
        ids: z.array(regionId).check(z.minLength(1), z.maxLength(100)),
      }),
      z.strictObject({
        kind: z.literal('stations'),
        ids: z.array(stationId).check(z.minLength(1), z.maxLength(1000)),
      }),
    ]),
    /** Which positions; all of the edition when left out. */
    positions: z.optional(z.array(position).check(z.minLength(1), z.maxLength(50))),
    /** The edition in force when left out. */
    edition: z.optional(edition),
    /** Now when left out. */
    opensAt: z.optional(instant),
    dueAt: instant,
    closesAt: instant,
  }),
};

/** A command repeated under one key launches one campaign. */
export const headers = z.strictObject({ 'idempotency-key': z.optional(z.string()) });

export const output = {
  202: z.strictObject({ campaignId, status: z.enum(['launched', 'running', 'closed']) }),
};
