import * as z from 'zod/mini';
import { nonconformityId } from '../../../packages/contracts/fields.ts';
import { nonconformityShape, reason } from '../../../packages/contracts/nonconformity-shapes.ts';

export const input = {
  path: z.strictObject({ nonconformityId }),
  body: z.strictObject({ days: z.int().check(z.minimum(1), z.maximum(366)), reason }),
};

export const output = { 200: nonconformityShape };
