import * as z from 'zod/mini';
import { onboardingId, personId } from '../../../packages/contracts/fields.ts';
import { onboardingShape } from '../../../packages/contracts/people-shapes.ts';

export const input = {
  path: z.strictObject({ onboardingId }),
  /** A colleague, or `hq` where HQ itself shows the work. */
  body: z.strictObject({ mentor: z.union([personId, z.literal('hq')]) }),
};

export const output = { 200: onboardingShape };
