import * as z from 'zod/mini';
import { campaignShape } from '../../../packages/contracts/audit-shapes.ts';
import { campaignId, instant } from '../../../packages/contracts/fields.ts';
import { reason } from '../campaign-command.ts';

export const input = {
  path: z.strictObject({ campaignId }),
  body: z.strictObject({ dueAt: instant, closesAt: instant, reason }),
};

export const output = { 200: campaignShape };
