import type { Command } from 'commander';
import type { MessageKey } from '../messages.ts';
import type { Shell } from '../shell.ts';
import { terminalTable } from '../tables.ts';

interface Task {
  kind: string;
  of: string;
  stationId?: string;
  name: string;
  position?: string;
  item?: string;
  title?: { zh: string; en: string };
  dueAt: string;
  overdue: boolean;
  note?: string;
}
interface Digest {
  overdue: number;
  day: number;
  week: number;
  later: number;
}

/** What waits for whoever is logged in, what was said about it, and who stands in for whom. */
export function inboxCommands(program: Command, shell: Shell): void {
  const inbox = program.command('inbox').summary('待办 · what waits for you');

  inbox
    .command('list')
    .summary('待办列表 · the list, the first due first')
    .option('--kind <kind>', '种类 · kind')
    .option('--position <code>', '岗位 · position')
    .option('--station <id>', '服务商 · station')
    .option('--region <id>', '大区 · region')
    .option('--overdue', '只看超期的 · only what is overdue', false)
    .action(
      async (options: {
        kind?: string;
        position?: string;
        station?: string;
        region?: string;
        overdue: boolean;
      }) => {
        const { json, language, words } = shell.context();
        const query = new URLSearchParams({ limit: '200' });
        for (const [name, value] of Object.entries({
          kind: options.kind,
          position: options.position,
          stationId: options.station,
          regionId: options.region,
          overdue: options.overdue ? 'true' : undefined,
        }))
          if (value !== undefined) query.set(name, value);
        const tasks = await shell.api().all<Task>(`/v1/inbox?${query}`);
        if (json) return shell.printJson(tasks);
        if (tasks.length === 0) return shell.print(words('inbox.empty'));
        shell.print(
          terminalTable(
            [words('due'), words('task'), words('name'), words('position'), words('note'), 'id'],
            tasks.map((task) => [
              `${task.dueAt.slice(0, 10)}${task.overdue ? ` ${words('overdue')}` : ''}`,
              words(`task.${task.kind}` as MessageKey),
              task.name,
              task.item ?? task.position ?? '',
              [task.title?.[language], task.note].filter(Boolean).join(' · '),
              task.of,
            ]),
          ),
        );
      },
    );

  inbox
    .command('digest')
    .summary('一行汇总 · one line')
    .action(async () => {
      const { json, words } = shell.context();
      const digest = await shell.api().call<Digest>('GET', '/v1/inbox/digest');
      if (json) return shell.printJson(digest);
      shell.print(words('inbox.digest', digest.overdue, digest.day, digest.week, digest.later));
    });

  inbox
    .command('comment <id> [text]')
    .summary('审核或不合格项的备注:查看或添加 · comments on an audit or a nonconformity: read, or add one')
    .action(async (id: string, text: string | undefined) => {
      const { json, words } = shell.context();
      const list = id.startsWith('ncf_') ? 'nonconformities' : 'audits';
      const path = `/v1/${list}/${encodeURIComponent(id)}/comments`;
      if (text !== undefined) return shell.printJson(await shell.api().call('POST', path, { text }));
      const comments = await shell.api().all<{ at: string; by: string; text: string }>(path);
      if (json) return shell.printJson(comments);
      shell.print(
        terminalTable(
          [words('at'), words('person'), words('note')],
          comments.map(({ at, by, text }) => [at.slice(0, 16), by, text]),
        ),
      );
    });

  inbox
    .command('absences <station>')
    .summary('缺勤与代理 · who is away, and who stands in')
    .action(async (stationId: string) => {
      const { json, words } = shell.context();
      const absences = await shell
        .api()
        .all<{ personId: string; deputyId: string; from: string; to: string }>(
          `/v1/stations/${encodeURIComponent(stationId)}/absences`,
        );
      if (json) return shell.printJson(absences);
      shell.print(
        terminalTable(
          [words('person'), words('deputy'), words('window')],
          absences.map(({ personId, deputyId, from, to }) => [personId, deputyId, `${from} … ${to}`]),
        ),
      );
    });

  inbox
    .command('absent <station> <person>')
    .summary('登记缺勤及代理人 · record an absence with the deputy')
    .requiredOption('--deputy <person>', '代理人 · who stands in')
    .requiredOption('--from <day>', '第一天 · first day, YYYY-MM-DD')
    .requiredOption('--to <day>', '最后一天 · last day, YYYY-MM-DD')
    .action(
      async (stationId: string, personId: string, options: { deputy: string; from: string; to: string }) => {
        const path = `/v1/stations/${encodeURIComponent(stationId)}/absences/${encodeURIComponent(personId)}`;
        const body = { deputyId: options.deputy, from: options.from, to: options.to };
        shell.printJson(await shell.api().call('PUT', path, body));
      },
    );
}
