import { readFileSync } from 'node:fs';
import { workflowFiles } from '../../infra/function-specs.ts';

export interface Catcher {
  ErrorEquals: string[];
  Next: string;
}
export interface Retrier {
  ErrorEquals: string[];
  MaxAttempts?: number;
}

/** A state as the Amazon States Language writes it, as far as the tests look. */
export interface State {
  Type: string;
  Comment?: string;
  Resource?: string;
  Next?: string;
  End?: boolean;
  Default?: string;
  Choices?: { Next: string }[];
  Catch?: Catcher[];
  Retry?: Retrier[];
  TimeoutSeconds?: number;
  TimeoutSecondsPath?: string;
  Parameters?: Record<string, unknown>;
  Result?: unknown;
  ResultSelector?: Record<string, unknown>;
  ItemProcessor?: StateList & { ProcessorConfig?: { Mode?: string; ExecutionType?: string } };
  Branches?: StateList[];
}
export interface StateList {
  StartAt: string;
  States: Record<string, State>;
}

/** A state with the list it stands in and, inside a Map, the Map. */
export interface PlacedState {
  name: string;
  state: State;
  list: StateList;
  map?: State;
}

export interface Definition {
  name: string;
  text: string;
  root: StateList & { Comment?: string };
  states: PlacedState[];
}

export function readDefinition(name: string, file: string): Definition {
  const text = readFileSync(file, 'utf8');
  const root = JSON.parse(text) as Definition['root'];
  return { name, text, root, states: placed(root) };
}

/** Every definition of the product. */
export const readDefinitions = () => workflowFiles().map(({ name, file }) => readDefinition(name, file));

function placed(list: StateList, map?: State): PlacedState[] {
  return Object.entries(list.States).flatMap(([name, state]) => [
    { name, state, list, ...(map ? { map } : {}) },
    ...(state.ItemProcessor ? placed(state.ItemProcessor, state) : []),
    ...(state.Branches ?? []).flatMap((branch) => placed(branch, map)),
  ]);
}

/** The part of a Task's resource after the partition, `lambda:invoke` for example. */
export const integrationOf = (state: State) => state.Resource?.replace(/^.*:states:::/, '') ?? '';

export const waitsForToken = (state: State) => integrationOf(state).endsWith('.waitForTaskToken');

/** A placeholder as it stands in a definition. */
export const placeholder = (name: string) => `\${${name}}`;

/** The placeholder a state calls a function by, without its braces. */
export const functionOf = (state: State): string | undefined =>
  /^\$\{(\w+)\}$/.exec(String(state.Parameters?.FunctionName ?? ''))?.[1];

/** Where a state may go on, by success, choice or failure. */
export const targetsOf = (state: State): string[] => [
  ...(state.Next ? [state.Next] : []),
  ...(state.Default ? [state.Default] : []),
  ...(state.Choices ?? []).map((choice) => choice.Next),
  ...(state.Catch ?? []).map((catcher) => catcher.Next),
];

/** The states that an execution may end in when it goes on from one of the list. */
export function endsFrom(list: StateList, start: string): [string, State][] {
  const seen = new Set<string>();
  const waiting = [start];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const state = list.States[name];
    if (!state || seen.has(name)) continue;
    seen.add(name);
    waiting.push(...targetsOf(state));
  }
  return [...seen].flatMap((name): [string, State][] => {
    const state = list.States[name];
    return state && (state.End || state.Type === 'Fail' || state.Type === 'Succeed') ? [[name, state]] : [];
  });
}

/** What the states of a definition call, in the form of `singleRights`. */
export function rightsOfDefinition({ name, states }: Definition): string[] {
  const kebab = (camel: string) => camel.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return [
    ...new Set(
      states.flatMap(({ state }): string[] => {
        if (state.ItemProcessor?.ProcessorConfig?.Mode === 'DISTRIBUTED')
          return [
            `states:StartExecution workflow ${name}`,
            `states:DescribeExecution executions ${name}:*`,
            `states:StopExecution executions ${name}:*`,
            `states:RedriveExecution executions ${name}/*:*`,
          ];
        if (state.Type !== 'Task') return [];
        switch (integrationOf(state)) {
          case 'lambda:invoke':
            return [`lambda:InvokeFunction function ${kebab(functionOf(state) ?? '')}`];
          case 'events:putEvents':
            return ((state.Parameters?.Entries ?? []) as { DetailType: string }[]).map(
              ({ DetailType }) => `events:PutEvents bus ${DetailType}`,
            );
          case 'aws-sdk:dynamodb:updateItem':
          case 'aws-sdk:dynamodb:updateItem.waitForTaskToken': {
            const { pk } = (state.Parameters?.Key ?? {}) as { pk: { 'S.$': string } };
            return [`dynamodb:UpdateItem table ${/'(.*)\{\}'/.exec(pk['S.$'])?.[1]}*`];
          }
          default:
            throw new Error(`no right is known for ${state.Resource}`);
        }
      }),
    ),
  ].sort();
}
