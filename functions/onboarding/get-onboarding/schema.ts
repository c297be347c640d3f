import * as z from 'zod/mini';
import { onboardingId } from '../../../packages/contracts/fields.ts';
import { onboardingShape } from '../../../packages/contracts/people-shapes.ts';

export const input = { path: z.strictObject({ onboardingId }) };

export const output = { 200: onboardingShape };
