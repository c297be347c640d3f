import * as z from 'zod/mini';

/** The body of every answer that is no success (RFC 9457); `code` is stable, the sentences follow the language. */
export const problemBody = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.int().check(z.minimum(400), z.maximum(599)),
  code: z.string().check(z.regex(/^[a-z]+(-[a-z]+)*$/)),
  /** What is wrong in the input, field by field. */
  fields: z.optional(
    z.array(
      z.strictObject({
        field: z.string(),
        code: z.string(),
        problem: z.string(),
        allowed: z.optional(z.string()),
      }),
    ),
  ),
  details: z.optional(
    z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())])),
  ),
  /** The number of the request, for support. */
  request: z.string(),
});

/** What the gateway answers by itself: no token, too many calls, no function behind the route. */
export const gatewayBody = z.strictObject({ message: z.nullable(z.string()) });
