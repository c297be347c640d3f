import * as z from 'zod/mini';
import { onboardingId } from '../../../packages/contracts/fields.ts';
import { onboardingShape } from '../../../packages/contracts/people-shapes.ts';

export const input = {
  path: z.strictObject({ onboardingId }),
  body: z.strictObject({
    step: z.enum(['registration', 'safety-education', 'duty-briefing']),
    /** Where contract, attendance list or signed sheet are kept; never the thing itself. */
    evidence: z.optional(z.string().check(z.trim(), z.minLength(1), z.maxLength(300))),
    /** Class hours of the safety education. */
    hours: z.optional(z.int().check(z.minimum(1), z.maximum(500))),
    /** The duty sheet that the person has read and signs here, as the onboarding names it. */
    sheet: z.optional(z.string().check(z.regex(/^[0-9a-f]{16}$/, 'duty sheet'))),
  }),
};

export const output = { 200: onboardingShape };
