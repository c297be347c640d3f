import Table from 'cli-table3';
import type { Edition, Language, PositionSheet, Text } from './schema.ts';
import {
  actorText,
  deadlineText,
  enforcementWords,
  occasionWords,
  originWords,
  words,
} from './sheet-words.ts';
import { displayWidth, wrapText } from './wrap-text.ts';

interface Printing {
  edition: Edition;
  position: PositionSheet;
  /** Columns of the terminal. */
  width: number;
  say(text: Text): string;
}

/**
 * A position's sheet as lines for a terminal: duties with clause and origin, what recurs and by when, prerequisites, modules, certification,
 * rubric of the practical, checklist with severity and weight, heads by band.
 * @param width columns of the terminal
 * @throws RangeError when the edition has no such position
 */
export function positionSheetLines(
  edition: Edition,
  code: string,
  language: Language,
  width = 100,
): string[] {
  const position = edition.positions.find((one) => one.code === code);
  if (!position) throw new RangeError(`edition ${edition.about.number} has no position ${code}`);
  const printing: Printing = { edition, position, width, say: (text) => text[language] };
  const sections = [
    head(printing),
    duties(printing),
    recurringDuties(printing),
    prerequisites(printing),
    modules(printing),
    certification(printing),
    practical(printing),
    checklist(printing),
    headcount(printing),
  ];
  return sections.flatMap((lines, at) => (at === 0 ? lines : ['', ...lines]));
}

function head({ edition, position, width, say }: Printing): string[] {
  const names = (codes: readonly string[]) =>
    codes.map((code) => `${say(actorText(edition, code))} ${code}`).join(say(words.separator)) ||
    say(words.none);
  return [
    `${say(position.name)} ${position.code}`,
    '='.repeat(displayWidth(`${say(position.name)} ${position.code}`)),
    ...facts(width, [
      [say(words.enforcement), say(enforcementWords[position.enforcement])],
      [say(words.statutoryRole), position.statutoryRole ? say(position.statutoryRole) : say(words.none)],
      [say(words.reportsTo), names(position.reportsTo === null ? [] : [position.reportsTo])],
      [say(words.dotted), names(position.dottedReportsTo)],
    ]),
  ];
}

function duties({ position, width, say }: Printing): string[] {
  return table(
    say(words.duties),
    width,
    [words.clause, words.duty, words.origin, words.recurring].map(say),
    position.duties.map(({ clause, text, origin, recurring }) => [
      clause,
      say(text),
      say(originWords[origin]),
      recurring.join(' '),
    ]),
  );
}

/** What the position owes again and again, whichever of its duties it belongs to. */
function recurringDuties({ edition, position, width, say }: Printing): string[] {
  const own = edition.recurringDuties.filter(({ positions }) => positions.includes(position.code));
  return table(
    say(words.recurring),
    width,
    [words.id, words.duty, words.due, words.evidence].map(say),
    own.map(({ id, name, due, evidence }) => [id, say(name), say(due), say(evidence)]),
  );
}

function prerequisites({ position, width, say }: Printing): string[] {
  return [
    say(words.prerequisites),
    ...position.prerequisites.flatMap(({ text, origin, sources }) => {
      const mark = [say(originWords[origin]), ...sources].join(' ');
      return hanging('- ', `${say(text)} [${mark}]`, width);
    }),
  ];
}

function modules({ edition, position, width, say }: Printing): string[] {
  const rows = position.modules.flatMap(({ module: id, when }) => {
    const module = edition.modules.find((one) => one.id === id);
    return module ? [{ ...module, when }] : [];
  });
  const required = rows.filter(({ when }) => when === 'always').reduce((sum, { hours }) => sum + hours, 0);
  return table(
    `${say(words.modules)} (${say(words.requiredHours)} ${required})`,
    width,
    [words.id, words.module, words.hours, words.deadline, words.neededFor].map(say),
    rows.map(({ id, name, hours, deadline, when }) => [
      id,
      say(name),
      String(hours),
      say(deadlineText(deadline)),
      say(occasionWords[when]),
    ]),
  );
}

function certification({ edition, position, width, say }: Printing): string[] {
  const rule = position.certification;
  const common = edition.certification;
  const level = (id: string) => say(common.levels.find((one) => one.id === id)?.name ?? { zh: id, en: id });
  const authorisation = (id: string) =>
    say(common.authorisations.find((one) => one.id === id)?.name ?? { zh: id, en: id });
  return [
    say(words.certification),
    ...facts(width, [
      [say(words.levels), rule.levels.map(level).join(say(words.separator))],
      [
        say(words.authorisations),
        rule.authorisations.map(authorisation).join(say(words.separator)) || say(words.none),
      ],
      [say(words.theoryPass), String(rule.theoryPass)],
      [say(words.practicalPass), String(rule.practicalPass)],
      [say(words.practical), say(rule.practical)],
      [say(words.validity), String(rule.validityMonths)],
      [say(words.refresher), String(rule.refresherHoursPerYear)],
      ...rule.certifiers.map(({ levels, assesses, approves }): [string, string] => [
        levels.map(level).join(say(words.separator)),
        `${say(words.assesses)} ${say(actorText(edition, assesses))}${say(words.separator)}${say(words.approves)} ${say(actorText(edition, approves))}`,
      ]),
    ]),
  ];
}

function checklist({ edition, position, width, say }: Printing): string[] {
  const severityName = (id: string) =>
    say(edition.correctiveAction.severities.find((one) => one.severity === id)?.name ?? { zh: id, en: id });
  return table(
    `${say(words.checklist)} (${say(words.weight)} ${position.audit.weight} %)`,
    width,
    [words.id, words.clause, words.check, words.evidence, words.severity, words.weight].map(say),
    position.audit.items.map(({ id, clause, check, evidence, severity, weight }) => [
      id,
      clause,
      say(check),
      say(evidence),
      severityName(severity),
      String(weight),
    ]),
  );
}

function practical({ position, width, say }: Printing): string[] {
  return position.certification.rubric.tasks.flatMap(({ id, text, minutes, steps }, at) => [
    ...(at === 0 ? [] : ['']),
    ...table(
      `${say(words.practicalTask)} ${id} ${say(text)} (${minutes} ${say(words.minutes)})`,
      width,
      [words.id, words.step, words.clause, words.points, words.safety].map(say),
      steps.map((step) => [
        step.id,
        say(step.text),
        step.clause ?? '',
        String(step.points),
        step.safetyCritical ? say(words.mustBeRight) : '',
      ]),
    ),
  ]);
}

function headcount({ edition, position, width, say }: Printing): string[] {
  const { bands, table: heads } = edition.staffing;
  return table(
    say(words.headcount),
    width,
    [words.intake, words.headcount].map(say),
    bands.map(({ name }, at) => [say(name), String(heads[position.code]?.[at] ?? 0)]),
  );
}

/** Columns that one column of a table takes beside its text: a border and a space on either side. */
const frame = 3;

/** A titled table no wider than the terminal: the widest columns give way first, and their texts wrap. */
function table(title: string, width: number, header: string[], rows: string[][]): string[] {
  const widths = header.map((name, at) =>
    Math.max(...[name, ...rows.map((row) => row[at] ?? '')].map(displayWidth)),
  );
  const room = Math.max(width - frame * widths.length - 1, 10 * widths.length);
  let surplus = widths.reduce((sum, columns) => sum + columns, 0) - room;
  for (; surplus > 0; surplus -= 1) {
    const widest = widths.indexOf(Math.max(...widths));
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  const cells = (row: string[]) =>
    row.map((cell, at) => wrapText(cell, widths[at] ?? cell.length).join('\n'));
  const drawn = new Table({ head: cells(header), style: { head: [], border: [], compact: true } });
  for (const row of rows) drawn.push(cells(row));
  return [...wrapText(title, width), ...drawn.toString().split('\n')];
}

/** Names and values under each other, values aligned whatever the width of the names' characters. */
function facts(width: number, pairs: [string, string][]): string[] {
  const column = Math.max(...pairs.map(([name]) => displayWidth(name))) + 2;
  return pairs.flatMap(([name, value]) =>
    hanging(`${name}${' '.repeat(column - displayWidth(name))}`, value, width),
  );
}

/** A text behind a mark; further lines start below the text. */
function hanging(mark: string, text: string, width: number): string[] {
  const indent = displayWidth(mark);
  return wrapText(text, Math.max(width - indent, 20)).map(
    (line, at) => `${at === 0 ? mark : ' '.repeat(indent)}${line}`,
  );
}
