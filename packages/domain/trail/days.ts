const hour = 3_600_000;
const day = 24 * hour;

/** The calendar day in China (UTC+8 all year) at an instant, `YYYY-MM-DD`. */
export const dayInChina = (ms: number): string => new Date(ms + 8 * hour).toISOString().slice(0, 10);

/** The day before. */
export const dayBefore = (date: string): string =>
  new Date(Date.parse(date) - day).toISOString().slice(0, 10);
