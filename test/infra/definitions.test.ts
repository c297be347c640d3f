import { createRequire } from 'node:module';
import * as dynamodb from '@aws-sdk/client-dynamodb';
import * as eventbridge from '@aws-sdk/client-eventbridge';
import { describe, expect, test } from 'vitest';
import { placeholdersOf } from '../../infra/constructs/workflow.ts';
import { functionSpecs } from '../../infra/function-specs.ts';
import { camelCase } from '../../infra/names.ts';
import { events } from '../../packages/contracts/events.ts';
import { failureNames, unavailable } from '../../packages/domain/errors.ts';
import {
  endsFrom,
  functionOf,
  integrationOf,
  type PlacedState,
  placeholder,
  readDefinitions,
  waitsForToken,
} from './definitions.ts';

// The package has no types of its own.
const validate = createRequire(import.meta.url)('asl-validator') as (
  definition: object,
  options: { checkPaths: boolean; checkArn: boolean },
) => { isValid: boolean; errorsText(separator?: string): string };

const definitions = readDefinitions();
const specs = await functionSpecs();
const states = definitions.flatMap((definition) =>
  definition.states.map((placed) => ({ ...placed, workflow: definition.name })),
);
const where = (found: readonly { workflow: string; name: string }[]) =>
  found.map(({ workflow, name }) => `${workflow}: ${name}`);
const tasks = states.filter(({ state }) => state.Type === 'Task');

describe('A definition', () => {
  test.each(definitions)('$name is valid Amazon States Language', ({ text }) => {
    const filled = text.replaceAll(placeholder('partition'), 'aws').replaceAll(/\$\{(\w+)\}/g, 'a-$1');
    const result = validate(JSON.parse(filled) as object, { checkPaths: true, checkArn: true });
    expect(result.errorsText('\n')).toBe('');
    expect(result.isValid).toBe(true);
  });

  test.each(definitions)('$name calls exactly the functions whose manifests name it', ({ name, text }) => {
    const called = placeholdersOf(text).filter((name) => !['partition', 'table', 'bus'].includes(name));
    const naming = specs.filter(
      ({ manifest }) => manifest.trigger.kind === 'task' && manifest.trigger.workflow === name,
    );
    expect(called.sort()).toEqual(naming.map((spec) => camelCase(spec.name)).sort());
  });

  test('exists for every workflow that a manifest names', () => {
    const named = specs.flatMap(({ manifest: { trigger, starts = [], resumes = [] } }) => [
      ...(trigger.kind === 'task' ? [trigger.workflow] : []),
      ...starts,
      ...resumes,
    ]);
    expect([...new Set(named)].sort()).toEqual(definitions.map(({ name }) => name).sort());
  });

  test('tells what it is for, as each of its states does', () => {
    expect(definitions.filter(({ root }) => !root.Comment).map(({ name }) => name)).toEqual([]);
    expect(where(states.filter(({ state }) => (state.Comment ?? '').length < 10))).toEqual([]);
  });

  test('holds neither a partition nor an account nor a Region', () => {
    for (const { text } of definitions) expect(text).not.toMatch(/arn:aws|\d{12}|[a-z]{2}-[a-z]+-\d/);
  });

  test('can be left from every state it has, and reaches every state', () => {
    for (const { list } of states) {
      const reached = new Set([list.StartAt]);
      for (const name of reached) for (const next of targets(list, name)) reached.add(next);
      expect([...reached].sort()).toEqual(Object.keys(list.States).sort());
      for (const name of reached) expect(endsFrom(list, name), name).not.toEqual([]);
    }
  });
});

const targets = ({ States }: PlacedState['list'], name: string) => {
  const state = States[name];
  if (!state) return [];
  const { Next, Default, Choices = [], Catch = [] } = state;
  return [Next, Default, ...Choices.map((c) => c.Next), ...Catch.map((c) => c.Next)].filter(
    (next) => next !== undefined,
  );
};

describe('Errors that a state names', () => {
  /** Names as Step Functions builds them: service, dot, exception of the Java SDK. */
  const exceptionsOf = (service: string, client: object, base: string): string[] => {
    const root = Object.entries(client).find(([name]) => name === base)?.[1] as { prototype: object };
    return Object.entries(client)
      .filter(([, value]) => typeof value === 'function' && value.prototype instanceof (root as never))
      .map(([name]) => `${service}.${name.endsWith('Exception') ? name : `${name}Exception`}`);
  };
  const ofIntegration: Record<string, string[]> = {
    'lambda:invoke': [
      'Lambda.ServiceException',
      'Lambda.AWSLambdaException',
      'Lambda.SdkClientException',
      'Lambda.TooManyRequestsException',
      'Lambda.Unknown',
      // What Step Functions calls a function that ran into its own time-out.
      'Sandbox.Timedout',
      ...failureNames,
    ],
    'events:putEvents': [
      'EventBridge.FailedEntry',
      ...exceptionsOf('EventBridge', eventbridge, 'EventBridgeServiceException'),
    ],
    'aws-sdk:dynamodb:updateItem': exceptionsOf('DynamoDb', dynamodb, 'DynamoDBServiceException'),
    'aws-sdk:dynamodb:updateItem.waitForTaskToken': exceptionsOf(
      'DynamoDb',
      dynamodb,
      'DynamoDBServiceException',
    ),
  };
  const reserved = ['States.ALL', 'States.Timeout', 'States.TaskFailed', 'States.HeartbeatTimeout'];

  test('are those of the language or those that its integration can have', () => {
    const strange = states.flatMap(({ workflow, name, state }) => {
      const known = [...reserved, ...(ofIntegration[integrationOf(state)] ?? [])];
      return [...(state.Retry ?? []), ...(state.Catch ?? [])]
        .flatMap(({ ErrorEquals }) => ErrorEquals)
        .filter((error) => !known.includes(error))
        .map((error) => `${workflow}: ${name}: ${error}`);
    });
    expect(strange).toEqual([]);
  });

  test('are never all errors where a state tries again', () => {
    const tooWide = states.filter(({ state }) =>
      (state.Retry ?? []).some(({ ErrorEquals }) =>
        ErrorEquals.some((error) => ['States.ALL', 'States.TaskFailed'].includes(error)),
      ),
    );
    expect(where(tooWide)).toEqual([]);
  });

  test('are no refusal of the rules where a state tries again', () => {
    // Trying again cannot change a no; StationsNotOpened says that a part of a batch is still to be done.
    const worthAnother: string[] = [unavailable('').name, 'StationsNotOpened'];
    const stubborn = tasks.flatMap(({ state }) =>
      (state.Retry ?? []).flatMap(({ ErrorEquals }) =>
        ErrorEquals.filter(
          (error) => (failureNames as readonly string[]).includes(error) && !worthAnother.includes(error),
        ),
      ),
    );
    expect(stubborn).toEqual([]);
  });
});

describe('A Task', () => {
  test('has a time-out', () => {
    expect(where(tasks.filter(({ state }) => !(state.TimeoutSeconds ?? state.TimeoutSecondsPath)))).toEqual(
      [],
    );
  });

  test('waits longer for a function than the function may run', () => {
    const impatient = tasks.filter(({ state }) => {
      const spec = specs.find(({ name }) => camelCase(name) === functionOf(state));
      return spec && (state.TimeoutSeconds ?? 0) <= spec.manifest.timeoutSeconds;
    });
    expect(where(impatient)).toEqual([]);
  });

  test('catches everything, last, in a Catch of its own', () => {
    const open = tasks.filter(({ state }) => state.Catch?.at(-1)?.ErrorEquals.join() !== 'States.ALL');
    expect(where(open)).toEqual([]);
  });

  test('that fails for good ends in a Fail state, or in an outcome that its Map counts', () => {
    const invisible = states.flatMap(({ workflow, name, state, list, map }) =>
      (state.Catch ?? [])
        .filter(({ ErrorEquals }) => ErrorEquals.includes('States.ALL'))
        .flatMap(({ Next }) => endsFrom(list, Next))
        .filter(([, end]) => end.Type !== 'Fail' && !isCountedOutcome(end, map))
        .map(([end]) => `${workflow}: ${name} may end in ${end}`),
    );
    expect(invisible).toEqual([]);
  });

  test('that fails for good tells somebody who owns it', () => {
    const silent = definitions.flatMap(({ name, root }) =>
      Object.entries(root.States)
        .filter(([, state]) => state.Type === 'Fail')
        .filter(
          ([fail]) =>
            !Object.values(root.States).some(
              (state) => state.Next === fail && detailOf(state)?.keys.includes('owner'),
            ),
        )
        .map(([fail]) => `${name}: ${fail}`),
    );
    expect(silent).toEqual([]);
  });

  test('that waits for people has a limit and keeps its token with an owner and a due date', () => {
    const waits = tasks.filter(({ state }) => waitsForToken(state));
    expect(waits.length).toBeGreaterThan(2);
    for (const { state } of waits) {
      expect(state.TimeoutSecondsPath ?? state.TimeoutSeconds).toBeTruthy();
      expect(state.Catch?.map(({ ErrorEquals }) => ErrorEquals.join())).toContain('States.Timeout');
      const written = attributesOf(state);
      expect(written.token).toEqual({ 'S.$': '$$.Task.Token' });
      expect(written).toHaveProperty('owner');
      expect(written).toHaveProperty('dueAt');
      expect(written.type).toEqual({ S: 'wait' });
    }
  });

  test('gives its token to the table and to nobody else', () => {
    const holders = states.filter(({ state }) => JSON.stringify(ownPart(state)).includes('Task.Token'));
    expect(where(holders)).toEqual(where(tasks.filter(({ state }) => waitsForToken(state))));
  });

  test('that puts an event puts one of the contract, with exactly its fields', () => {
    const put = tasks.flatMap(({ state }) => detailOf(state) ?? []);
    expect(put.length).toBeGreaterThan(2);
    for (const { name, keys } of put) {
      const schema = events[name as keyof typeof events];
      expect(schema, name).toBeDefined();
      expect(keys.sort(), name).toEqual(Object.keys(schema.shape).sort());
    }
  });
});

/** A Pass that ends an item with an `outcome`, which the Map's result selector looks at. */
const isCountedOutcome = (end: PlacedState['state'], map: PlacedState['map']): boolean => {
  const outcome = (end.Result as { outcome?: string } | undefined)?.outcome;
  return (
    end.Type === 'Pass' &&
    outcome !== undefined &&
    JSON.stringify(map?.ResultSelector ?? {}).includes(`.outcome, '${outcome}'`)
  );
};

function detailOf(state: PlacedState['state']): { name: string; keys: string[] } | undefined {
  if (integrationOf(state) !== 'events:putEvents') return undefined;
  const [entry] = (state.Parameters?.Entries ?? []) as { DetailType: string; Detail: object }[];
  return (
    entry && {
      name: entry.DetailType,
      keys: Object.keys(entry.Detail).map((key) => key.replace(/\.\$$/, '')),
    }
  );
}

/** What an update writes, attribute by attribute. */
function attributesOf(state: PlacedState['state']): Record<string, unknown> {
  const { UpdateExpression, ExpressionAttributeNames, ExpressionAttributeValues } = state.Parameters as {
    UpdateExpression: string;
    ExpressionAttributeNames: Record<string, string>;
    ExpressionAttributeValues: Record<string, unknown>;
  };
  return Object.fromEntries(
    [...UpdateExpression.matchAll(/(#?\w+) = (:\w+)/g)].map(([, name = '', value = '']) => [
      ExpressionAttributeNames[name] ?? name,
      ExpressionAttributeValues[value],
    ]),
  );
}

/** A state without the states inside it. */
const ownPart = ({ ItemProcessor, Branches, ...own }: PlacedState['state']) => own;
