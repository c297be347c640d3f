import { setTimeout as pause } from 'node:timers/promises';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { connectApi } from '../../packages/cli/api-client.ts';
import { demoPassword } from '../../packages/cli/demo-users.ts';
import { wordsIn } from '../../packages/cli/messages.ts';
import { passwordToken } from '../../packages/cli/session.ts';
import { packFacts } from '../../packages/domain/compliance/pack-facts.ts';
import { allShards } from '../../packages/domain/shards.ts';
import type { ComplianceItem, ScanItem, StationFactsItem } from '../../packages/table/compliance-items.ts';
import { keys } from '../../packages/table/keys.ts';
import { complianceStore } from '../../packages/table/stores/compliance-store.ts';
import { connectTable, type Table } from '../../packages/table/table.ts';
import { factsOfNetwork } from '../support/facts-of.ts';
import type { KillablePlatform } from './killable-platform.ts';

const words = wordsIn('en');
const stations = 600;
/** So many in one shard that each shard is a call of its own. */
const crowd = 1_500;

interface Shown {
  scanId: string;
  status: 'running' | 'done' | 'stopped';
}

/**
 * A scan is killed twice in its midst, and goes on. What it opened is what the same scan without a kill would have
 * opened: the next one finds nothing to change, and each shard was counted in once. Answers the problems.
 */
export async function killedScan(
  platform: KillablePlatform,
  { random, say }: { random(): number; say(text: string): void },
): Promise<string[]> {
  let ready = await platform.start();
  await fill(connected());
  const api = () =>
    connectApi({
      apiUrl: ready.apiUrl,
      language: 'en',
      words,
      token: () => passwordToken(ready, 'hq', demoPassword, words),
    });
  const begun = await api().call<Shown>('POST', '/v1/compliance/scans', {});
  for (let kills = 0; kills < 2; kills++) {
    await pause(300 + random() * 900);
    await platform.kill(random() < 0.5);
    ready = await platform.start();
  }
  await finished(begun.scanId);
  const store = complianceStore(connected());
  const scan = (await store.scan(begun.scanId)) as ScanItem;
  const kept = (await Promise.all(allShards.map((shard) => store.complianceOfShard(shard)))).flat();
  const own = kept.filter(({ scanId }) => scanId === begun.scanId);
  const sum = (count: (item: ComplianceItem) => number) =>
    own.reduce((total, item) => total + count(item), 0);
  const problems: string[] = [];
  const demand = (is: boolean, what: string) => {
    if (!is) problems.push(`scan: ${what}`);
  };
  demand(scan.stations >= stations, `only ${scan.stations} stations counted`);
  demand(sum(({ opened }) => opened) === scan.opened, `${scan.opened} counted as opened, others are kept`);
  demand(
    own.every(({ open, opened, closed, worsened }) => open.length >= opened && closed + worsened === 0),
    'something was closed or got worse at its first scan',
  );
  const again = await api().call<Shown>('POST', '/v1/compliance/scans', {});
  await finished(again.scanId);
  const after = (await store.scan(again.scanId)) as ScanItem;
  // Facts of the stations that live here may have changed meanwhile; of those that were put there none has.
  const changed = (await Promise.all(allShards.map((shard) => store.complianceOfShard(shard))))
    .flat()
    .filter(({ scanId, stationId }) => scanId === again.scanId && stationId.startsWith('stn_CHAOS'));
  demand(changed.length === 0, `${changed.length} stations were found anew`);
  demand(after.stations >= scan.stations, `${after.stations} stations after ${scan.stations}`);
  say(`scan: killed twice, ${scan.stations} stations counted once, ${scan.opened} breaches opened once`);
  return problems;

  /** The table of the platform as it runs now. */
  function connected(): Table {
    Object.assign(process.env, ready.operatorEnv);
    return connectTable(ready.tableName);
  }

  /** A scan whose execution is gone is let go on by hand, as HQ would. */
  async function finished(scanId: string): Promise<void> {
    for (const limit = Date.now() + 120_000; Date.now() < limit; await pause(300)) {
      const { status } = await api().call<Shown>('GET', `/v1/compliance/scans/${scanId}`);
      if (status === 'done') return;
      if (status === 'stopped') await api().call('POST', `/v1/compliance/scans/${scanId}/resume`);
    }
    throw new Error(`the scan ${scanId} did not end`);
  }
}

async function fill(table: Table): Promise<void> {
  const readAt = new Date(Date.now() - 60_000).toISOString();
  const put = (Item: object) => table.client.send(new PutCommand({ TableName: table.name, Item }));
  let n = 0;
  for (const facts of factsOfNetwork(stations, '2026-11-01')) {
    const stationId = `stn_CHAOS-${n++}`;
    const { regionId } = facts;
    const item: StationFactsItem = {
      type: 'station-facts',
      v: 1,
      stationId,
      regionId,
      readAt,
      facts: packFacts(facts),
    };
    await put({ ...keys.stationFacts(stationId), ...item });
  }
  const { pk } = keys.shard(0);
  for (let i = 0; i < crowd; i++) await put({ pk, sk: `stn_CHAOS-${i}`, type: 'tally' });
}
