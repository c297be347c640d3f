import * as z from 'zod/mini';
import { onboardingId } from '../../../packages/contracts/fields.ts';
import { onboardingShape } from '../../../packages/contracts/people-shapes.ts';

export const input = {
  path: z.strictObject({ onboardingId }),
  body: z.strictObject({
    modules: z
      .array(
        z.strictObject({
          module: z.string().check(z.regex(/^[A-Z]{1,3}\d{1,2}$/, 'module')),
          /** Hours of the module so far, those recorded before included. */
          hours: z.int().check(z.minimum(1), z.maximum(500)),
        }),
      )
      .check(z.minLength(1), z.maxLength(40)),
  }),
};

export const output = { 200: onboardingShape };
