import * as z from 'zod/mini';
import { cursor, instant } from './fields.ts';
import { count } from './network-shapes.ts';

/** What the API answers about the trail; the lines of an export are these, one by one. */
export const hash = z.string().check(z.regex(/^[0-9a-f]{64}$/, 'sha256'));
export const day = z.iso.date();

const change = z.union([
  z.strictObject({ field: z.string(), personal: z.literal(true) }),
  z.strictObject({ field: z.string(), old: z.unknown(), new: z.unknown() }),
]);

export const entryShape = z.strictObject({
  /** The station's id, or `network`. */
  chain: z.string(),
  n: z.int().check(z.minimum(1)),
  at: instant,
  /** A person, a login of headquarters or a function; null where nobody can say. */
  by: z.nullable(z.string()),
  object: z.strictObject({ kind: z.string(), id: z.string() }),
  what: z.enum(['created', 'changed', 'removed']),
  changes: z.array(change),
  event: z.string(),
  previous: hash,
  hash,
});

export const proofShape = z.strictObject({
  anchor: z.strictObject({
    date: day,
    previous: z.nullable(hash),
    shards: z.array(hash),
    root: hash,
  }),
  shard: count,
  n: z.int().check(z.minimum(1)),
  head: hash,
  path: z.array(z.strictObject({ side: z.enum(['left', 'right']), hash })),
});

/** A kind of object, or an object's id. */
export const object = z.string().check(z.regex(/^[A-Za-z0-9_.@-]{1,80}$/, 'kind or id'));

/** Query strings carry text. */
export const entryNumber = z.pipe(
  z.string().check(z.regex(/^\d{1,11}$/, 'number of an entry')),
  z.transform((text: string) => Number(text)),
);

export const trailPage = z.strictObject({ items: z.array(entryShape), next: z.optional(cursor) });
export const exportPage = z.strictObject({
  items: z.array(z.union([entryShape, proofShape])),
  /** Number of the last entry when there are more: go on with `after`. */
  next: z.optional(z.int().check(z.minimum(1))),
});
