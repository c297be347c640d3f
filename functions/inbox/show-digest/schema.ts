import * as z from 'zod/mini';
import { count } from '../../../packages/contracts/network-shapes.ts';
import { taskKinds } from '../../../packages/domain/inbox/tasks.ts';

export const input = {};

const digest = { overdue: count, day: count, week: count, later: count };

/** Due within a day, within a week, later. */
export const output = {
  200: z.strictObject({
    ...digest,
    kinds: z.array(z.strictObject({ kind: z.enum(taskKinds), ...digest })),
  }),
};
