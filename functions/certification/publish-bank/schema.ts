import * as z from 'zod/mini';
import { position } from '../../../packages/contracts/fields.ts';

/** The body is the bank as `packages/standard/banks` keeps it; its own schema and rules check the content. */
export const input = {
  path: z.strictObject({ position }),
  body: z.strictObject({ content: z.record(z.string(), z.unknown()) }),
};

const published = z.strictObject({ position, version: z.number(), questions: z.number() });

/** 200 when the very same bank was published before. */
export const output = { 200: published, 201: published };
