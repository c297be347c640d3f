import { getDayDetail, getLunarDate, getSolarTermDate } from 'chinese-days';
import { addDays, type LocalDate, type WorkingDays } from '../domain/calendar.ts';

/**
 * China's public holidays as the State Council announced them. Of a year that is not announced yet those that the law
 * itself names are known (全国年节及纪念日放假办法, 2024), and neither the days off beside them nor the weekends worked for
 * those. Whoever reckons a date keeps it, so that a later announcement moves nobody's deadline.
 */
export const workingDays: WorkingDays = {
  isHoliday: (date) => (isAnnounced(date.slice(0, 4)) ? isNamed(date) : isHolidayByLaw(date)),
  isWorked: (date) => dayOf(date).work && (isAnnounced(date.slice(0, 4)) || !isHolidayByLaw(date)),
};

/** Noon, so that the day is the same wherever the machine is: the library reads its clock. */
const noonOf = (date: LocalDate): Date => new Date(`${date}T12:00:00`);
const dayOf = (date: LocalDate) => getDayDetail(noonOf(date));

/** A named day reads "Spring Festival,春节,4"; an ordinary one has the name of its weekday. */
const isNamed = (date: LocalDate): boolean => {
  const { work, name } = dayOf(date);
  return !work && name.includes(',');
};

const announced = new Map<string, boolean>();
function isAnnounced(year: string): boolean {
  const known = announced.get(year);
  if (known !== undefined) return known;
  const found = isNamed(`${year}-10-01`);
  announced.set(year, found);
  return found;
}

/** New Year, Labour Day, National Day. */
const everyYear = ['01-01', '05-01', '05-02', '10-01', '10-02', '10-03'];
/** Month and day of the moon: three days of the Spring Festival, Dragon Boat, Mid-Autumn; the eve is the day before. */
const byTheMoon = ['1-1', '1-2', '1-3', '5-5', '8-15'];

function isHolidayByLaw(date: LocalDate): boolean {
  return (
    everyYear.includes(date.slice(5)) ||
    date === getSolarTermDate(Number(date.slice(0, 4)), 4, 'pure_brightness') ||
    byTheMoon.includes(moonOf(date)) ||
    moonOf(addDays(date, 1)) === '1-1'
  );
}

function moonOf(date: LocalDate): string {
  const { lunarMon, lunarDay, isLeap } = getLunarDate(noonOf(date));
  return isLeap ? '' : `${lunarMon}-${lunarDay}`;
}
