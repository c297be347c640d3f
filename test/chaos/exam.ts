import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { demoPassword } from '../../packages/cli/demo-users.ts';
import { wordsIn } from '../../packages/cli/messages.ts';
import { passwordToken } from '../../packages/cli/session.ts';
import { certificationId } from '../../packages/domain/ids.ts';
import { loadBank } from '../../packages/standard/load-bank.ts';
import type { CertificationItem, PaperItem } from '../../packages/table/people-items.ts';
import { examStore } from '../../packages/table/stores/exam-store.ts';
import { personStore } from '../../packages/table/stores/person-store.ts';
import { connectTable } from '../../packages/table/table.ts';
import { type PeoplePlatform, peopleStage } from '../support/people-stage.ts';
import { type Answered, demand } from '../support/running-platform.ts';
import type { KillablePlatform } from './killable-platform.ts';

const words = wordsIn('en');
const minute = 60_000;

interface Paper {
  number: number;
  endsAt: string;
  questions: { id: string; options: { zh: string }[] }[];
  answers: Record<string, number[]>;
}
interface Sitting {
  login: string;
  certification: string;
  endsAt: string;
  given: Record<string, number[]>;
  /** Percent, reckoned by hand. */
  score: number;
}

/**
 * Candidates write papers while the platform is killed: right after answers were saved, and while the papers are graded
 * because their hour is over. What was saved is there, the end of the paper stays where it was, and each paper is
 * graded and entered once. Answers the problems.
 */
export async function killedExams(
  platform: KillablePlatform,
  { stations, random, say }: { stations: readonly string[]; random(): number; say(text: string): void },
): Promise<string[]> {
  const problems: string[] = [];
  let ready = await platform.start();
  let ahead = 0;
  const tokens = new Map<string, Promise<string>>();
  const call = async <Body>(
    user: string | null | { token: string },
    method: string,
    path: string,
    body?: unknown,
  ) => {
    const login = String(user);
    const token = tokens.get(login) ?? passwordToken(ready, login, demoPassword, words);
    tokens.set(login, token);
    const response = await fetch(`${ready.apiUrl}${path}`, {
      method,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${await token}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, headers: response.headers, body: (await response.json()) as Body };
  };
  const running: PeoplePlatform = {
    call,
    platform: { clock: { now: () => Date.now() + ahead }, idle: () => pause(300) },
  };
  const people = peopleStage(running);
  const get = async <Body>(user: string, path: string): Promise<Body> => {
    const answer = await call<Body>(user, 'GET', path);
    demand(answer as Answered<object>, 200);
    return answer.body;
  };
  const until = async (done: () => Promise<boolean>, what: string) => {
    for (const limit = Date.now() + 60_000; !(await done().catch(() => false)); await pause(100))
      if (Date.now() > limit) throw new Error(`waited in vain: ${what}`);
  };

  await people.prepare(people.edition, ['MT']);
  const sittings: Sitting[] = [];
  for (const [i, stationId] of stations.entries()) sittings.push(await begin(stationId, i));
  say(`exam: ${sittings.length} papers begun and answers saved`);

  await platform.kill(random() < 0.5);
  ready = await platform.start();
  for (const { login, certification, endsAt, given } of sittings) {
    const paper = await get<Paper>(login, `/v1/certifications/${certification}/papers/1`);
    if (!isDeepStrictEqual(paper.answers, given))
      problems.push(`${certification}: other answers than those that were saved`);
    if (paper.endsAt !== endsAt) problems.push(`${certification}: the end of the paper has moved`);
  }

  // The hour is over, and the grading dies at any moment of it.
  ahead += 62 * minute;
  platform.advance(62 * minute);
  await pause(random() * 600);
  await platform.kill(random() < 0.5);
  ready = await platform.start();
  Object.assign(process.env, ready.operatorEnv);
  const table = connectTable(ready.tableName);
  for (const { certification, endsAt, score } of sittings) {
    const kept = async () => ({
      way: (await personStore(table).certification(certification, true)) as CertificationItem,
      paper: (await examStore(table).paper(certification, 1)) as PaperItem,
    });
    await until(async () => (await kept()).way.attempts.length > 0, `${certification} is graded`);
    const { way, paper } = await kept();
    if (way.attempts.length !== 1) problems.push(`${certification}: entered ${way.attempts.length} times`);
    if (way.attempts[0]?.score !== score || paper.score !== score)
      problems.push(`${certification}: score ${way.attempts[0]?.score}, by hand ${score}`);
    if (paper.finishedAt !== endsAt || way.attempts[0]?.at !== endsAt)
      problems.push(`${certification}: not graded as of its end`);
  }
  say(`exam: killed twice, ${sittings.length} papers graded once at their end`);
  return problems;

  /** Hires a mechanic and lets them write half a paper. */
  async function begin(stationId: string, i: number): Promise<Sitting> {
    const person = `X-${i}`;
    const login = await people.hire(stationId, person, 'MT', { exception: '演练' });
    const onboarding = people.idOf(stationId, person, 'MT');
    await until(
      async () => (await call('hq', 'GET', `/v1/onboardings/${onboarding}`)).status === 200,
      'the onboarding begins',
    );
    await people.onboard(onboarding, person);
    const level = people.rules('MT').levels[0]?.id ?? '';
    const certification = certificationId(`per_${person}`, 'MT', level, people.day());
    const path = `/v1/certifications/${certification}`;
    await until(async () => (await call('hq', 'GET', path)).status === 200, 'the way begins');
    await people.showAll(certification);
    const begun = await call<Paper>(login, 'POST', `${path}/papers`);
    demand(begun as Answered<object>, 201);
    const { questions, endsAt, number } = begun.body;
    const bank = loadBank('MT', people.edition);
    const half = questions.slice(0, Math.ceil(questions.length / 2));
    const given = Object.fromEntries(
      half.map(({ id, options }) => {
        const known = bank.questions.find((question) => question.id === id);
        const right = (known?.answer ?? []).map((place) => known?.options[place]?.zh);
        return [id, options.flatMap(({ zh }, place) => (right.includes(zh) ? [place] : []))];
      }),
    );
    demand(await call(login, 'PUT', `${path}/papers/${number}/answers`, { answers: given }), 200);
    return { login, certification, endsAt, given, score: Math.floor((half.length * 100) / questions.length) };
  }
}
