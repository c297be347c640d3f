import type { Command } from 'commander';
import {
  type Nonconformity,
  type NonconformityDetail,
  nonconformityTable,
  nonconformityText,
  type Standing,
  standingText,
} from '../correction-text.ts';
import type { MessageKey } from '../messages.ts';
import { count, oneOf } from '../options.ts';
import { UserError } from '../problem.ts';
import type { Shell } from '../shell.ts';

const severities = ['minor', 'major', 'critical'];
const statuses = [
  ...['open', 'overdue', 'issued', 'contained', 'root-cause-found', 'plan-submitted', 'plan-approved'],
  ...['implemented', 'evidence-submitted', 'verified', 'closed', 'effect-checked', 'withdrawn'],
];
/** Longest extension that any severity allows; the API knows the one that holds. */
const mostDays = 366;

const pathOf = (id: string) => `/v1/nonconformities/${encodeURIComponent(id)}`;

/** `stationkeeper correction`: nonconformities and what is done about them. */
export function correctionCommands(program: Command, shell: Shell): void {
  const correction = program
    .command('correction')
    .summary('不合格项与整改 · nonconformities and corrections');

  correction
    .command('list [station]')
    .summary('不合格项列表 · list nonconformities')
    .option('--status <status>', `状态(指定服务商时)· status, of a station: ${statuses.join(' | ')}`)
    .option('--severity <severity>', severities.join(' | '))
    .option('--region <id>', '大区 · region')
    .option('--overdue', '只看超期的 · only what is overdue', false)
    .action(
      async (
        station: string | undefined,
        options: { status?: string; severity?: string; region?: string; overdue: boolean },
      ) => {
        const { json, words } = shell.context();
        const query = new URLSearchParams();
        if (options.severity) query.set('severity', oneOf('--severity', options.severity, severities, words));
        if (station) {
          const status = options.overdue ? 'overdue' : options.status;
          if (status) query.set('status', oneOf('--status', status, statuses, words));
        } else {
          if (options.region) query.set('regionId', options.region);
          if (options.overdue) query.set('overdue', 'true');
          query.set('limit', '200');
        }
        const path = station
          ? `/v1/stations/${encodeURIComponent(station)}/nonconformities`
          : '/v1/nonconformities';
        const items = await shell.api().all<Nonconformity>(`${path}?${query}`);
        if (json) return shell.printJson(items);
        shell.print(nonconformityTable(items, words));
      },
    );

  correction
    .command('show <nonconformity>')
    .summary('一个不合格项 · one nonconformity')
    .action(async (id: string) => {
      const { json, language, words } = shell.context();
      const detail = await shell.api().call<NonconformityDetail>('GET', pathOf(id));
      if (json) return shell.printJson(detail);
      shell.print(nonconformityText(detail, language, words));
    });

  correction
    .command('record <nonconformity>')
    .summary('登记整改步骤 · record steps of the correction')
    .option('--containment <text>', '遏制措施 · containment')
    .option('--root-cause <text>', '根本原因 · root cause')
    .option('--plan <text>', '整改措施 · plan')
    .option('--implementation <text>', '实施情况 · implementation')
    .option('--evidence <reference>', '证据存放处 · where the evidence is kept')
    .action((id: string, options: Record<string, string>) => send(id, 'steps', options));

  correction
    .command('decide-plan <nonconformity>')
    .summary('批准或退回措施 · approve or turn down the plan')
    .option('--approve', '批准 · approve', false)
    .option('--reject <reason>', '退回及理由 · turn down, with the reason')
    .action(async (id: string, options: { approve: boolean; reject?: string }) =>
      decide(id, 'plan-decision', 'decision', {
        approve: options.approve,
        reject: options.reject,
      }),
    );

  correction
    .command('verify <nonconformity>')
    .summary('验证整改 · verify the correction')
    .option('--accept', '验证通过 · accept', false)
    .option('--reject <reason>', '退回及理由 · turn down, with the reason')
    .option('--forged <reason>', '证据造假 · the evidence is forged')
    .action(async (id: string, options: { accept: boolean; reject?: string; forged?: string }) =>
      decide(id, 'verification', 'decision', {
        accept: options.accept,
        reject: options.reject,
        forged: options.forged,
      }),
    );

  correction
    .command('check-effect <nonconformity>')
    .summary('确认效果 · check the effect')
    .option('--effective', '有效 · it lasts', false)
    .option('--not-effective <reason>', '无效及理由 · it does not last, with the reason')
    .action(async (id: string, options: { effective: boolean; notEffective?: string }) =>
      decide(id, 'effect-check', 'result', {
        effective: options.effective,
        'not-effective': options.notEffective,
      }),
    );

  correction
    .command('extend <nonconformity>')
    .summary('延期 · give more time')
    .requiredOption('--days <days>', '延长天数 · days')
    .requiredOption('--reason <reason>', '理由 · reason')
    .action((id: string, options: { days: string; reason: string }) =>
      send(id, 'extension', {
        days: count('--days', options.days, 1, mostDays, shell.context().words),
        reason: options.reason,
      }),
    );

  correction
    .command('give <nonconformity> [person]')
    .summary('转交整改或验证 · hand the correction, or its verification, to a person of the station')
    .option('--verify', '转交验证,而非整改 · the verification instead of the correction', false)
    .option('--take-back', '收回 · take it back', false)
    .action(
      async (id: string, person: string | undefined, options: { verify: boolean; takeBack: boolean }) => {
        const { words } = shell.context();
        if ((person === undefined) !== options.takeBack)
          throw new UserError(words('correction.choose-one', '<person>, --take-back'), 2);
        const part = options.verify ? 'verify' : 'correct';
        await send(id, `people/${part}`, { personId: person ?? null }, 'PUT');
      },
    );

  /** One of several decisions about what was handed in last: that is looked up, so that nothing newer is decided. */
  async function decide(
    id: string,
    command: string,
    field: string,
    choices: Record<string, string | boolean | undefined>,
  ): Promise<void> {
    const { words } = shell.context();
    const chosen = Object.entries(choices).filter(([, value]) => value !== undefined && value !== false);
    const [[decision, reason] = []] = chosen;
    if (chosen.length !== 1 || decision === undefined)
      throw new UserError(
        words(
          'correction.choose-one',
          Object.keys(choices)
            .map((name) => `--${name}`)
            .join(', '),
        ),
        2,
      );
    const { submission } = await shell.api().call<Nonconformity>('GET', pathOf(id));
    // Before anything was handed in there is nothing to decide; the API says so.
    await send(id, command, {
      [field]: decision,
      submission: Math.max(1, submission),
      ...(typeof reason === 'string' ? { reason } : {}),
    });
  }

  async function send(
    id: string,
    command: string,
    body: object,
    method: 'POST' | 'PUT' = 'POST',
  ): Promise<void> {
    const { json, words } = shell.context();
    const after = await shell.api().call<Nonconformity>(method, `${pathOf(id)}/${command}`, body);
    if (json) return shell.printJson(after);
    shell.print(words('correction.now', words(`correction-status.${after.status}` as MessageKey)));
    shell.print(nonconformityTable([after], words));
  }
}

/** `stationkeeper station`: what holds for one station. */
export function stationCommands(program: Command, shell: Shell): void {
  const station = program.command('station').summary('一家服务商 · one station');
  station
    .command('standing <station>')
    .summary('现在的等级及其原因 · the grade now, and why')
    .action(async (stationId: string) => {
      const { json, language, words } = shell.context();
      const standing = await shell
        .api()
        .call<Standing>('GET', `/v1/stations/${encodeURIComponent(stationId)}/standing`);
      if (json) return shell.printJson(standing);
      shell.print(standingText(standing, language, words));
    });
}
