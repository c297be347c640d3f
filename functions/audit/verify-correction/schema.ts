import * as z from 'zod/mini';
import { nonconformityId } from '../../../packages/contracts/fields.ts';
import { nonconformityShape, reason, submission } from '../../../packages/contracts/nonconformity-shapes.ts';

export const input = {
  path: z.strictObject({ nonconformityId }),
  body: z.strictObject({
    decision: z.enum(['accept', 'reject', 'forged']),
    submission,
    reason: z.optional(reason),
  }),
};

export const output = { 200: nonconformityShape };
