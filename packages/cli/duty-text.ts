import { addDays, type LocalDate, localDate } from '../domain/calendar.ts';
import { displayWidth } from '../standard/wrap-text.ts';
import type { Language, Words } from './messages.ts';

export type DutyState = 'done' | 'late' | 'open' | 'missed' | 'withdrawn';

export interface DutyEntry {
  kind: 'period' | 'case' | 'device' | 'coverage';
  of: string;
  first?: LocalDate;
  last?: LocalDate;
  dueAt: string;
  state: DutyState;
  subject?: string;
  key?: string;
  recorded?: number;
  asked?: number;
  unit?: 'records' | 'hours' | 'attempts';
  records: { recordId: string; evidence: string; late: boolean }[];
}
export interface DutyLine {
  dutyId: string;
  line: string;
  name: { zh: string; en: string };
  entries: DutyEntry[];
}
export interface DutyCalendar {
  stationId: string;
  edition: string;
  from: LocalDate;
  to: LocalDate;
  /** The day at the station. */
  today: LocalDate;
  dutiesFrom?: LocalDate;
  positions: { position: string; duties: DutyLine[] }[];
}

// Letters of one column in every terminal, Chinese ones too.
export const signs: Record<DutyState, string> = {
  done: '✓',
  late: '!',
  open: '◌',
  missed: '✗',
  withdrawn: '–',
};
const stretch = '╌';
const nothing = ' ';
const nameColumns = 38;
/** What is shown first where several fall on one day. */
const worst: readonly DutyState[] = ['missed', 'open', 'late', 'done', 'withdrawn'];

/** The last day on which an entry is in time. */
export const dueDay = ({ dueAt }: Pick<DutyEntry, 'dueAt'>): LocalDate => localDate(Date.parse(dueAt) - 1);

/**
 * A month as a drawing: a row for each duty, a column for each day, and behind it how much of it stands how.
 * @param asked the one position that was asked for
 */
export function calendarText(
  calendar: DutyCalendar,
  words: Words,
  language: Language,
  asked?: string,
): string {
  const { from, to, positions, dutiesFrom } = calendar;
  const days = daysOf(from, to);
  const about = [
    words('duty.calendar', calendar.stationId, `${from} … ${to}`, calendar.edition),
    dutiesFrom === undefined ? words('duty.not-begun') : words('duty.since', dutiesFrom),
  ];
  if (positions.length === 0 && dutiesFrom !== undefined)
    about.push(asked === undefined ? words('duty.nothing-owed') : words('duty.nothing-of-position', asked));
  // A grid without a row says nothing.
  if (positions.length === 0) return about.join('\n');
  const lines = [...about, '', ...headOf(days)];
  for (const { position, duties } of positions) {
    lines.push(position);
    for (const duty of duties) lines.push(rowOf(duty, days, language));
  }
  lines.push(
    '',
    worst
      .toReversed()
      .map((state) => `${signs[state]} ${words(`duty.${state}`)}`)
      .join('   '),
  );
  return lines.join('\n');
}

function daysOf(from: LocalDate, to: LocalDate): LocalDate[] {
  const days: LocalDate[] = [];
  for (let date = from; date <= to; date = addDays(date, 1)) days.push(date);
  return days;
}

/** Tens above units, so that a day takes one column. */
function headOf(days: readonly LocalDate[]): string[] {
  const margin = ' '.repeat(nameColumns);
  const tens = days.map((day) => (day.endsWith('0') || day === days[0] ? day.slice(8, 9) : ' '));
  return [margin + tens.join('').replace(/^0/, ' '), margin + days.map((day) => day.slice(9)).join('')];
}

function rowOf({ line, name, entries }: DutyLine, days: readonly LocalDate[], language: Language): string {
  const cells = days.map(() => nothing);
  const at = (day: LocalDate) => days.indexOf(day);
  const last = days.length - 1;
  const clipped = (day: LocalDate) => (day < (days[0] ?? '') ? 0 : day > (days[last] ?? '') ? last : at(day));
  for (const { first, last: end } of entries)
    if (first !== undefined && end !== undefined && first !== end)
      for (let day = clipped(first); day <= clipped(end); day++) cells[day] = stretch;
  const byDay = new Map<number, DutyState>();
  for (const entry of entries) {
    const due = dueDay(entry);
    // On the day by which it is done; what may be done later stands at the end of its stretch.
    const place = clipped(entry.last !== undefined && entry.last < due ? entry.last : due);
    const before = byDay.get(place);
    if (before === undefined || worst.indexOf(entry.state) < worst.indexOf(before))
      byDay.set(place, entry.state);
  }
  for (const [place, state] of byDay) cells[place] = signs[state];
  const counts = worst
    .toReversed()
    .map((state) => ({ state, n: entries.filter((entry) => entry.state === state).length }))
    .filter(({ n }) => n > 0)
    .map(({ state, n }) => `${signs[state]}${n}`)
    .join(' ');
  return `${fitted(`  ${line} ${name[language]}`, nameColumns - 1)} ${cells.join('')}  ${counts}`.trimEnd();
}

/** A text that takes so many columns, whatever letters it has. */
function fitted(text: string, columns: number): string {
  if (displayWidth(text) <= columns) return text + ' '.repeat(columns - displayWidth(text));
  let short = '';
  for (const letter of text) {
    if (displayWidth(short + letter) > columns - 1) break;
    short += letter;
  }
  return fitted(`${short}…`, columns);
}

/** What is not done, the first due first, with the name that a record of it takes. */
export function openText(calendar: DutyCalendar, words: Words, most: number): string {
  const open = calendar.positions
    .flatMap(({ position, duties }) =>
      duties.flatMap(({ dutyId, entries }) => entries.map((entry) => ({ position, dutyId, ...entry }))),
    )
    .filter(
      ({ state, first }) =>
        state === 'missed' || (state === 'open' && (first === undefined || first <= calendar.today)),
    )
    .sort((a, b) => (a.dueAt < b.dueAt ? -1 : 1));
  const lines = open.slice(0, most).map((entry) => {
    const about = [entry.of, entry.key, entry.subject].filter((part) => part !== undefined).join(' ');
    const amount =
      entry.asked === undefined
        ? ''
        : ` ${entry.recorded ?? 0}/${entry.asked} ${words(`duty.${entry.unit ?? 'records'}`)}`;
    return `${signs[entry.state]} ${dueDay(entry)} ${entry.dutyId} ${entry.position} ${about}${amount}`;
  });
  return [...lines, ...(open.length > most ? [words('duty.more', open.length - most)] : [])].join('\n');
}
