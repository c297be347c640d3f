import { localDate } from '../../../packages/domain/calendar.ts';
import { type Clock, instant } from '../../../packages/domain/clock.ts';
import { refused } from '../../../packages/domain/errors.ts';
import type { NetworkRows } from '../../../packages/domain/network/network-files.ts';
import type { ImportProblem } from '../../../packages/domain/network/network-problems.ts';
import { readNetwork, type StationDocument } from '../../../packages/domain/network/read-network.ts';
import { requiredHeads } from '../../../packages/domain/staffing/seats.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { EditionRules } from '../../../packages/standard/edition-rules.ts';
import type { StationItem } from '../../../packages/table/items.ts';
import type { EditionStore } from '../../../packages/table/stores/edition-store.ts';
import type { NetworkStore } from '../../../packages/table/stores/network-store.ts';

/** Stations written side by side; more only makes them wait for the table. */
const atOnce = 8;

export interface ImportCounts {
  regions: number;
  created: number;
  updated: number;
  unchanged: number;
  refused: number;
}

/**
 * Reads the rows by the edition in force and the regions known, and writes every station that has no problem.
 * A dry run answers the same problems and counts nothing as written.
 */
export const importNetwork =
  (ports: { network: NetworkStore; editions: EditionStore; clock: Clock; hash(value: unknown): string }) =>
  async (input: { dryRun: boolean; rows: NetworkRows }, caller: Caller): Promise<Answer> => {
    caller.allow({}, () => refused('NotPermitted', 'imports are for the network'));
    const edition = await ports.editions.currentEdition();
    const rules = edition && (await ports.editions.editionRules(edition));
    if (!rules) throw refused('EditionNotFound', 'no edition of the standard is published yet');
    const knownRegions = await ports.network.allRegions();
    const { regions, stations, problems } = readNetwork(input.rows, {
      positions: rules.positions.map((position) => position.code),
      regions: knownRegions.map((region) => region.regionId),
      runningMonth: localDate(ports.clock.now()).slice(0, 7),
    });
    const named = new Set((input.rows.stations ?? []).map((row) => row.cells.station_code));
    const counts: ImportCounts = {
      regions: 0,
      created: 0,
      updated: 0,
      unchanged: 0,
      refused: named.size - stations.length,
    };
    const found: ImportProblem[] = [...problems];

    if (!input.dryRun) {
      const regionsBefore = new Map(knownRegions.map((region) => [region.regionId, ports.hash(region.name)]));
      for (const region of regions) {
        if (regionsBefore.get(region.regionId) === ports.hash(region.name)) continue;
        await ports.network.saveRegion(region, changed());
        counts.regions += 1;
      }
      const waiting = [...stations];
      await Promise.all(
        Array.from({ length: atOnce }, async () => {
          for (let station = waiting.shift(); station; station = waiting.shift())
            counts[await save(station, rules)] += 1;
        }),
      );
    }
    return {
      status: 200,
      body: { dryRun: input.dryRun, counts, readable: stations.length, problems: found },
    };

    function changed() {
      const { personId, subject } = caller.subject;
      return { changedBy: personId ?? subject, changedAt: instant(ports.clock.now()) };
    }

    async function save(station: StationDocument, { assessors, staffing }: EditionRules) {
      const content = ports.hash(station);
      const row = rowOf(input.rows, station.code);
      const standard = {
        assessors,
        requiredOf: (kept: StationItem, position: string) => requiredHeads(staffing, kept, position),
      };
      for (let attempt = 0; attempt < 3; attempt++) {
        const outcome = await ports.network.saveStation(station, content, changed(), standard);
        if (outcome === 'login-taken') {
          found.push({
            file: 'people',
            row: 1,
            column: 'login',
            code: 'login-elsewhere',
            station: station.code,
          });
          return 'refused';
        }
        if (outcome === 'too-much') {
          found.push({
            file: 'stations',
            row,
            column: null,
            code: 'station-changes-too-much',
            station: station.code,
          });
          return 'refused';
        }
        if (outcome !== 'conflict') return outcome;
      }
      found.push({ file: 'stations', row, column: null, code: 'import-conflict', station: station.code });
      return 'refused';
    }
  };

const rowOf = (rows: NetworkRows, code: string): number =>
  (rows.stations ?? []).find((row) => row.cells.station_code === code)?.row ?? 1;
