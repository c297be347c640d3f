import * as z from 'zod/mini';
import { campaignStatus } from '../../../packages/contracts/audit-shapes.ts';
import { campaignId } from '../../../packages/contracts/fields.ts';
import { campaignForm } from '../campaign-form.ts';

export const input = {
  body: z.strictObject({
    name: z.string().check(z.trim(), z.minLength(1), z.maxLength(80)),
    ...campaignForm,
  }),
};

/** A command repeated under one key launches one campaign. */
export const headers = z.strictObject({ 'idempotency-key': z.optional(z.string()) });

export const output = {
  202: z.strictObject({ campaignId, status: campaignStatus }),
};
