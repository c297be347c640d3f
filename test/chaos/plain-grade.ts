import type { Edition } from '../../packages/standard/schema.ts';

const better = (a: string, b: string) => (a < b ? a : b);
const worse = (a: string, b: string) => (a < b ? b : a);

/** The grade by hand, from points and from critical items that are not satisfied: written apart from the product's grading. */
export function plainGrade(
  edition: Edition,
  points: number,
  answers: Record<string, Record<string, string>>,
): string {
  const rounded = Math.round(points * 100 + 1e-7) / 100;
  let grade = 'D';
  if (rounded >= 70) grade = better(grade, 'C');
  if (rounded >= 80) grade = better(grade, 'B');
  if (rounded >= 90) grade = better(grade, 'A');
  let criticals = 0;
  for (const position of edition.positions)
    for (const item of position.audit.items)
      if (item.severity === 'critical' && answers[position.code]?.[item.id] === 'not') criticals += 1;
  if (criticals >= 2) return 'D';
  return criticals === 1 ? worse(grade, 'C') : grade;
}
