import * as z from 'zod/mini';
import type { AnchorProof } from './anchor.ts';
import type { Json } from './canonical.ts';
import type { Entry } from './chain.ts';
import type { TrailLine } from './verify-trail.ts';

/** First line of an export: what it is, and whose. */
export const trailFormat = 'stationkeeper-trail-1';
export interface TrailHeader {
  trail: typeof trailFormat;
  /** A station's id, or `network`. */
  chain: string;
}

const hash = z.string().check(z.regex(/^[0-9a-f]{64}$/));
const text = z.string();
const number = z.int().check(z.minimum(1));
const json = z.json() as z.ZodMiniType<Json>;

// Strict: what is not hashed must not stand in a line, for somebody might believe it.
const header = z.strictObject({ trail: z.literal(trailFormat), chain: text });
const entry = z.strictObject({
  chain: text,
  n: number,
  at: text,
  by: z.nullable(text),
  object: z.strictObject({ kind: text, id: text }),
  what: z.enum(['created', 'changed', 'removed']),
  changes: z.array(
    z.union([
      z.strictObject({ field: text, personal: z.literal(true) }),
      z.strictObject({ field: text, old: json, new: json }),
    ]),
  ),
  event: text,
  previous: hash,
  hash,
}) satisfies z.ZodMiniType<Entry>;
const proof = z.strictObject({
  anchor: z.strictObject({ date: text, previous: z.nullable(hash), shards: z.array(hash), root: hash }),
  shard: z.int().check(z.minimum(0)),
  n: number,
  head: hash,
  path: z.array(z.strictObject({ side: z.enum(['left', 'right']), hash })),
}) satisfies z.ZodMiniType<AnchorProof>;

export type ReadExport =
  | { readable: true; chain: string; lines: TrailLine[] }
  /** The first line that is no line of an export. */
  | { readable: false; line: number };

/** Reads an export, one JSON value a line: the header, the entries in their order, then the anchors. */
export function readExport(file: string): ReadExport {
  const texts = file.replace(/\n+$/, '').split('\n');
  const first = header.safeParse(parsed(texts[0] ?? ''));
  if (!first.success) return { readable: false, line: 1 };
  const lines: TrailLine[] = [];
  for (const [index, written] of texts.entries()) {
    if (index === 0) continue;
    const line = index + 1;
    const value = parsed(written);
    const asEntry = entry.safeParse(value);
    const asProof = proof.safeParse(value);
    if (asEntry.success) lines.push({ line, entry: asEntry.data });
    else if (asProof.success) lines.push({ line, proof: asProof.data });
    else return { readable: false, line };
  }
  return { readable: true, chain: first.data.chain, lines };
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
