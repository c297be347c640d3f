import * as z from 'zod/mini';
import { draftId } from '../../../packages/contracts/fields.ts';

export const input = { path: z.strictObject({ draftId }) };

export const output = { 200: z.strictObject({ draftId, discarded: z.literal(true) }) };
