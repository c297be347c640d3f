import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { workflowParts } from './workflow-parts.ts';

/** Workflow → part of its definition → scenario whose committed history shows it. */
export type ShownBy = Record<string, Record<string, string>>;

/**
 * Tests that a table of scenarios goes through every part of its definitions, and that nothing else is committed.
 * @param place folder of the scenarios and their histories
 * @param definitionOf path of a workflow's definition from the root of the repository
 */
export function describeCoverage(
  place: URL,
  shownBy: ShownBy,
  definitionOf: (workflow: string) => string,
): void {
  const folder = fileURLToPath(place);
  const historyOf = (workflow: string, scenario: string) =>
    readFileSync(`${folder}${workflow}.${scenario}.txt`, 'utf8');
  describe.each(Object.entries(shownBy))('The definition of %s', (workflow, shown) => {
    const parts = workflowParts(definitionOf(workflow));

    test('holds exactly the parts that the table names', () => {
      expect(Object.keys(shown).sort()).toEqual(parts.map(({ name }) => name).sort());
    });

    test('has been gone through, part by part', () => {
      const unshown = parts
        .filter(({ name, shownIn }) => !shownIn(historyOf(workflow, shown[name] ?? 'none')))
        .map(({ name }) => `${name} is not shown by ${shown[name]}`);
      expect(unshown).toEqual([]);
    });

    test('shows nothing in a history that did not take place', () => {
      for (const { name, shownIn } of parts) expect(shownIn('ended: SUCCEEDED\n'), name).toBe(false);
    });
  });

  describe('The committed histories', () => {
    const tests = globSync('*.test.ts', { cwd: folder })
      .map((file) => readFileSync(`${folder}${file}`, 'utf8'))
      .join('\n');
    const histories = globSync('*.txt', { cwd: folder }).map((file) => basename(file, '.txt'));

    test('are all compared by a scenario', () => {
      const stale = histories.filter((history) => {
        const [, scenario] = history.split('.');
        return !tests.includes(`golden('${scenario}')`) && !tests.includes(`./${history}.txt`);
      });
      expect(stale).toEqual([]);
    });

    test('hold neither ids nor tokens nor times', () => {
      for (const history of histories) {
        const text = readFileSync(`${folder}${history}.txt`, 'utf8');
        expect(text, history).not.toMatch(/(aud|cmp|stn|per|ncf|onb|crt)_|\d{4}-\d\d-\d\d|\d{6}|[\w-]{40}/);
      }
    });

    test('all come to an end', () => {
      for (const history of histories)
        expect(readFileSync(`${folder}${history}.txt`, 'utf8'), history).toMatch(/\nended: [A-Z]+( \w+)?\n$/);
    });
  });
}
