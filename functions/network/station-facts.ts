import type { StationItem } from '../../packages/table/items.ts';

/** What the API shows of a station: its facts without storage details. */
export function stationFacts(station: StationItem) {
  const { stationId, code, name, regionId, province, city, repairClass, nev, openedOn, intake, heads } =
    station;
  const { localFloors, outsourced } = station;
  return {
    ...{ stationId, code, name, regionId, province, city, repairClass, nev },
    ...(localFloors ? { localFloors } : {}),
    ...(outsourced ? { outsourced } : {}),
    ...{ openedOn, intake, heads },
  };
}
