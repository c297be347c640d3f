import * as z from 'zod/mini';
import { day, position } from '../../packages/contracts/fields.ts';

export const actingShape = z.strictObject({
  personId: z.string(),
  position,
  from: day,
  /** The last day; one that is over when it was ended before. */
  until: day,
  /** How often it was extended. */
  renewed: z.number(),
});
