import { brotliCompressSync, brotliDecompressSync } from 'node:zlib';

/** A text as a bundle carries it: a tenth of what it is long. */
export const packText = (text: string): string => brotliCompressSync(text).toString('base64');

/** Unpacks a text when it is first asked for, and keeps it. */
export function unpackOnce(packed: string): () => string {
  let text: string | undefined;
  return () => {
    text ??= brotliDecompressSync(Buffer.from(packed, 'base64')).toString();
    return text;
  };
}
