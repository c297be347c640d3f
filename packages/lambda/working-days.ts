import { getDayDetail } from 'chinese-days';
import type { WorkingDays } from '../domain/calendar.ts';

/**
 * China's public holidays as the State Council announced them; a year that is not announced yet has its ordinary
 * weekends only. Whoever reckons a date keeps it, so that a later announcement moves nobody's deadline.
 */
export const workingDays: WorkingDays = {
  // A named day reads "Spring Festival,春节,4"; an ordinary one has the name of its weekday.
  isHoliday: (date) => {
    const { work, name } = getDayDetail(date);
    return !work && name.includes(',');
  },
  isWorked: (date) => getDayDetail(date).work,
};
