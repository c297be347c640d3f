import type { CrossRule } from './cross-rule.ts';
import { type Edition, fileOfPart, positionPath } from './schema.ts';

/** Codes in the order in which the chart is read: each position, then what reports to it. Cycles are cut. */
export function chartOrder(edition: Edition): string[] {
  const order: string[] = [];
  const visit = (code: string) => {
    if (order.includes(code)) return;
    order.push(code);
    for (const position of edition.positions) if (position.reportsTo === code) visit(position.code);
  };
  for (const position of edition.positions) if (position.reportsTo === null) visit(position.code);
  return order;
}

export const orgChartRules: CrossRule[] = [
  {
    rule: 'positions-listed',
    check(edition) {
      const listed = edition.about.positions;
      const present = edition.positions.map((position) => position.code);
      if (listed.join() === present.join()) return [];
      const message = `the list of positions is the order of the position files (listed ${listed.join(' ')}; files ${present.join(' ')})`;
      return [{ file: fileOfPart.about, path: 'positions', message }];
    },
  },
  {
    rule: 'one-root',
    check(edition) {
      const roots = edition.positions.filter((position) => position.reportsTo === null);
      if (roots.length === 1) return [];
      const message = `exactly one position reports to nobody (now ${roots.map((root) => root.code).join(', ') || 'none'})`;
      return [
        { file: positionPath((roots[1] ?? edition.positions[0])?.code ?? ''), path: 'reportsTo', message },
      ];
    },
  },
  {
    rule: 'reports-to-known',
    check(edition) {
      const codes = new Set(edition.positions.map((position) => position.code));
      return edition.positions.flatMap(({ code, reportsTo, dottedReportsTo }) => {
        const file = positionPath(code);
        const solid =
          reportsTo === null || codes.has(reportsTo)
            ? []
            : [{ file, path: 'reportsTo', message: `there is no position ${reportsTo}` }];
        const dotted = dottedReportsTo.flatMap((to, at) =>
          codes.has(to) && to !== code && to !== reportsTo
            ? []
            : [
                {
                  file,
                  path: `dottedReportsTo[${at}]`,
                  message: `${to} is no other position beside the solid line`,
                },
              ],
        );
        return [...solid, ...dotted];
      });
    },
  },
  {
    rule: 'no-cycle',
    check(edition) {
      const above = new Map(edition.positions.map((position) => [position.code, position.reportsTo]));
      return edition.positions.flatMap(({ code }) => {
        const passed = new Set<string>();
        for (let at = above.get(code); at; at = above.get(at)) {
          if (at === code)
            return [
              {
                file: positionPath(code),
                path: 'reportsTo',
                message: `${code} reports to itself in the end`,
              },
            ];
          if (passed.has(at)) return [];
          passed.add(at);
        }
        return [];
      });
    },
  },
  {
    rule: 'chart-order',
    check(edition) {
      const order = chartOrder(edition);
      const given = edition.positions.map((position) => position.code);
      // Incomplete means a broken line, which the rules above have said.
      if (order.length < given.length || order.join() === given.join()) return [];
      const message = `positions stand as the chart is read from top to bottom (${order.join(' ')})`;
      return [{ file: fileOfPart.about, path: 'positions', message }];
    },
  },
];
