import type { Command } from 'commander';
import { calendarText, type DutyCalendar, openText } from '../duty-text.ts';
import { count } from '../options.ts';
import { UserError } from '../problem.ts';
import type { Shell } from '../shell.ts';

interface Recorded {
  recordId: string;
  dutyId: string;
  period?: string;
  case?: string;
  late: boolean;
  closed?: boolean;
}
interface Begun {
  from: string;
  stations: number;
  begun: number;
  moved: number;
  next?: string;
}

interface StartOptions {
  station?: string;
  region?: string;
  network: boolean;
  from?: string;
  reason?: string;
}

/** Lines of what is not done below the drawing. */
const openShown = 20;

/** `stationkeeper duty`: what comes back at a station, and what was done of it. */
export function dutyCommands(program: Command, shell: Shell): void {
  const duty = program.command('duty').summary('定期职责 · recurring duties');
  const pathOf = (station: string) => `/v1/stations/${encodeURIComponent(station)}`;

  duty
    .command('calendar <station>')
    .summary('职责月历 · the duties of a month')
    .option('--month <month>', '月份,默认本月 · month, YYYY-MM; this one unless given')
    .option('--position <code>', '只看一个岗位 · one position only')
    .action(async (station: string, options: { month?: string; position?: string }) => {
      const { json, language, words } = shell.context();
      const { month } = options;
      if (month !== undefined && !/^20\d{2}-(0[1-9]|1[0-2])$/.test(month))
        throw new UserError(words('not-one-of', '--month', month, 'YYYY-MM'), 2);
      const query = new URLSearchParams(month === undefined ? {} : { from: `${month}-01` });
      if (options.position) query.set('position', options.position.toUpperCase());
      const calendar = await shell.api().call<DutyCalendar>('GET', `${pathOf(station)}/duties?${query}`);
      if (json) return shell.printJson(calendar);
      shell.print(calendarText(calendar, words, language, options.position?.toUpperCase()));
      const open = openText(calendar, words, openShown);
      if (open !== '') shell.print(`\n${open}`);
    });

  duty
    .command('record <station> <duty> [period]')
    .summary('登记职责已完成 · record that a duty was done; the running stretch unless given')
    .requiredOption('--evidence <reference>', '证据存放处 · where the paper is kept')
    .option('--case <id>', '事项编号 · for this case')
    .option('--position <code>', '以哪个岗位登记 · for this one of your positions')
    .option('--subject <person>', '针对的人员 · whom it is about')
    .option('--count <n>', '数量 · how many')
    .option('--hours <n>', '学时 · class hours')
    .option('--attempt', '未接通,仅计一次尝试 · an attempt that led to nothing', false)
    .option('--audited <codes>', '内审覆盖的岗位 · positions that the audit looked at: SA,MT')
    .action(
      async (
        station: string,
        dutyId: string,
        period: string | undefined,
        options: {
          evidence: string;
          case?: string;
          position?: string;
          subject?: string;
          count?: string;
          hours?: string;
          attempt: boolean;
          audited?: string;
        },
      ) => {
        const { json, words } = shell.context();
        const id = dutyId.toUpperCase();
        const stretch = options.case
          ? period
          : (period ?? (await runningStretch(station, id, options.position?.toUpperCase())));
        const body = {
          evidence: options.evidence,
          ...(stretch === undefined ? {} : { period: stretch }),
          ...(options.case ? { case: options.case } : {}),
          ...(options.position ? { position: options.position.toUpperCase() } : {}),
          ...(options.subject ? { subject: options.subject } : {}),
          ...(options.count ? { count: count('--count', options.count, 1, 1000, words) } : {}),
          ...(options.hours ? { hours: count('--hours', options.hours, 1, 500, words) } : {}),
          ...(options.attempt ? { outcome: 'attempt' } : {}),
          ...(options.audited
            ? { audited: options.audited.split(',').map((code) => code.trim().toUpperCase()) }
            : {}),
        };
        const path = `${pathOf(station)}/duties/${encodeURIComponent(id)}/records`;
        const answer = await shell.api().call<Recorded>('POST', path, body);
        if (json) return shell.printJson(answer);
        shell.print(
          words(
            answer.late ? 'duty.recorded-late' : 'duty.recorded',
            answer.dutyId,
            answer.period ?? answer.case ?? '',
            answer.recordId,
          ),
        );
        if (answer.closed === false) shell.print(words('duty.still-open'));
      },
    );

  /**
   * The stretch of a duty that runs today, where there is just one such: of the position that is named, or else, where
   * positions owe it differently, of those that whoever asks holds.
   */
  async function runningStretch(
    station: string,
    dutyId: string,
    position: string | undefined,
  ): Promise<string | undefined> {
    const { words } = shell.context();
    const api = shell.api();
    const { positions, today } = await api.call<DutyCalendar>('GET', `${pathOf(station)}/duties`);
    const stretchesOf = (of: (position: string) => boolean): string[] => [
      ...new Set(
        positions
          .filter((one) => of(one.position))
          .flatMap(({ duties }) => duties.filter((line) => line.dutyId === dutyId))
          .flatMap(({ entries }) => entries)
          .filter(({ kind, first = '', last = '' }) => kind === 'period' && first <= today && today <= last)
          .map((entry) => entry.of),
      ),
    ];
    const all = stretchesOf((one) => position === undefined || one === position);
    if (all.length < 2) return all[0];
    const { positions: held = [] } = await api.call<{ positions?: string[] }>('GET', '/v1/me');
    const own = stretchesOf((one) => held.includes(one));
    if (own.length !== 1) throw new UserError(words('duty.which-period', dutyId, all.join(', ')), 2);
    return own[0];
  }

  duty
    .command('withdraw <station> <record>')
    .summary('撤回记录 · take a record back')
    .requiredOption('--reason <reason>', '理由 · reason')
    .action(async (station: string, record: string, { reason }: { reason: string }) => {
      const { json, words } = shell.context();
      const path = `${pathOf(station)}/duty-records/${encodeURIComponent(record)}/withdrawal`;
      const answer = await shell.api().call<{ recordId: string }>('POST', path, { reason });
      if (json) return shell.printJson(answer);
      shell.print(words('duty.withdrawn-record', answer.recordId));
    });

  duty
    .command('case <station> <event> <number>')
    .summary('上报引起职责的事件 · report what duties follow from: a delivery, a complaint, a notice')
    .option('--at <instant>', '发生时间,默认现在 · when it happened; now unless given')
    .option('--major', '重大 · of a complaint: major', false)
    .option('--ordinary', '一般 · of a complaint: ordinary', false)
    .action(
      async (
        station: string,
        event: string,
        key: string,
        options: { at?: string; major: boolean; ordinary: boolean },
      ) => {
        const { json, words } = shell.context();
        if (options.major && options.ordinary)
          throw new UserError(words('correction.choose-one', '--major, --ordinary'), 2);
        const gravity = options.major ? 'major' : options.ordinary ? 'ordinary' : undefined;
        const body = {
          event,
          key,
          at: options.at ?? new Date().toISOString(),
          ...(gravity ? { gravity } : {}),
        };
        const answer = await shell
          .api()
          .call<{ cases: string[] }>('POST', `${pathOf(station)}/duty-events`, body);
        if (json) return shell.printJson(answer);
        shell.print(
          answer.cases.length === 0
            ? words('duty.no-cases')
            : words('duty.cases', key, answer.cases.join(', ')),
        );
      },
    );

  duty
    .command('withdraw-case <station> <event> <number>')
    .summary('撤回误报的事件 · take back an event that was reported by mistake')
    .requiredOption('--reason <reason>', '理由 · reason')
    .action(async (station: string, event: string, key: string, { reason }: { reason: string }) => {
      const { json, words } = shell.context();
      const path = [pathOf(station), 'duty-events', encodeURIComponent(event), encodeURIComponent(key)];
      const answer = await shell
        .api()
        .call<{ cases: string[] }>('POST', `${path.join('/')}/withdrawal`, { reason });
      if (json) return shell.printJson(answer);
      shell.print(words('duty.event-withdrawn', key, answer.cases.join(', ') || '–'));
    });

  duty
    .command('device <station> <number>')
    .summary('登记检测设备的检定有效期 · keep until when a measuring device is verified')
    .requiredOption('--until <day>', '有效期至 · last day')
    .requiredOption('--evidence <reference>', '检定证书存放处 · where the certificate is kept')
    .option('--retired <day>', '停用日期 · out of use since')
    .action(
      async (
        station: string,
        device: string,
        options: { until: string; evidence: string; retired?: string },
      ) => {
        const { json, words } = shell.context();
        const path = `${pathOf(station)}/measuring-devices/${encodeURIComponent(device)}`;
        const answer = await shell.api().call<{ deviceId: string; validUntil: string }>('PUT', path, {
          validUntil: options.until,
          evidence: options.evidence,
          ...(options.retired ? { retiredOn: options.retired } : {}),
        });
        if (json) return shell.printJson(answer);
        shell.print(words('duty.device', answer.deviceId, answer.validUntil));
      },
    );

  duty
    .command('start')
    .summary('启用定期职责(总部)· let stations owe their duties, for HQ')
    .option('--station <id>', '一个服务商 · one station')
    .option('--region <id>', '一个大区 · one region')
    .option('--network', '全网 · the whole network', false)
    .option('--from <day>', '启用日期,默认今天 · from this day on; today unless given')
    .option('--reason <text>', '更正已启用的日期的原因 · why the day of those that have begun is a wrong one')
    .action(async (options: StartOptions) => {
      const { json, words } = shell.context();
      const { station, region, network, reason } = options;
      if ([station, region, network || undefined].filter((one) => one !== undefined).length !== 1)
        throw new UserError(words('correction.choose-one', '--station, --region, --network'), 2);
      const api = shell.api();
      const places = station
        ? [{ stationId: station }]
        : region
          ? [{ regionId: region }]
          : (await api.all<{ regionId: string }>('/v1/regions')).map(({ regionId }) => ({ regionId }));
      const sum = { from: options.from ?? '', stations: 0, begun: 0, moved: 0 };
      for (const place of places)
        for (let cursor: string | undefined, more = true; more; ) {
          const body = {
            ...place,
            ...(options.from ? { from: options.from } : {}),
            ...(reason === undefined ? {} : { reason }),
            ...(cursor ? { cursor } : {}),
          };
          const page = await api.call<Begun>('POST', '/v1/duties/start', body);
          sum.from = page.from;
          sum.stations += page.stations;
          sum.begun += page.begun;
          sum.moved += page.moved;
          cursor = page.next;
          more = cursor !== undefined;
        }
      if (json) return shell.printJson(sum);
      shell.print(words('duty.begun', sum.begun, sum.stations, sum.from));
      if (reason !== undefined) shell.print(words('duty.moved', sum.moved, sum.from));
      const kept = sum.stations - sum.begun - sum.moved;
      if (kept > 0) shell.print(words(reason === undefined ? 'duty.kept' : 'duty.not-moved', kept));
    });

  duty
    .command('plan <duty> <period> <day>')
    .summary('设定总部计划日期(总部)· set the last day of what is due by plan, for HQ')
    .action(async (dutyId: string, period: string, day: string) => {
      const { json, words } = shell.context();
      const path = `/v1/duties/${encodeURIComponent(dutyId.toUpperCase())}/plan/${encodeURIComponent(period)}`;
      const answer = await shell.api().call<{ dutyId: string }>('PUT', path, { day });
      if (json) return shell.printJson(answer);
      shell.print(words('duty.planned', answer.dutyId, period, day));
    });
}
