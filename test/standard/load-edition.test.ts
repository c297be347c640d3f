import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkEdition } from '../../packages/standard/check-edition.ts';
import { problemLine } from '../../packages/standard/edition-problem.ts';
import { loadEdition } from '../../packages/standard/load-edition.ts';
import { type EditionCopy, problemsAfter } from './copy-edition.ts';

describe('an edition whose files are damaged', () => {
  test('an untouched copy loads', () => {
    expect(problemsAfter(() => {})).toEqual([]);
  });

  test.each<[string, string, (copy: EditionCopy) => void]>([
    [
      'staffing.json: the file is missing',
      'file-missing',
      ({ folder }) => rmSync(join(folder, 'staffing.json')),
    ],
    [
      'positions/CC.json: the file is missing',
      'file-missing',
      ({ folder }) => rmSync(join(folder, 'positions/CC.json')),
    ],
    [
      'audit.json: the file is not JSON',
      'json',
      ({ folder }) => writeFileSync(join(folder, 'audit.json'), '{'),
    ],
    [
      'notes.json: no part of an edition is kept here',
      'file-unknown',
      ({ folder }) => writeFileSync(join(folder, 'notes.json'), '{}'),
    ],
    [
      'positions/XX.json: code: the file is named after its position',
      'file-name',
      ({ folder }) => renameSync(join(folder, 'positions/CC.json'), join(folder, 'positions/XX.json')),
    ],
  ])('says "%s"', (line, rule, change) => {
    const problems = problemsAfter(change);
    expect(problems.map((problem) => problem.rule)).toContain(rule);
    expect(problems.map(problemLine).join('\n')).toContain(line);
  });

  test('all files that are wrong are named at once', () => {
    const problems = problemsAfter(({ folder }) => {
      rmSync(join(folder, 'modules.json'));
      rmSync(join(folder, 'audit.json'));
    });
    expect(problems.map((problem) => problem.file)).toEqual(['modules.json', 'audit.json']);
  });
});

describe('an edition whose shape is wrong', () => {
  test.each<[string, string, (copy: EditionCopy) => void]>([
    [
      'positions/MT.json: audit.items[3].wieght: the key "wieght" is not part of the schema',
      'unknown-key',
      ({ edit }) =>
        edit('positions/MT.json', (mt) => {
          mt.audit.items[3].wieght = 22;
        }),
    ],
    [
      'positions/SA.json: duties[0].text.en',
      'shape',
      ({ edit }) =>
        edit('positions/SA.json', (sa) => {
          delete sa.duties[0].text.en;
        }),
    ],
    [
      'audit.json: caps[0].when',
      'shape',
      ({ edit }) =>
        edit('audit.json', (audit) => {
          audit.caps[0].when = { fact: 'bad-weather', atLeast: 1 };
        }),
    ],
    [
      'recurring-duties.json: [0].rules[0].cutoff',
      'shape',
      ({ edit }) =>
        edit('recurring-duties.json', (duties) => {
          duties[0].rules[0].cutoff = '25:00';
        }),
    ],
    [
      'edition.json: validFrom',
      'shape',
      ({ edit }) =>
        edit('edition.json', (about) => {
          about.validFrom = '2027-02-30';
        }),
    ],
  ])('names the place: %s', (line, rule, change) => {
    const problems = problemsAfter(change);
    expect(problems.map((problem) => problem.rule)).toEqual([rule]);
    expect(problems.map(problemLine).join('\n')).toContain(line);
  });

  test('content over the API is held to the same schema', () => {
    const checked = checkEdition({ ...loadEdition('edition-1'), extra: 1 });
    expect(checked.edition).toBeUndefined();
    expect(checked.problems).toEqual([
      {
        file: 'edition',
        path: 'extra',
        rule: 'unknown-key',
        message: 'the key "extra" is not part of the schema',
      },
    ]);
  });

  test('content over the API that is sound is handed back as an edition', () => {
    const edition = loadEdition('edition-1');
    expect(checkEdition(JSON.parse(JSON.stringify(edition)))).toEqual({ edition, problems: [] });
  });
});
