import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import readWorkbook from 'read-excel-file/node';
import { extractText, getDocumentProxy } from 'unpdf';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type * as z from 'zod/mini';
import { output } from '../../functions/report/get-report/schema.ts';
import { demoPassword } from '../../packages/cli/demo-users.ts';
import { auditId as idOfAudit } from '../../packages/domain/ids.ts';
import type { ReportItem, StationItem } from '../../packages/table/items.ts';
import { keys } from '../../packages/table/keys.ts';
import { temporaryFolder } from '../infra/synthesis.ts';
import { type AuditStage, auditStage } from '../support/audit-stage.ts';
import { runScript } from '../support/run-script.ts';
import { demand } from '../support/running-platform.ts';
import { day } from '../support/workflow-stage.ts';

type Report = z.infer<(typeof output)[200]>;
type Wish = { format: string; language: string; regionId?: string };

let stage: AuditStage;
let home: string;
let foreign: string;
let campaignId: string;
let auditId: string;
beforeAll(async () => {
  stage = await auditStage();
  [home, foreign] = stage.stations as [string, string];
  campaignId = await stage.launch([home, foreign]);
  auditId = idOfAudit(campaignId, home);
  const master = stage.masterOf(home);
  await stage.running.answerAll(auditId, master, (item) =>
    item === 'AU-MT-01' ? 'not' : item === 'AU-SA-02' ? 'partly' : 'satisfied',
  );
  await stage.answer(campaignId, foreign);
  await stage.pass(1000);
});
afterAll(() => stage.end());
afterEach(() => expect(stage.calls.mend()).toEqual([]));

const ask = (user: string, path: string, wish: Wish) =>
  stage.running.call<{ reportId: string; status: string }>(user, 'POST', `/v1/${path}/reports`, wish);
const show = (user: string, reportId: string) =>
  stage.running.call<Report>(user, 'GET', `/v1/reports/${reportId}`);
const itemOf = (reportId: string) => stage.get<ReportItem>(keys.report(reportId));

/** Asks, waits and fetches, as a user does. */
async function fetched(user: string, path: string, wish: Wish): Promise<{ report: Report; file: Response }> {
  const asked = await ask(user, path, wish);
  demand(asked, 202);
  await stage.running.platform.idle();
  const answer = await show(user, asked.body.reportId);
  demand(answer, 200);
  const report = output[200].parse(answer.body);
  expect(report).toMatchObject({ status: 'ready' });
  return { report, file: await fetch(report.url ?? '') };
}

describe("a master who asks for the report of the station's audit", () => {
  test('gets the same facts as the explanation shows, as JSON', async () => {
    const master = stage.masterOf(home);
    const { report, file } = await fetched(master, `audits/${auditId}`, { format: 'json', language: 'zh' });
    const explained = await stage.running.call<{ score: number; grade: string; positions: object[] }>(
      master,
      'GET',
      `/v1/audits/${auditId}/explanation`,
    );
    const body = (await file.json()) as { score: number; positions: object[] };
    expect(body).toMatchObject({
      report: 'audit',
      auditId,
      score: explained.body.score,
      grade: explained.body.grade,
    });
    expect(body.positions.length).toBe(explained.body.positions.length);
    expect(file.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(file.headers.get('content-disposition')).toBe(
      `attachment; filename="audit-report_${auditId}_zh.json"`,
    );
    expect(report.bytes).toBe(Number(file.headers.get('content-length')));
  });

  test('gets every item as CSV that a spreadsheet in China opens', async () => {
    const { file } = await fetched(stage.masterOf(home), `audits/${auditId}`, {
      format: 'csv',
      language: 'zh',
    });
    const bytes = Buffer.from(await file.arrayBuffer());
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const rows = parse<Record<string, string>>(bytes, { bom: true, columns: true });
    expect(rows.find((row) => row.检查项 === 'AU-MT-01')).toMatchObject({
      岗位: 'MT 机电技师',
      结果: '不符合',
      得到: '0',
    });
  });

  test('gets a workbook with a sheet for the findings', async () => {
    const { file } = await fetched(stage.masterOf(home), `audits/${auditId}`, {
      format: 'xlsx',
      language: 'en',
    });
    const sheets = await readWorkbook(Buffer.from(await file.arrayBuffer()));
    const findings = sheets.find(({ sheet }) => sheet === 'Findings')?.data ?? [];
    expect(findings.slice(1).map((row) => row[1])).toEqual(expect.arrayContaining(['AU-MT-01', 'AU-SA-02']));
  });

  test('gets a PDF with Chinese type that can be searched', async () => {
    const { file } = await fetched(stage.masterOf(home), `audits/${auditId}`, {
      format: 'pdf',
      language: 'zh',
    });
    const document = await getDocumentProxy(new Uint8Array(await file.arrayBuffer()));
    const { text } = await extractText(document, { mergePages: true });
    const { name } = await stage.get<StationItem>(keys.station(home));
    expect(text.replaceAll(/\s/g, '')).toContain(name.replaceAll(/\s/g, ''));
    expect(text).toContain('服务商内部审核报告');
    expect(text).toContain('AU-MT-01');
  });

  test('is told to wait while the audit is open, and what the form asks for', async () => {
    const open = await stage.launch([home]);
    const master = stage.masterOf(home);
    const wish = { format: 'pdf', language: 'zh' };
    expect((await ask(master, `audits/${idOfAudit(open, home)}`, wish)).body).toMatchObject({
      code: 'audit-not-scored',
    });
    expect((await ask(master, `audits/${auditId}`, { format: 'docx', language: 'zh' })).body).toMatchObject({
      code: 'input-rejected',
      fields: [{ field: 'format', code: 'not-allowed-value' }],
    });
  });
});

describe('whoever may not read what a report is about', () => {
  test('can neither ask for it nor fetch it', async () => {
    const master = stage.masterOf(foreign);
    const wish = { format: 'json', language: 'en' };
    expect((await ask(master, `audits/${auditId}`, wish)).body).toMatchObject({ code: 'audit-not-found' });
    expect((await ask(master, `campaigns/${campaignId}`, wish)).status).toBe(403);
    const { report } = await fetched('hq', `audits/${auditId}`, wish);
    expect((await show(master, report.reportId)).body).toMatchObject({ code: 'report-not-found' });
    const { report: whole } = await fetched('hq', `campaigns/${campaignId}`, wish);
    expect((await show(master, whole.reportId)).body).toMatchObject({ code: 'report-not-found' });
  });

  test('gets of a campaign the own region and no other', async () => {
    const { regionId } = await stage.get<StationItem>(keys.station(home));
    const manager = await stage.running.managerOf(regionId);
    const wish = { format: 'json', language: 'en' };
    const { report, file } = await fetched(manager, `campaigns/${campaignId}`, wish);
    const { ranking } = (await file.json()) as { ranking: { regionId: string }[] };
    expect(report.regionId).toBe(regionId);
    expect(new Set(ranking.map((station) => station.regionId))).toEqual(new Set([regionId]));
    expect(
      (await ask(manager, `campaigns/${campaignId}`, { ...wish, regionId: 'reg_NOWHERE' })).body,
    ).toMatchObject({ code: 'region-not-found' });
    const { report: whole } = await fetched('hq', `campaigns/${campaignId}`, wish);
    expect((await show(manager, whole.reportId)).status).toBe(404);
  });

  test('cannot use a link for anything but its file, nor after five minutes', async () => {
    const { report } = await fetched('hq', `audits/${auditId}`, { format: 'json', language: 'en' });
    const url = report.url ?? '';
    expect((await fetch(url, { method: 'PUT', body: 'mine' })).status).toBe(403);
    stage.running.platform.clock.advance(301_000);
    expect((await fetch(url)).status).toBe(403);
  });
});

describe('a report that is asked for again', () => {
  test('is made once as long as the audit stays as it is', async () => {
    const wish = { format: 'csv', language: 'en' };
    const first = await fetched('hq', `audits/${auditId}`, wish);
    const made = stage.running.platform.counters.snapshot();
    const second = await fetched(stage.masterOf(home), `audits/${auditId}`, wish);
    expect(second.report.reportId).toBe(first.report.reportId);
    expect(second.report.readyAt).toBe(first.report.readyAt);
    const { invocations } = stage.running.platform.counters.since(made);
    expect(invocations[stage.functionName('make-report')] ?? 0).toBe(0);
  });

  test('is made anew when its days are over', async () => {
    const wish = { format: 'xlsx', language: 'zh' };
    const first = await fetched('hq', `audits/${auditId}`, wish);
    await stage.pass(31 * day);
    expect((await show('hq', first.report.reportId)).body).toMatchObject({
      status: 'failed',
      reason: 'expired',
    });
    const again = await fetched('hq', `audits/${auditId}`, wish);
    expect(again.report.reportId).toBe(first.report.reportId);
    expect(again.report.readyAt).not.toBe(first.report.readyAt);
  });
});

describe('when making a report goes wrong', () => {
  test('a crash between the file and its status makes the same file again', async () => {
    stage.calls.break({
      caller: 'make-report',
      call: 'DynamoDB.UpdateItem',
      times: 1,
      error: 'AccessDeniedException',
    });
    const asked = await ask('hq', `audits/${auditId}`, { format: 'pdf', language: 'en' });
    await stage.running.platform.idle();
    expect((await show('hq', asked.body.reportId)).body).toMatchObject({
      status: 'failed',
      reason: 'making-failed',
    });
    await stage.pass(2000);
    expect((await show('hq', asked.body.reportId)).body).toMatchObject({ status: 'ready' });
    expect(await itemOf(asked.body.reportId)).not.toHaveProperty('reason');
  });

  test('what is given up is seen, lies in the dead-letter queue, and a redrive makes it', async () => {
    stage.calls.break({ caller: 'make-report', call: 'S3.PutObject', error: 'AccessDenied', status: 403 });
    const asked = await ask('hq', `campaigns/${campaignId}`, { format: 'csv', language: 'en' });
    const { reportId } = asked.body;
    await stage.running.platform.idle();
    for (let i = 0; i < 3; i++) await stage.pass(3000);
    expect((await show('hq', reportId)).body).toMatchObject({ status: 'failed', reason: 'making-failed' });
    const queue = stage.functionName('make-report-dead-letters');
    expect(stage.running.platform.deadLetters()[queue]).toHaveLength(1);
    expect(stage.calls.met('make-report')).toBe(true);
    stage.calls.mend();
    expect(await stage.running.platform.redrive(queue)).toEqual({ redriven: 1, left: 0 });
    await stage.running.platform.idle();
    expect((await show('hq', reportId)).body).toMatchObject({ status: 'ready' });
  });

  test('an event about no report is given up and stops nobody', async () => {
    const queue = stage.functionName('make-report-dead-letters');
    const poison = { 'detail-type': 'ReportRequested', detail: { v: 1, reportId: 'rep_nothing' } };
    const { failed, payload } = await stage.running.platform.invoke(
      stage.functionName('make-report'),
      poison,
    );
    expect([failed, payload]).toEqual(['Unhandled', expect.stringContaining('ReportNotFound')]);
    expect(stage.running.platform.deadLetters()[queue]).toEqual([]);
  });
});

describe('the report of a campaign', () => {
  test('counts its stations, names the weakest item, and ranks', async () => {
    const { file } = await fetched('hq', `campaigns/${campaignId}`, { format: 'json', language: 'zh' });
    const body = (await file.json()) as {
      closed: number;
      weakest: { item: string; not: number; check: string }[];
      ranking: { stationId: string }[];
    };
    expect(body.closed).toBe(2);
    expect(body.weakest[0]).toMatchObject({ item: 'AU-MT-01', not: 1, asked: 2, lost: 0.5 });
    expect(body.weakest[0]?.check).toMatch(/\p{Script=Han}/u);
    expect(body.ranking.map(({ stationId }) => stationId)).toEqual([foreign, home]);
  });
});

describe('on the command line', () => {
  const command = (...args: string[]) =>
    runScript('packages/cli/stationkeeper.ts', ['--user', 'hq', '--password', demoPassword, ...args], {
      STATIONKEEPER_API: stage.running.addresses.apiUrl,
      STATIONKEEPER_ISSUER: stage.running.addresses.issuerUrl,
      STATIONKEEPER_CLIENT: stage.running.addresses.clientId,
    });
  const folder = temporaryFolder();

  test('a report is asked for, waited for and saved', async () => {
    const file = join(folder, 'audit.pdf');
    const saved = await command('--lang', 'en', 'report', 'audit', auditId, '--out', file);
    expect([saved.code, saved.out]).toEqual([0, expect.stringContaining(`the report is saved as ${file}`)]);
    expect(saved.err).toContain('making the report');
    expect(readFileSync(file).subarray(0, 5).toString()).toBe('%PDF-');
  });

  test('is told as JSON, without the link that anybody could follow', async () => {
    const file = join(folder, 'campaign.csv');
    const saved = await command('--json', 'report', 'campaign', campaignId, '--format', 'csv', '--out', file);
    expect(JSON.parse(saved.out)).toMatchObject({ status: 'ready', format: 'csv', file });
    expect(saved.out).not.toContain('http');
  });

  test('a wrong wish is one line', async () => {
    expect(await command('--lang', 'zh', 'report', 'audit', auditId, '--format', 'doc')).toMatchObject({
      code: 2,
      err: '错误: --format:doc 无效,可选 pdf, xlsx, csv, json\n',
    });
    const nowhere = join(folder, 'no', 'such', 'folder.pdf');
    const unsaved = await command('--lang', 'en', 'report', 'audit', auditId, '--out', nowhere);
    expect([unsaved.code, unsaved.err.split('\n').at(-2)]).toEqual([
      1,
      `Error: the file ${nowhere} cannot be written`,
    ]);
  });
});

describe('files', () => {
  test('are granted to who makes and who hands them out, and to nobody else', () => {
    // The one that was tried above: a link to read by does not let anybody write.
    expect(stage.running.platform.denials().map(({ caller, action }) => [caller, action])).toEqual([
      [stage.functionName('get-report'), 's3:PutObject'],
    ]);
  });
});
