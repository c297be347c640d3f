import { readFileSync } from 'node:fs';
import type { Words } from './messages.ts';
import { UserError } from './problem.ts';

/** What a JSON file holds; a file that cannot be read, or holds none, is named in one line. */
export function readJson(path: string, words: Words): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw new UserError(words('file-unreadable', path));
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new UserError(words('not-json', path));
  }
}

/** Answers of a file: a list of them, or an object that holds it. */
export function readAnswers(path: string, words: Words): object {
  const value = readJson(path, words);
  return Array.isArray(value) ? { answers: value } : (value as object);
}
