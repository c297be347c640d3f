import { assessorGaps } from '../../../packages/domain/certification/stand-in.ts';
import { missing, unavailable } from '../../../packages/domain/errors.ts';
import { allShards } from '../../../packages/domain/shards.ts';
import { sideBySide } from '../../../packages/domain/side-by-side.ts';
import type { StationItem } from '../../../packages/table/items.ts';
import type { EditionDraftStore } from '../../../packages/table/stores/edition-draft-store.ts';
import type { EditionStore } from '../../../packages/table/stores/edition-store.ts';
import type { NetworkStore } from '../../../packages/table/stores/network-store.ts';

interface Ports {
  editions: EditionStore;
  drafts: EditionDraftStore;
  network: NetworkStore;
}

const shardsAtOnce = 4;
const stationsAtOnce = 8;
/** Two changes of a roster at the same moment are rare, more of them rarer. */
const attempts = 4;

/**
 * A change of a roster looks at the edition in force by itself; this is for stations where nobody comes or goes. An
 * edition that names the same assessors as the one that it is based on costs a few reads.
 */
export const findStandIns =
  ({ editions, drafts, network }: Ports) =>
  async ({ detail: { edition } }: { detail: { edition: string } }): Promise<{ changed: number }> => {
    const [inForce, published] = await Promise.all([
      editions.currentEdition(),
      editions.editionMeta(edition),
    ]);
    if (!published) throw missing('EditionNotFound', 'no such edition');
    // It is told of in the moment in which it is published; a read may still find the one before.
    if (inForce === null || Number(inForce) < Number(edition))
      throw unavailable('the edition is not in force yet');
    const draft = published.draft === undefined ? null : await drafts.editionDraft(published.draft);
    const [assessors, before] = await Promise.all([
      assessorsOf(inForce),
      draft?.basedOn === undefined ? null : assessorsOf(draft.basedOn),
    ]);
    if (before !== null && same(before, assessors)) return { changed: 0 };
    let changed = 0;
    await sideBySide(shardsAtOnce, allShards, async (shard) => {
      await sideBySide(stationsAtOnce, await network.stationsOfShard(shard), async (station) => {
        if (station.stationId === undefined || station.regionId === undefined) return;
        const { stationId, regionId, assessorGaps: gaps } = station;
        if (await findOne({ stationId, regionId, ...(gaps ? { assessorGaps: gaps } : {}) }, assessors))
          changed += 1;
      });
    });
    return { changed };

    async function assessorsOf(of: string): Promise<string[]> {
      const rules = await editions.editionRules(of);
      if (!rules) throw missing('EditionNotFound', 'no such edition');
      return rules.assessors;
    }

    /** Whether something else is found than the station's item says. */
    async function findOne(
      station: Pick<StationItem, 'stationId' | 'regionId' | 'assessorGaps'>,
      codes: readonly string[],
    ): Promise<boolean> {
      for (let attempt = 0; attempt < attempts; attempt++) {
        const roster = await network.roster(station.stationId, true);
        if (!roster) return false;
        const gaps = assessorGaps(codes, roster.assignments);
        if (same(gaps ?? {}, station.assessorGaps ?? {})) return false;
        if (await network.saveAssessorGaps(station, gaps, roster)) return true;
      }
      throw unavailable('the roster kept changing', { details: { stationId: station.stationId } });
    }
  };

/** By content; maps keep no order in the table. */
const same = (a: object, b: object): boolean => text(a) === text(b);
const text = (value: object): string =>
  JSON.stringify(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
