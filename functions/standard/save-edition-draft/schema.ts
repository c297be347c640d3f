import * as z from 'zod/mini';
import { contentHash, draftId, edition } from '../../../packages/contracts/fields.ts';
import { draftShape } from '../../../packages/contracts/standard-shapes.ts';

/** The content is an edition as `packages/standard` loads it; its own schema and cross rules check it. */
export const input = {
  path: z.strictObject({ draftId }),
  body: z.strictObject({
    content: z.record(z.string(), z.unknown()),
    /** The edition that it is based on; left out = the one in force. */
    basedOn: z.optional(edition),
    /** The content that it takes the place of, so that nobody overwrites what they have not seen. */
    replaces: z.optional(contentHash),
  }),
};

/** 200 when it was there before. */
export const output = { 200: draftShape, 201: draftShape };
