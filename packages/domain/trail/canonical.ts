import { createHash } from 'node:crypto';

/** What can be written as JSON. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** The one way a value is written before it is hashed: keys sorted by code unit, no spaces, nothing undefined. */
export function canonical(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, field]) => `${JSON.stringify(key)}:${canonical(field)}`);
  return `{${fields.join(',')}}`;
}

/** SHA-256 of the canonical text (UTF-8), 64 hexadecimal digits. */
export const sha256 = (value: Json): string => createHash('sha256').update(canonical(value)).digest('hex');

/** What a text is kept as where the text itself must not stand: enough to prove it, too little to read it. */
export interface Digest {
  readonly [key: string]: Json;
  readonly sha256: string;
  /** Characters (code points). */
  readonly length: number;
}
export const digestOf = (value: Json): Digest => {
  const text = typeof value === 'string' ? value : canonical(value);
  return { sha256: createHash('sha256').update(text).digest('hex'), length: [...text].length };
};
