import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoPassword } from '../../packages/cli/demo-users.ts';
import { type PeopleStage, peopleStage } from '../support/people-stage.ts';
import { runScript } from '../support/run-script.ts';
import { type RunningPlatform, runPlatform } from '../support/running-platform.ts';

let running: RunningPlatform;
let stage: PeopleStage;
let folder: string;
let station: string;
const person = 'LI-1';
const personId = `per_${person}`;
const login = 'login-li-1';
let onboarding: string;
let certification: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'stationkeeper-cli-'));
  running = await runPlatform();
  stage = peopleStage(running);
  await running.publishEdition();
  station = await stage.emptyStation('JN-001');
  onboarding = stage.idOf(station, person, 'MT');
  certification = stage.certificationOf(person, 'MT');
});
afterAll(async () => {
  await running.end();
  rmSync(folder, { recursive: true, force: true });
});

const as = async (user: string, ...args: string[]) => {
  const done = await runScript(
    'packages/cli/stationkeeper.ts',
    ['--user', user, '--password', demoPassword, ...args],
    {
      XDG_CONFIG_HOME: join(folder, 'config'),
      STATIONKEEPER_LANG: 'en',
      STATIONKEEPER_API: running.addresses.apiUrl,
      STATIONKEEPER_ISSUER: running.addresses.issuerUrl,
      STATIONKEEPER_CLIENT: running.addresses.clientId,
    },
  );
  await running.platform.idle();
  return done;
};
const asHq = (...args: string[]) => as('hq', ...args);

describe('Somebody new at the command line', () => {
  test('is hired, and refused where the standard says no, in one line', async () => {
    const hire = (code: string, ...more: string[]) =>
      asHq('people', 'hire', station, personId, '--position', code, '--since', stage.day(), ...more);
    const unknown = await hire('XX');
    expect(unknown).toMatchObject({ code: 1, err: expect.stringContaining('position XX is not a position') });
    expect(unknown.err.trim().split('\n')).toHaveLength(1);
    const details = ['--name', '李四', '--phone', '13800000001', '--login', login];
    expect((await hire('MT', ...details)).out).toContain(`${personId} now holds MT ${station}`);
    const tomorrow = stage.day(1);
    const early = await asHq('people', 'leave', station, personId, '--on', tomorrow);
    expect(early.err).toContain(`on ${tomorrow} has not come yet`);
    // Nobody reviews the own work, whatever the size of the station.
    expect((await hire('QI')).err).toMatch(/standard/);
  });

  test('is in the list of who waits for what, and in the inbox', async () => {
    const ways = await asHq('people', 'ways', '--station', station);
    expect(ways.out).toContain(onboarding);
    expect((await as(login, 'inbox', 'list')).out).toMatch(/onboard +stn_JN-001 +duty-briefing/);
    expect((await asHq('people', 'ways')).out).toContain(onboarding);
    expect((await asHq('people', 'ways', '--turn', 'me')).err).toContain('one of station, hq');
  });

  test('goes through steps and modules', async () => {
    const step = (user: string, ...args: string[]) => as(user, 'onboarding', 'step', onboarding, ...args);
    expect((await step('hq', 'registration', '--evidence', 'HT-1')).err).toBe('');
    expect((await step('hq', 'safety-education', '--evidence', 'AQ-1', '--hours', '3')).err).toMatch(
      /hours 3 hours are too few/,
    );
    expect((await step('hq', 'safety-education', '--evidence', 'AQ-1', '--hours', '40')).err).toBe('');
    expect((await step('hq', 'dancing')).err).toContain('step: dancing is not allowed');
    const { dutySheet, open } = JSON.parse(
      (await as(login, '--json', 'onboarding', 'show', onboarding)).out,
    ) as { dutySheet: string; open: { kind: string; id: string; hours: number }[] };
    expect((await step(login, 'duty-briefing', '--sheet', '0'.repeat(16))).err).toMatch(/duty sheet/);
    expect((await step(login, 'duty-briefing', '--sheet', dutySheet)).err).toBe('');
    expect((await as(login, 'onboarding', 'mentor', onboarding, 'hq')).code).toBe(1);
    expect((await asHq('onboarding', 'mentor', onboarding, 'hq')).out).toMatch(/mentor +HQ/);
    const modules = open.filter(({ kind }) => kind === 'module').map(({ id, hours }) => `${id}=${hours}`);
    expect((await asHq('onboarding', 'modules', onboarding, 'M1')).err).toContain('not written as');
    const { out } = await asHq('onboarding', 'modules', onboarding, ...modules);
    expect(out).toMatch(/status +at the exams/);
  });

  test('takes the exam', async () => {
    const shown = await as(login, 'certification', 'show', certification);
    expect(shown.out).toMatch(/no exam now +still to be shown/);
    const { missing } = JSON.parse((await asHq('--json', 'certification', 'show', certification)).out) as {
      missing: string[];
    };
    for (const [at, name] of missing.entries()) {
      const dates = name.startsWith('statutory-certificate')
        ? ['--issued-on', stage.day(-30), '--valid-until', stage.day(1000)]
        : [];
      const kind = name.startsWith('certified-as') ? ['--waiver', '新站'] : ['--evidence', 'ZJ-1'];
      const done = await asHq('certification', 'prerequisite', certification, name, ...kind, ...dates);
      expect([name, done.err, at]).toEqual([name, '', at]);
    }
    expect((await asHq('exam', 'start', certification)).code).toBe(1);
    const started = await as(login, '--lang', 'zh', 'exam', 'start', certification);
    expect(started.out).toMatch(/^试卷 1:\d+ 题/);
    expect(started.out).toMatch(/ {2}A\. /);
    const { questions } = JSON.parse((await as(login, '--json', 'exam', 'start', certification)).out) as {
      questions: { id: string; options: object[] }[];
    };
    const [first] = questions;
    if (!first) throw new Error('the paper has questions');
    const answer = (...given: string[]) => as(login, 'exam', 'answer', certification, ...given);
    expect((await answer(`${first.id}=A`)).out).toContain('1 answers saved');
    expect((await answer(`${first.id}=J`)).err).toContain('one of A, B');
    expect((await answer('MT-999=A')).err).toContain('the paper has no question MT-999');
    expect((await answer()).err).toContain('there is no terminal to ask on');
    const file = join(folder, 'answers.json');
    writeFileSync(file, JSON.stringify({ [first.id]: [99] }));
    expect((await as(login, 'exam', 'submit', certification, '--answers', file)).code).toBe(1);
    const failed = await as(login, 'exam', 'submit', certification);
    expect(failed.out).toMatch(/failed with \d+ points/);
    expect((await as(login, 'exam', 'start', certification)).code).toBe(1);
    expect((await as(login, 'certification', 'show', certification)).out).toMatch(
      /no exam now +not before \d{4}-/,
    );
    running.platform.clock.advance(8 * 86_400_000);
    expect((await stage.takePaper(certification, person)).body).toMatchObject({ passed: true });
  });

  test('is assessed and certified by different people', async () => {
    const shown = await as('auditor', 'certification', 'show', certification);
    expect(shown.out).toMatch(/MT-P1-1 +\d+/);
    const assess = (...args: string[]) => as('auditor', 'certification', 'assess', certification, ...args);
    expect((await assess('MT-P1-1=500')).err).toContain('not a whole number from 0 to 100');
    expect((await assess('MT-P1-1=1')).err).toMatch(/points\.\S+ is missing/);
    expect((await assess('--others-full')).out).toMatch(/practical 1 .* passed/);
    const decide = (user: string, ...args: string[]) => as(user, 'certification', ...args);
    expect((await decide('auditor', 'approve', certification)).code).toBe(1);
    expect((await decide('hq', 'approve', certification)).err).toBe('');
    const path = await as(login, 'people', 'show', personId);
    expect(path.out).toMatch(/SK-\S+ +MT +L1 +\d{4}-\d\d-\d\d +valid/);
    expect(path.out).toMatch(/onb_LI-1\S+ +MT +released/);
  });

  test('has a certificate that HQ suspends, reinstates and revokes', async () => {
    const listed = await asHq('--json', 'certificate', 'list', '--station', station);
    const [{ number } = { number: '' }] = JSON.parse(listed.out) as { number: string }[];
    expect((await asHq('certificate', 'list', '--station', station, '--within', '30')).out).toContain(
      'there is no certificate',
    );
    const control = (...args: string[]) => asHq('certificate', ...args);
    expect((await control('show', number.toLowerCase())).out).toMatch(/status +valid/);
    expect((await control('show', 'SK-2222-2222-22')).err).toContain('There is no such certificate');
    expect((await control('refresher', number, '--hours', '4', '--evidence', 'PX-1')).err).toBe('');
    expect((await control('suspend', number, '--cause', 'mood', '--reason', 'x')).code).toBe(2);
    const suspended = await control(
      ...['suspend', number, '--cause', 'proven-complaint', '--reason', '投诉属实'],
    );
    expect(suspended.out).toContain(`certificate ${number} is now: suspended`);
    expect((await control('reinstate', number, '--reason', '已整改')).out).toContain('valid');
    expect((await control('revoke', number, '--reason', '弄虚作假')).err).toContain('--appeal-note');
    const note = ['--appeal-note', '30日内可向总部申诉'];
    expect((await control('revoke', number, '--reason', '弄虚作假', ...note)).out).toContain('revoked');
    const renew = await asHq('certification', 'begin', personId, '--position', 'MT', '--renew', number);
    expect(renew.err).toContain('revoked');
    expect((await asHq('certification', 'begin', personId, '--position', 'MT')).code).toBe(2);
  });

  test('has a certificate from before this system taken over, and on paper', async () => {
    const taken = await asHq(
      ...['certificate', 'take-over', personId, '--position', 'MT', '--level', 'L2'],
      ...['--from', stage.day(-100), '--until', stage.day(400), '--evidence', '旧证 17'],
    );
    expect(taken.err).toBe('');
    const number = /SK-\S+/.exec(taken.out)?.[0] ?? '';
    expect(taken.out).toContain(`certificate ${number} is now: valid`);
    const file = join(folder, 'certificate.pdf');
    const saved = await asHq('certificate', 'document', number, '--out', file);
    expect(saved.out).toContain(file);
    expect(readFileSync(file).subarray(0, 5).toString()).toBe('%PDF-');
    const statutory = await asHq(
      ...['certificate', 'statutory', number, '--issued', '2026-01-01', '--evidence', '电工证'],
    );
    expect(statutory.err).not.toBe('');
  });

  test('has a certificate of a file taken over, and the rows that cannot be are named', async () => {
    const file = join(folder, 'certificates.csv');
    const header = 'station_code,person_code,position,level,number,valid_from,valid_until,evidence\n';
    const row = (level: string, until: string) =>
      `JN-001,${person},MT,${level},ZS-${level},${stage.day(-100)},${until},档案 3\n`;
    writeFileSync(file, header + row('L3', stage.day(300)) + row('L9', stage.day(300)));
    const take = (...more: string[]) => asHq('certificate', 'import', file, '--reason', '加盟前', ...more);
    const dry = await take('--dry-run');
    expect(dry.code).toBe(1);
    expect(dry.out).toContain('certificates.csv line 3 level: "L9" is not allowed; it is one of L1, L2, L3');
    expect(dry.out).toContain('dry run: 1 can be taken over, 0 are there already, 1 cannot, 1 problems');
    expect((await take()).out).toContain('taken over 1, unchanged 0, left out 1, problems 1');
    expect((await take()).out).toContain('taken over 0, unchanged 1');
    const file2 = join(folder, 'none.csv');
    const missing = await asHq('certificate', 'import', file2, '--reason', 'x');
    expect(missing).toMatchObject({ code: 1, err: expect.stringContaining('none.csv cannot be read') });
  });

  test('leaves, and the work is handed over', async () => {
    const left = await asHq('people', 'leave', station, personId, '--on', stage.day());
    expect(left.out).toContain('holds no position any more');
    const handOver = await asHq(
      ...['people', 'hand-over', station, personId, '--on', stage.day(), '--evidence', 'JJ-1'],
    );
    expect(handOver.out).toContain('is handed over: MT');
    expect((await as(login, 'people', 'show', personId)).code).toBe(1);
  });
});

describe('Question banks at the command line', () => {
  test('are published again without harm, and show how they are answered', async () => {
    expect((await asHq('bank', 'publish', 'mt')).out).toMatch(/1 banks published, \d+ questions/);
    expect((await asHq('bank', 'publish', 'XX')).err).toContain('there is no position XX');
    const { out } = await asHq('bank', 'results', 'MT', '--top', '3');
    expect(out).toMatch(/version 1 of the bank: 2 papers, 1 passed/);
    expect((await as(login, 'bank', 'results', 'MT')).code).toBe(1);
  });
});
