/** The place after or before an entry, in a cursor. */
export const isPlace =
  <Name extends string>(name: Name) =>
  (value: object): value is Record<Name, number> => {
    const n: unknown = (value as Record<string, unknown>)[name];
    return Number.isSafeInteger(n) && Number(n) >= 0 && Number(n) < 1e12;
  };

export interface Page<Item> {
  items: Item[];
  next?: string;
}
