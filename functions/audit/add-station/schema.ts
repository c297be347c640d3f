import * as z from 'zod/mini';
import { auditId, campaignId, stationId } from '../../../packages/contracts/fields.ts';

export const input = { path: z.strictObject({ campaignId }), body: z.strictObject({ stationId }) };

export const output = { 200: z.strictObject({ auditId }) };
