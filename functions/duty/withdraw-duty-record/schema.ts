import * as z from 'zod/mini';
import { dutyRecordId, withdrawnShape } from '../../../packages/contracts/duty-shapes.ts';
import { stationId } from '../../../packages/contracts/fields.ts';

export const input = {
  path: z.strictObject({ stationId, recordId: dutyRecordId }),
  body: z.strictObject({ reason: z.string().check(z.trim(), z.minLength(2), z.maxLength(300)) }),
};

export const output = { 200: withdrawnShape };
