import type { Command } from 'commander';
import { EditionInvalid, problemLine } from '../../standard/edition-problem.ts';
import { loadEdition } from '../../standard/load-edition.ts';
import { orgChartLines } from '../../standard/org-chart.ts';
import { positionSheetLines } from '../../standard/position-sheet.ts';
import type { Edition } from '../../standard/schema.ts';
import { editionFolder } from '../edition-folder.ts';
import { UserError } from '../problem.ts';
import type { Shell } from '../shell.ts';

/** Commands that read the standard from its files; no platform is needed but for publishing. */
export function standardCommands(program: Command, shell: Shell): void {
  program
    .command('org-chart')
    .summary('组织机构图 · the org chart')
    .option('--edition <folder>', '标准版本 · edition or its folder', 'edition-1')
    .action((options: { edition: string }) => {
      const { language } = shell.context();
      shell.print(orgChartLines(read(options.edition), language).join('\n'));
    });

  program
    .command('position <code>')
    .summary("岗位说明书 · a position's sheet")
    .option('--edition <folder>', '标准版本 · edition or its folder', 'edition-1')
    .action((code: string, options: { edition: string }) => {
      const { language, words, json } = shell.context();
      const edition = read(options.edition);
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
      const checked = read(folder);
      const duties = checked.positions.reduce((sum, position) => sum + position.duties.length, 0);
      const items = checked.positions.reduce((sum, position) => sum + position.audit.items.length, 0);
      shell.print(words('edition-sound', checked.about.number, checked.positions.length, duties, items));
    });
  edition
    .command('publish <folder>')
    .summary('发布一个版本 · publish an edition')
    .action(async (folder: string) => {
      const { words, json } = shell.context();
      const content = read(folder);
      const answer = await shell
        .api()
        .call<{ edition: string; positions: number }>('PUT', `/v1/editions/${content.about.number}`, {
          content,
        });
      if (json) return shell.printJson(answer);
      shell.print(words('edition-published', answer.edition, answer.positions));
    });
}

function read(folder: string): Edition {
  try {
    return loadEdition(editionFolder(folder));
  } catch (error) {
    if (error instanceof EditionInvalid) throw new UserError(error.problems.map(problemLine).join('\n'));
    throw error;
  }
}
