import type { Command } from 'commander';
import { EditionInvalid, problemLine } from '../../standard/edition-problem.ts';
import { loadEdition } from '../../standard/load-edition.ts';
import { editionFolder } from '../edition-folder.ts';
import type { Words } from '../messages.ts';
import { count } from '../options.ts';
import { UserError } from '../problem.ts';
import type { Shell } from '../shell.ts';
import { csvText, terminalTable } from '../tables.ts';

interface Seat {
  position: string;
  required: number;
  band: number;
  formula: number;
  floor: number;
  heads: number;
  acting: number;
  missing: number;
  state: 'met' | 'warning' | 'breach';
  keyPost: boolean;
  lines: { zh: string; en: string }[];
}
interface Staffing {
  stationId: string;
  band: string;
  intake: number;
  edition: string;
  seats: Seat[];
  combinations: { personId: string; positions: string[]; rule: string }[];
}
interface Preview {
  against: string;
  stations: number;
  tipped: number;
  relieved: number;
  before: number;
  after: number;
  toHire: number;
  byPosition: { position: string; before: number; after: number }[];
  byRegion: { regionId: string; stations: number; tipped: number; before: number; after: number }[];
  changed: {
    stationId: string;
    regionId: string;
    before: number;
    after: number;
    changes: Record<string, number>;
  }[];
  more: number;
}

/** The staffing standard: what a station needs and why, and what a draft of it would mean. */
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
      shell.print(seatTable(seats, words));
      for (const seat of seats.filter(({ state }) => wanted !== undefined || state !== 'met')) {
        shell.print(`\n${seat.position}`);
        for (const line of seat.lines) shell.print(`  ${line[language]}`);
      }
      for (const { personId, positions, rule } of answer.combinations.filter((one) => one.rule !== 'allowed'))
        shell.print(words('staffing.combination', personId, positions.join(' + '), words(ruleWord(rule))));
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

  program
    .command('what-if <folder>')
    .summary('在全网试算标准草案 · try a draft of the standard on the network')
    .option('--csv', '受影响的服务商,CSV 格式 · the stations that change, as CSV', false)
    .action(async (folder: string, options: { csv: boolean }) => {
      const { json, words } = shell.context();
      const list = options.csv || json ? 5000 : 10;
      const preview = await shell
        .api()
        .call<Preview>('POST', '/v1/editions/preview', { content: draft(folder), list });
      if (json) return shell.printJson(preview);
      if (options.csv) return shell.print(changedCsv(preview).trimEnd());
      shell.print(words('what-if.total', preview.stations, preview.against));
      shell.print(words('what-if.heads', preview.before, preview.after, preview.toHire));
      shell.print(words('what-if.tipped', preview.tipped, preview.relieved));
      const changing = preview.byPosition.filter(({ before, after }) => before !== after);
      if (changing.length === 0) return shell.print(words('what-if.nothing'));
      shell.print(
        terminalTable(
          [words('position'), words('what-if.before'), words('what-if.after')],
          changing.map(({ position, before, after }) => [position, before, after]),
          [1, 2],
        ),
      );
      shell.print(
        terminalTable(
          [
            words('region'),
            words('what-if.stations'),
            words('what-if.tips'),
            words('what-if.before'),
            words('what-if.after'),
          ],
          preview.byRegion.map((one) => [one.regionId, one.stations, one.tipped, one.before, one.after]),
          [1, 2, 3, 4],
        ),
      );
      shell.print(
        terminalTable(
          [words('station'), words('what-if.before'), words('what-if.after'), words('position')],
          preview.changed.map((one) => [one.stationId, one.before, one.after, changesText(one.changes)]),
          [1, 2],
        ),
      );
      if (preview.more > 0) shell.print(words('and-more', preview.more));
    });
}

const codes = ({ seats }: Staffing): string => seats.map(({ position }) => position).join(', ');

function seatTable(seats: readonly Seat[], words: Words): string {
  return terminalTable(
    [
      words('position'),
      words('staffing.required'),
      words('staffing.heads'),
      words('staffing.missing'),
      words('staffing.state'),
    ],
    seats.map((seat) => [
      seat.keyPost ? `${seat.position} *` : seat.position,
      seat.required,
      seat.acting > 0 ? `${seat.heads} (${words('staffing.acting', seat.acting)})` : seat.heads,
      seat.missing,
      words(`staffing.${seat.state}`),
    ]),
    [1, 2, 3],
  );
}

const ruleWord = (rule: string) =>
  rule === 'never-combined'
    ? 'staffing.never-combined'
    : rule === 'class-combination'
      ? 'staffing.class-combination'
      : 'staffing.band-combination';

const changesText = (changes: Record<string, number>): string =>
  Object.entries(changes)
    .map(([position, by]) => `${position} ${by > 0 ? '+' : ''}${by}`)
    .join(', ');

const changedCsv = ({ changed }: Preview): string =>
  csvText(
    ['station', 'region', 'missing_before', 'missing_after', 'changes'],
    changed.map((one) => [one.stationId, one.regionId, one.before, one.after, changesText(one.changes)]),
  );

/** Checked here as well, because every problem is named at once and no platform is asked for that. */
function draft(folder: string): object {
  try {
    return loadEdition(editionFolder(folder));
  } catch (error) {
    if (error instanceof EditionInvalid) throw new UserError(error.problems.map(problemLine).join('\n'));
    throw error;
  }
}
