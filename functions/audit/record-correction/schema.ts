import * as z from 'zod/mini';
import { nonconformityId } from '../../../packages/contracts/fields.ts';
import { nonconformityShape, stepTexts } from '../../../packages/contracts/nonconformity-shapes.ts';

export const input = {
  path: z.strictObject({ nonconformityId }),
  /** One step or several, in this order. */
  body: z.strictObject({
    containment: z.optional(stepTexts.containment),
    rootCause: z.optional(stepTexts.rootCause),
    plan: z.optional(stepTexts.plan),
    implementation: z.optional(stepTexts.implementation),
    /** A reference to where the proof is kept; never the proof itself. */
    evidence: z.optional(stepTexts.evidence),
  }),
};

export const output = { 200: nonconformityShape };
