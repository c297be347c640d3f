import * as z from 'zod/mini';
import { day, personId, position, stationId } from '../../../packages/contracts/fields.ts';
import {
  certificateShape,
  certificationShape,
  onboardingShape,
} from '../../../packages/contracts/people-shapes.ts';

export const input = { path: z.strictObject({ personId }) };

export const output = {
  200: z.strictObject({
    personId: z.string(),
    stationId: z.optional(stationId),
    holds: z.array(z.strictObject({ stationId, position, since: day })),
    /** What HR has told ahead and counts on its day; where a transfer leads. For the person and who leads the station. */
    planned: z.optional(
      z.array(
        z.strictObject({
          kind: z.enum(['transferred', 'left']),
          on: day,
          stationId: z.optional(stationId),
          position: z.optional(position),
        }),
      ),
    ),
    onboardings: z.array(
      z.pick(onboardingShape, { onboardingId: true, position: true, status: true, since: true }),
    ),
    certifications: z.array(
      z.pick(certificationShape, {
        certificationId: true,
        position: true,
        level: true,
        authorisation: true,
        kind: true,
        status: true,
      }),
    ),
    certificates: z.array(
      z.pick(certificateShape, {
        number: true,
        position: true,
        level: true,
        authorisation: true,
        validUntil: true,
        status: true,
      }),
    ),
    /** What comes next and whose turn it is, the first due first. */
    next: z.array(
      z.strictObject({
        kind: z.enum(['onboarding', 'certification', 'hand-over']),
        id: z.string(),
        part: z.string(),
        owners: z.array(z.string()),
        due: day,
      }),
    ),
  }),
};
