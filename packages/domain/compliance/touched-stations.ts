/** An item as the stream tells it. */
type Image = Readonly<Record<string, unknown>>;

/** Parts of a station's facts that are read each by itself, so that a change costs the reading of what it is about. */
export const factParts = [
  'seats',
  'certificates',
  'ways',
  'corrections',
  'audits',
  'lost-waits',
  'duties',
] as const;
export type FactPart = (typeof factParts)[number];

/** A station whose facts have to be read again; all of them where no parts are named. */
export interface Touched {
  stationId: string;
  parts?: readonly FactPart[];
}

/**
 * Type of an item → the part that it changes, and the attributes by which it may; `all` where hardly anything else ever
 * does. An audit is written with every answer, and only its status and dates matter here.
 */
export const factTypes: Readonly<Record<string, { part: FactPart; by: 'all' | readonly string[] }>> = {
  station: {
    part: 'seats',
    by: ['repairClass', 'nev', 'regionId', 'intake', 'localFloors', 'outsourced'],
  },
  roster: { part: 'seats', by: 'all' },
  onboarding: { part: 'ways', by: 'all' },
  certification: { part: 'ways', by: 'all' },
  'hand-over': { part: 'ways', by: 'all' },
  certificate: { part: 'certificates', by: 'all' },
  nonconformity: { part: 'corrections', by: ['status', 'severity', 'dues', 'effectCheckOn', 'extension'] },
  audit: { part: 'audits', by: ['status', 'dueAt'] },
  'wait-finding': { part: 'lost-waits', by: ['status'] },
  'duty-record': { part: 'duties', by: 'all' },
  'duty-case': { part: 'duties', by: 'all' },
  'duty-start': { part: 'duties', by: 'all' },
  'measuring-device': { part: 'duties', by: 'all' },
};

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The stations that a change touches, and in which part; a certificate that moves concerns two. */
export function touchedStations(
  before: Image | undefined,
  after: Image | undefined,
): { stationId: string; part: FactPart }[] {
  const type = (after ?? before)?.type;
  const looked = typeof type === 'string' && Object.hasOwn(factTypes, type) ? factTypes[type] : undefined;
  if (looked === undefined) return [];
  const { part, by } = looked;
  if (before && after && by !== 'all' && by.every((name) => same(before[name], after[name]))) return [];
  const stations = [before?.stationId, after?.stationId].filter((id) => typeof id === 'string');
  return [...new Set(stations)].map((stationId) => ({ stationId, part }));
}

/** Each station once, with all its parts. */
export function gathered(touched: readonly { stationId: string; part: FactPart }[]): Touched[] {
  const parts = new Map<string, Set<FactPart>>();
  for (const { stationId, part } of touched)
    parts.set(stationId, (parts.get(stationId) ?? new Set<FactPart>()).add(part));
  return [...parts].map(([stationId, of]) => ({ stationId, parts: [...of] }));
}
