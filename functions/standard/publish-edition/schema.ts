import * as z from 'zod/mini';
import { edition } from '../../../packages/contracts/fields.ts';

/** The body is the edition as `packages/standard` loads it; its own schema and cross rules check the content. */
export const input = {
  path: z.strictObject({ edition }),
  body: z.strictObject({ content: z.record(z.string(), z.unknown()) }),
};
