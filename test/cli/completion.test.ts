import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { root } from '../../packages/cli/assembly.ts';
import { commandPlaces } from '../../packages/cli/completion/command-places.ts';
import { completionScript, shells } from '../../packages/cli/completion/completion-script.ts';
import { stationkeeper } from '../../packages/cli/stationkeeper.ts';

const places = commandPlaces(stationkeeper());
const scriptFor = (kind: (typeof shells)[number]) => completionScript(kind, 'stationkeeper', places);
const here = (shell: string) => spawnSync(shell, ['--version']).status === 0;

/** What bash offers for each of many lines that end with the word under the cursor; one shell answers all. */
function offeredTo(lines: readonly string[][]): string[][] {
  const ask = (words: string[]) => `offer ${words.map((word) => `'${word}'`).join(' ')}`;
  const driver = `${scriptFor('bash')}
offer() {
  COMP_WORDS=(stationkeeper "$@"); COMP_CWORD=$#; COMPREPLY=()
  _stationkeeper
  printf '%s\\n' "\${COMPREPLY[@]}"
  printf '==\\n'
}
${lines.map(ask).join('\n')}`;
  const result = spawnSync('bash', ['-s'], { input: driver, encoding: 'utf8' });
  expect(result.stderr).toBe('');
  return result.stdout
    .split('==\n')
    .slice(0, -1)
    .map((answer) => answer.split('\n').filter((line) => line !== ''));
}

const offered = (...words: string[]): string[] => offeredTo([words])[0] ?? [];

describe('completion in bash', () => {
  test.each([
    [['au'], ['audit']],
    [['audit', 'la'], ['launch']],
    [['audit', 'launch', '--pos'], ['--position']],
    [['audit', 'launch', '--us'], ['--user']],
    [
      ['completion', ''],
      ['bash', 'zsh', 'fish'],
    ],
  ])('of %j offers %j', (words, expected) => {
    expect(offered(...words)).toEqual(expected);
  });

  test('offers every command and every option where it stands', () => {
    const asked = places.flatMap(({ path, words, options }) => {
      const typed = path.split('/').filter((word) => word !== '');
      return [
        { line: [...typed, ''], offers: words },
        { line: [...typed, '-'], offers: options },
      ];
    });
    const answers = offeredTo(asked.map(({ line }) => line));
    expect(asked.map(({ line }, at) => [line, answers[at]])).toEqual(
      asked.map(({ line, offers }) => [line, offers.map(({ word }) => word)]),
    );
  });

  test('steps over the value of an option, even one that looks like a command', () => {
    expect(offered('--user', 'audit', 'netw')).toEqual(['network']);
    expect(offered('audit', '--user', 'hq', 'previ')).toEqual(['preview']);
  });

  test('leaves the value of an option to the file names', () => {
    expect(offered('--data', '')).toEqual([]);
  });
});

describe('the tree of commands', () => {
  test('is whole: sub-commands, options of the program and choices', () => {
    const at = (path: string) => places.find((place) => place.path === path);
    expect(at('/audit/launch')?.options.map(({ word }) => word)).toEqual(
      expect.arrayContaining(['--name', '--region', '--days', '--json', '--help']),
    );
    expect(at('/')?.words.map(({ word }) => word)).toEqual(
      expect.arrayContaining(['audit', 'network', 'login', 'logout', 'whoami', 'completion']),
    );
    expect(at('/audit/launch')?.options.find(({ word }) => word === '--json')?.takesValue).toBe(false);
  });

  test.each(shells)('is in the script for %s with every word', (kind) => {
    const script = scriptFor(kind);
    for (const { path, words, options } of places) {
      expect(script).toContain(path);
      for (const { word } of words) expect(script).toContain(word);
      for (const { word } of options) expect(script).toContain(word.slice(2));
    }
  });
});

describe('the scripts as the shells read them', () => {
  test.each(shells.filter(here))('%s finds no mistake in its own', (shell) => {
    const result = spawnSync(shell, ['-n'], { input: scriptFor(shell), encoding: 'utf8' });
    expect([result.status, result.stderr]).toEqual([0, '']);
  });

  test('the command prints them, and no other', () => {
    const run = (shell: string) =>
      spawnSync(process.execPath, ['packages/cli/stationkeeper.ts', 'completion', shell], {
        cwd: root,
        encoding: 'utf8',
        env: { ...process.env, STATIONKEEPER_LANG: 'en' },
      });
    for (const shell of shells) expect(run(shell).stdout).toBe(scriptFor(shell));
    expect(run('tcsh').stderr).toBe('Error: completion: tcsh is not allowed; one of bash, zsh, fish\n');
    expect(run('tcsh').status).toBe(2);
  });
});
