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

/** What of a station has changed: a part as a whole, or these items of it. */
export type Changed = Partial<Record<FactPart, 'whole' | readonly string[]>>;

/** A station whose facts have to be read again; all of them where nothing is named. */
export interface Touched {
  stationId: string;
  changed?: Changed;
}

/**
 * Type of an item → the part that it changes, and the attributes by which it may; `all` where hardly anything else ever
 * does. An audit is written with every answer, and only its status and dates matter here. `id` is what an item is read
 * by where its part need not be read as a whole.
 */
export const factTypes: Readonly<
  Record<string, { part: FactPart; by: 'all' | readonly string[]; id?: string }>
> = {
  station: {
    part: 'seats',
    by: ['repairClass', 'nev', 'regionId', 'intake', 'localFloors', 'outsourced'],
  },
  roster: { part: 'seats', by: 'all' },
  onboarding: { part: 'ways', by: 'all', id: 'onboardingId' },
  certification: { part: 'ways', by: 'all', id: 'certificationId' },
  'hand-over': { part: 'ways', by: 'all' },
  certificate: { part: 'certificates', by: 'all' },
  nonconformity: {
    part: 'corrections',
    by: ['status', 'severity', 'dues', 'effectCheckOn', 'extension'],
    id: 'nonconformityId',
  },
  audit: { part: 'audits', by: ['status', 'dueAt'], id: 'auditId' },
  'wait-finding': { part: 'lost-waits', by: ['status'] },
  'duty-record': { part: 'duties', by: 'all' },
  'duty-case': { part: 'duties', by: 'all' },
  'duty-start': { part: 'duties', by: 'all' },
  'measuring-device': { part: 'duties', by: 'all' },
};

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The stations that a change touches, and in which part; a certificate that moves concerns two. */
export function touchedStations(before: Image | undefined, after: Image | undefined): Touched[] {
  const image = after ?? before;
  const type = image?.type;
  const looked = typeof type === 'string' && Object.hasOwn(factTypes, type) ? factTypes[type] : undefined;
  if (looked === undefined) return [];
  const { part, by, id } = looked;
  if (before && after && by !== 'all' && by.every((name) => same(before[name], after[name]))) return [];
  const item = id === undefined ? undefined : image?.[id];
  const stations = [before?.stationId, after?.stationId].filter((name) => typeof name === 'string');
  return [...new Set(stations)].map((stationId) => ({
    stationId,
    changed: { [part]: typeof item === 'string' ? [item] : 'whole' },
  }));
}

/** Each station once, with everything of it that has changed. */
export function gathered(touched: readonly Touched[]): Touched[] {
  const stations = new Map<string, Touched>();
  for (const one of touched) {
    const known = stations.get(one.stationId);
    stations.set(one.stationId, known ? bothOf(known, one) : one);
  }
  return [...stations.values()];
}

function bothOf({ stationId, changed: one }: Touched, { changed: other }: Touched): Touched {
  if (!one || !other) return { stationId };
  const changed: Changed = { ...one, ...other };
  for (const part of factParts) {
    const [a, b] = [one[part], other[part]];
    if (a && b) changed[part] = a === 'whole' || b === 'whole' ? 'whole' : [...new Set([...a, ...b])];
  }
  return { stationId, changed };
}
