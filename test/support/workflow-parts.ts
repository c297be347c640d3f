import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

interface Handler {
  ErrorEquals: string[];
  Next?: string;
  MaxAttempts?: number;
}

interface State {
  Type: string;
  Next?: string;
  End?: boolean;
  Default?: string;
  Choices?: { Next: string }[];
  Retry?: Handler[];
  Catch?: Handler[];
  ItemProcessor?: { States: Record<string, State> };
}

/** Something that a definition says may happen, and how a history text shows that it did. */
export interface WorkflowPart {
  /** For example `Score audit: retry on Lambda.ServiceException`. */
  name: string;
  shownIn(history: string): boolean;
}

/**
 * Every way on, Choice rule, Catch, retried error and used-up Retry of a definition. A state is entered when one of
 * its ways is taken; a Fail state is the way on of another one.
 * @param definition path from the root of the repository
 */
export function workflowParts(definition: string): WorkflowPart[] {
  const file = fileURLToPath(new URL(`../../${definition}`, import.meta.url));
  const { States } = JSON.parse(readFileSync(file, 'utf8')) as { States: Record<string, State> };
  return partsOf(States);
}

function partsOf(states: Record<string, State>): WorkflowPart[] {
  return Object.entries(states).flatMap(([name, state]) => [
    ...waysOn(name, state),
    ...(state.Retry ?? []).flatMap((retry) => retries(name, retry)),
    ...(state.Catch ?? []).map((_, i) => caught(name, state.Catch ?? [], i)),
    ...partsOf(state.ItemProcessor?.States ?? {}),
  ]);
}

/** Lines of a history, those of batches like the others. */
const linesOf = (history: string) => history.split('\n').map((line) => line.replace(/^\| /, ''));

function waysOn(name: string, state: State): WorkflowPart[] {
  const { Type, Next, End, Choices = [], Default } = state;
  const to = (target: string, how: string): WorkflowPart => ({
    name: `${name}: ${how}`,
    shownIn: (history) => linesOf(history).includes(`${name} → ${target}`),
  });
  const ends: WorkflowPart = {
    name: `${name}: end`,
    shownIn: (history) => linesOf(history).some((line) => line.startsWith(`${name} → end `)),
  };
  const fails: WorkflowPart = {
    name: `${name}: fail`,
    shownIn: (history) => {
      const lines = linesOf(history);
      return lines.some(
        (line, i) => line.endsWith(` → ${name}`) && lines[i + 1]?.startsWith('ended: FAILED '),
      );
    },
  };
  return [
    ...Choices.map((rule, i) => to(rule.Next, `rule ${i + 1}, ${rule.Next}`)),
    ...(Default ? [to(Default, `default, ${Default}`)] : []),
    ...(Next ? [to(Next, `next, ${Next}`)] : []),
    ...(End ? [ends] : []),
    ...(Type === 'Fail' ? [fails] : []),
  ];
}

function retries(name: string, { ErrorEquals, MaxAttempts = 3 }: Handler): WorkflowPart[] {
  return [
    ...ErrorEquals.map((error) => ({
      name: `${name}: retry on ${error}`,
      // Tried again and on in the end: what comes after the retries of this state is no caught error.
      shownIn: (history: string) => {
        const lines = linesOf(history);
        return (
          lines.includes(`${name} … ${error}, again`) && !lines.some((line) => line.startsWith(`${name} ✗ `))
        );
      },
    })),
    {
      name: `${name}: retry used up after ${MaxAttempts}`,
      shownIn: (history: string) => {
        const lines = linesOf(history);
        const made = lines.filter((line) =>
          ErrorEquals.some((error) => line === `${name} … ${error}, again`),
        );
        const givenUp = lines.some((line) =>
          ErrorEquals.some((error) => line.startsWith(`${name} ✗ ${error} → `)),
        );
        return made.length === MaxAttempts && givenUp;
      },
    },
  ];
}

function caught(name: string, handlers: readonly Handler[], index: number): WorkflowPart {
  const { ErrorEquals = [], Next = '' } = handlers[index] ?? {};
  const before = handlers.slice(0, index).flatMap((handler) => handler.ErrorEquals);
  return {
    name: `${name}: catch ${ErrorEquals.join(', ')}`,
    shownIn: (history) =>
      linesOf(history).some((line) => {
        const [, error = ''] = line.match(/ ✗ (\S+) → /) ?? [];
        if (line !== `${name} ✗ ${error} → ${Next}` || before.includes(error)) return false;
        return ErrorEquals.includes('States.ALL') || ErrorEquals.includes(error);
      }),
  };
}
