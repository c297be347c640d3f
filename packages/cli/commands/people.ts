import type { Command } from 'commander';
import { count, oneOf } from '../options.ts';
import {
  type Onboarding,
  onboardingText,
  type PersonPath,
  personText,
  type Way,
  waysTable,
} from '../people-text.ts';
import { UserError } from '../problem.ts';
import type { Shell } from '../shell.ts';

const steps = ['registration', 'safety-education', 'duty-briefing'];
const mostHours = 500;

interface Held {
  personId: string;
  holds: { stationId: string; position: string; since: string }[];
}

/** `stationkeeper people`: who begins, moves and leaves, and who waits for what. */
export function peopleCommands(program: Command, shell: Shell): void {
  const people = program.command('people').summary('人员入职、调动与离职 · people who begin, move and leave');

  people
    .command('hire <station> <person>')
    .summary('录用到岗位 · hire somebody for a position')
    .requiredOption('--position <code>', '岗位 · position')
    .requiredOption('--since <day>', '任职第一天 · first day, YYYY-MM-DD')
    .option('--name <name>', '姓名 · name')
    .option('--phone <number>', '手机号码 · mobile number')
    .option('--login <login>', '登录账号 · login')
    .option('--exception <reason>', '总部例外批准的理由 · why HQ makes an exception')
    .action((stationId: string, personId: string, options: Record<string, string>) =>
      change('POST', `/v1/stations/${encodeURIComponent(stationId)}/people`, { personId, ...options }),
    );

  people
    .command('transfer <station> <person>')
    .summary('调岗或调往另一家服务商 · move to another position or station')
    .requiredOption('--from <code>', '原岗位 · position that is left')
    .requiredOption('--to <code>', '新岗位 · new position')
    .requiredOption('--on <day>', '生效日期 · from this day, YYYY-MM-DD')
    .option('--to-station <id>', '新服务商 · new station')
    .option('--exception <reason>', '总部例外批准的理由 · why HQ makes an exception')
    .action(
      (
        stationId: string,
        personId: string,
        options: { from: string; to: string; on: string; toStation?: string; exception?: string },
      ) =>
        change('POST', `${personPath(stationId, personId)}/transfer`, {
          from: options.from,
          toPosition: options.to,
          on: options.on,
          ...(options.toStation ? { toStationId: options.toStation } : {}),
          ...(options.exception ? { exception: options.exception } : {}),
        }),
    );

  people
    .command('leave <station> <person>')
    .summary('离职 · end the work at a station')
    .requiredOption('--on <day>', '离职日期 · from this day, YYYY-MM-DD')
    .action((stationId: string, personId: string, options: { on: string }) =>
      change('POST', `${personPath(stationId, personId)}/leave`, options),
    );

  people
    .command('hand-over <station> <person>')
    .summary('登记工作交接 · record that the work is in other hands')
    .requiredOption('--on <day>', '离岗日期 · day on which the position was left, YYYY-MM-DD')
    .requiredOption('--evidence <reference>', '交接单存放处 · where the signed sheet is kept')
    .action(async (stationId: string, personId: string, options: { on: string; evidence: string }) => {
      const { json, words } = shell.context();
      const done = await shell
        .api()
        .call<{ positions: string[] }>('POST', `${personPath(stationId, personId)}/hand-over`, options);
      if (json) return shell.printJson(done);
      shell.print(words('people.handed-over', personId, done.positions.join(', ')));
    });

  people
    .command('show <person>')
    .summary('一个人的路径:入职、认证、证书 · a person’s path: onboarding, exams, certificates')
    .action(async (personId: string) => {
      const { json, words } = shell.context();
      const path = `/v1/people/${encodeURIComponent(personId)}`;
      const person = await shell.api().call<PersonPath>('GET', path);
      if (json) return shell.printJson(person);
      shell.print(personText(person, words));
    });

  people
    .command('ways')
    .summary('谁在等什么 · who waits for what, the first due first')
    .option('--station <id>', '服务商 · station')
    .option('--region <id>', '大区 · region')
    .option('--turn <side>', '轮到谁 · whose turn it is: station | hq')
    .option('--overdue', '只看超期的 · only what is overdue', false)
    .action(async (options: { station?: string; region?: string; turn?: string; overdue: boolean }) => {
      const { json, words } = shell.context();
      const query = new URLSearchParams({ limit: '200' });
      if (options.station) query.set('stationId', options.station);
      if (options.region) query.set('regionId', options.region);
      if (options.turn) query.set('turn', oneOf('--turn', options.turn, ['station', 'hq'], words));
      if (options.overdue) query.set('overdue', 'true');
      const ways = await shell.api().all<Way>(`/v1/ways?${query}`);
      if (json) return shell.printJson(ways);
      shell.print(waysTable(ways, words));
    });

  async function change(method: string, path: string, body: object): Promise<void> {
    const { json, words } = shell.context();
    const after = await shell.api().call<Held>(method, path, body);
    if (json) return shell.printJson(after);
    const held = after.holds.map(({ stationId, position, since }) => `${position} ${stationId} (${since})`);
    shell.print(
      held.length > 0
        ? words('people.holds', after.personId, held.join(', '))
        : words('people.holds-nothing', after.personId),
    );
  }
}

const personPath = (stationId: string, personId: string) =>
  `/v1/stations/${encodeURIComponent(stationId)}/people/${encodeURIComponent(personId)}`;

/** `stationkeeper onboarding`: steps and modules of somebody who is new in a position. */
export function onboardingCommands(program: Command, shell: Shell): void {
  const onboarding = program.command('onboarding').summary('入职流程 · somebody new in a position');
  const pathOf = (id: string) => `/v1/onboardings/${encodeURIComponent(id)}`;

  onboarding
    .command('show <onboarding>')
    .summary('已完成和待完成 · what is done and what is open')
    .action((id: string) => send('GET', pathOf(id)));

  onboarding
    .command('step <onboarding> <step>')
    .summary(`登记一步 · record a step: ${steps.join(' | ')}`)
    .option('--evidence <reference>', '材料存放处 · where the paper is kept')
    .option('--hours <hours>', '安全教育学时 · class hours of the safety education')
    .option('--sheet <id>', '本人签收的岗位说明书 · the duty sheet that one has read and signs')
    .action((id: string, step: string, options: { evidence?: string; hours?: string; sheet?: string }) => {
      const { words } = shell.context();
      return send('POST', `${pathOf(id)}/steps`, {
        step: oneOf('step', step, steps, words),
        ...(options.evidence ? { evidence: options.evidence } : {}),
        ...(options.hours ? { hours: count('--hours', options.hours, 1, mostHours, words) } : {}),
        ...(options.sheet ? { sheet: options.sheet } : {}),
      });
    });

  onboarding
    .command('modules <onboarding> <module=hours...>')
    .summary('登记模块累计学时 · record hours of modules so far')
    .action((id: string, given: string[]) => {
      const { words } = shell.context();
      const modules = given.map((text) => {
        const [module = '', hours] = text.split('=');
        if (!module || hours === undefined) throw new UserError(words('not-a-pair', text, 'M1=8'), 2);
        return { module: module.toUpperCase(), hours: count(module, hours, 1, mostHours, words) };
      });
      return send('POST', `${pathOf(id)}/modules`, { modules });
    });

  onboarding
    .command('mentor <onboarding> <person>')
    .summary('指定师傅,或 hq · name the mentor, or hq')
    .action((id: string, mentor: string) => send('POST', `${pathOf(id)}/mentor`, { mentor }));

  async function send(method: string, path: string, body?: object): Promise<void> {
    const { json, words } = shell.context();
    const after = await shell.api().call<Onboarding>(method, path, body);
    if (json) return shell.printJson(after);
    shell.print(onboardingText(after, words));
  }
}
