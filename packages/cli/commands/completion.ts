import { Argument, type Command } from 'commander';
import { commandPlaces } from '../completion/command-places.ts';
import { completionScript, shells } from '../completion/completion-script.ts';
import { oneOf } from '../options.ts';
import type { Shell } from '../shell.ts';

export function completionCommand(program: Command, shell: Shell): void {
  const name = new Argument('<shell>', shells.join(' | ')).choices(shells);
  // Our own check speaks the user's language; the choices stay for the script.
  name.argParser((value: string) => value);
  program
    .command('completion')
    .addArgument(name)
    .summary('命令补全脚本 · completion script')
    .action((wanted: string) => {
      const kind = oneOf('completion', wanted, shells, shell.context().words);
      shell.print(completionScript(kind, program.name(), commandPlaces(program)).trimEnd());
    });
}
