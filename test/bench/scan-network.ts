import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { BatchWriteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { packFacts } from '../../packages/domain/compliance/pack-facts.ts';
import type { StationFacts } from '../../packages/domain/compliance/station-facts.ts';
import { shardCount } from '../../packages/domain/shards.ts';
import type { StationFactsItem } from '../../packages/table/compliance-items.ts';
import { keys } from '../../packages/table/keys.ts';
import { connectTable } from '../../packages/table/table.ts';
import { atTen } from '../support/at-ten.ts';
import { factsOfNetwork, soundFactsOf } from '../support/facts-of.ts';
import { demand, type RunningPlatform, runPlatform } from '../support/running-platform.ts';
import { type Cost, costsOf } from './costs.ts';

interface Scan {
  scanId: string;
  status: string;
  stations: number;
  opened: number;
  worsened: number;
  closed: number;
}

/** What one scan cost for each station, and how long it took. */
export interface ScanCost {
  what: string;
  seconds: number;
  changed: number;
  cost: Cost;
}

const asOf = '2026-11-01';
const perWrite = 25;
const writesAtOnce = 8;
/** One station in fifty changes from one day to the next. */
const changing = 50;

/**
 * Scans a network without breaches three times on the real platform: when nothing is known of it, again, and a day later with one
 * station in fifty changed. The facts are put into the table as the stream would have kept them.
 */
export async function scanNetwork(stations: number): Promise<ScanCost[]> {
  const running = await runPlatform();
  try {
    await atTen(running);
    await running.publishEdition();
    await putFacts(running, factsOfNetwork(stations, asOf, soundFactsOf));
    await putShard(running, stations);
    await running.platform.idle(600_000);
    const first = await scan(running, 'first');
    const again = await scan(running, 'unchanged');
    await putFacts(running, changed(stations));
    await running.platform.idle(600_000);
    return [first, again, await scan(running, `1 in ${changing} changed`)];
  } finally {
    await running.end();
  }
}

async function scan(running: RunningPlatform, what: string): Promise<ScanCost> {
  const { platform, call } = running;
  const before = platform.counters.snapshot();
  const begun = performance.now();
  const started = await call<Scan>('hq', 'POST', '/v1/compliance/scans', {});
  demand(started, 202);
  const path = `/v1/compliance/scans/${started.body.scanId}`;
  let done: Scan = started.body;
  await running.until(
    async () => {
      done = (await call<Scan>('hq', 'GET', path)).body;
      return done.status === 'done';
    },
    'the scan is done',
    600_000,
  );
  const seconds = (performance.now() - begun) / 1000;
  await platform.idle(600_000);
  const used = platform.counters.since(before);
  // Asking how far it is belongs to whoever asks.
  const invocations = Object.fromEntries(
    Object.entries(used.invocations).filter(([name]) => !/(get-scan|publish-changes)$/.test(name)),
  );
  return {
    what,
    seconds,
    changed: done.opened + done.worsened + done.closed,
    cost: costsOf({ ...used, invocations }, (count) => count({ ...used, invocations })),
  };
}

/** The same network with some people gone. */
function* changed(stations: number): Generator<StationFacts> {
  let n = 0;
  for (const facts of factsOfNetwork(stations, asOf, soundFactsOf))
    if (n++ % changing === 0) yield { ...facts, holders: facts.holders.slice(1) };
}

/** As many stations in one shard as there would be: a scan asks so how many it puts into one call. */
async function putShard({ platform }: RunningPlatform, stations: number): Promise<void> {
  const table = connectTable(platform.outputs.TableName ?? '');
  const { pk } = keys.shard(0);
  for (let n = 0; n < stations / shardCount; n++)
    await table.client.send(
      new PutCommand({ TableName: table.name, Item: { pk, sk: `stn_N-${n}`, type: 'tally', text: station } }),
    );
}
/** About what the facts of a station take. */
const station = 'x'.repeat(500);

async function putFacts({ platform }: RunningPlatform, all: Iterable<StationFacts>): Promise<void> {
  const table = connectTable(platform.outputs.TableName ?? '');
  const readAt = new Date(platform.clock.now()).toISOString();
  const waiting = batches(all);
  const write = async () => {
    for (const batch of waiting)
      await table.client.send(
        new BatchWriteCommand({
          RequestItems: {
            [table.name]: batch.map((facts): { PutRequest: { Item: object } } => {
              const { stationId, regionId } = facts;
              const item: StationFactsItem = {
                type: 'station-facts',
                v: 1,
                stationId,
                regionId,
                readAt,
                facts: packFacts(facts),
              };
              return { PutRequest: { Item: { ...keys.stationFacts(stationId), ...item } } };
            }),
          },
        }),
      );
  };
  await Promise.all(Array.from({ length: writesAtOnce }, write));
}

function* batches(all: Iterable<StationFacts>): Generator<StationFacts[]> {
  let batch: StationFacts[] = [];
  for (const facts of all) {
    batch.push(facts);
    if (batch.length === perWrite) {
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}

/** What the rules alone take, in a process of its own. */
export interface Evaluation {
  stations: number;
  open: number;
  milliseconds: number;
  bytesPerStation: number;
  peakMegabytes: number;
}

/** What is left over grows as long as there is room for it; with this much it must not. */
export const heapMegabytes = 128;

export function evaluateFacts(stations: number): Evaluation {
  const script = fileURLToPath(new URL('evaluate-facts.ts', import.meta.url));
  const { stdout } = spawnSync(
    process.execPath,
    [`--max-old-space-size=${heapMegabytes}`, script, String(stations)],
    { encoding: 'utf8' },
  );
  return JSON.parse(stdout) as Evaluation;
}
