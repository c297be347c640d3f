import { inputRejected } from '../domain/errors.ts';

/** Opaque place in a list: base64url of JSON. */
export const writeCursor = (place: object): string =>
  Buffer.from(JSON.stringify(place)).toString('base64url');

/** Reads a cursor; a text that is none is the caller's mistake. */
export function readCursor<Place extends object>(
  cursor: string | undefined,
  isPlace: (value: object) => value is Place,
): Place | undefined {
  if (cursor === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (typeof value === 'object' && value !== null && isPlace(value)) return value;
  } catch {
    // falls through: not JSON is the same mistake
  }
  throw inputRejected([{ field: 'cursor', code: 'wrong-format', allowed: 'cursor' }]);
}

/** A place after an entry, by a key of the given form. A key of another form could ask the table for nonsense. */
export const isAfter =
  (form: RegExp) =>
  (value: object): value is { after: string } => {
    const { after } = value as { after?: unknown };
    return typeof after === 'string' && form.test(after);
  };
