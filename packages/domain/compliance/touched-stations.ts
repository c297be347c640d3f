/** An item as the stream tells it. */
type Image = Readonly<Record<string, unknown>>;

/**
 * Attributes of an item by which the facts of its station may change; `all` where hardly anything else ever does. An
 * audit is written with every answer, and only its status and dates matter here.
 */
export const factTypes: Readonly<Record<string, 'all' | readonly string[]>> = {
  station: ['repairClass', 'nev', 'regionId', 'intake', 'localFloors', 'outsourced'],
  roster: 'all',
  onboarding: 'all',
  certification: 'all',
  certificate: 'all',
  'hand-over': 'all',
  nonconformity: ['status', 'severity', 'dues', 'effectCheckOn', 'extension'],
  audit: ['status', 'dueAt'],
  'wait-finding': ['status'],
};

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The stations whose facts have to be read again after a change; a certificate that moves concerns two. */
export function touchedStations(before: Image | undefined, after: Image | undefined): string[] {
  const type = (after ?? before)?.type;
  const looked = typeof type === 'string' && Object.hasOwn(factTypes, type) ? factTypes[type] : undefined;
  if (looked === undefined) return [];
  if (before && after && looked !== 'all' && looked.every((name) => same(before[name], after[name])))
    return [];
  const stations = [before?.stationId, after?.stationId].filter((id) => typeof id === 'string');
  return [...new Set(stations)];
}
