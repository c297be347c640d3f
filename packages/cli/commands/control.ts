import type { Command } from 'commander';
import { count } from '../options.ts';
import { regionNames } from '../ranking.ts';
import type { Shell } from '../shell.ts';
import { terminalTable } from '../tables.ts';

interface Board {
  regions: {
    regionId: string;
    stations: number;
    answering: number;
    inReview: number;
    closed: number;
    cancelled: number;
    overdue: number;
    answered: number;
  }[];
  laggards: { stationId: string; name: string; pending: number; dueAt: string; overdue: boolean }[];
}
interface Analysis {
  scored: number;
  weakest: { item: string; clause: string; asked: number; not: number; partly: number; repeated: number }[];
  comparison: {
    name: string;
    stations: number;
    scoreBefore: number;
    scoreAfter: number;
    better: number;
    worse: number;
    gains: Change[];
    losses: Change[];
  } | null;
}
interface Change {
  stationId: string;
  name: string;
  scoreBefore: number;
  scoreAfter: number;
  gradeBefore: string;
  gradeAfter: string;
}

const dayMilliseconds = 86_400_000;
const shown = 10;
/** Width of a drawn share, in characters. */
const barWidth = 20;
const campaignPath = (id: string) => `/v1/campaigns/${encodeURIComponent(id)}`;

/** A share 0…1 as a bar that can be looked at. */
const bar = (share: number) =>
  `${'█'.repeat(Math.round(share * barWidth)).padEnd(barWidth, '░')} ${Math.round(share * 100)}%`;

/** How HQ steers a campaign that is under way, and what it sees of it. */
export function controlCommands(audit: Command, shell: Shell): void {
  audit
    .command('extend <campaign>')
    .summary('延期 · put the dates off')
    .requiredOption('--due-days <days>', '答卷期限(自今日起,天)· days from now until answers are due')
    .requiredOption('--days <days>', '窗口结束(自今日起,天)· days from now until the window closes')
    .requiredOption('--reason <text>', '原因 · the reason')
    .action(async (campaignId: string, options: { dueDays: string; days: string; reason: string }) => {
      const { words } = shell.context();
      const inDays = (option: string, text: string) =>
        new Date(Date.now() + count(option, text, 1, 366, words) * dayMilliseconds).toISOString();
      const body = {
        dueAt: inDays('--due-days', options.dueDays),
        closesAt: inDays('--days', options.days),
        reason: options.reason,
      };
      shell.printJson(await shell.api().call('POST', `${campaignPath(campaignId)}/extension`, body));
    });

  audit
    .command('cancel <campaign>')
    .summary('取消审核活动 · cancel a campaign')
    .requiredOption('--reason <text>', '原因 · the reason')
    .action(async (campaignId: string, { reason }: { reason: string }) =>
      shell.printJson(await shell.api().call('POST', `${campaignPath(campaignId)}/cancellation`, { reason })),
    );

  audit
    .command('roll-out <campaign>')
    .summary('试点后推开 · let the other stations follow the pilot')
    .action(async (campaignId: string) =>
      shell.printJson(await shell.api().call('POST', `${campaignPath(campaignId)}/roll-out`)),
    );

  audit
    .command('remind <campaign>')
    .summary('提醒未答卷的服务商 · remind the stations that have not answered')
    .action(async (campaignId: string) =>
      shell.printJson(await shell.api().call('POST', `${campaignPath(campaignId)}/reminders`)),
    );

  audit
    .command('add-station <campaign> <station>')
    .summary('增加一家服务商 · add a station')
    .action(async (campaignId: string, stationId: string) =>
      shell.printJson(await shell.api().call('POST', `${campaignPath(campaignId)}/stations`, { stationId })),
    );

  audit
    .command('drop-station <audit>')
    .summary('移出一家服务商 · take a station out')
    .requiredOption('--reason <text>', '原因 · the reason')
    .action(async (auditId: string, { reason }: { reason: string }) =>
      shell.printJson(
        await shell.api().call('POST', `/v1/audits/${encodeURIComponent(auditId)}/cancellation`, { reason }),
      ),
    );

  audit
    .command('board <campaign>')
    .summary('进度看板 · how far each region is')
    .action(async (campaignId: string) => {
      const { json, language, words } = shell.context();
      const board = await shell.api().call<Board>('GET', `${campaignPath(campaignId)}/board`);
      if (json) return shell.printJson(board);
      const names = await regionNames(shell.api(), language);
      shell.print(
        terminalTable(
          [
            words('region'),
            words('stations'),
            words('answered'),
            words('status.answering'),
            words('overdue'),
            words('status.in-review'),
            words('status.closed'),
          ],
          board.regions.map((row) => [
            names.get(row.regionId) ?? row.regionId,
            row.stations,
            bar(row.answered),
            row.answering,
            row.overdue,
            row.inReview,
            row.closed,
          ]),
          [1, 3, 4, 5, 6],
        ),
      );
      if (board.laggards.length === 0) return;
      shell.print(`\n${words('laggards')}`);
      shell.print(
        terminalTable(
          [words('station'), words('name'), words('pending'), words('due')],
          board.laggards
            .slice(0, shown)
            .map((one) => [
              one.stationId,
              one.name,
              one.pending,
              `${one.dueAt.slice(0, 10)}${one.overdue ? ` ${words('overdue')}` : ''}`,
            ]),
          [2],
        ),
      );
    });

  audit
    .command('analysis <campaign>')
    .summary('薄弱项与对比 · weakest items, and the comparison with the campaign before')
    .option('--with <campaign>', '与哪次对比 · the campaign to compare with')
    .action(async (campaignId: string, options: { with?: string }) => {
      const { json, words } = shell.context();
      const query = options.with ? `?with=${encodeURIComponent(options.with)}` : '';
      const analysis = await shell
        .api()
        .call<Analysis>('GET', `${campaignPath(campaignId)}/analysis${query}`);
      if (json) return shell.printJson(analysis);
      shell.print(words('analysis.weakest', analysis.scored));
      shell.print(
        terminalTable(
          [words('item'), '§', words('answer.not'), words('answer.partly'), words('repeated'), ''],
          analysis.weakest
            .slice(0, shown)
            .map((one) => [
              one.item,
              one.clause,
              one.not,
              one.partly,
              one.repeated,
              bar((one.not + one.partly / 2) / one.asked),
            ]),
          [2, 3, 4],
        ),
      );
      const { comparison } = analysis;
      if (!comparison) return;
      const { name, stations, better, worse } = comparison;
      const [before, after] = [comparison.scoreBefore.toFixed(2), comparison.scoreAfter.toFixed(2)];
      shell.print(`\n${words('analysis.comparison', name, stations, before, after, better, worse)}`);
      shell.print(
        terminalTable(
          [words('station'), words('name'), words('score'), words('grade')],
          [...comparison.gains.slice(0, 5), ...comparison.losses.slice(0, 5)].map((one) => [
            one.stationId,
            one.name,
            `${one.scoreBefore.toFixed(2)} → ${one.scoreAfter.toFixed(2)}`,
            `${one.gradeBefore} → ${one.gradeAfter}`,
          ]),
        ),
      );
    });
}
