import type { Command } from 'commander';
import { localMinute } from '../../domain/calendar.ts';
import { ask } from '../ask.ts';
import type { Language, MessageKey, Words } from '../messages.ts';
import { count } from '../options.ts';
import type { Certification } from '../people-text.ts';
import { UserError } from '../problem.ts';
import { readJson } from '../read-json.ts';
import type { Shell } from '../shell.ts';

type Text = Record<Language, string>;
type Answers = Record<string, number[]>;

interface Question {
  id: string;
  kind: 'single' | 'multiple' | 'judge';
  text: Text;
  options: Text[];
}
interface Paper {
  number: number;
  endsAt: string;
  questions: Question[];
  answers: Answers;
  result?: Result;
}
interface Result {
  score: number;
  passed: boolean;
  wrong: string[];
}

const letters = 'ABCDEFGHIJ';
const mostPapers = 99;

/** `stationkeeper exam`: the own theory exam; the clock is the server's. */
export function examCommands(program: Command, shell: Shell): void {
  const exam = program.command('exam').summary('理论考试 · the theory exam');
  const papersOf = (id: string) => `/v1/certifications/${encodeURIComponent(id)}/papers`;

  exam
    .command('start <certification>')
    .summary('开始考试,或继续已开始的 · start a paper, or go on with the one that runs')
    .action(async (id: string) => {
      const { json, language, words } = shell.context();
      const paper = await shell.api().call<Paper>('POST', papersOf(id));
      if (json) return shell.printJson(paper);
      shell.print(words('exam.started', paper.number, paper.questions.length, minuteOf(paper.endsAt)));
      shell.print(paper.questions.map((question) => questionText(question, language, words)).join('\n\n'));
    });

  exam
    .command('answer <certification> [question=letters...]')
    .summary('作答并保存;不写题号时逐题询问 · answer and save; asks one by one when none is named')
    .option('--paper <number>', '试卷号 · number of the paper')
    .action(async (id: string, given: string[], options: { paper?: string }) => {
      const { json, language, words } = shell.context();
      const path = `${papersOf(id)}/${await numberOf(id, options.paper)}`;
      const paper = await shell.api().call<Paper>('GET', path);
      const save = (answers: Answers) =>
        shell.api().call<{ savedAt: string }>('PUT', `${path}/answers`, { answers });
      if (given.length > 0) {
        const answers = Object.fromEntries(given.map((text) => answerOf(text, paper, words)));
        const saved = await save(answers);
        if (json) return shell.printJson(saved);
        return shell.print(words('exam.saved', given.length, minuteOf(paper.endsAt)));
      }
      for (const question of paper.questions) {
        process.stderr.write(`\n${questionText(question, language, words, paper.answers[question.id])}\n`);
        const places = await placesAsked(question, words);
        // An empty line leaves the question as it is; each answer is safe as soon as it is given.
        if (places) await save({ [question.id]: places });
      }
      shell.print(words('exam.all-asked', id));
    });

  exam
    .command('submit <certification>')
    .summary('交卷 · hand the paper in')
    .option('--paper <number>', '试卷号 · number of the paper')
    .option('--answers <file>', '答案文件 · JSON file {"MT-001": [0]}')
    .action(async (id: string, options: { paper?: string; answers?: string }) => {
      const { json, words } = shell.context();
      const path = `${papersOf(id)}/${await numberOf(id, options.paper)}/submission`;
      const answers = options.answers === undefined ? {} : { answers: readJson(options.answers, words) };
      const result = await shell.api().call<Result>('POST', path, answers);
      if (json) return shell.printJson(result);
      shell.print(words(result.passed ? 'exam.result-passed' : 'exam.result-failed', result.score));
      if (result.wrong.length > 0) shell.print(words('exam.wrong', result.wrong.join(', ')));
    });

  /** The paper that follows those that are graded, unless another one is named. */
  async function numberOf(id: string, named: string | undefined): Promise<number> {
    if (named !== undefined) return count('--paper', named, 1, mostPapers, shell.context().words);
    const path = `/v1/certifications/${encodeURIComponent(id)}`;
    const { attempts } = await shell.api().call<Certification>('GET', path);
    return Math.max(0, ...attempts.map(({ number }) => number)) + 1;
  }
}

const minuteOf = (instant: string) => localMinute(Date.parse(instant));

function questionText(question: Question, language: Language, words: Words, chosen?: number[]): string {
  const kind = words(`question.${question.kind}` as MessageKey);
  const mark = (place: number) => (chosen?.includes(place) ? '*' : ' ');
  return [
    `${question.id} (${kind}) ${question.text[language]}`,
    ...question.options.map((option, place) => `${mark(place)} ${letters[place]}. ${option[language]}`),
  ].join('\n');
}

/** Letters as places of options; a letter that is none of the question's is named. */
function placesOf(text: string, { id, options }: Question, words: Words): number[] {
  const allowed = letters.slice(0, options.length);
  const chosen = [...new Set(text.trim().toUpperCase().replaceAll(/[,\s]/g, ''))];
  const wrong = chosen.find((letter) => !allowed.includes(letter));
  if (wrong !== undefined || chosen.length === 0)
    throw new UserError(words('not-one-of', id, wrong ?? text, [...allowed].join(', ')), 2);
  return chosen.map((letter) => letters.indexOf(letter)).sort((a, b) => a - b);
}

function answerOf(text: string, paper: Paper, words: Words): [string, number[]] {
  const [id = '', chosen] = text.split('=');
  if (!id || chosen === undefined) throw new UserError(words('not-a-pair', text, 'MT-001=A'), 2);
  const question = paper.questions.find((one) => one.id === id.toUpperCase());
  if (!question) throw new UserError(words('exam.no-question', id), 2);
  return [question.id, placesOf(chosen, question, words)];
}

/** Asks until the letters are some of the question's. */
async function placesAsked(question: Question, words: Words): Promise<number[] | undefined> {
  for (;;) {
    const typed = await ask('exam.ask', { silent: false, instead: `${question.id}=A`, words });
    if (typed.trim() === '') return undefined;
    try {
      return placesOf(typed, question, words);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      process.stderr.write(`${error.message}\n`);
    }
  }
}
