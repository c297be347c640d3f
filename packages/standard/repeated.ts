/** Values that occur more than once, each with the places after its first. */
export function repeated<T>(items: readonly T[], keyOf: (item: T) => string): { key: string; at: number }[] {
  const seen = new Set<string>();
  return items.flatMap((item, at) => {
    const key = keyOf(item);
    if (seen.has(key)) return [{ key, at }];
    seen.add(key);
    return [];
  });
}

export const sum = (numbers: readonly number[]): number =>
  numbers.reduce((total, number) => total + number, 0);
