import * as z from 'zod/mini';
import { draftId } from '../../../packages/contracts/fields.ts';
import { draftShape } from '../../../packages/contracts/standard-shapes.ts';

export const input = { path: z.strictObject({ draftId }) };

export const output = {
  200: z.strictObject({
    ...draftShape.shape,
    /** An edition as `packages/standard` loads it. */
    content: z.record(z.string(), z.unknown()),
  }),
};
