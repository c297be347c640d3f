import * as z from 'zod/mini';
import { campaignId, instant } from '../../../packages/contracts/fields.ts';

export const input = { path: z.strictObject({ campaignId }) };

export const output = { 200: z.strictObject({ remindedAt: instant }) };
