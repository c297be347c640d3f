import { Command, CommanderError } from 'commander';
import { auditCommands } from './commands/audit.ts';
import { bankCommands } from './commands/bank.ts';
import { certificateCommands, certificationCommands } from './commands/certification.ts';
import { completionCommand } from './commands/completion.ts';
import { complianceCommands } from './commands/compliance.ts';
import { correctionCommands, stationCommands } from './commands/correction.ts';
import { dutyCommands } from './commands/duty.ts';
import { examCommands } from './commands/exam.ts';
import { inboxCommands } from './commands/inbox.ts';
import { loginCommands } from './commands/login.ts';
import { networkCommands } from './commands/network.ts';
import { onboardingCommands, peopleCommands } from './commands/people.ts';
import { reportCommands } from './commands/report.ts';
import { staffingCommands } from './commands/staffing.ts';
import { standardCommands } from './commands/standard.ts';
import { trailCommands } from './commands/trail.ts';
import { waitsCommand } from './commands/waits.ts';
import { webhookCommands } from './commands/webhook.ts';
import { whatIfCommands } from './commands/what-if.ts';
import { type Language, languageOfTerminal, wordsIn } from './messages.ts';
import { oneOf } from './options.ts';
import { UserError } from './problem.ts';
import { openSession } from './session.ts';
import type { Shell } from './shell.ts';

/** Options that every command takes. */
interface Common {
  api?: string;
  data?: string;
  user?: string;
  password?: string;
  lang?: string;
  json?: boolean;
}

/** The command `stationkeeper`. Output goes to stdout, progress and problems to stderr. */
export function stationkeeper(): Command {
  const program = new Command('stationkeeper')
    .description('服务商组织与人员管理平台 · governs the organisation and the people of service stations')
    .option('--api <url>', '平台地址 · address of the platform')
    .option('--data <folder>', '本地数据文件夹 · data folder of the local run')
    .option('--user <login>', '用户 · user')
    .option('--password <password>', '密码 · password')
    .option('--lang <language>', '语言 · language: zh | en')
    .option('--json', '以 JSON 输出 · print JSON')
    .showSuggestionAfterError(false)
    .exitOverride()
    .configureOutput({ outputError: () => {} });
  const shell: Shell = {
    context() {
      const options = program.opts<Common>();
      const language = languageOf(options.lang);
      return { language, words: wordsIn(language), json: options.json ?? false };
    },
    sessionOptions() {
      const { language, words } = this.context();
      return { ...program.opts<Common>(), language, words };
    },
    api() {
      return openSession(this.sessionOptions());
    },
    print: (text) => process.stdout.write(`${text}\n`),
    printJson: (value) => process.stdout.write(`${JSON.stringify(value, null, 2)}\n`),
    progress: process.stderr,
  };
  standardCommands(program, shell);
  staffingCommands(program, shell);
  whatIfCommands(program, shell);
  complianceCommands(program, shell);
  networkCommands(program, shell);
  auditCommands(program, shell);
  inboxCommands(program, shell);
  trailCommands(program, shell);
  correctionCommands(program, shell);
  stationCommands(program, shell);
  dutyCommands(program, shell);
  peopleCommands(program, shell);
  onboardingCommands(program, shell);
  certificationCommands(program, shell);
  examCommands(program, shell);
  certificateCommands(program, shell);
  bankCommands(program, shell);
  reportCommands(program, shell);
  webhookCommands(program, shell);
  waitsCommand(program, shell);
  loginCommands(program, shell);
  completionCommand(program, shell);
  for (const command of program.commands.flatMap((command) => [command, ...command.commands]))
    command
      .exitOverride()
      .showSuggestionAfterError(false)
      .configureOutput({ outputError: () => {} });
  return program;
}

function languageOf(text: string | undefined): Language {
  const fallback = languageOfTerminal(process.env);
  return text === undefined ? fallback : oneOf('--lang', text, ['zh', 'en'], wordsIn(fallback));
}

/** Runs a command line; a mistake of the user is one line and an exit code, never a stack trace. */
export async function run(args: string[]): Promise<number> {
  const lang = args.includes('--lang') ? args[args.indexOf('--lang') + 1] : undefined;
  const words = wordsIn(lang === 'zh' || lang === 'en' ? lang : languageOfTerminal(process.env));
  const say = (text: string) => process.stderr.write(`${words('error')}: ${text}\n`);
  try {
    await stationkeeper().parseAsync(args, { from: 'user' });
    return Number(process.exitCode ?? 0);
  } catch (error) {
    if (error instanceof UserError) {
      say(error.message);
      return error.exitCode;
    }
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return 0;
      const line = usageLine(error, words);
      if (line) say(line);
      return 2;
    }
    throw error;
  }
}

function usageLine(error: CommanderError, words: ReturnType<typeof wordsIn>): string | undefined {
  const named = /'([^']*)'/.exec(error.message)?.[1] ?? '';
  switch (error.code) {
    case 'commander.unknownOption':
      return words('unknown-option', named);
    case 'commander.unknownCommand':
      return words('unknown-command', named);
    case 'commander.missingArgument':
      return words('missing-argument', named);
    case 'commander.missingMandatoryOptionValue':
    case 'commander.optionMissingArgument':
      return words('option-argument-missing', named);
    case 'commander.excessArguments':
      return words('excess-arguments');
    case 'commander.help':
      return undefined;
    default:
      return error.message.replace(/^error: /, '');
  }
}

if (import.meta.main) {
  // Whoever reads may have seen enough (`… | head`); that is no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  process.exitCode = await run(process.argv.slice(2));
}
