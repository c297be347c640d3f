import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'vitest';

/**
 * Compares a text with its committed file; `UPDATE_HISTORIES=1` writes the file instead, for a reviewer to read.
 * @param file beside the test, as a URL
 */
export function expectGolden(file: URL, text: string): void {
  if (process.env.UPDATE_HISTORIES === '1') writeFileSync(file, text);
  expect(text).toBe(
    existsSync(file) ? readFileSync(file, 'utf8') : 'no such file: run with UPDATE_HISTORIES=1',
  );
}
