import { inputRejected, missing, refused } from '../../../packages/domain/errors.ts';
import { allShards } from '../../../packages/domain/shards.ts';
import { type TriedStation, whatIf } from '../../../packages/domain/staffing/what-if.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import { checkEdition } from '../../../packages/standard/check-edition.ts';
import { editionRules } from '../../../packages/standard/edition-rules.ts';
import type { EditionStore } from '../../../packages/table/stores/edition-store.ts';
import type { NetworkStore } from '../../../packages/table/stores/network-store.ts';

interface Ports {
  editions: EditionStore;
  network: NetworkStore;
}

/** Shards read side by side; more only makes them wait for the table. */
const atOnce = 8;
const listed = 100;

/** The draft is held against the edition in force; a station whose facts cannot be read is left out. */
export const previewEdition =
  ({ editions, network }: Ports) =>
  async (
    { content, list = listed }: { content: Record<string, unknown>; list?: number | undefined },
    caller: Caller,
  ): Promise<Answer> => {
    caller.allow({}, () => refused('NotPermitted', 'the standard is for HQ'));
    const checked = checkEdition(content);
    if (!checked.edition)
      throw inputRejected(
        checked.problems.map((problem) => ({
          field: problem.path ? `${problem.file}: ${problem.path}` : problem.file,
          code: 'edition-rule',
          value: problem.message,
        })),
      );
    const edition = await editions.currentEdition();
    const rules = edition && (await editions.editionRules(edition));
    if (!rules) throw missing('EditionNotFound', 'no edition of the standard is published yet');
    const { changed, ...result } = whatIf(
      rules.staffing,
      editionRules(checked.edition).staffing,
      await everyStation(network),
    );
    return {
      status: 200,
      body: {
        against: rules.edition,
        ...result,
        changed: changed.slice(0, list),
        more: Math.max(0, changed.length - list),
      },
    };
  };

async function everyStation(network: NetworkStore): Promise<TriedStation[]> {
  const found: TriedStation[] = [];
  const waiting = [...allShards];
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (let shard = waiting.shift(); shard !== undefined; shard = waiting.shift())
        for (const station of await network.stationsOfShard(shard)) {
          const { stationId, regionId, repairClass, nev, intake, heads } = station;
          if (stationId && regionId && repairClass && nev !== undefined && intake && heads)
            found.push({ stationId, regionId, repairClass, nev, intake, heads });
        }
    }),
  );
  return found;
}
