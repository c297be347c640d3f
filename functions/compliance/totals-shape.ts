import * as z from 'zod/mini';

const count = z.number();
const counts = z.record(z.string(), count);

/** Sums over stations. */
export const totalsShape = z.strictObject({
  stations: count,
  /** Stations without an open breach. */
  sound: count,
  seats: z.strictObject({ required: count, held: count, acting: count, vacant: count }),
  coverage: z.strictObject({ certified: count, of: count }),
  bySeverity: z.strictObject({ minor: count, major: count, critical: count }),
  byRule: counts,
  vacantByPosition: counts,
});
