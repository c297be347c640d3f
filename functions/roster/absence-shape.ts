import * as z from 'zod/mini';
import { personId } from '../../packages/contracts/fields.ts';

export const absenceShape = z.strictObject({
  personId,
  deputyId: personId,
  /** Days in station time, both inclusive. */
  from: z.iso.date(),
  to: z.iso.date(),
});
