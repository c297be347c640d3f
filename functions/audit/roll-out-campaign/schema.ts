import * as z from 'zod/mini';
import { campaignShape } from '../../../packages/contracts/audit-shapes.ts';
import { campaignId } from '../../../packages/contracts/fields.ts';

export const input = { path: z.strictObject({ campaignId }) };

export const output = { 200: campaignShape };
