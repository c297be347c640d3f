import * as z from 'zod/mini';
import { position, stationId } from '../../../packages/contracts/fields.ts';
import {
  correctionStatus,
  nonconformityShape,
  severity,
} from '../../../packages/contracts/nonconformity-shapes.ts';

export const input = {
  path: z.strictObject({ stationId }),
  query: z.strictObject({
    /** `open` = not closed, `overdue` = a due date has passed, or one status. */
    status: z.optional(z.union([z.enum(['open', 'overdue']), correctionStatus])),
    severity: z.optional(severity),
    position: z.optional(position),
  }),
};

export const output = { 200: z.strictObject({ items: z.array(nonconformityShape) }) };
