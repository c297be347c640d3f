import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { standingText } from '../../packages/cli/correction-text.ts';
import { demoPassword } from '../../packages/cli/demo-users.ts';
import { wordsIn } from '../../packages/cli/messages.ts';
import { nonconformityId } from '../../packages/domain/ids.ts';
import { type CorrectionStage, correctionStage } from '../support/correction-stage.ts';
import { runScript } from '../support/run-script.ts';
import { day } from '../support/workflow-stage.ts';

let stage: CorrectionStage;
let folder: string;
let station: string;
let id: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'stationkeeper-cli-'));
  stage = await correctionStage();
  station = stage.stations[0] ?? '';
  const campaign = await stage.audit1(station, ['AU-MT-04']);
  id = nonconformityId(campaign, station, 'AU-MT-04');
});
afterAll(async () => {
  await stage.end();
  rmSync(folder, { recursive: true, force: true });
});

const as = (user: string, ...args: string[]) =>
  runScript('packages/cli/stationkeeper.ts', ['--user', user, '--password', demoPassword, ...args], {
    XDG_CONFIG_HOME: join(folder, 'config'),
    STATIONKEEPER_LANG: 'en',
    STATIONKEEPER_API: stage.running.addresses.apiUrl,
    STATIONKEEPER_ISSUER: stage.running.addresses.issuerUrl,
    STATIONKEEPER_CLIENT: stage.running.addresses.clientId,
  });
const asMaster = (...args: string[]) => as(stage.masterOf(station), ...args);

describe('A correction at the command line', () => {
  test('is found in the list of the station and in that of HQ', async () => {
    const own = await asMaster('correction', 'list', station, '--status', 'open');
    expect(own.err).toBe('');
    expect(own.out).toMatch(
      /AU-MT-04 +critical +issued +contain \d{4}-\d\d-\d\d +contain it \(the position\)/,
    );
    const all = await as('hq', '--json', 'correction', 'list', '--severity', 'critical');
    expect((JSON.parse(all.out) as { nonconformityId: string }[]).map((one) => one.nonconformityId)).toEqual([
      id,
    ]);
  });

  test('is shown in Chinese with what to do next', async () => {
    const { out } = await asMaster('--lang', 'zh', 'correction', 'show', id);
    expect(out).toMatch(/严重度 +致命/);
    expect(out).toMatch(/下一步 +采取遏制措施 \(责任岗位\)/);
    expect(out).toMatch(/您 +轮到您了/);
  });

  test('is refused in one line where it breaks a rule', async () => {
    const empty = await asMaster(
      'correction',
      'record',
      id,
      '--root-cause',
      '人为失误',
      '--containment',
      '已停用',
    );
    expect(empty.err.trim()).toMatch(/rootCause names only retraining or human error/);
    expect(empty.code).toBe(1);
    const both = await as('hq', 'correction', 'verify', id, '--accept', '--reject', '不行');
    expect(both).toMatchObject({
      code: 2,
      err: expect.stringContaining('choose one of --accept, --reject, --forged'),
    });
    const days = await as('hq', 'correction', 'extend', id, '--days', '0', '--reason', '等待');
    expect(days.err).toContain('--days: 0 is not a whole number from 1 to 366');
  });

  test('is handed to a colleague and taken back, and talked about', async () => {
    const people = await stage.running.call<{ items: { personId: string }[] }>(
      'hq',
      'GET',
      `/v1/stations/${station}/people`,
    );
    const person = people.body.items.at(-1)?.personId ?? '';
    expect((await asMaster('correction', 'give', id, person)).out).toContain('it is now: issued');
    expect((await asMaster('correction', 'show', id)).out).toMatch(
      new RegExp(`handed to, to correct +${person}`),
    );
    expect((await asMaster('correction', 'give', id, '--take-back')).err).toBe('');
    expect((await asMaster('correction', 'show', id)).out).not.toContain('handed to');
    expect(await asMaster('correction', 'give', id)).toMatchObject({
      code: 2,
      err: expect.stringContaining('choose one of <person>, --take-back'),
    });
    const verify = await asMaster('correction', 'give', id, person, '--verify');
    expect(verify.err.trim()).toMatch(/personId the station master or HQ verifies this correction/);
    expect((await asMaster('inbox', 'comment', id, '证件在办')).err).toBe('');
    expect((await as('hq', 'inbox', 'comment', id)).out).toContain('证件在办');
  });

  test('is carried to its end by the people whose turn it is', async () => {
    const steps = ['--containment', '已停用', '--root-cause', '证件到期无人提醒', '--plan', '建立到期提醒'];
    expect((await asMaster('correction', 'record', id, ...steps)).out).toContain('plan waits for approval');
    expect((await as('hq', 'correction', 'decide-plan', id, '--reject', '没有责任人')).out).toContain(
      'root cause found',
    );
    await asMaster('correction', 'record', id, '--plan', '建立到期提醒，由综合管理员负责');
    expect((await as('hq', 'correction', 'decide-plan', id, '--approve')).out).toContain('plan approved');
    expect((await as('hq', 'correction', 'extend', id, '--days', '5', '--reason', '等待换证')).err).toBe('');
    await asMaster('correction', 'record', id, '--implementation', '提醒已启用', '--evidence', '档案 MT/04');
    expect((await as('auditor', 'correction', 'verify', id, '--accept')).out).toContain('it is now: closed');
    await stage.pass(31 * day);
    const checked = await as('auditor', 'correction', 'check-effect', id, '--effective');
    expect(checked.out).toContain('effect checked');
    const { out } = await as('hq', 'correction', 'show', id);
    for (const fact of ['containment', 'approval', 'evidence', 'verification', 'effect check'])
      expect(out).toMatch(new RegExp(`${fact} +\\d{4}-`));
    expect(out).toMatch(/extension +5 days: 等待换证/);
  });

  test('leaves the station with its grade', async () => {
    const { out } = await asMaster('station', 'standing', station);
    expect(out).toMatch(/grade [ABCD] now \(last audit \d+\.\d\d points, grade [ABCD]/);
    expect(out).toContain('nothing lowers the grade');
  });
});

describe('A standing in words', () => {
  const standing = {
    stationId: 'stn_X',
    name: '甲站',
    audit: { auditId: 'aud_1', closedAt: '2026-03-01T02:00:00.000Z', score: 95, grade: 'A' },
    grade: 'B',
    uncapped: 'A',
    corrections: { open: 1, overdue: 1, openCritical: 0, overdueMajor: 0 },
    lowers: [
      {
        id: 'long-overdue',
        atMost: null,
        text: { zh: '超期7日', en: '7 days overdue' },
        nonconformities: ['ncf_1'],
        correct: 1,
      },
    ],
    consequence: { text: { zh: '每半年审核', en: 'Audit every half-year' } },
  };

  test('says what lowers the grade, what lifts it and what follows', () => {
    const text = standingText(standing, 'zh', wordsIn('zh'));
    expect(text).toContain('甲站:现在等级 B(上次审核得分 95.00,当时等级 A,2026-03-01)');
    expect(text).toMatch(/超期7日 +关闭其中 1 项:ncf_1/);
    expect(text).toContain('该等级的后果: 每半年审核');
  });

  test('before the first audit is one line', () => {
    const none = { ...standing, audit: null, grade: null };
    expect(standingText(none, 'en', wordsIn('en'))).toBe('stn_X 甲站: no audit is closed yet');
  });
});
