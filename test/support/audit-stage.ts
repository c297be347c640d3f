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
import { expect } from 'vitest';
import { auditId as idOfAudit } from '../../packages/domain/ids.ts';
import type {
  AuditItem,
  CampaignItem,
  RefusalItem,
  StationItem,
  TallyItem,
} from '../../packages/table/items.ts';
import { type Key, keys } from '../../packages/table/keys.ts';
import { type BrokenCalls, brokenCalls } from './broken-calls.ts';
import { expectGolden } from './golden.ts';
import { type HistoryEvent, historyText, type Note } from './history-text.ts';
import { type RunningPlatform, runPlatform } from './running-platform.ts';

export const day = 86_400_000;
export type AuditWorkflow = 'station-audit' | 'audit-campaign' | 'corrective-action';
type Item = Record<string, unknown>;

/** The running platform with everything a scenario of the audit workflows needs to drive, disturb and look at it. */
export interface AuditStage {
  running: RunningPlatform;
  calls: BrokenCalls;
  /** Stations with a master in which SA and MT are held; two of them are never in the same shard. */
  stations: string[];
  /** Launches a campaign for the positions SA and MT at stations, and lets the platform come to rest. */
  launch(stationIds: readonly string[], command?: object): Promise<string>;
  /** Cancels the campaigns that are still open, so that the scan of waits starts nothing again in later scenarios. */
  cancelCampaigns(): Promise<void>;
  /** Imports a sample network and keeps its usable stations in `stations`. */
  prepareStations(): Promise<string[]>;
  masterOf(stationId: string): string;
  /** The station's master answers all that is asked for. */
  answer(campaignId: string, stationId: string, answer?: string): Promise<void>;
  /** HQ's auditor decides the review; answers the status. */
  review(campaignId: string, stationId: string, body: object): Promise<number>;
  /** Takes the nonconformities of all stations away, so that no earlier scenario caps the grade of a later one. */
  forgetFindings(): Promise<void>;
  /** The clock goes on, then the platform comes to rest. */
  pass(milliseconds: number): Promise<void>;
  /** Lets an execution try again as often as it wants to. */
  passRetries(workflow: AuditWorkflow, name: string): Promise<void>;
  campaign(campaignId: string): Promise<CampaignItem>;
  audit(campaignId: string, stationId: string): Promise<AuditItem>;
  /** Everything the table holds of a campaign and its audits, by key. */
  itemsOf(campaignId: string): Promise<Record<string, Item>>;
  tallies(campaignId: string): Promise<TallyItem[]>;
  refusals(campaignId: string): Promise<RefusalItem[]>;
  get<T = Item>(key: Key): Promise<T>;
  put(item: Item): Promise<void>;
  remove(key: Key): Promise<void>;
  statusOf(workflow: AuditWorkflow, name: string): string | undefined;
  history(workflow: AuditWorkflow, name: string): HistoryEvent[];
  /** Names of the executions of a campaign's batches, as ARNs. */
  batches(campaignId: string): string[];
  workflows: SFNClient;
  /** Physical name of a function, for `platform.invoke`. */
  functionName(name: string): string;
  follow(workflow: AuditWorkflow, name: string): Story;
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

/**
 * Starts the platform with an edition and a small network.
 * @param options.data a folder that is kept at the end, with whatever it holds: nothing is prepared then
 */
export async function auditStage(options: { data?: string } = {}): Promise<AuditStage> {
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
  const arnOf = (workflow: AuditWorkflow, name: string) => {
    const machine = platform.executions.machines()[`${prefix}${workflow}`] ?? '';
    return `${machine.replace(':stateMachine:', ':execution:')}:${name}`;
  };
  const eventsOf = (arn: string) => platform.executions.history(arn) as HistoryEvent[];

  const launched: string[] = [];
  const stage: AuditStage = {
    running,
    calls,
    stations: [],
    workflows: new SFNClient(operator),
    functionName: (name) => `${prefix}${name}`,
    async launch(ids, command = {}) {
      const campaignId = await running.launch({
        scope: { kind: 'stations', ids },
        positions: ['SA', 'MT'],
        ...command,
      });
      await platform.idle();
      launched.push(campaignId);
      return campaignId;
    },
    async cancelCampaigns() {
      for (const campaignId of launched.splice(0))
        await running.call('hq', 'POST', `/v1/campaigns/${campaignId}/cancellation`, { reason: '场景结束' });
      await platform.idle();
    },
    async prepareStations() {
      stage.stations = await usable(stage, await running.importSample(16));
      return stage.stations;
    },
    masterOf,
    async answer(campaignId, stationId, answer = 'satisfied') {
      await running.answerAll(idOfAudit(campaignId, stationId), masterOf(stationId), () => answer);
      await platform.idle();
    },
    async review(campaignId, stationId, body) {
      const path = `/v1/audits/${idOfAudit(campaignId, stationId)}/review`;
      const { status } = await running.call('auditor', 'POST', path, body);
      await platform.idle();
      return status;
    },
    async forgetFindings() {
      for (const stationId of stage.stations) {
        const { pk, skPrefix } = keys.nonconformitiesOf(stationId);
        const found = await table.send(
          new QueryCommand({
            TableName,
            KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
            ExpressionAttributeValues: { ':pk': pk, ':sk': skPrefix },
          }),
        );
        for (const { pk, sk } of found.Items ?? []) await stage.remove({ pk, sk } as Key);
      }
    },
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
    campaign: (campaignId) => stage.get<CampaignItem>(keys.campaign(campaignId)),
    audit: (campaignId, stationId) => stage.get<AuditItem>(keys.audit(idOfAudit(campaignId, stationId))),
    async itemsOf(campaignId) {
      const found: Record<string, Item> = {};
      let start: Item | undefined;
      do {
        const page = await table.send(
          new ScanCommand({
            TableName,
            FilterExpression: 'contains(pk, :campaign) OR contains(sk, :campaign)',
            ExpressionAttributeValues: { ':campaign': campaignId.slice('cmp_'.length) },
            ExclusiveStartKey: start,
          }),
        );
        for (const item of page.Items ?? []) found[`${item.pk} ${item.sk}`] = item;
        start = page.LastEvaluatedKey;
      } while (start);
      return found;
    },
    tallies: (campaignId) => ofType<TallyItem>(stage, campaignId, 'tally'),
    refusals: (campaignId) => ofType<RefusalItem>(stage, campaignId, 'refusal'),
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
  if (!options.data) {
    await running.publishEdition();
    await stage.prepareStations();
  }
  return stage;
}

/** The longest pause that a Retry of the definitions makes: 2 s, doubled four times, and a little more. */
const longestPause = 33_000;

const masterOf = (stationId: string) => `sm.${stationId.slice('stn_'.length).toLowerCase()}`;

async function usable(stage: AuditStage, ids: readonly string[]): Promise<string[]> {
  const shards = new Set<string>();
  const found: string[] = [];
  for (const id of ids) {
    const { pk } = keys.station(id);
    const { heads } = await stage.get<StationItem>(keys.station(id));
    if (shards.has(pk) || !(heads.SM && heads.SA && heads.MT)) continue;
    shards.add(pk);
    found.push(id);
  }
  expect(found.length).toBeGreaterThanOrEqual(4);
  return found;
}

async function ofType<T extends { type: string }>(stage: AuditStage, campaignId: string, type: T['type']) {
  return Object.values(await stage.itemsOf(campaignId)).filter(
    (item) => item.type === type,
  ) as unknown as T[];
}
