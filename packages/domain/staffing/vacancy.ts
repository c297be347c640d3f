import type { StaffingRules } from '../../standard/edition-rules.ts';
import { addDays, type LocalDate, type WorkingDays } from '../calendar.ts';
import { addWorkingDays } from '../onboarding/onboarding-dues.ts';

/** Last days, each still in time. */
export interface VacancyDates {
  /** By when somebody acts in the position. */
  actingBy: LocalDate;
  /** By when it is filled. */
  fillBy: LocalDate;
}

/**
 * By when a seat that is vacant since a day gets an acting holder, and is filled (section 6, change of personnel): key
 * posts sooner. The day on which it fell vacant does not count.
 */
export function vacancyDates(
  since: LocalDate,
  position: string,
  {
    acting: { namedWithin },
    keyPosts,
    vacancyDays,
  }: Pick<StaffingRules, 'acting' | 'keyPosts' | 'vacancyDays'>,
  calendar: WorkingDays,
): VacancyDates {
  return {
    actingBy:
      namedWithin.kind === 'working'
        ? addWorkingDays(since, namedWithin.days, calendar)
        : addDays(since, namedWithin.days),
    fillBy: addDays(since, keyPosts.includes(position) ? vacancyDays.keyPosts : vacancyDays.others),
  };
}
