import { regionId } from '../ids.ts';
import type { ImportFile, NetworkFile } from './network-files.ts';
import type { ImportProblem } from './network-problems.ts';
import { keyOfCells, positionsIn, type ReadRow, repeatedRows } from './read-cells.ts';

/** What the rows may refer to beyond themselves. */
export interface KnownNetwork {
  /** Position codes of the edition in force. */
  positions: readonly string[];
  /** Ids (`reg_…`) of the regions that are there already. */
  regions: readonly string[];
  /** The month that runs, `YYYY-MM`: visits are told of months before it. Left out = any month. */
  runningMonth?: string;
}

/** A station is written in one transaction of at most 100 actions, three of which are its own. */
export const mostPeopleAndLogins = 97;

type Files = Record<NetworkFile, ReadRow[]>;

/**
 * What holds between rows: keys are unique, references lead somewhere, a person works at one station. Each row of
 * a group of duplicates is reported, because nothing tells which of them is meant. Nothing is said about a
 * reference into a file that could not be read as a whole.
 */
export function checkReferences(
  read: Files,
  known: KnownNetwork,
  unreadable: ReadonlySet<ImportFile>,
): ImportProblem[] {
  const duplicated = duplicates(read);
  return [
    ...duplicated,
    ...(unreadable.has('regions') ? [] : regionReferences(read, known, duplicated)),
    ...(unreadable.has('stations') ? [] : stationReferences(read)),
    ...(unreadable.has('people') ? [] : personReferences(read)),
    ...positionReferences(read, known),
    ...monthsNotOver(read, known),
    ...(unreadable.has('people') ? [] : stationSizes(read)),
  ];
}

function duplicates(read: Files): ImportProblem[] {
  const problems: ImportProblem[] = [];
  const unique = (file: NetworkFile, column: string, code: string, key: string[], secret = false) => {
    for (const row of repeatedRows(read[file], keyOfCells(...key)))
      problems.push(problemAt(file, row, column, code, secret));
  };
  unique('regions', 'region_code', 'duplicate-region', ['region_code']);
  unique('stations', 'station_code', 'duplicate-station', ['station_code']);
  unique('intake', 'month', 'duplicate-month', ['station_code', 'month']);
  unique('people', 'person_code', 'duplicate-person', ['person_code']);
  unique('people', 'login', 'duplicate-login', ['login'], true);
  unique('assignments', 'position', 'duplicate-assignment', ['station_code', 'person_code', 'position']);
  return problems;
}

function regionReferences(
  read: Files,
  known: KnownNetwork,
  duplicated: readonly ImportProblem[],
): ImportProblem[] {
  const damagedRows = new Set(duplicated.filter((p) => p.file === 'regions').map((p) => p.row));
  const usable = new Set(known.regions);
  const named = new Set<string>();
  for (const { row, cells } of read.regions) {
    if (cells.region_code === undefined) continue;
    const id = regionId(cells.region_code);
    named.add(id);
    if (cells.name_zh !== undefined && cells.name_en !== undefined && !damagedRows.has(row)) usable.add(id);
  }
  return read.stations.flatMap((row) => {
    if (row.cells.region_code === undefined) return [];
    const id = regionId(row.cells.region_code);
    if (usable.has(id)) return [];
    return [
      problemAt('stations', row, 'region_code', named.has(id) ? 'region-not-readable' : 'unknown-region'),
    ];
  });
}

function stationReferences(read: Files): ImportProblem[] {
  const stations = new Set(read.stations.map(({ cells }) => cells.station_code));
  return (['intake', 'people', 'assignments'] as const).flatMap((file) =>
    read[file]
      .filter(({ cells }) => cells.station_code !== undefined && !stations.has(cells.station_code))
      .map((row) => problemAt(file, row, 'station_code', 'unknown-station')),
  );
}

function personReferences(read: Files): ImportProblem[] {
  const stationsOf = new Map<string, Set<string | undefined>>();
  for (const { cells } of read.people) {
    if (cells.person_code === undefined) continue;
    const stations = stationsOf.get(cells.person_code) ?? new Set();
    stationsOf.set(cells.person_code, stations.add(cells.station_code));
  }
  return read.assignments.flatMap((row) => {
    const { person_code: person, station_code: station } = row.cells;
    if (person === undefined) return [];
    const stations = stationsOf.get(person);
    if (!stations) return [problemAt('assignments', row, 'person_code', 'unknown-person')];
    if (station === undefined || stations.has(station)) return [];
    // A person whose own station could not be read may be of this one, but cannot be written with it.
    const code = stations.has(undefined) ? 'person-not-readable' : 'person-of-other-station';
    return [problemAt('assignments', row, 'person_code', code)];
  });
}

function positionReferences(read: Files, known: KnownNetwork): ImportProblem[] {
  const positions = new Set(known.positions);
  return [
    ...(['local_floors', 'outsourced'] as const).flatMap((column) =>
      read.stations.flatMap((row) => {
        const text = row.cells[column];
        const unknown = text === undefined ? [] : positionsIn(text).filter((code) => !positions.has(code));
        return unknown.map((value) => ({ ...problemAt('stations', row, column, 'unknown-position'), value }));
      }),
    ),
    ...read.assignments
      .filter(({ cells }) => cells.position !== undefined && !positions.has(cells.position))
      .map((row) => problemAt('assignments', row, 'position', 'unknown-position')),
  ];
}

function monthsNotOver(read: Files, { runningMonth }: KnownNetwork): ImportProblem[] {
  return read.intake
    .filter(
      ({ cells: { month } }) => month !== undefined && runningMonth !== undefined && month >= runningMonth,
    )
    .map((row) => problemAt('intake', row, 'month', 'month-not-over'));
}

function stationSizes(read: Files): ImportProblem[] {
  const sizes = new Map<string | undefined, number>();
  for (const { cells } of read.people)
    sizes.set(cells.station_code, (sizes.get(cells.station_code) ?? 0) + (cells.login === undefined ? 1 : 2));
  return read.stations.flatMap((row) => {
    const size = row.cells.station_code === undefined ? 0 : (sizes.get(row.cells.station_code) ?? 0);
    if (size <= mostPeopleAndLogins) return [];
    return [
      {
        ...problemAt('stations', row, 'station_code', 'station-too-large'),
        column: null,
        value: String(size),
      },
    ];
  });
}

function problemAt(
  file: NetworkFile,
  row: ReadRow,
  column: string,
  code: string,
  secret = false,
): ImportProblem {
  const value = row.cells[column];
  const station = row.cells.station_code;
  return {
    file,
    row: row.row,
    column,
    code,
    ...(value === undefined || secret ? {} : { value }),
    ...(station === undefined ? {} : { station }),
  };
}
