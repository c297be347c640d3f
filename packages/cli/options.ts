import type { Words } from './messages.ts';
import { UserError } from './problem.ts';

/** A whole number within bounds, or one line that says what is allowed. */
export function count(name: string, text: string, least: number, most: number, words: Words): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > most)
    throw new UserError(words('not-a-count', name, text, least, most), 2);
  return value;
}

export function oneOf<Choice extends string>(
  name: string,
  text: string,
  choices: readonly Choice[],
  words: Words,
): Choice {
  const found = choices.find((choice) => choice === text);
  if (!found) throw new UserError(words('not-one-of', name, text, choices.join(', ')), 2);
  return found;
}
