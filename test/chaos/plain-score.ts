import type { Edition } from '../../packages/standard/schema.ts';

/** The score by hand, in points: written without a look at the product's scoring, for checking it from outside. */
export function plainScore(edition: Edition, answers: Record<string, Record<string, string>>): number {
  let sum = 0;
  let weights = 0;
  for (const position of edition.positions) {
    const given = answers[position.code];
    if (!given) continue;
    let reached = 0;
    let possible = 0;
    for (const item of position.audit.items) {
      const answer = given[item.id];
      if (answer === 'not-applicable') continue;
      possible += item.weight;
      if (answer === 'satisfied') reached += item.weight;
      if (answer === 'partly') reached += item.weight / 2;
    }
    if (possible === 0) continue;
    sum += ((100 * reached) / possible) * position.audit.weight;
    weights += position.audit.weight;
  }
  return weights === 0 ? 0 : sum / weights;
}
