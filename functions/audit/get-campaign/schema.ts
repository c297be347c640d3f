import * as z from 'zod/mini';
import { campaignId } from '../../../packages/contracts/fields.ts';

export const input = { path: z.strictObject({ campaignId }) };
