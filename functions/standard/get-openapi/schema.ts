import * as z from 'zod/mini';

export const input = {};

/** What stands inside is the matter of OpenAPI; a client checks it by that. */
export const output = {
  200: z.strictObject({
    openapi: z.literal('3.1.0'),
    info: z.record(z.string(), z.string()),
    security: z.array(z.record(z.string(), z.array(z.string()))),
    tags: z.array(z.strictObject({ name: z.string() })),
    paths: z.record(z.string(), z.record(z.string(), z.unknown())),
    components: z.record(z.string(), z.record(z.string(), z.unknown())),
  }),
};
