import { setTimeout as pause } from 'node:timers/promises';
import { ApiRefusal, type PublicApi, publicApi } from './public-api.ts';
import { type Draws, seeded } from './seeded.ts';
import { sideBySide } from './side-by-side.ts';

export interface PeoplePlay {
  apiUrl: string;
  seed: number;
  /** Stations whose people act side by side. */
  concurrency: number;
  tokenFor(login: string): Promise<string>;
  hqLogin: string;
  /** HQ's auditor, who assesses; somebody else of HQ approves. */
  auditorLogin: string;
  /** The stations that hire; the others take in who is moved to them. */
  stations: readonly string[];
  /** The day at the stations, `YYYY-MM-DD`. */
  today: string;
  /** The texts of the right options of a question, in Chinese: what a candidate has learnt. */
  learnt(position: string, question: { id: string; text: { zh: string } }): readonly string[];
  onProgress?(result: PeoplePlayed): void;
  signal?: AbortSignal;
  /** Milliseconds to wait for a platform that does not answer; two minutes unless given. */
  patience?: number;
}

export interface PeoplePlayed {
  hired: number;
  /** Hires that the standard refused and HQ let be. */
  exceptions: number;
  /** Steps, modules and mentors that were recorded. */
  recorded: number;
  examsPassed: number;
  examsFailed: number;
  retrained: number;
  practicalsPassed: number;
  practicalsFailed: number;
  approved: number;
  transferred: number;
  left: number;
  handedOver: number;
  problems: { of: string; part: string; code: string }[];
}

interface OpenWay {
  kind: 'onboarding' | 'certification' | 'hand-over';
  id: string;
  personId: string;
  stationId: string;
  position: string;
  part: string;
}
interface Person {
  personId: string;
  stationId?: string;
  holds: { stationId: string; position: string }[];
  certificates: { status: string }[];
  onboardings: { status: string }[];
}
interface Staffing {
  seats: { position: string; missing: number }[];
}

/** How people are; shares. */
const habits = {
  hires: 0.5,
  halfModules: 0.4,
  failsTheory: 0.3,
  failsPractical: 0.2,
  moves: 0.15,
  leaves: 0.12,
  leavesEarly: 0.08,
};
const names = ['赵一鸣', '钱小雨', '孙国强', '李思远', '周海燕', '吴建平', '郑晓东', '王丽华'];

export const personOf = (stationId: string, turn: number) => `per_SIM-${stationId.slice(4)}-${turn}`;
export const loginOfPerson = (personId: string) => `sim.${personId.slice('per_SIM-'.length).toLowerCase()}`;

/**
 * Lets stations and HQ do what they would do on a day: hire, record steps and modules, learn, sit exams, fail and try
 * again, assess, approve, move people and let them go. Who does what depends on the seed and the ids alone; whatever has
 * its time only later is left for a later day, so a play is called once a day of the movable clock.
 * @throws when the platform stays away longer than `patience`, or on abort
 */
export async function playPeople(play: PeoplePlay): Promise<PeoplePlayed> {
  const api = publicApi({
    apiUrl: play.apiUrl,
    tokenFor: (login) => play.tokenFor(login),
    patience: play.patience ?? 120_000,
    signal: play.signal,
  });
  const result: PeoplePlayed = {
    hired: 0,
    exceptions: 0,
    recorded: 0,
    examsPassed: 0,
    examsFailed: 0,
    retrained: 0,
    practicalsPassed: 0,
    practicalsFailed: 0,
    approved: 0,
    transferred: 0,
    left: 0,
    handedOver: 0,
    problems: [],
  };
  async function* each() {
    for (const stationId of play.stations) yield stationId;
  }
  await sideBySide(play.concurrency, each(), async (stationId) => {
    await hire(play, api, stationId, result);
    await workTheDesk(play, api, stationId, result);
    await moveOn(play, api, stationId, result);
    play.onProgress?.(result);
  });
  return result;
}

/**
 * Plays a day until nothing more can be done on it. What a step opens is opened by a workflow, moments later, so what is
 * there is looked at again after a pause.
 */
export async function playPeopleToRest(play: PeoplePlay, pauseMs = 2000): Promise<PeoplePlayed> {
  let sum: PeoplePlayed | undefined;
  for (let still = 0; still < roundsAtRest; ) {
    if (sum) await pause(pauseMs, undefined, { signal: play.signal });
    const before = sum;
    const round = await playPeople({
      ...play,
      ...(play.onProgress ? { onProgress: (now) => play.onProgress?.(added(before, now)) } : {}),
    });
    sum = added(before, round);
    const moved = Object.values({ ...round, problems: 0 }).some((count) => count > 0);
    still = moved ? 0 : still + 1;
  }
  return sum as PeoplePlayed;
}

/** A workflow may be slower than one pause. */
const roundsAtRest = 3;

const added = (one: PeoplePlayed | undefined, other: PeoplePlayed): PeoplePlayed => {
  if (!one) return other;
  const { problems, ...counts } = other;
  const sum = { ...one, problems: [...one.problems, ...problems] };
  for (const name of Object.keys(counts) as (keyof typeof counts)[]) sum[name] += counts[name];
  return sum;
};

const draw = (play: PeoplePlay, ...key: (string | number)[]): Draws => seeded(play.seed, 'people', ...key);
/** The id of a way has a day in it; what a seed plays is the same on every day. */
const drawOf = (play: PeoplePlay, { personId, position }: OpenWay, ...key: (string | number)[]): Draws =>
  draw(play, personId, position, ...key);

/** A problem is told and does not stop the others. */
async function told<Answer>(
  result: PeoplePlayed,
  of: string,
  part: string,
  act: () => Promise<Answer>,
): Promise<Answer | null> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof ApiRefusal)) throw error;
    result.problems.push({ of, part, code: error.code });
    return null;
  }
}

/** One person a station, on the first day of the play on which the seed lets it hire. */
async function hire(
  play: PeoplePlay,
  api: PublicApi,
  stationId: string,
  result: PeoplePlayed,
): Promise<void> {
  const turn = 1;
  if (!draw(play, stationId, 'hires').chance(habits.hires)) return;
  const personId = personOf(stationId, turn);
  if (await found(api, play, personId)) return;
  const { seats } = await api.send<Staffing>([play.hqLogin], 'GET', `/v1/stations/${stationId}/staffing`);
  const free = seats.filter(({ missing }) => missing > 0).map(({ position }) => position);
  const draws = draw(play, personId);
  const position = draws.pick(free.length > 0 ? free : seats.map((seat) => seat.position));
  const body = {
    personId,
    position,
    since: play.today,
    name: draws.pick(names),
    phone: `138${String(draws.whole(0, 99_999_999)).padStart(8, '0')}`,
    login: loginOfPerson(personId),
  };
  const path = `/v1/stations/${stationId}/people`;
  try {
    await api.send([play.hqLogin], 'POST', path, body);
  } catch (error) {
    if (!(error instanceof ApiRefusal && error.code === 'seat-refused')) throw error;
    await api.send([play.hqLogin], 'POST', path, { ...body, exception: '业务量即将增长' });
    result.exceptions += 1;
  }
  result.hired += 1;
}

const found = async (api: PublicApi, play: PeoplePlay, personId: string): Promise<Person | null> => {
  try {
    return await api.send<Person>([play.hqLogin], 'GET', `/v1/people/${personId}`);
  } catch (error) {
    if (error instanceof ApiRefusal && error.status === 404) return null;
    throw error;
  }
};

/** Everything that is open at the station and can be done today, until nothing is left. */
async function workTheDesk(
  play: PeoplePlay,
  api: PublicApi,
  stationId: string,
  result: PeoplePlayed,
): Promise<void> {
  const done = new Set<string>();
  for (let moved = true; moved; ) {
    moved = false;
    for (const turn of ['station', 'hq']) {
      const path = `/v1/ways?stationId=${stationId}&turn=${turn}&limit=200`;
      const { items } = await api.send<{ items: OpenWay[] }>([play.hqLogin], 'GET', path);
      for (const way of items) {
        const step = `${way.id} ${way.part}`;
        if (!way.personId.startsWith('per_SIM-') || done.has(step)) continue;
        done.add(step);
        moved = (await told(result, way.id, way.part, () => act(play, api, way, result))) === true || moved;
      }
    }
  }
}

/** @returns whether something was done that lets others go on */
async function act(play: PeoplePlay, api: PublicApi, way: OpenWay, result: PeoplePlayed): Promise<boolean> {
  const path = way.kind === 'onboarding' ? `/v1/onboardings/${way.id}` : `/v1/certifications/${way.id}`;
  const byHq = (name: string, body: object) => api.send([play.hqLogin], 'POST', `${path}/${name}`, body);
  if (way.kind === 'hand-over') {
    const [, , , on = ''] = way.id.split('_');
    const day = `${on.slice(0, 4)}-${on.slice(4, 6)}-${on.slice(6, 8)}`;
    await api.send([play.hqLogin], 'POST', `/v1/stations/${way.stationId}/people/${way.personId}/hand-over`, {
      on: day,
      evidence: '交接单-1',
    });
    result.handedOver += 1;
    return true;
  }
  if (way.kind === 'onboarding') {
    const moved = await onboard(play, api, way, path, byHq);
    result.recorded += 1;
    return moved;
  }
  switch (way.part) {
    case 'prerequisites':
    case 'theory':
      return sitExam(play, api, way, path, result);
    case 'retraining':
      await byHq('retraining', { evidence: '再培训签到表' });
      result.retrained += 1;
      return true;
    case 'practical':
      return assess(play, api, way, path, result);
    case 'approval':
      await byHq('decision', { decision: 'approve' });
      result.approved += 1;
      return true;
    default:
      return false;
  }
}

async function onboard(
  play: PeoplePlay,
  api: PublicApi,
  way: OpenWay,
  path: string,
  byHq: (name: string, body: object) => Promise<unknown>,
): Promise<boolean> {
  switch (way.part) {
    case 'registration':
      await byHq('steps', { step: 'registration', evidence: '劳动合同-1' });
      return true;
    case 'safety-education':
      await byHq('steps', { step: 'safety-education', evidence: '三级教育卡-1', hours: 32 });
      return true;
    case 'duty-briefing': {
      const { dutySheet } = await api.send<{ dutySheet: string }>([play.hqLogin], 'GET', path);
      const login = loginOfPerson(way.personId);
      await api.send([login], 'POST', `${path}/steps`, { step: 'duty-briefing', sheet: dutySheet });
      return true;
    }
    case 'mentoring':
      await byHq('mentor', { mentor: 'hq' });
      return true;
    default: {
      // What is left are modules; some people take them in two goes, the second on another day.
      const { open } = await api.send<{
        open: { kind: string; id: string; hours: number; recorded: number }[];
      }>([play.hqLogin], 'GET', path);
      const modules = open.filter(({ kind }) => kind === 'module');
      const half = drawOf(play, way, 'modules').chance(habits.halfModules);
      const fresh = modules.every(({ recorded }) => recorded === 0);
      await byHq('modules', {
        modules: modules.map(({ id, hours }) => ({
          module: id,
          hours: half && fresh ? Math.max(1, Math.floor(hours / 2)) : hours,
        })),
      });
      return !(half && fresh);
    }
  }
}

interface Paper {
  number: number;
  questions: { id: string; text: { zh: string }; options: { zh: string }[] }[];
}

/** Shows what is asked for first; a try that comes too soon is left for a later day. */
async function sitExam(
  play: PeoplePlay,
  api: PublicApi,
  way: OpenWay,
  path: string,
  result: PeoplePlayed,
): Promise<boolean> {
  const state = await api.send<{ missing: string[]; attempts: object[]; exam?: { reason: string } }>(
    [play.hqLogin],
    'GET',
    path,
  );
  for (const prerequisite of state.missing) {
    const [kind] = prerequisite.split(':');
    await api.send([play.hqLogin], 'POST', `${path}/prerequisites`, {
      prerequisite,
      ...(kind === 'certified-as' ? { waiver: '经总部评估同意' } : { evidence: '证件复印件-1' }),
      ...(kind === 'statutory-certificate' ? { issuedOn: play.today, validUntil: '2040-12-31' } : {}),
    });
  }
  if (state.exam && state.exam.reason !== 'prerequisites') return false;
  const login = loginOfPerson(way.personId);
  const paper = await api.send<Paper>([login], 'POST', `${path}/papers`);
  const fails = drawOf(play, way, 'theory', state.attempts.length).chance(habits.failsTheory);
  const answers = Object.fromEntries(
    paper.questions.map((question, at) => {
      const right = play.learnt(way.position, question);
      const places = question.options.flatMap((option, place) => (right.includes(option.zh) ? [place] : []));
      const others = question.options.flatMap((option, place) => (right.includes(option.zh) ? [] : [place]));
      return [question.id, fails && at % 2 === 0 ? others.slice(0, 1) : places];
    }),
  );
  await api.send([login], 'PUT', `${path}/papers/${paper.number}/answers`, { answers });
  const graded = await api.send<{ passed: boolean }>(
    [login],
    'POST',
    `${path}/papers/${paper.number}/submission`,
    {},
  );
  if (graded.passed) result.examsPassed += 1;
  else result.examsFailed += 1;
  return true;
}

async function assess(
  play: PeoplePlay,
  api: PublicApi,
  way: OpenWay,
  path: string,
  result: PeoplePlayed,
): Promise<boolean> {
  const { rubric, assessments } = await api.send<{
    rubric: { id: string; points: number; safetyCritical: boolean }[];
    assessments: object[];
  }>([play.auditorLogin], 'GET', path);
  const fails = drawOf(play, way, 'practical', assessments.length).chance(habits.failsPractical);
  const critical = rubric.find(({ safetyCritical }) => safetyCritical);
  const points = Object.fromEntries(
    rubric.map(({ id, points: most }) => [id, fails && id === critical?.id ? 0 : most]),
  );
  try {
    const after = await api.send<{ status: string }>([play.auditorLogin], 'POST', `${path}/assessments`, {
      points,
    });
    if (after.status === 'practical-passed') result.practicalsPassed += 1;
    else result.practicalsFailed += 1;
    return true;
  } catch (error) {
    // A retake keeps its distance; a later day comes back to it.
    if (error instanceof ApiRefusal && error.code === 'exam-not-possible') return false;
    throw error;
  }
}

/** Some who are released move to another station of the play, some leave, and a few leave before that. */
async function moveOn(
  play: PeoplePlay,
  api: PublicApi,
  stationId: string,
  result: PeoplePlayed,
): Promise<void> {
  const personId = personOf(stationId, 1);
  const person = await found(api, play, personId);
  const [hold] = person?.holds ?? [];
  if (!person || !hold) return;
  const draws = draw(play, personId, 'moves');
  const released = person.onboardings.some(({ status }) => status === 'released');
  const [moves, leaves, early] = [habits.moves, habits.leaves, habits.leavesEarly].map((share) =>
    draws.chance(share),
  );
  const path = `/v1/stations/${hold.stationId}/people/${personId}`;
  if (released && moves && hold.stationId === stationId) {
    const to = play.stations[(play.stations.indexOf(stationId) + 1) % play.stations.length] ?? stationId;
    const moved = await told(result, personId, 'transfer', () =>
      api.send([play.hqLogin], 'POST', `${path}/transfer`, {
        from: hold.position,
        toPosition: hold.position,
        toStationId: to,
        on: play.today,
        exception: '网络内调剂',
      }),
    );
    if (moved) result.transferred += 1;
  } else if ((released && leaves && !moves) || (!released && early)) {
    const ended = await told(result, personId, 'leave', () =>
      api.send([play.hqLogin], 'POST', `${path}/leave`, { on: play.today }),
    );
    if (ended) result.left += 1;
  }
}
