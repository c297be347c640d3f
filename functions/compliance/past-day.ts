import { localDate } from '../../packages/domain/calendar.ts';
import type { Clock } from '../../packages/domain/clock.ts';
import { inputRejected } from '../../packages/domain/errors.ts';

/** @throws InputRejected for a day that has not begun */
export function pastDay(on: string | undefined, clock: Clock): string {
  const today = localDate(clock.now());
  if (on !== undefined && on > today)
    throw inputRejected([{ field: 'on', code: 'in-the-future', value: on, allowed: today }]);
  return on ?? today;
}
