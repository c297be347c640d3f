import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { wordsIn } from '../../../packages/cli/messages.ts';
import { actionTexts } from '../../../packages/domain/access/actions.ts';
import { type Action, type Role, rights } from '../../../packages/domain/access/may.ts';

const roles = Object.keys(rights) as Role[];
const actions = Object.keys(actionTexts) as Action[];

/** A row per action, a column per role, as wide as the formatter makes them. */
function rightsTable(): string {
  const names = roles.map((role) => `${wordsIn('zh')(`role.${role}`)} ${wordsIn('en')(`role.${role}`)}`);
  const rows = [
    ['action', 'what it is', ...names],
    ...actions.map((action) => [
      `\`${action}\``,
      actionTexts[action],
      ...roles.map((role) => rights[role][action] ?? '–'),
    ]),
  ];
  const [head = [], ...body] = rows;
  const widths = head.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' | ')} |`;
  return [line(head), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...body.map(line)].join(
    '\n',
  );
}

describe('The README of the rights', () => {
  test('shows every action, every role and how far it reaches', () => {
    const file = new URL('../../../packages/domain/access/README.md', import.meta.url);
    const start = '<!-- rights: written by UPDATE_DOCS=1, from may.ts and actions.ts -->';
    const end = '<!-- end of rights -->';
    const [before = '', rest = ''] = readFileSync(file, 'utf8').split(start);
    const [, after = ''] = rest.split(end);
    const expected = `${before}${start}\n${rightsTable()}\n${end}${after}`;
    if (process.env.UPDATE_DOCS) writeFileSync(file, expected);
    expect(readFileSync(file, 'utf8')).toBe(expected);
  });

  test('says of each action in a line what it is', () => {
    for (const text of Object.values(actionTexts)) expect(text).toMatch(/^[a-z].{15,80}$/);
  });
});
