import * as z from 'zod/mini';
import { regionId, stationId } from '../../../packages/contracts/fields.ts';
import { scanShape } from '../scan-shape.ts';

export const input = {
  /** Neither of them means everything that the caller may see. */
  body: z.strictObject({ regionId: z.optional(regionId), stationId: z.optional(stationId) }),
};

export const output = { 202: scanShape };
