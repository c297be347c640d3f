import * as z from 'zod/mini';
import { cursor, instant, limit, position, regionId, stationId } from '../../../packages/contracts/fields.ts';
import { bilingual } from '../../../packages/contracts/network-shapes.ts';
import { taskKinds } from '../../../packages/domain/inbox/tasks.ts';

const kind = z.enum(taskKinds);

export const input = {
  query: z.strictObject({
    kind: z.optional(kind),
    position: z.optional(position),
    stationId: z.optional(stationId),
    regionId: z.optional(regionId),
    overdue: z.optional(z.enum(['true', 'false'])),
    cursor: z.optional(cursor),
    limit: z.optional(limit),
  }),
};

export const output = {
  200: z.strictObject({
    items: z.array(
      z.strictObject({
        taskId: z.string(),
        kind,
        /** The audit, campaign, nonconformity, onboarding, certification, hand-over, case or stretch of time. */
        of: z.string(),
        stationId: z.optional(stationId),
        regionId: z.optional(regionId),
        name: z.string(),
        position: z.optional(position),
        item: z.optional(z.string()),
        /** What the standard calls it, of a duty. */
        title: z.optional(bilingual),
        dueAt: instant,
        overdue: z.boolean(),
        note: z.optional(z.string()),
        remindedAt: z.optional(instant),
        givenTo: z.optional(z.string()),
        /** The route that does it. */
        action: z.strictObject({ method: z.enum(['POST', 'PUT']), path: z.string() }),
      }),
    ),
    /** People whom the caller stands in for today; their tasks are among these. */
    standsInFor: z.array(z.string()),
    next: z.optional(cursor),
  }),
};
