import { type NetworkFile, networkFileNames, type Row } from './network-files.ts';
import type { RegionRecord, StationDocument } from './read-network.ts';

/** The rows that `readNetwork` reads back into the same regions and stations; numbered as they stand in a file. */
export function writeNetwork(network: {
  regions: readonly RegionRecord[];
  stations: readonly StationDocument[];
}): Record<NetworkFile, Row[]> {
  const rows = Object.fromEntries(networkFileNames.map((file) => [file, [] as Row[]])) as Record<
    NetworkFile,
    Row[]
  >;
  const add = (file: NetworkFile, cells: Record<string, string>) =>
    rows[file].push({ row: rows[file].length + 2, cells });
  const codeOf = (id: string) => id.slice(id.indexOf('_') + 1);
  const floorsText = (floors: Record<string, number>) =>
    Object.entries(floors)
      .map(([position, heads]) => `${position}=${heads}`)
      .join(' ');
  const yesNo = (claim: boolean) => (claim ? 'yes' : 'no');

  for (const region of network.regions)
    add('regions', {
      region_code: codeOf(region.regionId),
      name_zh: region.name.zh,
      name_en: region.name.en,
    });
  for (const station of network.stations) {
    add('stations', {
      station_code: station.code,
      name: station.name,
      region_code: codeOf(station.regionId),
      province: station.province,
      city: station.city,
      repair_class: station.repairClass,
      nev: yesNo(station.nev),
      opened_on: station.openedOn,
      ...(station.localFloors ? { local_floors: floorsText(station.localFloors) } : {}),
      ...(station.outsourced ? { outsourced: station.outsourced.join(' ') } : {}),
    });
    for (const { month, visits } of station.intake)
      add('intake', { station_code: station.code, month, visits: String(visits) });
    for (const person of station.people)
      add('people', {
        person_code: person.code,
        station_code: station.code,
        name: person.name,
        phone: person.phone,
        hired_on: person.hiredOn,
        login: person.login ?? '',
      });
    for (const assignment of station.assignments)
      add('assignments', {
        station_code: station.code,
        person_code: codeOf(assignment.personId),
        position: assignment.position,
        since: assignment.since,
        acting: yesNo(assignment.acting),
      });
  }
  return rows;
}
