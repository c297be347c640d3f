import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import type { Command } from 'commander';
import type { AnchorProof } from '../../domain/trail/anchor.ts';
import { canonical } from '../../domain/trail/canonical.ts';
import { type Change, type Entry, networkChain } from '../../domain/trail/chain.ts';
import { readExport, type TrailHeader, trailFormat } from '../../domain/trail/read-export.ts';
import { type TrailVerdict, verifyTrail } from '../../domain/trail/verify-trail.ts';
import type { MessageKey, Words } from '../messages.ts';
import { count } from '../options.ts';
import { UserError } from '../problem.ts';
import { openProgress } from '../progress.ts';
import type { Shell } from '../shell.ts';
import { terminalTable } from '../tables.ts';

interface ListPage {
  items: Entry[];
  next?: string;
}
interface ExportPage {
  items: (Entry | AnchorProof)[];
  next?: number;
}

export function trailCommands(program: Command, shell: Shell): void {
  const trail = program.command('trail').summary('变更记录 · who did what when');

  trail
    .command('show <station>')
    .summary('谁在何时改了什么,最新的在前(network 为全网)· newest first; network for the whole network')
    .option('--object <object>', '对象编号或类别 · id or kind of an object')
    .option('--limit <count>', '条数 · how many', '30')
    .action(async (station: string, options: { object?: string; limit: string }) => {
      const { json, words } = shell.context();
      const limit = count('--limit', options.limit, 1, 1000, words);
      const query = new URLSearchParams({ limit: String(limit) });
      if (options.object) query.set('object', options.object);
      const entries: Entry[] = [];
      // A page may be shorter than what was asked for: the table is only looked through so far for each.
      for (let cursor: string | undefined = ''; cursor !== undefined && entries.length < limit; ) {
        if (cursor) query.set('cursor', cursor);
        const page: ListPage = await shell.api().call('GET', `${place(station)}?${query}`);
        entries.push(...page.items);
        cursor = page.next;
      }
      const shown = entries.slice(0, limit);
      if (json) return shell.printJson(shown);
      if (shown.length === 0) return shell.print(words('trail-empty'));
      shell.print(
        terminalTable(
          ['#', words('trail-at'), words('trail-by'), words('trail-object'), words('trail-what')],
          shown.map((entry) => [
            entry.n,
            entry.at.slice(0, 19).replace('T', ' '),
            entry.by ?? '—',
            `${words(`kind.${entry.object.kind}` as MessageKey)} ${entry.object.id}`,
            [words(`trail.${entry.what}`), ...entry.changes.map((one) => changeText(one, words))].join('\n'),
          ]),
          [0],
        ),
      );
    });

  trail
    .command('export <station>')
    .summary('导出供核验 · export for verification (JSON lines)')
    .requiredOption('--out <file>', '文件 · file')
    .option('--anchor <date>', '另附某日的锚 · also the anchor of this day, YYYY-MM-DD')
    .action(async (station: string, options: { out: string; anchor?: string }) => {
      const { json, words } = shell.context();
      const api = shell.api();
      const query = new URLSearchParams(options.anchor ? { anchor: options.anchor } : {});
      const nextPage = () => api.call<ExportPage>('GET', `${place(station)}/export?${query}`);
      // Asked for first: an answer of the API is no reason to empty the file.
      let page = await nextPage();
      const file = openForWriting(options.out, words);
      const header: TrailHeader = { trail: trailFormat, chain: station };
      writeSync(file, `${JSON.stringify(header)}\n`);
      const progress = openProgress(shell.progress, words('trail-progress'));
      let entries = 0;
      let anchors = 0;
      for (;;) {
        for (const line of page.items) {
          writeSync(file, `${JSON.stringify(line)}\n`);
          if ('anchor' in line) anchors += 1;
          else entries += 1;
        }
        progress.show(entries, page.next ? entries + 1 : entries);
        if (!page.next) break;
        query.set('after', String(page.next));
        page = await nextPage();
      }
      progress.end();
      closeSync(file);
      if (json) return shell.printJson({ chain: station, entries, anchors, file: options.out });
      shell.print(words('trail-exported', entries, anchors, options.out));
    });

  trail
    .command('verify <file>')
    .summary('核验导出文件,不连接平台 · verify an export, without the platform')
    .option('--anchor <root>', '自己留存的锚 · the root of an anchor as you have kept it')
    .action((file: string, options: { anchor?: string }) => {
      const { json, words } = shell.context();
      if (options.anchor !== undefined && !/^[0-9a-f]{64}$/.test(options.anchor))
        throw new UserError(words('not-a-root', options.anchor), 2);
      const read = readExport(textOf(file, words));
      const verdict: TrailVerdict = read.readable
        ? verifyTrail(read.chain, read.lines, options.anchor)
        : {
            fault: { fault: 'unreadable', line: read.line, n: 0, expected: trailFormat, found: '' },
            entries: 0,
            head: '',
            anchors: [],
          };
      if (verdict.fault) process.exitCode = 1;
      if (json) return shell.printJson({ file, verified: verdict.fault === null, ...verdict });
      if (!verdict.fault) {
        shell.print(words('trail-verified', verdict.entries, verdict.head));
        shell.print(
          verdict.anchors.length > 0
            ? words('trail-anchored', verdict.anchors.join(', '))
            : words('trail-not-anchored'),
        );
        return;
      }
      const { fault, line, n, expected, found } = verdict.fault;
      shell.print(words(`fault.${fault}`, line, n, expected, found));
    });
}

const place = (station: string) =>
  station === networkChain ? '/v1/trail' : `/v1/stations/${encodeURIComponent(station)}/trail`;

function changeText(change: Change, words: Words): string {
  if ('personal' in change) return `  ${change.field}: ${words('trail-personal')}`;
  const shown = (
    value: Change extends infer One ? (One extends { old: infer Old } ? Old : never) : never,
  ) => {
    if (value === null) return '—';
    return typeof value === 'string' ? value : canonical(value);
  };
  return `  ${change.field}: ${shown(change.old)} → ${shown(change.new)}`;
}

function openForWriting(file: string, words: Words): number {
  try {
    return openSync(file, 'w');
  } catch {
    throw new UserError(words('file-unwritable', file));
  }
}

function textOf(file: string, words: Words): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new UserError(words('file-unreadable', file));
  }
}
