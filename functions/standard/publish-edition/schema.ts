import * as z from 'zod/mini';
import { contentHash, draftId, edition } from '../../../packages/contracts/fields.ts';
import { count } from '../../../packages/contracts/network-shapes.ts';

/** Naming the content makes sure that what was looked at is what is published. */
export const input = {
  path: z.strictObject({ draftId }),
  body: z.strictObject({ contentHash }),
};

const published = z.strictObject({ edition, draftId, positions: count });

/** 200 when it was published before. */
export const output = { 200: published, 201: published };
