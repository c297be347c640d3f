import * as z from 'zod/mini';
import { edition } from '../../../packages/contracts/fields.ts';
import { count } from '../../../packages/contracts/network-shapes.ts';

/** The body is the edition as `packages/standard` loads it; its own schema and cross rules check the content. */
export const input = {
  path: z.strictObject({ edition }),
  body: z.strictObject({ content: z.record(z.string(), z.unknown()) }),
};

const published = z.strictObject({ edition, positions: count });

/** 200 when the very same edition was published before. */
export const output = { 200: published, 201: published };
