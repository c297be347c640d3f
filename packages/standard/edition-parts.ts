import { type Edition, fileOfPart, positionPath } from './schema.ts';

/** What the table keeps of an edition in one item, and in one transaction (its limits are 400 KB, 100 items and 4 MB). */
export const partBytesAtMost = 350_000;
export const positionsAtMost = 45;
export const editionBytesAtMost = 3_500_000;

/** An edition as its files, each as JSON text under its name. */
export function partsOfEdition(edition: Edition): Record<string, string> {
  return Object.fromEntries([
    ...Object.entries(fileOfPart).map(([part, file]) => [
      file,
      JSON.stringify(edition[part as keyof typeof fileOfPart]),
    ]),
    ...edition.positions.map((position) => [positionPath(position.code), JSON.stringify(position)]),
  ]);
}

/** The edition again, with its positions in the order that it lists; null when a part is missing. */
export function editionOfParts(parts: Readonly<Record<string, string>>): Edition | null {
  const read = (file: string): unknown => {
    const json = parts[file];
    return json === undefined ? undefined : JSON.parse(json);
  };
  const content = Object.fromEntries(
    Object.entries(fileOfPart).map(([part, file]) => [part, read(file)]),
  ) as Partial<Edition>;
  const positions = (content.about?.positions ?? []).map((code) => read(positionPath(code)));
  const isWhole = [...Object.values(content), ...positions].every((part) => part !== undefined);
  return isWhole ? ({ ...content, positions } as Edition) : null;
}

/** What is too large to be kept; empty when everything is fine. */
export function sizeProblems(
  parts: Readonly<Record<string, string>>,
): { file: string; value: string; allowed: string }[] {
  const sizes = Object.entries(parts).map(([file, json]) => ({
    file,
    bytes: new TextEncoder().encode(json).length,
  }));
  const positions = Object.keys(parts).length - Object.keys(fileOfPart).length;
  const all = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
  const kilobytes = (bytes: number) => `${Math.ceil(bytes / 1000)} KB`;
  return [
    ...sizes
      .filter(({ bytes }) => bytes > partBytesAtMost)
      .map(({ file, bytes }) => ({ file, value: kilobytes(bytes), allowed: kilobytes(partBytesAtMost) })),
    ...(positions > positionsAtMost
      ? [{ file: 'positions', value: String(positions), allowed: String(positionsAtMost) }]
      : []),
    ...(all > editionBytesAtMost
      ? [{ file: 'content', value: kilobytes(all), allowed: kilobytes(editionBytesAtMost) }]
      : []),
  ];
}
