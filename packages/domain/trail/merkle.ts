import { sha256 } from './canonical.ts';

/** A tree of hashes: a node is the hash of its two children, an odd one at the end goes up as it is. */
export interface Step {
  readonly side: 'left' | 'right';
  readonly hash: string;
}

const node = (left: string, right: string) => sha256([left, right]);

const levelAbove = (level: readonly string[]): string[] =>
  Array.from({ length: Math.ceil(level.length / 2) }, (_, i) => {
    const [left = '', right] = level.slice(2 * i, 2 * i + 2);
    return right === undefined ? left : node(left, right);
  });

/** The root over leaves; of no leaves, the hash of nothing. */
export function rootOf(leaves: readonly string[]): string {
  let level = leaves;
  while (level.length > 1) level = levelAbove(level);
  return level[0] ?? sha256([]);
}

/** What has to be joined to a leaf, from the bottom up, to come to the root. */
export function pathOf(leaves: readonly string[], index: number): Step[] {
  const path: Step[] = [];
  let level = leaves;
  for (let place = index; level.length > 1; place = Math.floor(place / 2)) {
    const hash = level[place ^ 1];
    if (hash !== undefined) path.push({ side: place % 2 === 0 ? 'right' : 'left', hash });
    level = levelAbove(level);
  }
  return path;
}

/** The root that a leaf and its path lead to. */
export const climb = (leaf: string, path: readonly Step[]): string =>
  path.reduce((hash, step) => (step.side === 'left' ? node(step.hash, hash) : node(hash, step.hash)), leaf);
