import * as z from 'zod/mini';
import {
  auditId,
  campaignId,
  certificationId,
  cursor,
  instant,
  limit,
  nonconformityId,
  onboardingId,
  regionId,
  stationId,
} from '../../../packages/contracts/fields.ts';
import { waitFindingKinds } from '../../../packages/domain/audit/wait-findings.ts';

export const input = {
  query: z.strictObject({ cursor: z.optional(cursor), limit: z.optional(limit) }),
};

export const output = {
  200: z.strictObject({
    items: z.array(
      z.strictObject({
        kind: z.enum(waitFindingKinds),
        of: z.union([auditId, campaignId, nonconformityId, onboardingId, certificationId]),
        item: z.nullable(z.string()),
        campaignId: z.nullable(campaignId),
        stationId: z.nullable(stationId),
        regionId: z.nullable(regionId),
        owner: z.string(),
        /** The day, in China, on which it was found first. */
        foundOn: z.iso.date(),
        /** When the workflow was started again by itself; such a finding closes with the next day's scan. */
        restartedAt: z.nullable(instant),
      }),
    ),
    next: z.optional(cursor),
  }),
};
