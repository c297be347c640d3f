import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from '../../packages/cli/assembly.ts';
import { demoPassword } from '../../packages/cli/demo-users.ts';
import { runScript } from '../support/run-script.ts';
import { type RunningPlatform, runPlatform } from '../support/running-platform.ts';

let running: RunningPlatform;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'stationkeeper-cli-'));
  running = await runPlatform();
  await running.publishEdition();
});
afterAll(async () => {
  await running.end();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs the command in a process of its own, as a user does. */
const command = (...args: string[]) =>
  runScript('packages/cli/stationkeeper.ts', args, {
    // Whoever runs the tests may be logged in.
    XDG_CONFIG_HOME: join(folder, 'config'),
    STATIONKEEPER_LANG: 'en',
    STATIONKEEPER_API: running.addresses.apiUrl,
    STATIONKEEPER_ISSUER: running.addresses.issuerUrl,
    STATIONKEEPER_CLIENT: running.addresses.clientId,
  });
const asHq = (...args: string[]) => command('--user', 'hq', '--password', demoPassword, ...args);

describe('a mistake on the command line', () => {
  test.each([
    [['--colour'], 2, 'there is no option --colour'],
    [['audit', 'list', '--nmae', 'Q'], 2, 'there is no option --nmae'],
    [['audti'], 2, 'there is no command audti'],
    [['audit', 'ranking'], 2, 'the argument campaign is missing'],
    [['position', 'XX'], 1, 'there is no position XX; one of SM, SVM, SA'],
    [['--lang', 'fr', 'org-chart'], 2, '--lang: fr is not allowed; one of zh, en'],
    [
      ['network', 'make', '/tmp/x', '--stations', '0'],
      2,
      '--stations: 0 is not a whole number from 1 to 100000',
    ],
    [['audit', 'list'], 1, 'not logged in'],
    [['--user', 'hq', '--password', 'wrong', 'audit', 'list'], 1, 'login of hq failed'],
  ])('%j is one readable line', async (args, code, line) => {
    const result = await command(...args);
    expect(result.err).toContain(line);
    expect(result.err.trim().split('\n')).toHaveLength(1);
    expect(result.code).toBe(code);
  });

  test('an answer of the API is one line too, naming the field', async () => {
    const result = await asHq('audit', 'launch', '--name', 'Q', '--region', 'reg_MOON');
    expect(result.err.trim().split('\n')).toHaveLength(1);
    expect(result.err).toMatch(/scope\.ids\[0\] reg_MOON is not a region/);
    expect(result.code).toBe(1);
  });

  test('a platform that is not there is named', async () => {
    const result = await command(
      '--api',
      'http://127.0.0.1:9',
      '--user',
      'hq',
      '--password',
      demoPassword,
      'audit',
      'list',
    );
    expect(result.err).toContain('http://127.0.0.1:9 does not answer');
    expect(result.code).toBe(1);
  });
});

test('output that nobody reads to its end is no failure', () => {
  const piped = spawnSync(
    'sh',
    ['-c', `"${process.execPath}" packages/cli/stationkeeper.ts --json position MT | true`],
    { cwd: root, encoding: 'utf8' },
  );
  expect(piped.stderr).toBe('');
});

describe('importing a network', () => {
  const network = () => join(folder, 'network');

  test('starts from a sample, checks it dry, writes it, and changes nothing the second time', async () => {
    expect((await command('network', 'make', network(), '--stations', '4', '--seed', '3')).out).toContain(
      'made 4 stations',
    );
    expect((await asHq('network', 'import', network(), '--dry-run')).out).toContain(
      'dry run: 4 stations can be imported, 0 problems',
    );
    expect((await asHq('network', 'import', network())).out).toContain('created 4, updated 0, unchanged 0');
    expect((await asHq('network', 'import', network())).out).toContain('created 0, updated 0, unchanged 4');
  });

  test.each([
    [
      'GBK instead of UTF-8',
      'stations.csv',
      Buffer.from([0xb7, 0xfe, 0xce, 0xf1, 0x0a]),
      /stations\.csv line 1: .*UTF-8/,
    ],
    ['an empty file', 'people.csv', Buffer.from(''), /people\.csv line 1: The file is empty/],
    [
      'a missing column',
      'intake.csv',
      Buffer.from('station_code,month\nX,2026-01\n'),
      /intake\.csv line 1 visits: /,
    ],
    [
      'an unclosed quote',
      'regions.csv',
      Buffer.from('region_code,name_zh,name_en\nEAST,"东,East\n'),
      /regions\.csv line 2.*: A quote/,
    ],
    [
      'a bad value',
      'intake.csv',
      Buffer.from('station_code,month,visits\nX-1,2026-13,many\n'),
      /intake\.csv line 2 month: [\s\S]*intake\.csv line 2 visits: /,
    ],
    [
      'an unknown station',
      'people.csv',
      Buffer.from(
        'person_code,station_code,name,phone,hired_on,login\nP1,NOPE,王五,15400000000,2020-01-01,\n',
      ),
      /people\.csv line 2 station_code: /,
    ],
  ])('with %s names file, line and problem, and writes nothing', async (what, file, bytes, expected) => {
    const broken = join(folder, what.replaceAll(' ', '-'));
    mkdirSync(broken);
    writeFileSync(join(broken, file), bytes);
    const result = await asHq('network', 'import', broken, '--dry-run');
    expect(result.out).toMatch(expected);
    expect(result.code).toBe(1);
    expect(result.err).not.toMatch(/\bat .*:\d+/);
  });

  test('leaves a bad station out and takes the others', async () => {
    const mixed = join(folder, 'mixed');
    mkdirSync(mixed);
    writeFileSync(join(mixed, 'regions.csv'), '\uFEFFregion_code,name_zh,name_en\nMIX,混合大区,Mixed\n');
    writeFileSync(
      join(mixed, 'stations.csv'),
      'station_code,name,region_code,province,city,repair_class,nev,opened_on\nMIX-1,甲站,MIX,山东,济南,II,no,2020-01-01\nMIX-2,乙站,MIX,山东,济南,IV,no,2020-01-01\n',
    );
    const result = await asHq('network', 'import', mixed);
    expect(result.out).toMatch(/stations\.csv line 3 repair_class/);
    expect(result.out).toContain('regions 1, created 1, updated 0, unchanged 0, left out 1, problems 1');
  });
});

describe('a campaign on the command line', () => {
  test('is launched, followed and ranked as table, JSON and CSV', async () => {
    const launched = await asHq(
      '--json',
      'audit',
      'launch',
      '--name',
      'Q1',
      '--no-review',
      '--position',
      'SM',
      'GA',
    );
    const { campaignId } = JSON.parse(launched.out) as { campaignId: string };
    await running.platform.idle();
    const audits = JSON.parse((await asHq('--json', 'audit', 'stations', campaignId)).out) as {
      audits: { auditId: string; stationId: string }[];
      refusals: { stationId: string; reason: string }[];
    };
    expect(audits.audits).toHaveLength(4);
    // The station that was imported without people has nobody to audit.
    expect(audits.refusals).toEqual([
      { stationId: 'stn_MIX-1', name: '甲站', reason: 'no-position-to-audit' },
    ]);

    for (const { auditId, stationId } of audits.audits) {
      const code = stationId.slice(4).toLowerCase();
      const user = await running.token(`sm.${code}`).then(
        () => `sm.${code}`,
        () => `ga.${code}`,
      );
      await running.answerAll(auditId, user);
    }
    const followed = await asHq('audit', 'follow', campaignId);
    expect(followed.out).toContain(`campaign ${campaignId} is closed: 4 stations, A 4`);

    const table = await asHq('audit', 'ranking', campaignId);
    expect(table.out).toMatch(/rank\s+in region\s+station/);
    const csv = (await asHq('audit', 'ranking', campaignId, '--format', 'csv')).out.trim().split('\n');
    expect(csv[0]).toBe('rank,rank_in_region,station_id,name,region_id,score,grade,open_criticals');
    expect(csv).toHaveLength(5);
    expect(JSON.parse((await asHq('audit', 'ranking', campaignId, '--format', 'json')).out)).toHaveLength(4);
    expect((await asHq('audit', 'ranking', campaignId, '--by-region', '--format', 'csv')).out).toMatch(
      /^rank,region_id,stations,score,a,b,c,d/,
    );
    expect((await asHq('audit', 'ranking', campaignId, '--format', 'xml')).err).toContain(
      'one of table, json, csv',
    );
  });

  test('is reviewed, disputed, compared and steered', async () => {
    const as = (user: string, ...args: string[]) =>
      command('--user', user, '--password', demoPassword, ...args);
    const json = async <Value>(user: string, ...args: string[]) => {
      const result = await as(user, '--json', ...args);
      expect(result.err).toBe('');
      return JSON.parse(result.out) as Value;
    };
    const { campaignId } = await json<{ campaignId: string }>(
      'hq',
      'audit',
      'launch',
      '--name',
      'Q2',
      '--position',
      'SA',
    );
    await running.platform.idle();
    const { audits } = await json<{ audits: { auditId: string; stationId: string }[] }>(
      'hq',
      'audit',
      'stations',
      campaignId,
    );
    const logins = await Promise.all(
      audits.map(({ stationId }) =>
        running.token(`sm.${stationId.slice(4).toLowerCase()}`).then(
          () => `sm.${stationId.slice(4).toLowerCase()}`,
          () => '',
        ),
      ),
    );
    const at = logins.findIndex((login) => login !== '');
    const master = logins[at] ?? '';
    const auditId = audits[at]?.auditId ?? '';
    expect((await as(master, 'inbox', 'list')).out).toContain('answer');
    expect((await as(master, 'inbox', 'digest')).out).toMatch(/overdue 0, within a day 0/);
    expect((await as('hq', 'waits')).out).toContain('every wait has its workflow and its owner');
    expect((await as(master, 'waits')).err).toContain('no right');
    await running.answerAll(auditId, master);
    await running.platform.idle();
    expect((await as('auditor', 'audit', 'reviews')).out).toContain(auditId);
    expect((await as('auditor', 'audit', 'review', auditId)).err).toContain('--accept, --send-back');
    const corrections = join(mkdtempSync(join(tmpdir(), 'review-')), 'corrections.json');
    writeFileSync(
      corrections,
      JSON.stringify([{ position: 'SA', item: 'AU-SA-01', answer: 'not', reason: '没有记录' }]),
    );
    await json('auditor', 'audit', 'review', auditId, '--accept', '--corrections', corrections);
    await running.platform.idle();
    expect((await as(master, 'audit', 'answers', auditId)).out).toContain('没有记录');

    const dispute = ['--answer', 'satisfied', '--reason', '在另一本台账', '--evidence', '台账 7'];
    await json(master, 'audit', 'appeal', auditId, 'SA', 'AU-SA-01', ...dispute);
    expect((await as('hq', 'audit', 'appeals')).out).toMatch(/AU-SA-01\s+not satisfied\s+satisfied\s+open/);
    await json('hq', 'audit', 'decide-appeal', auditId, 'AU-SA-01', '--uphold', '--reason', '属实');
    expect((await as(master, 'audit', 'appeals', auditId)).out).toMatch(/upheld.*→ 100\.00/);

    expect((await as('hq', 'audit', 'board', campaignId)).out).toMatch(/█|░/);
    expect((await as('hq', 'audit', 'analysis', campaignId)).out).toContain('AU-SA-01');
    await json('hq', 'audit', 'extend', campaignId, '--due-days', '40', '--days', '60', '--reason', '春节');
    await json('hq', 'audit', 'remind', campaignId);
    expect((await as('hq', 'audit', 'remind', campaignId)).err).toContain(
      'reminded within the last 24 hours',
    );
    const cancelled = await json<{ status: string }>('hq', 'audit', 'cancel', campaignId, '--reason', '结束');
    expect(cancelled.status).toBe('cancelled');
    expect((await as('hq', 'audit', 'follow', campaignId)).out).toContain('is cancelled');
  });
});
