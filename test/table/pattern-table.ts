import type { FunctionSpec } from '../../infra/function-specs.ts';
import { accessPatterns } from '../../packages/table/access-patterns.ts';
import { importsOf, textOf } from '../support/read-imports.ts';

/** The stack of every route, which reads the rights of who asks. */
const routeStack = 'packages/lambda/http.ts';

/** A function's own files: its folder, and what it takes from beside it. */
function filesOf({ context, name }: FunctionSpec): string[] {
  const seen = new Set<string>();
  const waiting = [`functions/${context}/${name}/handler.ts`];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    waiting.push(...importsOf(file).flatMap(({ to }) => (to.startsWith('functions/') ? [to] : [])));
  }
  return [...seen];
}

/** Names of the store functions that a file calls, of the stores it knows. */
const callsOf = (file: string): string[] => {
  const stores = importsOf(file).flatMap(
    ({ to }) => /^packages\/table\/stores\/(.+)\.ts$/.exec(to)?.[1] ?? [],
  );
  const text = textOf(file);
  return Object.entries(accessPatterns)
    .filter(([name, { store }]) => stores.includes(store) && new RegExp(`\\.${name}\\(`).test(text))
    .map(([name]) => name);
};

/** Which functions read by which pattern; `every route` where the stack does it for all of them. */
export function usersOfPatterns(specs: readonly FunctionSpec[]): Record<string, string[]> {
  const users: Record<string, string[]> = Object.fromEntries(
    Object.keys(accessPatterns).map((name) => [name, []]),
  );
  for (const name of callsOf(routeStack)) users[name]?.push('every route');
  for (const spec of [...specs].sort((a, b) => (a.name < b.name ? -1 : 1)))
    for (const name of new Set(filesOf(spec).flatMap(callsOf))) users[name]?.push(spec.name);
  return users;
}

/** The table of the README, with columns as wide as the formatter makes them. */
export function patternTable(specs: readonly FunctionSpec[]): string {
  const users = usersOfPatterns(specs);
  const rows = [
    ['question', 'pattern', 'partition', 'read by', 'store', 'asked by'],
    ...Object.entries(accessPatterns).map(([name, { question, partition, by, store }]) => [
      question,
      `\`${name}\``,
      `\`${partition}\``,
      by,
      store,
      (users[name] ?? []).join(', '),
    ]),
  ];
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const [head = '', ...body] = rows.map((row) => line(row.map((cell, i) => cell.padEnd(widths[i] ?? 0))));
  return [head, line(widths.map((width) => '-'.repeat(width))), ...body].join('\n');
}
