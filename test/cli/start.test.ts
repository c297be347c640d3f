import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { loadEdition } from '../../packages/standard/load-edition.ts';
import { runScript } from '../support/run-script.ts';
import { runPlatform } from '../support/running-platform.ts';

const data = mkdtempSync(join(tmpdir(), 'stationkeeper-start-'));
afterAll(() => rmSync(data, { recursive: true, force: true }));

const start = (...args: string[]) => runScript('packages/cli/start.ts', args, { STATIONKEEPER_LANG: 'en' });

describe('npm start', () => {
  test('audits a whole network, and goes on with its data the second time', async () => {
    const first = await start('--exit', '--stations', '6', '--seed', '5', '--port', '0', '--data', data);
    expect(first.err).toBe('');
    expect(first.code).toBe(0);
    expect(first.out).toMatch(/imported: regions \d+, created 6/);
    const campaign = /campaign (cmp_\w+) is closed: 6 stations/.exec(first.out)?.[1];
    expect(campaign).toBeTruthy();
    expect(first.out).toContain('Ranking of the network');
    expect(first.out).toMatch(/[1-9]\d* people hired/);
    expect(first.out).toMatch(/6 stations looked at; [1-9]\d* opened/);
    expect(first.out).toContain(`--data ${data}`);

    const second = await start('--exit', '--port', '0', '--data', data);
    expect(second.code).toBe(0);
    expect(second.out).toContain(`going on with the data in ${data}`);
    expect(second.out).toContain(`campaign ${campaign} is closed: 6 stations`);
    expect(second.out).not.toContain('launched campaign');
  }, 180_000);

  test('by hand opens the audits, answers none, and names a master who can', async () => {
    const other = mkdtempSync(join(tmpdir(), 'stationkeeper-start-'));
    const result = await start('--exit', '--by-hand', '--stations', '5', '--port', '0', '--data', other);
    rmSync(other, { recursive: true, force: true });
    expect(result.code).toBe(0);
    expect(result.out).toContain('launched campaign');
    expect(result.out).not.toContain('is closed');
    expect(result.out).toMatch(/sm\.\S+ +station master of/);
    expect(result.out).toMatch(/--user sm\.\S+ .*audit mine stn_/);
  });

  test('goes on with the standard of its data, also when another one is shipped by now', async () => {
    const other = mkdtempSync(join(tmpdir(), 'stationkeeper-start-'));
    const shipped = loadEdition('edition-1');
    const title = { zh: '早先的标准', en: 'The standard as it was' };
    const running = await runPlatform({ data: other });
    await running.publishEdition([], { ...shipped, about: { ...shipped.about, title } });
    await running.end();
    const result = await start('--exit', '--by-hand', '--stations', '2', '--port', '0', '--data', other);
    rmSync(other, { recursive: true, force: true });
    expect([result.code, result.err]).toEqual([0, '']);
    expect(result.out).toContain('launched campaign');
  });

  test('says in one line that its data are in use, or its port is taken', async () => {
    const other = mkdtempSync(join(tmpdir(), 'stationkeeper-start-'));
    const running = await runPlatform({ data: other });
    try {
      const locked = await start('--exit', '--port', '0', '--data', other);
      expect([locked.code, locked.err]).toEqual([
        1,
        `Error: the data folder ${other} is in use by process ${process.pid}; stop it first, or name another folder with --data\n`,
      ]);
      const port = new URL(running.platform.apiUrl).port;
      const taken = await start('--exit', '--port', port, '--data', data);
      expect([taken.code, taken.err]).toEqual([
        1,
        `Error: port ${port} is taken; name another one with --port (0 = any free one)\n`,
      ]);
    } finally {
      await running.end();
      rmSync(other, { recursive: true, force: true });
    }
  });

  test.each([
    [['--stations', 'many'], '--stations: many is not a whole number from 1 to 100000'],
    [['--statoins', '3'], 'there is no option --statoins'],
    [['--data'], 'the option --data needs a value'],
  ])('%j is one readable line', async (args, line) => {
    const result = await start(...args);
    expect(result.err).toContain(line);
    expect(result.err.trim().split('\n')).toHaveLength(1);
    expect(result.code).toBe(2);
  });
});
