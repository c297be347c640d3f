import { allShards } from '../../packages/domain/shards.ts';
import { explainSeats } from '../../packages/domain/staffing/explain-seats.ts';
import { explainText } from '../../packages/domain/staffing/staffing-words.ts';
import type { TippedStation, TriedStandard, TriedStation } from '../../packages/domain/staffing/what-if.ts';
import { certificationDemands } from '../../packages/standard/certification-demands.ts';
import { editionRules } from '../../packages/standard/edition-rules.ts';
import type { Edition } from '../../packages/standard/schema.ts';
import type { NetworkStore } from '../../packages/table/stores/network-store.ts';

/** Shards read side by side; more only makes them wait for the table. */
const atOnce = 8;

/** Every station of the network; one whose facts cannot be read is left out. */
export async function everyStation(network: NetworkStore): Promise<Map<string, TriedStation>> {
  const found = new Map<string, TriedStation>();
  const waiting = [...allShards];
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (let shard = waiting.shift(); shard !== undefined; shard = waiting.shift())
        for (const station of await network.stationsOfShard(shard)) {
          const { stationId, regionId, repairClass, nev, intake, heads } = station;
          const { acting, localFloors, outsourced } = station;
          if (stationId && regionId && repairClass && nev !== undefined && intake && heads)
            found.set(stationId, {
              ...{ stationId, regionId, repairClass, nev, intake, heads },
              ...(acting ? { acting } : {}),
              ...(localFloors ? { localFloors } : {}),
              ...(outsourced ? { outsourced } : {}),
            });
        }
    }),
  );
  return found;
}

export const triedStandard = (edition: Edition): TriedStandard => ({
  staffing: editionRules(edition).staffing,
  certification: certificationDemands(edition),
});

/** The worst of the changed stations, each seat with the lines that its number can be reckoned from, if so wished. */
export function listed(
  changed: readonly TippedStation[],
  atMost: number,
  explained: { by: TriedStandard; stations: ReadonlyMap<string, TriedStation> } | null,
) {
  return {
    changed: changed.slice(0, atMost).map((one) => {
      const station = explained?.stations.get(one.stationId);
      if (!explained || !station) return one;
      const demands = explainSeats(explained.by.staffing, station);
      return {
        ...one,
        changes: one.changes.map((change) => ({
          ...change,
          lines: (demands.find(({ position }) => position === change.position)?.lines ?? []).map((line) => ({
            zh: explainText(line, 'zh'),
            en: explainText(line, 'en'),
          })),
        })),
      };
    }),
    more: Math.max(0, changed.length - atMost),
  };
}
