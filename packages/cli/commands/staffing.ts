import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { problemMessage, problemPlace } from '../../domain/network/network-problems.ts';
import { importIntake } from '../import-intake.ts';
import type { Words } from '../messages.ts';
import { count } from '../options.ts';
import { UserError } from '../problem.ts';
import type { Shell } from '../shell.ts';
import { terminalTable } from '../tables.ts';

type Text = Record<'zh' | 'en', string>;

interface Seat {
  position: string;
  required: number;
  band: number;
  formula: number;
  floor: number;
  heads: number;
  acting: number;
  missing: number;
  vacant: number;
  actingHolders: { personId: string; until?: string }[];
  state: 'met' | 'warning' | 'breach';
  keyPost: boolean;
  lines: Text[];
}
interface Staffing {
  stationId: string;
  band: string;
  intake: number;
  lines: Text[];
  edition: string;
  seats: Seat[];
  combinations: {
    personId: string;
    positions: string[];
    rule: string;
    controls: Text[];
    reasons: Text[];
  }[];
  rules: { position: string; text: Text }[];
}
/** The staffing standard: what a station needs, and why. */
export function staffingCommands(program: Command, shell: Shell): void {
  const staffing = program.command('staffing').summary('岗位编制 · staffing');
  staffing
    .command('explain <station>')
    .summary('各岗位应配人数及依据 · what each position needs, and why')
    .option('--position <code>', '只看一个岗位 · one position only')
    .action(async (station: string, options: { position?: string }) => {
      const { json, language, words } = shell.context();
      const answer = await shell.api().call<Staffing>('GET', `/v1/stations/${station}/staffing`);
      const wanted = options.position?.toUpperCase();
      const seats = answer.seats.filter(({ position }) => wanted === undefined || position === wanted);
      if (seats.length === 0) throw new UserError(words('unknown-position', wanted ?? '', codes(answer)));
      if (json) return shell.printJson({ ...answer, seats });
      shell.print(words('staffing.station', answer.stationId, answer.intake, answer.band, answer.edition));
      for (const line of answer.lines) shell.print(line[language]);
      shell.print(seatTable(seats, words));
      for (const seat of seats.filter(({ state }) => wanted !== undefined || state !== 'met')) {
        shell.print(`\n${seat.position}`);
        for (const line of seat.lines) shell.print(`  ${line[language]}`);
      }
      for (const { position, actingHolders } of seats)
        for (const { personId, until } of actingHolders)
          shell.print(
            until === undefined
              ? words('staffing.acts-on', personId, position)
              : words('staffing.acts', personId, position, until),
          );
      for (const { personId, positions, rule, controls, reasons } of answer.combinations) {
        shell.print(words('staffing.combination', personId, positions.join(' + '), words(ruleWord(rule))));
        for (const text of [...controls, ...reasons]) shell.print(`  ${text[language]}`);
      }
      for (const text of new Set(answer.rules.map((one) => one.text[language]))) shell.print(text);
    });

  staffing
    .command('act <station> <position> <person>')
    .summary('指定代理人或延期 · name who acts in a vacant position, or extend it')
    .requiredOption('--until <day>', '最后一日 · the last day')
    .option('--from <day>', '第一日,缺省为今日 · the first day, today unless told otherwise')
    .option('--exception <reason>', '总部特批理由 · why HQ makes an exception')
    .action(
      async (
        station: string,
        position: string,
        person: string,
        options: { until: string; from?: string; exception?: string },
      ) => {
        const { json, words } = shell.context();
        const answer = await shell
          .api()
          .call<ActingAnswer>('PUT', actingPath(station, position, person), options);
        if (json) return shell.printJson(answer);
        shell.print(words('staffing.acts', answer.personId, answer.position, answer.until));
      },
    );
  staffing
    .command('end-acting <station> <position> <person>')
    .summary('结束代理 · end that somebody acts')
    .action(async (station: string, position: string, person: string) => {
      const { json, words } = shell.context();
      const answer = await shell.api().call<ActingAnswer>('DELETE', actingPath(station, position, person));
      if (json) return shell.printJson(answer);
      shell.print(words('staffing.acted', answer.personId, answer.position));
    });

  staffing
    .command('intake <station> <month> <visits>')
    .summary('上报月进站台次 · report the visits of a month')
    .action(async (station: string, month: string, visits: string) => {
      const { json, words } = shell.context();
      const body = { visits: count('visits', visits, 0, 20_000, words) };
      const answer = await shell
        .api()
        .call<{ stationId: string; month: string; visits: number }>(
          'PUT',
          `/v1/stations/${station}/intake/${month}`,
          body,
        );
      if (json) return shell.printJson(answer);
      shell.print(words('staffing.intake', answer.stationId, answer.month, answer.visits));
    });

  staffing
    .command('import-intake <file>')
    .summary('按 intake.csv 批量上报或更正台次 · report, or correct, the visits in a file')
    .action(async (file: string) => {
      const { json, language, words } = shell.context();
      const report = await importIntake(shell.api(), bytesOf(file, words));
      if (json) shell.printJson(report);
      else {
        for (const line of report.problems.map(
          (one) => `${problemPlace(one, language)}: ${problemMessage(one, language)}`,
        ))
          shell.print(line);
        for (const { row, message } of report.refused) shell.print(words('staffing.row', row, message));
        shell.print(
          words('staffing.intakes', report.reported, report.problems.length + report.refused.length),
        );
      }
      if (report.problems.length + report.refused.length > 0) process.exitCode = 1;
    });
}

const codes = ({ seats }: Staffing): string => seats.map(({ position }) => position).join(', ');

interface ActingAnswer {
  personId: string;
  position: string;
  until: string;
}
const actingPath = (station: string, position: string, person: string) =>
  `/v1/stations/${station}/positions/${position.toUpperCase()}/acting/${person}`;

function bytesOf(named: string, words: Words): Uint8Array {
  const file = resolve(process.env.INIT_CWD ?? process.cwd(), named);
  if (!existsSync(file)) throw new UserError(words('file-unreadable', named));
  return readFileSync(file);
}

function seatTable(seats: readonly Seat[], words: Words): string {
  return terminalTable(
    [
      words('position'),
      words('staffing.required'),
      words('staffing.heads'),
      words('staffing.missing'),
      words('staffing.vacant'),
      words('staffing.state'),
    ],
    seats.map((seat) => [
      seat.keyPost ? `${seat.position} *` : seat.position,
      seat.required,
      seat.acting > 0 ? `${seat.heads} (${words('staffing.acting', seat.acting)})` : seat.heads,
      seat.missing,
      seat.vacant,
      words(`staffing.${seat.state}`),
    ]),
    [1, 2, 3, 4],
  );
}

const ruleWord = (rule: string) => {
  const words = {
    'never-combined': 'staffing.never-combined',
    'class-combination': 'staffing.class-combination',
    'band-combination': 'staffing.band-combination',
    acting: 'staffing.while-acting',
    excepted: 'staffing.excepted',
  } as const;
  return words[rule as keyof typeof words] ?? 'staffing.allowed';
};
