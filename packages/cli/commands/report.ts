import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { Command } from 'commander';
import type { MessageKey } from '../messages.ts';
import { oneOf } from '../options.ts';
import { UserError } from '../problem.ts';
import { openProgress } from '../progress.ts';
import type { Shell } from '../shell.ts';

const formats = ['pdf', 'xlsx', 'csv', 'json'] as const;
const pauseMilliseconds = 500;
/** Longer than the platform believes in a report that nobody finishes. */
const patienceMilliseconds = 35 * 60_000;

interface Report {
  reportId: string;
  status: 'requested' | 'ready' | 'failed';
  bytes?: number;
  reason?: string;
  url?: string;
}
interface Options {
  format: string;
  out?: string;
  region?: string;
}

/** `stationkeeper report`: asks for a report, waits until it is made, and saves it. */
export function reportCommands(program: Command, shell: Shell): void {
  const report = program.command('report').summary('报告 · reports');
  const withFile = (command: Command) =>
    command
      .option('--format <format>', formats.join(' | '), 'pdf')
      .option('--out <file>', '保存到 · save as');

  withFile(report.command('audit <audit>').summary('一份审核的报告 · report of a station audit')).action(
    (auditId: string, options: Options) =>
      save(`/v1/audits/${encodeURIComponent(auditId)}`, auditId, options),
  );
  withFile(report.command('campaign <campaign>').summary('审核活动的报告 · report of a campaign'))
    .option('--region <id>', '只看一个大区 · only this region')
    .action((campaignId: string, options: Options) =>
      save(`/v1/campaigns/${encodeURIComponent(campaignId)}`, campaignId, options),
    );

  async function save(path: string, name: string, options: Options): Promise<void> {
    const { json, language, words } = shell.context();
    const format = oneOf('--format', options.format, formats, words);
    const file = options.out ?? `${name}.${format}`;
    const asked = await shell
      .api()
      .call<Report>(
        'POST',
        `${path}/reports`,
        { format, language, ...(options.region ? { regionId: options.region } : {}) },
        { 'idempotency-key': randomUUID() },
      );
    const made = await ready(asked.reportId);
    const bytes = await download(made.url ?? '');
    try {
      writeFileSync(file, bytes);
    } catch {
      throw new UserError(words('file-unwritable', file));
    }
    const { url: _, ...shown } = made;
    if (json) shell.printJson({ ...shown, file });
    else shell.print(words('report-saved', file, bytes.byteLength));
  }

  async function ready(reportId: string): Promise<Report> {
    const { words } = shell.context();
    const api = shell.api();
    const progress = openProgress(shell.progress, words('report-progress'));
    try {
      for (const end = Date.now() + patienceMilliseconds; Date.now() < end; await pause(pauseMilliseconds)) {
        const report = await api.call<Report>('GET', `/v1/reports/${reportId}`);
        progress.show(report.status === 'ready' ? 1 : 0, 1);
        if (report.status === 'ready') return report;
        if (report.status === 'failed')
          throw new UserError(
            words('report-failed', words(`report.${report.reason ?? 'making-failed'}` as MessageKey)),
          );
      }
      throw new UserError(words('report-failed', words('report.stalled')));
    } finally {
      progress.end();
    }
  }

  async function download(url: string): Promise<Buffer> {
    const { words } = shell.context();
    const response = await fetch(url).catch(() => undefined);
    if (!response?.ok) throw new UserError(words('report-not-fetched'));
    return Buffer.from(await response.arrayBuffer());
  }
}
