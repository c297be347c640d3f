import type { Nonconformity } from '../../packages/domain/audit/nonconformity.ts';
import { missing } from '../../packages/domain/errors.ts';
import type { EditionStore } from '../../packages/table/stores/edition-store.ts';
import { nonconformityFacts } from './nonconformity-facts.ts';

/** What a list shows, each by the edition it was raised under; an edition is read once. */
export async function factsOfAll(
  editions: EditionStore,
  nonconformities: readonly Nonconformity[],
  now: number,
) {
  const rules = new Map(
    await Promise.all(
      [...new Set(nonconformities.map(({ edition }) => edition))].map(
        async (edition) => [edition, await editions.editionRules(edition)] as const,
      ),
    ),
  );
  return nonconformities.map((nonconformity) => {
    const known = rules.get(nonconformity.edition);
    if (!known) throw missing('EditionNotFound', 'no such edition');
    return nonconformityFacts(known.correction, nonconformity, now);
  });
}
