import * as z from 'zod/mini';
import { position, regionId, stationId } from './fields.ts';

/** What the API answers about the network and its people. */
export const count = z.int().check(z.minimum(0));
export const bilingual = z.strictObject({ zh: z.string(), en: z.string() });
const day = z.iso.date();

export const stationShape = z.strictObject({
  stationId,
  code: z.string(),
  name: z.string(),
  regionId,
  province: z.string(),
  city: z.string(),
  repairClass: z.enum(['I', 'II', 'III']),
  nev: z.boolean(),
  /** Fewest people that a local authority asks for, by position. */
  localFloors: z.optional(z.record(position, count)),
  /** Positions whose work a written subcontract does. */
  outsourced: z.optional(z.array(position)),
  openedOn: day,
  /** Visits a month, `YYYY-MM` → count. */
  intake: z.record(z.string().check(z.regex(/^\d{4}-\d{2}$/, 'month')), count),
  /** Position → people who hold it. */
  heads: z.record(position, count),
});

export const regionShape = z.strictObject({ regionId, name: bilingual });

/** Name and phone are masked. */
export const personShape = z.strictObject({
  personId: z.string().check(z.regex(/^per_/, 'person id')),
  /** Masked, as the phone; empty while only HR has told of the person. */
  name: z.string(),
  phone: z.string(),
  hiredOn: day,
  /** `excepted`: HQ let it be, beyond the rules of the standard. `until`: the last day of who was named to act. */
  assignments: z.array(
    z.strictObject({
      position,
      since: day,
      acting: z.boolean(),
      excepted: z.optional(z.literal(true)),
      until: z.optional(day),
    }),
  ),
});
