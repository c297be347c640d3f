import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { draftId, draftIdPattern } from '../../domain/ids.ts';
import { partsOfEdition } from '../../standard/edition-parts.ts';
import { orgChartLines } from '../../standard/org-chart.ts';
import { positionSheetLines } from '../../standard/position-sheet.ts';
import type { Edition } from '../../standard/schema.ts';
import type { Words } from '../messages.ts';
import { UserError } from '../problem.ts';
import { readEdition } from '../read-edition.ts';
import type { Shell } from '../shell.ts';
import { terminalTable } from '../tables.ts';

/** Commands that read the standard from its files; a platform is needed for drafts only. */
export function standardCommands(program: Command, shell: Shell): void {
  program
    .command('org-chart')
    .summary('组织机构图 · the org chart')
    .option('--edition <folder>', '标准版本 · edition or its folder', 'edition-1')
    .action((options: { edition: string }) => {
      const { language } = shell.context();
      shell.print(orgChartLines(readEdition(options.edition), language).join('\n'));
    });

  program
    .command('position <code>')
    .summary("岗位说明书 · a position's sheet")
    .option('--edition <folder>', '标准版本 · edition or its folder', 'edition-1')
    .action((code: string, options: { edition: string }) => {
      const { language, words, json } = shell.context();
      const edition = readEdition(options.edition);
      const position = edition.positions.find((one) => one.code === code.toUpperCase());
      if (!position)
        throw new UserError(
          words('unknown-position', code, edition.positions.map((one) => one.code).join(', ')),
        );
      if (json) return shell.printJson(position);
      shell.print(positionSheetLines(edition, position.code, language).join('\n'));
    });

  const edition = program.command('edition').summary('标准版本 · editions of the standard');
  edition
    .command('check <folder>')
    .summary('校验一个版本 · check an edition')
    .action((folder: string) => {
      const { words } = shell.context();
      const checked = readEdition(folder);
      const duties = checked.positions.reduce((sum, position) => sum + position.duties.length, 0);
      const items = checked.positions.reduce((sum, position) => sum + position.audit.items.length, 0);
      shell.print(words('edition-sound', checked.about.number, checked.positions.length, duties, items));
    });
  draftCommands(edition, shell);
}

interface Draft {
  draftId: string;
  edition: string;
  title: { zh: string; en: string };
  basedOn?: string;
  contentHash: string;
  status: 'open' | 'published';
  draftedBy: string[];
  changedAt: string;
}

/** An edition comes about in two steps by two people: one drafts it, another one publishes what was looked at. */
function draftCommands(edition: Command, shell: Shell): void {
  edition
    .command('draft <folder>')
    .summary('保存草案 · save a draft of an edition')
    .option('--as <name>', '草案名,缺省为 E<版本号> · name of the draft, E<number> unless told otherwise')
    .option('--based-on <edition>', '依据版本,缺省为现行版本 · the edition it is based on')
    .option('--replace', '替换已有内容 · take the place of what is there', false)
    .action(async (folder: string, options: { as?: string; basedOn?: string; replace: boolean }) => {
      const { words, json } = shell.context();
      const content = readEdition(folder);
      const path = draftPath(options.as ?? `E${content.about.number}`, words);
      const api = shell.api();
      const before = options.replace ? await api.call<Draft>('GET', path) : undefined;
      const draft = await api.call<Draft>('PUT', path, {
        content,
        ...(options.basedOn === undefined ? {} : { basedOn: options.basedOn }),
        ...(before ? { replaces: before.contentHash } : {}),
      });
      if (json) return shell.printJson(draft);
      shell.print(words('draft.saved', draft.draftId, draft.edition, draft.contentHash));
      shell.print(words('draft.next', draft.draftId, draft.contentHash.slice(0, shownHash)));
    });
  edition
    .command('drafts')
    .summary('草案列表 · the drafts there are')
    .action(async () => {
      const { words, json } = shell.context();
      const { items } = await shell.api().call<{ items: Draft[] }>('GET', '/v1/edition-drafts');
      if (json) return shell.printJson(items);
      shell.print(
        terminalTable(
          [
            words('draft'),
            words('edition'),
            words('based-on'),
            words('drafted-by'),
            words('status'),
            words('content-hash'),
          ],
          items.map((one) => [
            one.draftId,
            one.edition,
            one.basedOn ?? '-',
            one.draftedBy.join(', '),
            words(`draft.${one.status}`),
            one.contentHash.slice(0, shownHash),
          ]),
        ),
      );
    });
  edition
    .command('show <draft>')
    .summary('查看草案 · show a draft, or write it to a folder')
    .option('--out <folder>', '写入文件夹 · folder to write it to')
    .action(async (name: string, options: { out?: string }) => {
      const { words, json } = shell.context();
      const { content, ...draft } = await shell
        .api()
        .call<Draft & { content: Edition }>('GET', draftPath(name, words));
      if (options.out !== undefined) writeEdition(content, options.out);
      if (json) return shell.printJson({ ...draft, content });
      if (options.out !== undefined) shell.print(words('draft.written', draft.draftId, options.out));
      shell.print(words('draft.saved', draft.draftId, draft.edition, draft.contentHash));
      shell.print(`${words('drafted-by')} ${draft.draftedBy.join(', ')}`);
      shell.print(words(`draft.${draft.status}`));
    });
  edition
    .command('discard <draft>')
    .summary('废弃草案 · give up a draft')
    .action(async (name: string) => {
      const { words, json } = shell.context();
      const answer = await shell.api().call<{ draftId: string }>('DELETE', draftPath(name, words));
      if (json) return shell.printJson(answer);
      shell.print(words('draft.discarded', answer.draftId));
    });
  edition
    .command('publish <draft> <hash>')
    .summary('发布他人的草案 · publish the draft of somebody else')
    .action(async (name: string, hash: string) => {
      const { words, json } = shell.context();
      const api = shell.api();
      const path = draftPath(name, words);
      const { draftId, contentHash } = await api.call<Draft>('GET', path);
      // The first letters are as good as all of them, as long as nobody can find another content for them by chance.
      if (hash.length < shownHash || !contentHash.startsWith(hash))
        throw new UserError(words('draft.other-content', draftId, contentHash.slice(0, shownHash), hash));
      const answer = await api.call<{ edition: string; positions: number }>('POST', `${path}/publication`, {
        contentHash,
      });
      if (json) return shell.printJson(answer);
      shell.print(words('edition-published', answer.edition, answer.positions));
    });
}

/** Letters of a content hash that people read. */
const shownHash = 12;

function draftPath(name: string, words: Words): string {
  const id = name.startsWith('dft_') ? name : draftId(name.toUpperCase());
  if (!draftIdPattern.test(id)) throw new UserError(words('draft.name', name));
  return `/v1/edition-drafts/${id}`;
}

/** Writes an edition as a folder that `loadEdition` reads. */
function writeEdition(edition: Edition, folder: string): void {
  const root = resolve(process.env.INIT_CWD ?? process.cwd(), folder);
  mkdirSync(join(root, 'positions'), { recursive: true });
  for (const [file, json] of Object.entries(partsOfEdition(edition)))
    writeFileSync(join(root, file), `${JSON.stringify(JSON.parse(json), null, 2)}\n`);
}
