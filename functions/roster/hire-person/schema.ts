import * as z from 'zod/mini';
import { day, personId, position, stationId } from '../../../packages/contracts/fields.ts';
import { holdsShape } from '../../../packages/contracts/people-shapes.ts';

export const input = {
  path: z.strictObject({ stationId }),
  body: z.strictObject({
    personId,
    position,
    /** First day in the position. */
    since: day,
    name: z.optional(z.string().check(z.trim(), z.minLength(1), z.maxLength(60))),
    phone: z.optional(z.string().check(z.regex(/^1[3-9]\d{9}$/, 'phone'))),
    login: z.optional(z.string().check(z.regex(/^[a-z0-9._-]{3,40}$/, 'login'))),
    /** Why HQ lets it be although the standard says no. */
    exception: z.optional(z.string().check(z.trim(), z.minLength(1), z.maxLength(500))),
  }),
};

export const output = { 200: holdsShape };
