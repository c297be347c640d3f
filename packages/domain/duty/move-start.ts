import type { LocalDate } from '../calendar.ts';
import { firstDayOf } from './duty-periods.ts';
import { counting, type KeptRecord } from './station-duties.ts';

/**
 * Whether the day from which a station owes its duties may be another one (house). Later only while nothing was recorded
 * or reported of the days between, or it would lose its place; earlier only as far as today, or what nobody was asked for
 * would be missed at once.
 * @param kept records and cases whose last day is the day before or a later one
 */
export function mayMoveStart(
  [before, to]: readonly [LocalDate, LocalDate],
  kept: {
    records: readonly Pick<KeptRecord, 'period' | 'withdrawn'>[];
    cases: readonly { withdrawn?: true }[];
  },
  today: LocalDate,
): boolean {
  if (to < before) return to >= today;
  const isBetween = ({ period }: { period: string }) => {
    const first = firstDayOf(period);
    return first >= before && first < to;
  };
  return !counting(kept.records).some(isBetween) && kept.cases.every(({ withdrawn }) => withdrawn);
}
