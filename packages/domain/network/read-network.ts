import { personId, regionId, stationId } from '../ids.ts';
import { checkReferences, type KnownNetwork } from './check-references.ts';
import { type NetworkFile, type NetworkRows, networkFileNames } from './network-files.ts';
import { concernsWholeFile, type ImportProblem, sortProblems } from './network-problems.ts';
import { floorsOf, type ReadRow, readCells } from './read-cells.ts';

export interface RegionRecord {
  regionId: string;
  name: { zh: string; en: string };
}

/** Everything of one station that is imported together or not at all. */
export interface StationDocument {
  stationId: string;
  code: string;
  name: string;
  regionId: string;
  province: string;
  city: string;
  repairClass: 'I' | 'II' | 'III';
  nev: boolean;
  /** Position → fewest people that a local authority asks for. */
  localFloors?: Record<string, number>;
  /** Positions whose work a written subcontract does, by code. */
  outsourced?: string[];
  /** `YYYY-MM-DD`, as all days here. */
  openedOn: string;
  /** Vehicle visits of a month `YYYY-MM`, earliest first. */
  intake: { month: string; visits: number }[];
  /** By code. */
  people: StationPerson[];
  /** By person, then position. */
  assignments: { personId: string; position: string; since: string; acting: boolean }[];
}

export interface StationPerson {
  personId: string;
  code: string;
  name: string;
  phone: string;
  hiredOn: string;
  login?: string;
}

/**
 * Reads the rows of a network into regions and whole stations. A station with a problem in any of its rows is left
 * out and all others go on; the list of problems is complete. A problem that concerns a whole file (a missing or
 * unknown column, a file that could not be read) leaves all stations out, because what the file says of them is
 * not known. `earlier` are problems found while the rows were made, for example by `readCsv`.
 */
export function readNetwork(
  rows: NetworkRows,
  known: KnownNetwork,
  earlier: readonly ImportProblem[] = [],
): { regions: RegionRecord[]; stations: StationDocument[]; problems: ImportProblem[] } {
  const problems = [...earlier];
  const read = {} as Record<NetworkFile, ReadRow[]>;
  for (const file of networkFileNames) {
    const cells = readCells(file, rows[file] ?? []);
    read[file] = cells.rows;
    for (const problem of cells.problems) problems.push(problem);
  }
  const unreadable = new Set(problems.filter(concernsWholeFile).map((problem) => problem.file));
  for (const problem of checkReferences(read, known, unreadable)) problems.push(problem);
  blameStationsOfPeople(problems, read);

  const leftOut = new Set(problems.map((problem) => problem.station));
  const badRegions = new Set(problems.filter((p) => p.file === 'regions').map((p) => p.row));
  const readable = read.stations.filter(
    ({ cells }) => cells.station_code !== undefined && !leftOut.has(cells.station_code),
  );
  return {
    regions: unreadable.has('regions')
      ? []
      : read.regions
          .filter(({ row }) => !badRegions.has(row))
          .map(regionOf)
          .sort(by('regionId')),
    stations: unreadable.size > 0 ? [] : documentsOf(readable, read),
    problems: sortProblems(problems),
  };
}

/**
 * An assignment whose station is misspelt is missing at the station of its person: that one must not be written
 * without it, or the person would lose the position.
 */
function blameStationsOfPeople(problems: ImportProblem[], read: Record<NetworkFile, ReadRow[]>) {
  const rows = new Map(read.assignments.map((row) => [row.row, row]));
  const stationOf = new Map(read.people.map(({ cells }) => [cells.person_code, cells.station_code]));
  problems.forEach((problem, i) => {
    if (
      problem.file !== 'assignments' ||
      (problem.station !== undefined && problem.code !== 'unknown-station')
    )
      return;
    const person = rows.get(problem.row)?.cells.person_code;
    const station = person === undefined ? undefined : stationOf.get(person);
    if (station !== undefined) problems[i] = { ...problem, station };
  });
}

function documentsOf(stations: readonly ReadRow[], read: Record<NetworkFile, ReadRow[]>): StationDocument[] {
  const intake = byStation(read.intake);
  const people = byStation(read.people);
  const assignments = byStation(read.assignments);
  return stations
    .map(({ cells }): StationDocument => {
      const code = cell(cells, 'station_code');
      return {
        stationId: stationId(code),
        code,
        name: cell(cells, 'name'),
        regionId: regionId(cell(cells, 'region_code')),
        province: cell(cells, 'province'),
        city: cell(cells, 'city'),
        repairClass: cell(cells, 'repair_class') as StationDocument['repairClass'],
        nev: cells.nev === 'yes',
        ...(cells.local_floors === undefined ? {} : { localFloors: floorsOf(cells.local_floors) }),
        ...(cells.outsourced === undefined ? {} : { outsourced: cells.outsourced.split(' ').sort() }),
        openedOn: cell(cells, 'opened_on'),
        intake: (intake.get(code) ?? [])
          .map((row) => ({ month: cell(row.cells, 'month'), visits: Number(cell(row.cells, 'visits')) }))
          .sort(by('month')),
        people: (people.get(code) ?? []).map((row) => personOf(row.cells)).sort(by('code')),
        assignments: (assignments.get(code) ?? [])
          .map((row) => assignmentOf(row.cells))
          .sort(byPersonAndPosition),
      };
    })
    .sort(by('code'));
}

const regionOf = ({ cells }: ReadRow): RegionRecord => ({
  regionId: regionId(cell(cells, 'region_code')),
  name: { zh: cell(cells, 'name_zh'), en: cell(cells, 'name_en') },
});

const personOf = (cells: Record<string, string>): StationPerson => ({
  personId: personId(cell(cells, 'person_code')),
  code: cell(cells, 'person_code'),
  name: cell(cells, 'name'),
  phone: cell(cells, 'phone'),
  hiredOn: cell(cells, 'hired_on'),
  ...(cells.login === undefined ? {} : { login: cells.login }),
});

const assignmentOf = (cells: Record<string, string>) => ({
  personId: personId(cell(cells, 'person_code')),
  position: cell(cells, 'position'),
  since: cell(cells, 'since'),
  acting: cells.acting === 'yes',
});

/** A cell that must be there: a station whose row lacks one has a problem and does not come this far. */
function cell(cells: Record<string, string>, name: string): string {
  const text = cells[name];
  if (text === undefined) throw new Error(`A row without ${name} passed the checks`);
  return text;
}

function byStation(rows: readonly ReadRow[]): Map<string, ReadRow[]> {
  const groups = new Map<string, ReadRow[]>();
  for (const row of rows) {
    const code = row.cells.station_code;
    if (code === undefined) continue;
    const group = groups.get(code);
    if (group) group.push(row);
    else groups.set(code, [row]);
  }
  return groups;
}

const by =
  <Key extends string>(key: Key) =>
  (a: Record<Key, string>, b: Record<Key, string>) =>
    a[key] < b[key] ? -1 : a[key] > b[key] ? 1 : 0;

const byPersonAndPosition = (
  a: { personId: string; position: string },
  b: { personId: string; position: string },
) => by('personId')(a, b) || by('position')(a, b);
