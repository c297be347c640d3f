import { setTimeout as pause } from 'node:timers/promises';
import type { Command } from 'commander';
import { type BreachRule, breachRules } from '../../domain/compliance/station-facts.ts';
import type { ApiClient } from '../api-client.ts';
import type { MessageKey, Words } from '../messages.ts';
import { oneOf } from '../options.ts';
import { ownerText } from '../people-text.ts';
import { UserError } from '../problem.ts';
import { openProgress } from '../progress.ts';
import type { Shell } from '../shell.ts';
import { terminalTable } from '../tables.ts';

interface Scan {
  scanId: string;
  date: string;
  status: 'running' | 'done' | 'stopped';
  shards: number;
  shardsDone: number;
  stations: number;
  opened: number;
  worsened: number;
  closed: number;
  open: number;
  unreadable: number;
}
interface Breach {
  stationId?: string;
  rule: BreachRule;
  subject: string;
  severity: 'minor' | 'major' | 'critical';
  owner: string;
  since: string;
  due: string;
}
interface Coverage {
  certified: number;
  of: number;
}
interface Status {
  stationId: string;
  on: string;
  since: string;
  band: string;
  seats: { position: string; required: number; least: number; holders: number; acting: number }[];
  coverage: Coverage;
  open: Breach[];
}
interface Totals {
  stations: number;
  sound: number;
  seats: { required: number; held: number; acting: number; vacant: number };
  coverage: Coverage;
  bySeverity: { minor: number; major: number; critical: number };
  byRule: Record<string, number>;
}

const lookAgainMilliseconds = 250;
const severities = ['minor', 'major', 'critical'] as const;

/** The scan of compliance, what it has found, and how a part of the network stands or stood. */
export function complianceCommands(program: Command, shell: Shell): void {
  program
    .command('scan')
    .summary('立即合规检查 · scan compliance at once')
    .option('--region <id>', '只检查一个大区 · one region')
    .option('--station <id>', '只检查一个服务商 · one station')
    .option('--resume <scan>', '继续中断的检查 · let a stopped scan go on')
    .action(async (options: { region?: string; station?: string; resume?: string }) => {
      const { json, words } = shell.context();
      const api = shell.api();
      const begun = options.resume
        ? await api.call<Scan>('POST', `/v1/compliance/scans/${encodeURIComponent(options.resume)}/resume`)
        : await api.call<Scan>('POST', '/v1/compliance/scans', {
            ...(options.region ? { regionId: options.region } : {}),
            ...(options.station ? { stationId: options.station } : {}),
          });
      const progress = openProgress(shell.progress, words('scan.label'));
      const scan = await awaitScan(api, begun, progress.show);
      progress.end();
      if (json) return shell.printJson(scan);
      if (scan.status === 'stopped')
        throw new UserError(words('scan.stopped', scan.shardsDone, scan.shards, scan.scanId));
      shell.print(scanLine(scan, words));
      if (scan.unreadable > 0) shell.print(words('scan.unreadable', scan.unreadable));
    });

  program
    .command('breaches')
    .summary('未达标项 · what is open')
    .option('--region <id>', '大区 · region')
    .option('--station <id>', '服务商 · station')
    .option('--rule <rule>', '规则 · rule')
    .option('--severity <severity>', '程度 · severity: minor | major | critical')
    .option('--overdue', '只看超期的 · only what is overdue', false)
    .action(
      async (options: {
        region?: string;
        station?: string;
        rule?: string;
        severity?: string;
        overdue: boolean;
      }) => {
        const { json, words } = shell.context();
        const rule =
          options.rule === undefined ? undefined : oneOf('--rule', options.rule, breachRules, words);
        const severity =
          options.severity === undefined
            ? undefined
            : oneOf('--severity', options.severity, severities, words);
        const station = await stationAsked(shell, options);
        const found = await breachesOf(shell, { ...options, station, rule, severity });
        if (json) return shell.printJson(found);
        if (found.length === 0) return shell.print(words('breaches.none'));
        shell.print(breachTable(found, words));
      },
    );

  program
    .command('compliance')
    .summary('合规状况(可查任意日期)· how the network, a region or a station stands, or stood on a day')
    .option('--region <id>', '大区 · region')
    .option('--station <id>', '服务商 · station')
    .option('--on <day>', '日期 · a day in the past, YYYY-MM-DD')
    .action(async (options: { region?: string; station?: string; on?: string }) => {
      const on = options.on === undefined ? '' : `on=${encodeURIComponent(options.on)}`;
      const station = await stationAsked(shell, options);
      if (station !== undefined) await showStation(shell, station, on);
      else await showTotals(shell, options.region, on);
    });
}

/** The station that is named; whoever works at one asks about that one when nothing is named. */
async function stationAsked(
  shell: Shell,
  { region, station }: { region?: string; station?: string },
): Promise<string | undefined> {
  if (region !== undefined && station !== undefined)
    throw new UserError(shell.context().words('correction.choose-one', '--region, --station'), 2);
  if (region !== undefined || station !== undefined) return station;
  return (await shell.api().call<{ stationId?: string }>('GET', '/v1/me')).stationId;
}

/** Looks at a scan until it is over. */
export async function awaitScan(
  api: ApiClient,
  begun: Scan,
  show: (done: number, of: number) => void,
): Promise<Scan> {
  let scan = begun;
  while (scan.status === 'running') {
    await pause(lookAgainMilliseconds);
    scan = await api.call<Scan>('GET', `/v1/compliance/scans/${begun.scanId}`);
    show(scan.shardsDone, scan.shards);
  }
  return scan;
}

export const scanLine = (scan: Scan, words: Words): string =>
  words('scan.done', scan.date, scan.stations, scan.opened, scan.worsened, scan.closed, scan.open);

interface Wanted {
  region?: string;
  station: string | undefined;
  rule?: string | undefined;
  severity?: string | undefined;
  overdue: boolean;
}

async function breachesOf(
  shell: Shell,
  { region, station, rule, severity, overdue }: Wanted,
): Promise<Breach[]> {
  if (station !== undefined) {
    const { on, open, stationId } = await shell
      .api()
      .call<Status>('GET', `/v1/stations/${station}/compliance`);
    return open
      .filter(
        (one) =>
          (rule ?? one.rule) === one.rule &&
          (severity ?? one.severity) === one.severity &&
          (!overdue || one.due < on),
      )
      .map((breach) => ({ ...breach, stationId }));
  }
  const query = new URLSearchParams({ limit: '200' });
  for (const [name, value] of Object.entries({
    regionId: region,
    rule,
    severity,
    overdue: overdue ? 'true' : undefined,
  }))
    if (value !== undefined) query.set(name, value);
  return shell.api().all<Breach>(`/v1/compliance/breaches?${query}`);
}

async function showStation(shell: Shell, station: string, query: string): Promise<void> {
  const { json, words } = shell.context();
  const status = await shell
    .api()
    .call<Status>('GET', `/v1/stations/${station}/compliance${query ? `?${query}` : ''}`);
  if (json) return shell.printJson(status);
  const { stationId, on, since, band, coverage, seats, open } = status;
  shell.print(words('compliance.on', stationId, on, since, band, share(coverage)));
  shell.print(
    terminalTable(
      [words('position'), words('staffing.required'), words('staffing.heads'), words('staffing.vacant'), ''],
      seats
        .filter(({ required, holders }) => required + holders > 0)
        .map(({ position, required, holders, acting }) => [
          position,
          required,
          acting > 0 ? `${holders} (${words('staffing.acting', acting)})` : holders,
          Math.max(0, required - holders + acting),
          `${'■'.repeat(holders - acting)}${'▨'.repeat(acting)}${'□'.repeat(Math.max(0, required - holders))}`,
        ]),
      [1, 2, 3],
    ),
  );
  shell.print(
    open.length === 0
      ? words('breaches.none')
      : breachTable(
          open.map((breach) => ({ ...breach, stationId })),
          words,
        ),
  );
}

async function showTotals(shell: Shell, region: string | undefined, on: string): Promise<void> {
  const { json, words } = shell.context();
  const query = [
    ...(region === undefined ? [] : [`regionId=${encodeURIComponent(region)}`]),
    ...(on ? [on] : []),
  ];
  const answer = await shell
    .api()
    .call<{ on: string; total: Totals; regions: { regionId: string; totals: Totals }[] }>(
      'GET',
      `/v1/compliance/totals${query.length > 0 ? `?${query.join('&')}` : ''}`,
    );
  if (json) return shell.printJson(answer);
  const { total } = answer;
  if (total.stations === 0) return shell.print(words('compliance.unscanned', answer.on));
  const { required, held, acting, vacant } = total.seats;
  shell.print(
    words(
      'compliance.total',
      answer.on,
      total.stations,
      total.sound,
      required,
      held,
      acting,
      vacant,
      share(total.coverage),
    ),
  );
  shell.print(
    terminalTable(
      [
        words('region'),
        words('compliance.stations'),
        words('compliance.sound'),
        words('compliance.vacant'),
        words('compliance.coverage'),
        ...severities.map((severity) => words(`severity.${severity}`)),
      ],
      answer.regions.map(({ regionId, totals }) => [
        regionId,
        totals.stations,
        totals.sound,
        totals.seats.vacant,
        share(totals.coverage),
        ...severities.map((severity) => totals.bySeverity[severity]),
      ]),
      [1, 2, 3, 4, 5, 6, 7],
    ),
  );
  const most = Math.max(1, ...Object.values(total.byRule));
  shell.print(
    terminalTable(
      [words('breaches.rule'), words('compliance.open'), ''],
      Object.entries(total.byRule)
        .sort(([, a], [, b]) => b - a)
        .map(([rule, n]) => [ruleWord(rule, words), n, '█'.repeat(Math.ceil((24 * n) / most))]),
      [1],
    ),
  );
}

const share = ({ certified, of }: Coverage): string =>
  of === 0 ? '–' : `${Math.floor((100 * certified) / of)} %`;

const ruleWord = (rule: string, words: Words): string => words(`breach.${rule}` as MessageKey);

const breachTable = (found: readonly Breach[], words: Words): string =>
  terminalTable(
    [
      words('station'),
      words('breaches.rule'),
      words('breaches.subject'),
      words('breaches.severity'),
      words('breaches.owner'),
      words('breaches.since'),
      words('breaches.due'),
    ],
    found.map(({ stationId, rule, subject, severity, owner, since, due }) => [
      stationId ?? '',
      ruleWord(rule, words),
      // A person and a position, or an authorisation.
      subject.replace('#', ' '),
      words(`severity.${severity}`),
      owner === 'region-manager' ? words('role.region-manager') : ownerText(owner, words),
      since,
      due,
    ]),
  );
