import type { Command } from 'commander';
import type { QuestionBank } from '../../standard/bank-schema.ts';
import { EditionInvalid, problemLine } from '../../standard/edition-problem.ts';
import { loadBanks } from '../../standard/load-bank.ts';
import { loadEdition } from '../../standard/load-edition.ts';
import { editionFolder } from '../edition-folder.ts';
import type { Language } from '../messages.ts';
import { count } from '../options.ts';
import { UserError } from '../problem.ts';
import { openProgress } from '../progress.ts';
import type { Shell } from '../shell.ts';
import { terminalTable } from '../tables.ts';

interface Results {
  version: number;
  papers: number;
  passed: number;
  meanScore: number | null;
  questions: { id: string; text: Record<Language, string>; asked: number; right: number }[];
}

const mostRows = 1000;

/** `stationkeeper bank`: question banks, and how their questions are answered. */
export function bankCommands(program: Command, shell: Shell): void {
  const bank = program.command('bank').summary('题库 · question banks');

  bank
    .command('publish [position]')
    .summary('发布一个岗位或全部岗位的题库 · publish the bank of a position, or all of them')
    .option('--edition <folder>', '标准版本 · edition or its folder', 'edition-1')
    .action(async (code: string | undefined, options: { edition: string }) => {
      const { words, json } = shell.context();
      const banks = read(options.edition);
      const wanted = code ? banks.filter(({ position }) => position === code.toUpperCase()) : banks;
      if (wanted.length === 0)
        throw new UserError(
          words('unknown-position', code ?? '', banks.map(({ position }) => position).join(', ')),
        );
      const progress = openProgress(shell.progress, words('bank.progress'));
      const published: object[] = [];
      for (const [at, content] of wanted.entries()) {
        published.push(await shell.api().call('PUT', `/v1/positions/${content.position}/bank`, { content }));
        progress.show(at + 1, wanted.length);
      }
      progress.end();
      if (json) return shell.printJson(published);
      const questions = wanted.reduce((sum, one) => sum + one.questions.length, 0);
      shell.print(words('bank.published', wanted.length, questions));
    });

  bank
    .command('results <position>')
    .summary('各题答对情况,最难的在前 · how questions are answered, the hardest first')
    .option('--top <count>', '显示题数 · questions to show', '20')
    .action(async (code: string, options: { top: string }) => {
      const { words, json, language } = shell.context();
      const top = count('--top', options.top, 1, mostRows, words);
      const path = `/v1/positions/${encodeURIComponent(code.toUpperCase())}/exam-results`;
      const results = await shell.api().call<Results>('GET', path);
      if (json) return shell.printJson(results);
      const { version, papers, passed, meanScore } = results;
      shell.print(words('bank.results', version, papers, passed, meanScore ?? '–'));
      const share = ({ asked, right }: Results['questions'][number]) =>
        asked === 0 ? '' : `${Math.round((right / asked) * 100)} %`;
      shell.print(
        terminalTable(
          [words('bank.question'), words('bank.right'), words('bank.asked'), ''],
          results.questions.slice(0, top).map((one) => [one.id, share(one), one.asked, one.text[language]]),
          [1, 2],
        ),
      );
    });
}

function read(folder: string): QuestionBank[] {
  try {
    return loadBanks(loadEdition(editionFolder(folder)));
  } catch (error) {
    if (error instanceof EditionInvalid) throw new UserError(error.problems.map(problemLine).join('\n'));
    throw error;
  }
}
