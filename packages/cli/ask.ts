import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import type { MessageKey, Words } from './messages.ts';
import { UserError } from './problem.ts';

/** What a shell answers after Ctrl-C. */
const interruptedCode = 130;

/**
 * Asks on the terminal; `silent` shows nothing of what is typed. The question goes to stderr, stdout stays clean.
 * @param instead how to give the answer where there is no terminal
 */
export async function ask(
  question: MessageKey,
  options: { silent: boolean; instead: string; words: Words },
): Promise<string> {
  const { silent, words } = options;
  if (!process.stdin.isTTY) throw new UserError(words('no-terminal', options.instead), 2);
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({
    input: process.stdin,
    output: silent ? nowhere : process.stderr,
    terminal: true,
    historySize: 0,
  });
  // Only now: the interface has switched the terminal's own echo off.
  process.stderr.write(`${words(question)}: `);
  const answer = await new Promise<string | undefined>((resolve) => {
    terminal.on('SIGINT', () => terminal.close());
    terminal.on('close', () => resolve(undefined));
    terminal.on('line', (line) => {
      resolve(line);
      terminal.close();
    });
  });
  if (silent || answer === undefined) process.stderr.write('\n');
  if (answer === undefined) throw new UserError(words('interrupted'), interruptedCode);
  return answer;
}
