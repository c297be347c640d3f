import { inflateSync } from 'node:zlib';

const directoryEntry = 20;
const header = 44;

/**
 * The TrueType font inside a WOFF 1.0 file: its tables, unpacked. pdfkit reads WOFF too, but unpacks the glyphs anew
 * for each letter, which takes seconds.
 * @throws RangeError when the bytes are no WOFF file
 */
export function unpackWoff(woff: Buffer): Buffer {
  if (woff.toString('latin1', 0, 4) !== 'wOFF') throw new RangeError('not a WOFF file');
  const count = woff.readUInt16BE(12);
  const tables = Array.from({ length: count }, (_, i) => {
    const at = header + i * directoryEntry;
    const [offset, packed, size] = [at + 4, at + 8, at + 12].map((place) => woff.readUInt32BE(place)) as [
      number,
      number,
      number,
    ];
    const bytes = woff.subarray(offset, offset + packed);
    return {
      tag: woff.subarray(at, at + 4),
      checksum: woff.subarray(at + 16, at + 20),
      bytes: packed < size ? inflateSync(bytes) : bytes,
    };
  });
  const largest = 2 ** Math.floor(Math.log2(count));
  const start = Buffer.alloc(12 + count * 16);
  woff.copy(start, 0, 4, 8);
  start.writeUInt16BE(count, 4);
  start.writeUInt16BE(largest * 16, 6);
  start.writeUInt16BE(Math.log2(largest), 8);
  start.writeUInt16BE((count - largest) * 16, 10);
  const parts: Buffer[] = [start];
  let at = start.length;
  for (const [i, { tag, checksum, bytes }] of tables.entries()) {
    const entry = 12 + i * 16;
    tag.copy(start, entry);
    checksum.copy(start, entry + 4);
    start.writeUInt32BE(at, entry + 8);
    start.writeUInt32BE(bytes.length, entry + 12);
    const gap = (4 - (bytes.length % 4)) % 4;
    parts.push(bytes, Buffer.alloc(gap));
    at += bytes.length + gap;
  }
  return Buffer.concat(parts);
}
