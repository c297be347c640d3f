import { ApiRefusal, type PublicApi, publicApi } from './public-api.ts';
import { seeded } from './seeded.ts';
import { sideBySide } from './side-by-side.ts';

export interface DutyPlay {
  apiUrl: string;
  seed: number;
  /** Stations whose people act side by side. */
  concurrency: number;
  tokenFor(login: string): Promise<string>;
  /** Logins of a station's people; those of positions that have none are not played. */
  loginsOf(stationId: string, position: string): readonly string[];
  stations: readonly string[];
  /** The day at the stations, `YYYY-MM-DD`. */
  today: string;
  /** How people are; shares of what they owe. The rest is done in time. */
  habits?: DutyHabits;
  onProgress?(result: DutiesPlayed): void;
  signal?: AbortSignal;
  /** Milliseconds to wait for a platform that does not answer; two minutes unless given. */
  patience?: number;
}

export interface DutyHabits {
  late: number;
  never: number;
  /** Chance of a complaint at a station on a day. */
  complains: number;
}

export interface DutiesPlayed {
  recorded: number;
  late: number;
  /** Complaints that were reported. */
  complaints: number;
  problems: { of: string; part: string; code: string }[];
}

interface Entry {
  kind: 'period' | 'case' | 'device' | 'coverage';
  of: string;
  first?: string;
  dueAt: string;
  state: 'done' | 'late' | 'open' | 'missed' | 'withdrawn';
  subject?: string;
  asked?: number;
  unit?: 'records' | 'hours' | 'attempts';
}
interface Calendar {
  positions: { position: string; duties: { dutyId: string; line: string; entries: Entry[] }[] }[];
}

export const usualHabits: DutyHabits = { late: 0.1, never: 0.05, complains: 0.1 };
const dayMilliseconds = 86_400_000;
/** A late one comes within so many days. */
const latestDays = 10;
/** Days that a player looks back for what is still to be done. */
const lookedBackDays = 31;

const addDays = (date: string, days: number) =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * dayMilliseconds).toISOString().slice(0, 10);
/** The day at the stations, which keep China's time. */
const dayOf = (instant: number) => new Date(instant + 8 * 3_600_000).toISOString().slice(0, 10);

/**
 * The day on which something that is owed is recorded; null when it never is. It depends on the seed and on what it is
 * alone, so whoever plays a day twice, or reckons without a platform, comes to the same.
 * @param first the day from which it can be done
 * @param dueAt ISO instant from which it is overdue
 */
export function recordedOn(
  seed: number,
  stationId: string,
  what: { line: string; of: string; subject?: string | undefined; first: string; dueAt: string },
  habits: DutyHabits = usualHabits,
): string | null {
  const draws = seeded(seed, 'duties', stationId, what.line, what.of, what.subject ?? '');
  const habit = draws.unit();
  if (habit < habits.never) return null;
  const last = dayOf(Date.parse(what.dueAt) - 1);
  if (habit < habits.never + habits.late) return addDays(last, draws.whole(1, latestDays));
  const days = Math.max(0, Math.round((Date.parse(last) - Date.parse(what.first)) / dayMilliseconds));
  return addDays(what.first, draws.whole(0, days));
}

/**
 * Lets the people of stations record what they owe on a day: some in time, some late, some never, and now and then a
 * customer complains. A play is called once a day of the movable clock; who is behind does what was to be done before.
 * @throws when the platform stays away longer than `patience`, or on abort
 */
export async function playDuties(play: DutyPlay): Promise<DutiesPlayed> {
  const { signal, patience = 120_000 } = play;
  const api = publicApi({
    apiUrl: play.apiUrl,
    tokenFor: (login) => play.tokenFor(login),
    patience,
    signal,
  });
  const result: DutiesPlayed = { recorded: 0, late: 0, complaints: 0, problems: [] };
  async function* each() {
    for (const stationId of play.stations) yield stationId;
  }
  await sideBySide(play.concurrency, each(), async (stationId) => {
    await complain(play, api, stationId, result);
    await record(play, api, stationId, result);
    play.onProgress?.(result);
  });
  return result;
}

async function complain(play: DutyPlay, api: PublicApi, stationId: string, result: DutiesPlayed) {
  const { habits = usualHabits, today, seed } = play;
  const draws = seeded(seed, 'complaint', stationId, today);
  if (!draws.chance(habits.complains)) return;
  await told(result, stationId, 'complaint', async () => {
    await api.send(play.loginsOf(stationId, 'SM'), 'POST', `/v1/stations/${stationId}/duty-events`, {
      event: 'complaint-opened',
      key: `TS-${today}`,
      at: `${today}T00:00:00+08:00`,
      gravity: draws.chance(0.2) ? 'major' : 'ordinary',
    });
    result.complaints += 1;
  });
}

async function record(play: DutyPlay, api: PublicApi, stationId: string, result: DutiesPlayed) {
  const { habits = usualHabits, today, seed } = play;
  const path = `/v1/stations/${stationId}/duties`;
  const query = `from=${addDays(today, -lookedBackDays)}&to=${addDays(today, latestDays)}`;
  const { positions } = await api.send<Calendar>(play.loginsOf(stationId, 'SM'), 'GET', `${path}?${query}`);
  for (const { position, duties } of positions) {
    const logins = play.loginsOf(stationId, position);
    if (logins.length === 0) continue;
    for (const { dutyId, line, entries } of duties)
      for (const entry of entries) {
        const { kind, of, dueAt, state, subject, first = dayOf(Date.parse(dueAt) - dayMilliseconds) } = entry;
        if (state !== 'open' && state !== 'missed') continue;
        if (kind !== 'period' && kind !== 'case') continue;
        const on = recordedOn(seed, stationId, { line, of, subject, first, dueAt }, habits);
        if (on === null || on > today || first > today) continue;
        await told(result, stationId, `${dutyId} ${of}`, async () => {
          const body = bodyOf(position, dutyId, entry, positions);
          const answer = await api.send<{ late: boolean }>(logins, 'POST', `${path}/${dutyId}/records`, body);
          result.recorded += 1;
          if (answer.late) result.late += 1;
        });
      }
  }
}

function bodyOf(position: string, dutyId: string, entry: Entry, positions: Calendar['positions']): object {
  const { kind, of, subject, asked, unit } = entry;
  const evidence = `${dutyId}-${of}`;
  if (kind === 'case') return { case: of, evidence };
  return {
    period: of,
    evidence,
    ...(subject === undefined ? { position } : { subject }),
    ...(unit === 'hours' && asked !== undefined ? { hours: asked } : {}),
    ...(unit === 'records' && asked !== undefined ? { count: asked } : {}),
    // An internal audit looks at everybody.
    ...(dutyId === 'R28' ? { audited: positions.map((one) => one.position) } : {}),
  };
}

/** A problem is told and does not stop the others. */
async function told(result: DutiesPlayed, of: string, part: string, act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof ApiRefusal)) throw error;
    result.problems.push({ of, part, code: error.code });
  }
}
