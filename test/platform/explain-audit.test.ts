import { spawn } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { output } from '../../functions/audit/explain-audit/schema.ts';
import { root } from '../../packages/cli/assembly.ts';
import { demoPassword } from '../../packages/cli/demo-users.ts';
import { type AuditStage, auditStage } from '../support/audit-stage.ts';
import { day } from '../support/workflow-stage.ts';

type Explanation = z.infer<(typeof output)[200]>;
interface Checklist {
  items: { id: string; severity: string; check: { zh: string; en: string } }[];
}

let stage: AuditStage;
let home: string;
let foreign: string;
let auditId: string;
let checklist: Checklist['items'];
beforeAll(async () => {
  stage = await auditStage();
  [home, foreign] = stage.stations as [string, string];
  const campaignId = await stage.launch([home]);
  const listed = await stage.running.call<{ items: { auditId: string }[] }>(
    'hq',
    'GET',
    `/v1/campaigns/${campaignId}/audits`,
  );
  auditId = listed.body.items[0]?.auditId ?? '';
});
afterAll(() => stage.end());

const explain = (user: string) =>
  stage.running.call<Explanation>(user, 'GET', `/v1/audits/${auditId}/explanation`);

/** Runs the command in a process of its own, as the station's master does. */
function command(...args: string[]): Promise<{ code: number | null; out: string; err: string }> {
  return new Promise((resolve, reject) => {
    const { apiUrl, issuerUrl, clientId } = stage.running.addresses;
    const child = spawn(
      process.execPath,
      ['packages/cli/stationkeeper.ts', '--user', stage.masterOf(home), '--password', demoPassword, ...args],
      {
        cwd: root,
        env: {
          ...process.env,
          STATIONKEEPER_API: apiUrl,
          STATIONKEEPER_ISSUER: issuerUrl,
          STATIONKEEPER_CLIENT: clientId,
        },
      },
    );
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      err += chunk.toString();
    });
    child.on('error', reject);
    child.on('exit', (code) => resolve({ code, out, err }));
  });
}

describe("a master who asks how the station's score came about", () => {
  test('is told to wait while the audit is not finished', async () => {
    const answer = await explain(stage.masterOf(home));
    expect([answer.status, answer.body]).toMatchObject([
      409,
      { code: 'audit-not-scored', title: 'The audit is not finished, so there is no score yet' },
    ]);
  });

  test('gets, once it is closed, points, texts, caps and the way to a higher grade', async () => {
    const master = stage.masterOf(home);
    checklist = (await stage.running.call<Checklist>(master, 'GET', `/v1/audits/${auditId}/checklists/MT`))
      .body.items;
    const critical = checklist.find(({ severity }) => severity === 'critical')?.id;
    // MT fails its first critical item; SA answers nothing in time.
    await stage.running.call(master, 'POST', `/v1/audits/${auditId}/positions/MT/answers`, {
      answers: checklist.map(({ id }) => ({
        item: id,
        answer: id === critical ? 'not' : 'satisfied',
        remark: '设备送修',
      })),
    });
    // Past the due date, then past the end of the window.
    await stage.pass(11 * day);
    await stage.pass(10 * day);
    const answer = await explain(master);
    expect([answer.status, answer.body]).toMatchObject([200, { stationId: home }]);
    const explanation = z.parse(output[200], answer.body);
    const audit = await stage.running.call<Record<string, unknown>>(master, 'GET', `/v1/audits/${auditId}`);
    expect(explanation).toMatchObject({
      score: audit.body.score,
      grade: audit.body.grade,
      uncapped: audit.body.uncapped,
      openCritical: audit.body.openCritical,
    });
    expect(Object.fromEntries(explanation.positions.map((p) => [p.position, p.score]))).toEqual(
      audit.body.positionScores,
    );
    expect(explanation.caps.map(({ id }) => id)).toEqual(audit.body.caps);

    const mt = explanation.positions.find(({ position }) => position === 'MT');
    expect(mt).toMatchObject({ notShown: false, name: { zh: expect.stringMatching(/\p{Script=Han}/u) } });
    expect(mt?.items.map(({ item, check }) => [item, check])).toEqual(
      checklist.map(({ id, check }) => [id, check]),
    );
    expect(mt?.items.find(({ item }) => item === critical)).toMatchObject({
      answer: 'not',
      gained: 0,
      remark: '设备送修',
    });
    expect(explanation.positions.find(({ position }) => position === 'SA')).toMatchObject({
      notShown: true,
      score: 0,
      gained: 0,
    });
    expect(explanation.higherGrades.at(-1)).toMatchObject({ grade: 'A', reachable: true });
  });

  test('reads it on the command line in the own language, or takes the body as JSON', async () => {
    const english = await command('--lang', 'en', 'audit', 'explain', auditId);
    expect([english.code, english.err]).toEqual([0, '']);
    expect(english.out).toMatch(/points, grade D[\s\S]*SA [\s\S]*MT [\s\S]*What reaches a higher grade/);
    const chinese = await command('--lang', 'zh', 'audit', 'explain', auditId);
    expect(chinese.out).toContain('怎样达到更高等级');
    expect(chinese.out).toContain('设备送修');
    const { body } = await explain(stage.masterOf(home));
    expect(JSON.parse((await command('--json', 'audit', 'explain', auditId)).out)).toEqual(body);
  });

  test('learns nothing of another station', async () => {
    const answer = await explain(stage.masterOf(foreign));
    expect([answer.status, answer.body]).toMatchObject([404, { code: 'audit-not-found' }]);
  });
});

describe('an audit with one open critical', () => {
  test('names the cap in both languages, its item, and the grade without it', async () => {
    const master = stage.masterOf(foreign);
    const campaignId = await stage.launch([foreign], { positions: ['MT', 'SA'] });
    const listed = await stage.running.call<{ items: { auditId: string }[] }>(
      'hq',
      'GET',
      `/v1/campaigns/${campaignId}/audits`,
    );
    const id = listed.body.items[0]?.auditId ?? '';
    const [critical] = checklist.filter(({ severity }) => severity === 'critical').map((item) => item.id);
    await stage.running.answerAll(id, master, (item) => (item === critical ? 'not' : 'satisfied'));
    await stage.pass(1000);
    const { body } = await stage.running.call<Explanation>(master, 'GET', `/v1/audits/${id}/explanation`);
    expect(body).toMatchObject({ grade: 'C', openCritical: 1 });
    expect(body.caps).toEqual([
      {
        id: 'critical-open',
        atMost: 'C',
        text: { zh: expect.stringMatching(/最高C级/), en: expect.stringMatching(/at most C/) },
        lift: { fact: 'open-critical', now: 1, atMost: 0, items: [critical], correct: 1 },
        gradeAfter: body.uncapped,
      },
    ]);
    expect(body.higherGrades[0]?.items).toMatchObject([{ position: 'MT', item: critical }]);
  });
});
