import { draftingLogin } from '../../packages/cli/demo-users.ts';
import { publishEdition } from '../../packages/cli/publish-edition.ts';
import { loadBank } from '../../packages/standard/load-bank.ts';
import { loadEdition } from '../../packages/standard/load-edition.ts';
import { type PathRules, pathRules } from '../../packages/standard/path-rules.ts';
import type { Edition } from '../../packages/standard/schema.ts';
import { type Answered, demand, type RunningPlatform } from './running-platform.ts';

/** What people are driven through. */
export type PeoplePlatform = Pick<RunningPlatform, 'call'> & {
  platform: { clock: { now(): number }; idle(): Promise<void> };
};

export interface OpenWay {
  onboardingId: string;
  certificationId: string;
  status: string;
  open: { kind: string; id: string; hours?: number }[];
  dutySheet: string;
}

interface Paper {
  number: number;
  questions: { id: string; options: { zh: string }[] }[];
}

/** Drives people through onboarding and certification as the station and HQ would. */
export interface PeopleStage {
  edition: Edition;
  rules(position: string): PathRules;
  /** Publishes edition and banks, or only those of some positions: they are large. */
  prepare(edition?: Edition, banks?: readonly string[]): Promise<void>;
  /**
   * A station with nobody in it, or only with somebody who acts in a position; large enough for every position unless
   * other cells are given.
   */
  emptyStation(
    code: string,
    cells?: { repair_class?: string; visits?: string; acting?: string },
  ): Promise<string>;
  /** HQ hires a person who can log in; answers the login. */
  hire(stationId: string, person: string, position: string, extra?: object): Promise<string>;
  idOf(stationId: string, person: string, position: string): string;
  /** Everything up to the exams. */
  onboard(onboardingId: string, person: string): Promise<void>;
  certificationOf(person: string, position: string): string;
  /** Shows every prerequisite. */
  showAll(certificationId: string): Promise<void>;
  /** Takes a paper; all right, or with so many wrong answers. */
  takePaper(
    certificationId: string,
    person: string,
    wrong?: number,
  ): Promise<Answered<{ score: number; passed: boolean }>>;
  assess(certificationId: string, by?: string, lost?: Record<string, number>): Promise<Answered>;
  approve(certificationId: string, by?: string): Promise<Answered>;
  /** From the exams to the certificate; answers its number. */
  certify(certificationId: string, person: string): Promise<string>;
  day(offset?: number): string;
}

const loginOf = (person: string) => `login-${person.toLowerCase()}`;

export function peopleStage(running: PeoplePlatform, edition = loadEdition('edition-1')): PeopleStage {
  let current = edition;
  const { platform, call } = running;
  const get = async <Body>(path: string, user = 'hq'): Promise<Body> => {
    const answer = await call<Body>(user, 'GET', path);
    demand(answer as Answered, 200);
    return answer.body;
  };
  const must = async <Body>(user: string, method: string, path: string, body?: object): Promise<Body> => {
    const answer = await call<Body>(user, method, path, body);
    demand(answer as Answered, 200, 201);
    await platform.idle();
    return answer.body;
  };
  const stage: PeopleStage = {
    edition,
    rules: (position) => pathRules(current, position, () => '0'.repeat(64)),
    day: (offset = 0) =>
      new Date(platform.clock.now() + 8 * 3_600_000 + offset * 86_400_000).toISOString().slice(0, 10),

    async prepare(published = edition, banks) {
      current = published;
      const as = (user: string) => ({
        call: <Body>(method: string, path: string, body?: object) => must<Body>(user, method, path, body),
      });
      await publishEdition(published, as(draftingLogin), as('hq'));
      await platform.idle();
      for (const { code } of published.positions) {
        if (banks && !banks.includes(code)) continue;
        const bank = loadBank(code === 'XT' ? 'MT' : code, edition);
        const content = code === 'XT' ? bankOf(bank, code) : bank;
        await must('hq', 'PUT', `/v1/positions/${code}/bank`, { content });
      }
    },

    async emptyStation(code, { repair_class = 'I', visits = '900', acting } = {}) {
      const months = ['2026-08', '2026-09', '2026-10'];
      const rows = {
        regions: [{ row: 2, cells: { region_code: 'HD', name_zh: '华东', name_en: 'East' } }],
        stations: [
          {
            row: 2,
            cells: {
              station_code: code,
              name: `${code} 服务商`,
              region_code: 'HD',
              province: '山东',
              city: '济南',
              repair_class,
              nev: 'yes',
              opened_on: '2020-01-01',
            },
          },
        ],
        intake: months.map((month, at) => ({
          row: at + 2,
          cells: { station_code: code, month, visits },
        })),
        people: acting
          ? [
              {
                row: 2,
                cells: {
                  person_code: `ACTS-${code}`,
                  station_code: code,
                  name: '王代理',
                  phone: '13800000000',
                  hired_on: '2026-01-01',
                },
              },
            ]
          : [],
        assignments: acting
          ? [
              {
                row: 2,
                cells: {
                  ...{ station_code: code, person_code: `ACTS-${code}`, position: acting },
                  ...{ since: '2026-01-01', acting: 'yes' },
                },
              },
            ]
          : [],
      };
      await must('hq', 'POST', '/v1/network/imports', { dryRun: false, rows });
      return `stn_${code}`;
    },

    async hire(stationId, person, position, extra = {}) {
      await must('hq', 'POST', `/v1/stations/${stationId}/people`, {
        personId: `per_${person}`,
        position,
        since: stage.day(),
        name: `王${person}`,
        phone: '13800000000',
        login: loginOf(person),
        ...extra,
      });
      return loginOf(person);
    },

    idOf: (stationId, person, position) =>
      `onb_${person}_${stationId.slice(4)}_${position}_${stage.day().replaceAll('-', '')}`,

    async onboard(onboardingId, person) {
      const path = `/v1/onboardings/${onboardingId}`;
      const { dutySheet, open } = await get<OpenWay>(path);
      const steps = open.filter(({ kind }) => kind === 'step').map(({ id }) => id);
      if (steps.includes('registration'))
        await must('hq', 'POST', `${path}/steps`, { step: 'registration', evidence: 'HT-1' });
      if (steps.includes('safety-education'))
        await must('hq', 'POST', `${path}/steps`, { step: 'safety-education', evidence: 'AQ-1', hours: 40 });
      if (steps.includes('duty-briefing'))
        await must(loginOf(person), 'POST', `${path}/steps`, { step: 'duty-briefing', sheet: dutySheet });
      if (steps.includes('mentoring')) await must('hq', 'POST', `${path}/mentor`, { mentor: 'hq' });
      const modules = open
        .filter(({ kind }) => kind === 'module')
        .map(({ id, hours = 0 }) => ({ module: id, hours }));
      if (modules.length > 0) await must('hq', 'POST', `${path}/modules`, { modules });
    },

    certificationOf: (person, position) =>
      `crt_${person}_${position}_${stage.rules(position).levels[0]?.id}_${stage.day().replaceAll('-', '')}`,

    async showAll(certificationId) {
      const path = `/v1/certifications/${certificationId}`;
      const { missing } = await get<{ missing: string[] }>(path);
      for (const prerequisite of missing) {
        const kind = prerequisite.split(':')[0];
        await must('hq', 'POST', `${path}/prerequisites`, {
          prerequisite,
          ...(kind === 'certified-as' ? { waiver: '新站尚无持证人员' } : { evidence: 'ZJ-1' }),
          ...(kind === 'statutory-certificate'
            ? { issuedOn: stage.day(-30), validUntil: stage.day(1000) }
            : {}),
        });
      }
    },

    async takePaper(certificationId, person, wrong = 0) {
      const path = `/v1/certifications/${certificationId}/papers`;
      const { number, questions } = await must<Paper>(loginOf(person), 'POST', path);
      const position = certificationId.split('_')[2] ?? '';
      const bank = loadBank(position === 'XT' ? 'MT' : position, edition);
      const answers = Object.fromEntries(
        questions.map(({ id, options }, at) => {
          const known = bank.questions.find((question) => question.id.slice(-4) === id.slice(-4));
          const right = (known?.answer ?? []).map((place) => known?.options[place]?.zh);
          const places = options.flatMap((option, place) => (right.includes(option.zh) ? [place] : []));
          const others = options.flatMap((option, place) => (right.includes(option.zh) ? [] : [place]));
          return [id, at < wrong ? others.slice(0, 1) : places];
        }),
      );
      const result = await call<{ score: number; passed: boolean }>(
        loginOf(person),
        'POST',
        `${path}/${number}/submission`,
        { answers },
      );
      await platform.idle();
      return result;
    },

    async assess(certificationId, by = 'auditor', lost = {}) {
      const path = `/v1/certifications/${certificationId}`;
      const { rubric } = await get<{ rubric: { id: string; points: number }[] }>(path);
      const points = Object.fromEntries(rubric.map(({ id, points: most }) => [id, most - (lost[id] ?? 0)]));
      const answer = await call(by, 'POST', `${path}/assessments`, { points });
      await platform.idle();
      return answer;
    },

    async approve(certificationId, by = 'hq') {
      const answer = await call(by, 'POST', `/v1/certifications/${certificationId}/decision`, {
        decision: 'approve',
      });
      await platform.idle();
      return answer;
    },

    async certify(certificationId, person) {
      await stage.showAll(certificationId);
      demand(await stage.takePaper(certificationId, person), 200);
      demand(await stage.assess(certificationId), 200);
      demand(await stage.approve(certificationId), 200);
      const { certificate } = await get<{ certificate: string }>(`/v1/certifications/${certificationId}`);
      return certificate;
    },
  };
  return stage;
}

/** The bank of another position, for one that the edition has besides the sixteen. */
function bankOf(bank: ReturnType<typeof loadBank>, code: string) {
  return {
    ...bank,
    position: code,
    questions: bank.questions.map((question) => ({
      ...question,
      id: `${code}${question.id.slice(-4)}`,
      clause: question.clause?.replace('H11.', 'H99.') ?? null,
    })),
  };
}
