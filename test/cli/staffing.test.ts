import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoPassword, draftingLogin } from '../../packages/cli/demo-users.ts';
import { peopleStage } from '../support/people-stage.ts';
import { runScript } from '../support/run-script.ts';
import { type RunningPlatform, runPlatform } from '../support/running-platform.ts';

/** A draft from its folder to the edition, and what it means; visits and who acts, as people type it. */
let running: RunningPlatform;
let folder: string;
let stations: string[];
const more = () => join(folder, 'more');
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'stationkeeper-cli-'));
  running = await runPlatform();
  await running.publishEdition([]);
  stations = await running.importSample(6);
});
afterAll(async () => {
  await running.end();
  rmSync(folder, { recursive: true, force: true });
});

const as = (user: string, ...args: string[]) =>
  runScript('packages/cli/stationkeeper.ts', ['--user', user, '--password', demoPassword, ...args], {
    XDG_CONFIG_HOME: join(folder, 'config'),
    STATIONKEEPER_LANG: 'en',
    STATIONKEEPER_API: running.addresses.apiUrl,
    STATIONKEEPER_ISSUER: running.addresses.issuerUrl,
    STATIONKEEPER_CLIENT: running.addresses.clientId,
  });

describe('A draft of the standard', () => {
  test('is written to a folder, changed, tried, stored and compared', async () => {
    expect((await as('hq', 'edition', 'show', 'E1', '--out', more())).out).toContain(
      'draft dft_E1 is written',
    );
    const change = (file: string, by: (content: Record<string, object>) => void) => {
      const content = JSON.parse(readFileSync(join(more(), file), 'utf8'));
      by(content);
      writeFileSync(join(more(), file), JSON.stringify(content));
    };
    change('edition.json', (about) => Object.assign(about, { number: '2' }));
    change('staffing.json', ({ table }) => Object.assign(table ?? {}, { SA: [6, 7, 8, 9, 11] }));

    const tried = await as('hq', 'what-if', more());
    expect(tried.out).toContain('Tried on 6 stations, against edition 1 in force');
    expect(tried.out).toMatch(/SA\s+\d+\s+\d+/);
    const saved = await as(draftingLogin, 'edition', 'draft', more(), '--as', 'more');
    expect(saved.out).toContain('draft dft_MORE of edition 2 is saved');
    const stored = await as('hq', '--json', 'what-if', 'more');
    expect(JSON.parse(stored.out).toHire).toBeGreaterThan(0);
    const csv = (await as('hq', 'what-if', 'more', '--csv')).out.split('\n');
    expect(csv[0]).toBe(
      'station,region,state_before,state_after,position,required_before,required_after,missing_before,missing_after',
    );
    expect(csv.length).toBeGreaterThanOrEqual(7);
    expect((await as('hq', 'what-if', 'more', '--explain')).out).toMatch(/Required: (6|7|8|9|11)/);

    const compared = await as('hq', 'what-if', 'compare', 'current', 'more');
    expect(compared.out).toMatch(/What they say\s+current\s+dft_MORE/);
    expect(compared.out).toMatch(/SA B1\s+1\s+6/);
    expect(compared.out).toMatch(/What they mean\s+current\s+dft_MORE/);
    expect(compared.out).toMatch(/to hire\s+0\s+\d+/);
    expect((await as('hq', 'what-if', 'compare', '1', 'current')).out).toContain('Both say the same');
  });

  test('is published by somebody else, who names what was looked at', async () => {
    const [draft] = JSON.parse((await as('hq', '--json', 'edition', 'drafts')).out).filter(
      ({ draftId }: { draftId: string }) => draftId === 'dft_MORE',
    );
    const hash: string = draft.contentHash.slice(0, 12);
    const publish = (user: string, of: string) => as(user, 'edition', 'publish', 'more', of);
    expect((await publish('hq', '0123456789ab')).err).toContain('is');
    expect((await publish(draftingLogin, hash)).err).toContain('[own-draft]');
    expect((await publish('hq', hash)).out).toContain('edition 2 is published (16 positions)');
    expect((await as('hq', 'edition', 'discard', 'more')).err).toContain('[draft-published]');
    expect((await as('hq', 'edition', 'drafts')).out).toMatch(/dft_MORE\s+2\s+1\s+standards\s+published/);
  });

  test('that is looked for in a folder that is not there is told so', async () => {
    const { err } = await as('hq', 'what-if', './nowhere');
    expect(err.trim()).toBe('Error: there is no folder ./nowhere');
  });

  test('that names none is one line', async () => {
    const result = await as('hq', 'edition', 'show', 'a_b');
    expect(result.err.trim().split('\n')).toHaveLength(1);
    expect(result.code).toBe(1);
  });
});

describe('Visits and who acts', () => {
  test('are reported from a file, the sound rows in spite of the others', async () => {
    const file = join(folder, 'intake.csv');
    const [code] = stations.map((id) => id.slice(4));
    writeFileSync(
      file,
      `station_code,month,visits\n${code},2026-09,444\n${code},2198-01,1\n${code},2026-10,-4\nNOWHERE-1,2026-10,9\n`,
    );
    const result = await as('hq', 'staffing', 'import-intake', file);
    expect(result.out).toContain('1 figures of visits reported, 3 problems');
    expect(result.out).toMatch(/line 3 month: The month 2198-01 is not over/);
    expect(result.out).toMatch(/line 4 visits: /);
    expect(result.out).toMatch(/line 5: There is no such station/);
    expect(result.code).toBe(1);
    const { body } = await running.call<{ intake: object }>('hq', 'GET', `/v1/stations/${stations[0]}`);
    expect(body.intake).toMatchObject({ '2026-09': 444 });
  });

  test('are not reported where a file says a month twice, because nothing tells which counts', async () => {
    const file = join(folder, 'twice.csv');
    const [code, other] = stations.map((id) => id.slice(4));
    writeFileSync(
      file,
      `station_code,month,visits\n${code},2026-08,1\n${code},2026-08,2\n${other},2026-08,321\n`,
    );
    const { out } = await as('hq', 'staffing', 'import-intake', file);
    expect(out.match(/line \d month: The month 2026-08 stands there more than once/g)).toHaveLength(2);
    expect(out).toContain('1 figures of visits reported, 2 problems');
  });

  test('are not reported from a file without its columns, which says so once', async () => {
    const file = join(folder, 'wrong-columns.csv');
    writeFileSync(file, `station,month,visits\n${stations[0]},2026-09,5\n${stations[1]},2026-09,5\n`);
    const result = await as('hq', 'staffing', 'import-intake', file);
    expect(result.out.trim().split('\n')).toEqual([
      expect.stringContaining('station_code'),
      expect.stringContaining('station'),
      expect.stringContaining('0 figures of visits reported, 2 problems'),
    ]);
    expect(result.code).toBe(1);
  });

  test('are told by the staffing of a station', async () => {
    interface Seats {
      seats: { position: string; vacant: number }[];
    }
    interface People {
      items: { personId: string; assignments: { position: string }[] }[];
    }
    const until = new Date(running.platform.clock.now() + 9 * 86_400_000).toISOString().slice(0, 10);
    const [station = ''] = stations;
    // Edition 2 asks for six advisors at least, so there is room for one who acts.
    const { body } = await running.call<Seats>('hq', 'GET', `/v1/stations/${station}/staffing`);
    expect(body.seats.find(({ position }) => position === 'SA')?.vacant).toBeGreaterThan(0);
    const people = await running.call<People>('hq', 'GET', `/v1/stations/${station}/people`);
    const person =
      people.body.items.find(({ assignments }) =>
        ['GA', 'PP', 'PS', 'PM'].includes(assignments[0]?.position ?? ''),
      )?.personId ?? '';
    const named = await as('hq', 'staffing', 'act', station, 'SA', person, '--until', until);
    expect(named.err).toBe('');
    expect(named.out).toContain(`${person} acts as SA until ${until}`);
    const shown = await as('hq', 'staffing', 'explain', station, '--position', 'SA');
    expect(shown.out).toContain(`${person} acts as SA until ${until}`);
    expect(shown.out).toMatch(/\(1 acting\)/);
    const ended = await as('hq', 'staffing', 'end-acting', station, 'SA', person);
    expect(ended.out).toContain(`${person} acts as SA no more`);
  });
});

describe('Compliance', () => {
  test('before a scan, or of two places at once, is no table of zeros', async () => {
    const [before, both] = await Promise.all([
      as('hq', 'compliance', '--on', '2020-01-01'),
      as('hq', 'breaches', '--region', 'reg_EAST', '--station', 'stn_A-1'),
    ]);
    expect(before.out.trim()).toBe('no scan has looked at anything up to 2020-01-01');
    expect(both.err.trim()).toBe('Error: choose one of --region, --station');
    expect((await as('hq', 'breaches', '--severity', 'grave')).err).toContain('--severity: grave is not');
  });

  test('names whose it is in words, and whoever works at a station need not name it', async () => {
    const station = await peopleStage(running).emptyStation('JN-901', { visits: '100' });
    expect((await as('hq', 'scan', '--station', station)).out).toMatch(/1 stations looked at/);
    const { out } = await as('hq', 'breaches', '--station', station);
    expect(out).toMatch(/uncovered seat +SM +major +region manager/);
    expect(out).not.toContain('region-manager');
    const shown = await as('hq', 'compliance', '--station', station);
    expect(shown.out).toMatch(/position +required +heads +vacant/);
    const [own = ''] = stations;
    const master = `sm.${own.slice(4).toLowerCase()}`;
    await as('hq', 'scan', '--station', own);
    const [theirs, named] = await Promise.all([
      as(master, 'compliance'),
      as(master, 'compliance', '--station', own),
    ]);
    expect(theirs.out).toBe(named.out);
    expect(named.out).toContain(own);
  });
});
