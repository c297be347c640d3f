import type { Edition, Language } from './schema.ts';

const legend = {
  zh: '┄▷ 业务指导（虚线）',
  en: '┄▷ technical direction (dotted line)',
} as const;

/**
 * The organisation chart as lines for a terminal: a tree of the solid lines, dotted lines behind the position that
 * they start from, and a legend at the end.
 * @param remark what to add behind a position, for example its vacancies; an empty text adds nothing
 */
export function orgChartLines(
  edition: Edition,
  language: Language,
  remark?: (code: string) => string,
): string[] {
  const names = new Map(edition.positions.map(({ code, name }) => [code, `${name[language]} ${code}`]));
  const label = (code: string) => {
    const position = edition.positions.find((one) => one.code === code);
    const dotted = (position?.dottedReportsTo ?? []).map((to) => names.get(to) ?? to);
    const parts = [
      names.get(code) ?? code,
      ...(dotted.length > 0 ? [`┄▷ ${dotted.join(language === 'zh' ? '、' : ', ')}`] : []),
    ];
    const added = remark?.(code) ?? '';
    return (added ? [...parts, added] : parts).join('  ');
  };
  const below = (code: string | null) => edition.positions.filter((position) => position.reportsTo === code);
  const branch = (code: string, indent: string): string[] =>
    below(code).flatMap(({ code: child }, at, siblings) => {
      const last = at === siblings.length - 1;
      return [
        `${indent}${last ? '└─' : '├─'} ${label(child)}`,
        ...branch(child, `${indent}${last ? '   ' : '│  '}`),
      ];
    });
  const tree = below(null).flatMap(({ code }) => [label(code), ...branch(code, '')]);
  return [...tree, '', legend[language]];
}
