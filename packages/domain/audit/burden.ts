import type { PositionCode } from '../../standard/edition-rules.ts';
import type { Edition } from '../../standard/schema.ts';

type Sheet = Pick<Edition['positions'][number], 'audit'>;
export type Method = Sheet['audit']['items'][number]['method'][number];

/**
 * Minutes that a station spends on one checklist item, by the way it is shown. Origin: house defaults, rounded
 * estimates that no source gives and nobody has measured yet; an item that needs several methods takes all of them.
 */
export const minutesByMethod: Readonly<Record<Method, number>> = {
  record: 6,
  system: 3,
  sample: 12,
  observation: 8,
  call: 10,
};

/** What one station's audit may take before a preview warns (house: a working day of one person), in minutes. */
export const burdenLimitMinutes = 8 * 60;

export interface Burden {
  items: number;
  minutes: number;
}

export interface StationBurden extends Burden {
  stationId: string;
  regionId: string;
  name: string;
}

export interface NetworkBurden extends Burden {
  stations: number;
  /** By region id. */
  regions: (Burden & { regionId: string; stations: number })[];
  /** Of the stations asked, in minutes; 0 when there is none. */
  perStation: { max: number; median: number };
}

/** What a position's checklist takes. */
export const checklistBurden = (items: readonly { method: readonly Method[] }[]): Burden => ({
  items: items.length,
  minutes: items.reduce(
    (total, { method }) => total + [...new Set(method)].reduce((sum, way) => sum + minutesByMethod[way], 0),
    0,
  ),
});

/**
 * What the positions asked take at one station. A position is asked once, however many people hold it.
 * @throws RangeError for a position without a checklist
 */
export function burdenOfPositions(
  positions: readonly PositionCode[],
  checklists: ReadonlyMap<PositionCode, Burden>,
): Burden {
  return sum(
    positions.map((code) => {
      const checklist = checklists.get(code);
      if (!checklist) throw new RangeError(`no checklist for position ${code}`);
      return checklist;
    }),
  );
}

/** Adds up the stations asked, in all and by region. */
export function burdenOfStations(stations: readonly StationBurden[]): NetworkBurden {
  const minutes = stations.map((station) => station.minutes).sort((a, b) => a - b);
  return {
    stations: stations.length,
    ...sum(stations),
    regions: [...Map.groupBy(stations, (station) => station.regionId)]
      .map(([regionId, own]) => ({ regionId, stations: own.length, ...sum(own) }))
      .sort((a, b) => (a.regionId < b.regionId ? -1 : 1)),
    perStation: { max: minutes.at(-1) ?? 0, median: median(minutes) },
  };
}

/** Hours with two decimals, for the reader; sums are made of minutes. */
export const hours = (minutes: number): number => Math.round((minutes / 60) * 100) / 100;

const sum = (burdens: readonly Burden[]): Burden => ({
  items: burdens.reduce((total, { items }) => total + items, 0),
  minutes: burdens.reduce((total, { minutes }) => total + minutes, 0),
});

/** Of numbers in ascending order; the mean of the middle two when their count is even. */
function median(sorted: readonly number[]): number {
  const upper = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? 0;
  return (upper + lower) / 2;
}
