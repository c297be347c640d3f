import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SFNClient } from '@aws-sdk/client-sfn';
import {
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  ScanCommand,
} from '@aws-sdk/lib-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { expect } from 'vitest';
import type { Key } from '../../packages/table/keys.ts';
import { type BrokenCalls, brokenCalls } from './broken-calls.ts';
import { expectGolden } from './golden.ts';
import { type HistoryEvent, historyText, type Note } from './history-text.ts';
import { type RunningPlatform, runPlatform } from './running-platform.ts';

export const day = 86_400_000;
export type Workflow =
  | 'station-audit'
  | 'audit-campaign'
  | 'corrective-action'
  | 'onboarding'
  | 'certification'
  | 'exam';
export type Item = Record<string, unknown>;

/** The running platform with everything a scenario of any workflow needs to drive, disturb and look at it. */
export interface WorkflowStage {
  running: RunningPlatform;
  calls: BrokenCalls;
  /** The clock goes on, then the platform comes to rest. */
  pass(milliseconds: number): Promise<void>;
  /** Lets an execution try again as often as it wants to. */
  passRetries(workflow: Workflow, name: string): Promise<void>;
  /** Calls a function with an event, as the platform would, and comes to rest; answers what it answers. */
  invoke(name: string, event: object): Promise<unknown>;
  get<T = Item>(key: Key): Promise<T>;
  put(item: Item): Promise<void>;
  remove(key: Key): Promise<void>;
  /** Items of a partition whose key begins with a text, in its order. */
  itemsIn(pk: string, skPrefix?: string): Promise<(Item & Key)[]>;
  /** Everything the table holds whose key contains a text, by key. Reads the whole table: a tenth of a second. */
  itemsWith(text: string): Promise<Record<string, Item>>;
  statusOf(workflow: Workflow, name: string): string | undefined;
  history(workflow: Workflow, name: string): HistoryEvent[];
  /** Names of the executions of a workflow that begin with a text. */
  executions(workflow: Workflow, prefix: string): string[];
  /** Names of the executions of a campaign's batches, as ARNs. */
  batches(campaignId: string): string[];
  workflows: SFNClient;
  /** Physical name of a function, the bus or another resource. */
  functionName(name: string): string;
  follow(workflow: Workflow, name: string): Story;
  end(): Promise<void>;
}

/** A scenario that is written down while it happens. */
export interface Story {
  /** Says what the world does now. */
  note(text: string): void;
  text(): string;
  /** Compares the execution's history with the committed one. */
  compare(file: URL): void;
}

/** What a Lambda gets of the table's stream. */
export const batchOf = (...changes: { now: object; before?: object }[]) => ({
  Records: changes.map(({ now, before }, i) => ({
    eventID: `again-${i}`,
    eventName: before ? 'MODIFY' : 'INSERT',
    dynamodb: {
      SequenceNumber: String(i + 1),
      NewImage: marshall(now, { removeUndefinedValues: true }),
      ...(before ? { OldImage: marshall(before, { removeUndefinedValues: true }) } : {}),
    },
  })),
});

/**
 * Starts the platform with nothing in it.
 * @param options.data a folder that is kept at the end, with whatever it holds
 */
export async function workflowStage(options: { data?: string } = {}): Promise<WorkflowStage> {
  const calls = brokenCalls();
  const running = await runPlatform({
    faults: calls.injector,
    ...(options.data ? { data: options.data } : {}),
  });
  const { platform } = running;
  const { AWS_ENDPOINT_URL, AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } = platform.operatorEnv;
  const operator = {
    endpoint: AWS_ENDPOINT_URL ?? '',
    region: AWS_REGION ?? '',
    credentials: { accessKeyId: AWS_ACCESS_KEY_ID ?? '', secretAccessKey: AWS_SECRET_ACCESS_KEY ?? '' },
  };
  const table = DynamoDBDocumentClient.from(new DynamoDBClient(operator));
  const TableName = platform.outputs.TableName ?? '';
  const prefix = TableName.slice(0, -'table'.length);
  const arnOf = (workflow: Workflow, name: string) => {
    const machine = platform.executions.machines()[`${prefix}${workflow}`] ?? '';
    return `${machine.replace(':stateMachine:', ':execution:')}:${name}`;
  };
  const eventsOf = (arn: string) => platform.executions.history(arn) as HistoryEvent[];

  const stage: WorkflowStage = {
    running,
    calls,
    workflows: new SFNClient(operator),
    functionName: (name) => `${prefix}${name}`,
    async pass(milliseconds) {
      platform.clock.advance(milliseconds);
      await platform.idle();
    },
    async passRetries(workflow, name) {
      const wantsAgain = () =>
        [stage.history(workflow, name), ...stage.batches(name).map(eventsOf)].some((history) =>
          ['TaskFailed', 'TaskTimedOut'].includes(history.at(-1)?.type ?? ''),
        );
      for (await platform.idle(); wantsAgain(); await stage.pass(longestPause));
    },
    async invoke(name, event) {
      const { payload, failed } = await platform.invoke(stage.functionName(name), event);
      expect(failed).toBeUndefined();
      await platform.idle();
      return JSON.parse(payload) as unknown;
    },
    async itemsIn(pk, skPrefix) {
      const { Items = [] } = await table.send(
        new QueryCommand({
          TableName,
          KeyConditionExpression: `pk = :pk${skPrefix ? ' AND begins_with(sk, :sk)' : ''}`,
          ExpressionAttributeValues: { ':pk': pk, ...(skPrefix ? { ':sk': skPrefix } : {}) },
          ConsistentRead: true,
        }),
      );
      return Items as (Item & Key)[];
    },
    async itemsWith(text) {
      const found: Record<string, Item> = {};
      let start: Item | undefined;
      do {
        const page = await table.send(
          new ScanCommand({
            TableName,
            FilterExpression: 'contains(pk, :text) OR contains(sk, :text)',
            ExpressionAttributeValues: { ':text': text },
            ExclusiveStartKey: start,
          }),
        );
        for (const item of page.Items ?? []) found[`${item.pk} ${item.sk}`] = item;
        start = page.LastEvaluatedKey;
      } while (start);
      return found;
    },
    async get<T>(key: Key) {
      const { Item } = await table.send(new GetCommand({ TableName, Key: { ...key }, ConsistentRead: true }));
      if (!Item) throw new Error(`the table holds no ${key.pk} ${key.sk}`);
      return Item as T;
    },
    async put(item) {
      await table.send(new PutCommand({ TableName, Item: item }));
    },
    async remove(key) {
      await table.send(new DeleteCommand({ TableName, Key: { ...key } }));
    },
    statusOf: (workflow, name) => platform.executions.describe(arnOf(workflow, name))?.status,
    history: (workflow, name) => eventsOf(arnOf(workflow, name)),
    executions: (workflow, start) =>
      platform.executions
        .list(stage.functionName(workflow), undefined, 1000)
        .map(({ name }) => name)
        .filter((name) => name.startsWith(start))
        .sort(),
    batches(campaignId) {
      // Like ListExecutions, the platform does not list a Map's children without their run; its journal knows them.
      const journal = new DatabaseSync(join(running.data, 'journal.db'), { readOnly: true });
      try {
        return journal
          .prepare(`SELECT arn FROM executions WHERE case_key = ? AND scope <> '' ORDER BY position, id`)
          .all(campaignId)
          .map((row) => String(row.arn));
      } finally {
        journal.close();
      }
    },
    follow(workflow, name) {
      const notes: Note[] = [];
      const text = () =>
        historyText(
          stage.history(workflow, name),
          notes,
          workflow === 'audit-campaign' ? stage.batches(name).map(eventsOf) : [],
        );
      return {
        note: (said) => notes.push({ after: stage.history(workflow, name).length, text: said }),
        text,
        compare: (file) => expectGolden(file, text()),
      };
    },
    async end() {
      table.destroy();
      stage.workflows.destroy();
      await running.end();
    },
  };
  return stage;
}

/** The longest pause that a Retry of the definitions makes: 2 s, doubled four times, and a little more. */
const longestPause = 33_000;
