import { localDate } from '../../packages/domain/calendar.ts';
import type { Clock } from '../../packages/domain/clock.ts';
import { unpackFacts } from '../../packages/domain/compliance/pack-facts.ts';
import { headsOn } from '../../packages/domain/staffing/acting.ts';
import type { ComplianceStore } from '../../packages/table/stores/compliance-store.ts';

type Held = Readonly<Record<string, number>>;

/** Who does which position's work at a station. */
export interface Heads {
  /** Whether something is true of those who hold positions, or else with those who act in vacant ones today. */
  some(isTrue: (heads: Held) => boolean): Promise<boolean>;
}

/**
 * Who acts stands among the facts of the station, which name nobody. They are read only where the holders are not enough,
 * and once.
 */
export function headsOfStation(
  { compliance, clock }: { compliance: Pick<ComplianceStore, 'stationFacts'>; clock: Clock },
  stationId: string,
  held: Held,
): Heads {
  let today: Promise<Held> | undefined;
  const read = async (): Promise<Held> => {
    const kept = await compliance.stationFacts(stationId);
    if (!kept) return held;
    const named = unpackFacts(kept.facts, kept).holders.filter(({ until }) => until !== undefined);
    const acting = headsOn(named, localDate(clock.now()));
    return { ...acting, ...Object.fromEntries(Object.entries(held).filter(([, count]) => count > 0)) };
  };
  return {
    async some(isTrue) {
      if (isTrue(held)) return true;
      today ??= read();
      return isTrue(await today);
    },
  };
}
