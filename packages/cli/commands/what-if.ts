import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { draftId, editionPattern } from '../../domain/ids.ts';
import type { TippedStation, WhatIf } from '../../domain/staffing/what-if.ts';
import type { EditionDifference } from '../../standard/diff-editions.ts';
import { editionFolder } from '../edition-folder.ts';
import type { Words } from '../messages.ts';
import { levelText } from '../people-text.ts';
import { UserError } from '../problem.ts';
import { readEdition } from '../read-edition.ts';
import type { Shell } from '../shell.ts';
import { type Cell, csvText, terminalTable } from '../tables.ts';

type Consequences = Omit<WhatIf, 'changed'>;
type ChangedSeat = TippedStation['changes'][number] & { lines?: { zh: string; en: string }[] };
type Changed = Omit<TippedStation, 'changes'> & { changes: ChangedSeat[] };
interface Preview extends Consequences {
  against: string;
  changed: Changed[];
  more: number;
}
interface Comparison {
  against: string;
  difference: EditionDifference;
  left: Consequences & { version: string; edition: string };
  right: Consequences & { version: string; edition: string };
  changed: Changed[];
  more: number;
}

const reasonWords = {
  hire: 'what-if.hire',
  level: 'what-if.entry-level',
  before: 'what-if.before-position',
  authorisation: 'what-if.authorisation',
} as const;
const shownStations = 10;
/** As many as the API lists. */
const allStations = 20_000;

/** What a draft of the standard would mean for the network, and what sets two versions apart. */
export function whatIfCommands(program: Command, shell: Shell): void {
  const whatIf = program.command('what-if').summary('试算标准草案 · what a draft of the standard would mean');
  whatIf
    .command('try <draft>', { isDefault: true })
    .summary('在全网试算草案(编号或文件夹)· try a draft, or a folder, on the network')
    .option('--csv', '受影响的服务商,CSV 格式 · the stations that change, as CSV', false)
    .option('--explain', '列出测算依据 · say where the numbers come from', false)
    .action(async (named: string, options: { csv: boolean; explain: boolean }) => {
      const { json, language, words } = shell.context();
      const { explain } = options;
      const list = (options.csv || json) && !explain ? allStations : shownStations;
      const preview = await shell
        .api()
        .call<Preview>('POST', '/v1/editions/preview', { ...tried(named, words), list, explain });
      if (json) return shell.printJson(preview);
      if (options.csv) return shell.print(changedCsv(preview).trimEnd());
      shell.print(words('what-if.total', preview.stations, preview.against));
      shell.print(words('what-if.heads', preview.before, preview.after, preview.toHire));
      shell.print(words('what-if.tipped', preview.tipped, preview.relieved));
      if (preview.changed.length + preview.bands.length + preview.exams.length === 0)
        return shell.print(words('what-if.nothing'));
      for (const table of [positionTable, moveTable, examTable, regionTable])
        if (table(preview, words)) shell.print(table(preview, words));
      shell.print(stationTable(preview.changed, words));
      if (preview.more > 0) shell.print(words('and-more', preview.changed.length + preview.more));
      for (const { stationId, changes } of preview.changed)
        for (const { position, lines = [] } of changes)
          if (lines.length > 0)
            shell.print(
              [`\n${stationId} ${position}`, ...lines.map((line) => `  ${line[language]}`)].join('\n'),
            );
    });

  whatIf
    .command('compare <left> <right>')
    .summary('比较两个版本或草案 · compare two drafts or editions (current = the one in force)')
    .option('--csv', '左右不同的服务商,CSV 格式 · the stations that differ, as CSV', false)
    .action(async (left: string, right: string, options: { csv: boolean }) => {
      const { json, words } = shell.context();
      const query = new URLSearchParams({
        left: versionOf(left),
        right: versionOf(right),
        limit: String(options.csv || json ? allStations : shownStations),
      });
      const compared = await shell.api().call<Comparison>('GET', `/v1/editions/comparison?${query}`);
      if (json) return shell.printJson(compared);
      if (options.csv) return shell.print(changedCsv(compared).trimEnd());
      const said = differenceRows(compared.difference, words);
      const sides = [versionOf(left), versionOf(right)];
      shell.print(
        said.length > 0 ? terminalTable([words('what-if.said'), ...sides], said) : words('what-if.same'),
      );
      shell.print(words('what-if.against', compared.left.stations, compared.against));
      shell.print(terminalTable([words('what-if.means'), ...sides], meansRows(compared, words), [1, 2]));
      if (compared.changed.length > 0) shell.print(stationTable(compared.changed, words));
      if (compared.more > 0) shell.print(words('and-more', compared.changed.length + compared.more));
    });
}

/** A folder is tried as it lies there; anything else names a version that the platform has. */
function tried(named: string, words: Words): { content: object } | { version: string } {
  const folder = editionFolder(named);
  if (existsSync(folder) || named === 'edition-1') return { content: readEdition(named) };
  if (/[/\\]/.test(named)) throw new UserError(words('no-folder', named));
  return { version: versionOf(named) };
}

const versionOf = (named: string): string =>
  named === 'current' || editionPattern.test(named) || named.startsWith('dft_')
    ? named
    : draftId(named.toUpperCase());

function positionTable({ byPosition }: Consequences, words: Words): string {
  const rows = byPosition.filter(({ before, after }) => before !== after);
  return tableOf(
    [words('position'), words('what-if.before'), words('what-if.after')],
    rows.map(({ position, before, after }) => [position, before, after]),
    [1, 2],
  );
}

function moveTable({ moves, bands }: Consequences, words: Words): string {
  return tableOf(
    [words('what-if.from'), words('what-if.to'), words('what-if.stations')],
    [
      ...moves.map(({ from, to, stations }) => [
        words(`staffing.${from}`),
        words(`staffing.${to}`),
        stations,
      ]),
      ...bands.map(({ from, to, stations }) => [from, to, stations]),
    ],
    [2],
  );
}

const examTable = ({ exams }: Consequences, words: Words): string =>
  tableOf(
    [words('what-if.exams'), words('what-if.level'), words('what-if.because'), words('what-if.people')],
    exams.map(({ position, level, reason, people }) => [
      position,
      levelText(level, words),
      words(reasonWords[reason]),
      people,
    ]),
    [3],
  );

function regionTable({ byRegion }: Consequences, words: Words): string {
  return tableOf(
    [
      words('region'),
      words('what-if.stations'),
      words('what-if.tips'),
      words('what-if.before'),
      words('what-if.after'),
      words('position'),
    ],
    byRegion.map((one) => [
      one.regionId,
      one.stations,
      one.tipped,
      one.before,
      one.after,
      Object.entries(one.changes)
        .map(([position, by]) => signed(position, by))
        .join(', '),
    ]),
    [1, 2, 3, 4],
  );
}

const stationTable = (changed: readonly Changed[], words: Words): string =>
  terminalTable(
    [
      words('station'),
      words('what-if.before'),
      words('what-if.after'),
      words('what-if.from'),
      words('what-if.to'),
      words('position'),
    ],
    changed.map((one) => [
      one.stationId,
      one.before,
      one.after,
      words(`staffing.${one.from}`),
      words(`staffing.${one.to}`),
      changesText(one),
    ]),
    [1, 2],
  );

const tableOf = (head: string[], rows: Cell[][], right: number[]): string =>
  rows.length === 0 ? '' : terminalTable(head, rows, right);

const signed = (position: string, by: number) => `${position} ${by > 0 ? '+' : ''}${by}`;
const changesText = ({ changes }: Changed): string =>
  changes.map(({ position, before, after }) => signed(position, after - before)).join(', ');

/** What the two say differently, a row each. */
function differenceRows(difference: EditionDifference, words: Words): Cell[][] {
  const { cells, formulas, floors, combinations, staffing, files } = difference;
  const value = (one: string | number | null): Cell => one ?? '-';
  const allowed = (is: boolean) => words(is ? 'what-if.listed' : 'what-if.not-listed');
  return [
    ...cells.map(({ position, band, left, right }) => [`${position} ${band}`, value(left), value(right)]),
    ...formulas.map(({ position, figure, left, right }) => [
      `${position} ${figure}`,
      value(left),
      value(right),
    ]),
    ...floors.map(({ repairClass, position, left, right }) => [
      words('what-if.floor', repairClass, position),
      value(left),
      value(right),
    ]),
    ...combinations.map(({ band, positions, left, right }) => [
      `${band === 'never' ? words('staffing.never-combined') : band} ${positions.join(' + ')}`,
      allowed(left),
      allowed(right),
    ]),
    ...staffing.map(({ path, left, right }) => [path, value(left), value(right)]),
    ...files.map(({ file, values }) => [file, words('what-if.values', values), '']),
  ];
}

/** What the two would mean, side by side: totals, then what differs by position, step and exam. */
function meansRows({ left, right }: Comparison, words: Words): Cell[][] {
  const total = (word: Parameters<Words>[0], of: (one: Consequences) => number): Cell[] => [
    words(word),
    of(left),
    of(right),
  ];
  const beside = <Row>(
    rows: (one: Consequences) => readonly Row[],
    name: (row: Row) => string,
    figure: (row: Row) => number,
  ): Cell[][] => {
    const [l, r] = [left, right].map((one) => new Map(rows(one).map((row) => [name(row), figure(row)])));
    return [...new Set([...(l?.keys() ?? []), ...(r?.keys() ?? [])])].map((key) => [
      key,
      l?.get(key) ?? 0,
      r?.get(key) ?? 0,
    ]);
  };
  return [
    total('what-if.after', ({ after }) => after),
    total('what-if.hire', ({ toHire }) => toHire),
    total('what-if.tips', ({ tipped }) => tipped),
    total('what-if.relieved', ({ relieved }) => relieved),
    ...beside(
      ({ byPosition }) => byPosition,
      ({ position }) => `${words('what-if.after')} ${position}`,
      ({ after }) => after,
    ).filter(([, l, r]) => l !== r),
    ...beside(
      ({ moves }) => moves,
      ({ from, to }) => `${words(`staffing.${from}`)} → ${words(`staffing.${to}`)}`,
      ({ stations }) => stations,
    ),
    ...beside(
      ({ exams }) => exams,
      ({ position, level, reason }) =>
        `${position} ${levelText(level, words)} (${words(reasonWords[reason])})`,
      ({ people }) => people,
    ),
  ];
}

/** A row per station and seat. */
const changedCsv = ({ changed }: { changed: Changed[] }): string =>
  csvText(
    [
      ...['station', 'region', 'state_before', 'state_after', 'position'],
      ...['required_before', 'required_after', 'missing_before', 'missing_after'],
    ],
    changed.flatMap(({ stationId, regionId, from, to, changes }) =>
      changes.map((one) => [
        ...[stationId, regionId, from, to, one.position],
        ...[one.requiredBefore, one.requiredAfter, one.before, one.after],
      ]),
    ),
  );
