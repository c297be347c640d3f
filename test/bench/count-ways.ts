import { certificationId, onboardingId } from '../../packages/domain/ids.ts';
import type { CounterSet } from '../../packages/local/counters.ts';
import { loadBank } from '../../packages/standard/load-bank.ts';
import { atTen } from '../support/at-ten.ts';
import { peopleStage } from '../support/people-stage.ts';
import { demand, type RunningPlatform, runPlatform } from '../support/running-platform.ts';
import { type Cost, costsOf } from './costs.ts';

/** What it costs that one person gets into a position and to its certificate. */
export type WayCosts = {
  /** From the hire to the exams, six inputs: the hire, three steps, the mentor, the modules. */
  onboarding: Cost;
  /** From there to the release, six inputs: two prerequisites, the paper begun and handed in, practical, approval. */
  certification: Cost;
};

const position = 'MT';
/** So many people are on their way at the same time, each at a station of their own. */
const atWork = 10;
/** Each takes a step every two minutes, and no two at once. */
const betweenInputs = 120_000 / atWork;

/**
 * Lets one person go the way, which meets cold functions and is not counted, and then ten side by side. Transitions are
 * those of the case's own workflow; the release, which the certificate brings about, is otherwise counted with it.
 */
export async function countWays(): Promise<WayCosts> {
  const running = await runPlatform();
  try {
    await atTen(running);
    const people = peopleStage(running);
    await people.prepare();
    const stations: string[] = [];
    for (let at = 0; at <= atWork; at++) stations.push(await people.emptyStation(`BENCH-${at}`));
    await course(running, stations.slice(0, 1));
    const used = await course(running, stations.slice(1));
    const ofMachine = (set: CounterSet, name: string) =>
      Object.fromEntries(
        Object.entries(set.transitions).filter(([state]) => state.split('/')[0]?.endsWith(`-${name}`)),
      );
    const of = (part: 'onboarding' | 'certification') =>
      costsOf(
        { ...used[part], transitions: ofMachine(used.both, part) },
        (count) => count({ ...used[part], transitions: ofMachine(used.both, part) }) / atWork,
      );
    return { onboarding: of('onboarding'), certification: of('certification') };
  } finally {
    await running.end();
  }
}

interface Person {
  stationId: string;
  personId: string;
  login: string;
  onboarding: string;
  certification: string;
  dutySheet: string;
  answers: Record<string, number[]>;
  points: Record<string, number>;
}
type Input = (person: Person) => Promise<void>;

async function course(running: RunningPlatform, stations: readonly string[]) {
  const { platform, call } = running;
  const people = peopleStage(running);
  const rules = people.rules(position);
  const today = people.day();
  const persons = stations.map((stationId): Person => {
    const personId = `per_${stationId.slice('stn_'.length)}`;
    const level = rules.levels[0]?.id ?? '';
    return {
      stationId,
      personId,
      login: `mt.${stationId.slice('stn_'.length).toLowerCase()}`,
      onboarding: `/v1/onboardings/${onboardingId(personId, stationId, position, today)}`,
      certification: `/v1/certifications/${certificationId(personId, position, level, today)}`,
      dutySheet: '',
      answers: {},
      points: Object.fromEntries(rules.rubric.map(({ id, points }) => [id, points])),
    };
  });
  const bank = loadBank(position, people.edition);
  const modules = rules.modules.map(({ id, hours }) => ({ module: id, hours }));
  const post = async (user: string, path: string, body?: object) => {
    const answer = await call<{ questions: { id: string; options: { zh: string }[] }[] }>(
      user,
      'POST',
      path,
      body,
    );
    demand(answer, 200, 201);
    return answer.body;
  };

  const hire: Input = async ({ stationId, personId, login }) => {
    const who = { personId, name: '测试员', phone: '15400000000', login };
    await post('hq', `/v1/stations/${stationId}/people`, { ...who, position, since: today });
  };
  const steps: Input[] = [
    async ({ onboarding }) => {
      await post('hq', `${onboarding}/steps`, { step: 'registration', evidence: 'HT-1' });
    },
    async ({ onboarding }) => {
      await post('hq', `${onboarding}/steps`, { step: 'safety-education', evidence: 'AQ-1', hours: 40 });
    },
    async ({ onboarding, login, dutySheet }) => {
      await post(login, `${onboarding}/steps`, { step: 'duty-briefing', sheet: dutySheet });
    },
    async ({ onboarding }) => {
      await post('hq', `${onboarding}/mentor`, { mentor: 'hq' });
    },
    async ({ onboarding }) => {
      await post('hq', `${onboarding}/modules`, { modules });
    },
  ];
  const exams: Input[] = [
    ...['education', 'experience'].map(
      (prerequisite): Input =>
        async ({ certification }) => {
          await post('hq', `${certification}/prerequisites`, { prerequisite, evidence: 'ZJ-1' });
        },
    ),
    async (person) => {
      const { questions } = await post(person.login, `${person.certification}/papers`);
      for (const { id, options } of questions) {
        const known = bank.questions.find((question) => question.id === id);
        const right = (known?.answer ?? []).map((place) => known?.options[place]?.zh);
        person.answers[id] = options.flatMap(({ zh }, place) => (right.includes(zh) ? [place] : []));
      }
    },
    async ({ login, certification, answers }) => {
      await post(login, `${certification}/papers/1/submission`, { answers });
    },
    async ({ certification, points }) => {
      await post('auditor', `${certification}/assessments`, { points });
    },
    async ({ certification }) => {
      await post('hq', `${certification}/decision`, { decision: 'approve' });
    },
  ];

  await platform.idle();
  const before = platform.counters.snapshot();
  await sideBySide([hire]);
  await platform.idle();
  const hired = platform.counters.since(before);
  // What a browser shows is no part of the case.
  for (const person of persons) {
    const { body } = await call<{ dutySheet: string }>(person.login, 'GET', person.onboarding);
    person.dutySheet = body.dutySheet;
  }
  await platform.idle();
  const shown = platform.counters.snapshot();
  await sideBySide(steps);
  await platform.idle();
  const onboarding = added(hired, platform.counters.since(shown));
  const prepared = platform.counters.snapshot();
  await sideBySide(exams);
  await platform.idle();
  const certification = platform.counters.since(prepared);
  return { onboarding, certification, both: added(onboarding, certification) };

  async function sideBySide(inputs: readonly Input[]): Promise<void> {
    for (const input of inputs)
      for (const person of persons) {
        await input(person);
        await platform.quiet();
        platform.clock.advance(betweenInputs);
      }
  }
}

/** Two stretches of the same case. */
function added(one: CounterSet, other: CounterSet): CounterSet {
  const sums = (a: Record<string, number>, b: Record<string, number>) => {
    const all = { ...a };
    for (const [name, count] of Object.entries(b)) all[name] = (all[name] ?? 0) + count;
    return all;
  };
  return {
    ...other,
    transitions: sums(one.transitions, other.transitions),
    invocations: sums(one.invocations, other.invocations),
    dynamodbCalls: sums(one.dynamodbCalls, other.dynamodbCalls),
    readUnits: one.readUnits + other.readUnits,
    writeUnits: one.writeUnits + other.writeUnits,
    eventsPut: one.eventsPut + other.eventsPut,
  };
}
