import * as z from 'zod/mini';

/** Any event of the bus: what it says is passed on as it is. */
export const input = z.object({
  'detail-type': z.string(),
  time: z.string(),
  detail: z.record(z.string(), z.unknown()),
});
