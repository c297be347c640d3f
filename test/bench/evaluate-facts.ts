import { startOf } from '../../packages/domain/calendar.ts';
import { packFacts, unpackFacts } from '../../packages/domain/compliance/pack-facts.ts';
import { scanStation } from '../../packages/domain/compliance/station-status.ts';
import { countStation, noTotals } from '../../packages/domain/compliance/totals.ts';
import { shardCount } from '../../packages/domain/shards.ts';
import { editionRules } from '../../packages/standard/edition-rules.ts';
import { loadEdition } from '../../packages/standard/load-edition.ts';
import { factsOfNetwork } from '../support/facts-of.ts';
import { plainWeeks } from '../support/paths.ts';

// The rules alone, in a process of its own, shard by shard as a scan does it: how long, and how much memory at most.

const stations = Number(process.argv[2]);
const asOf = '2026-11-01';
const edition = loadEdition('edition-1');
const rules = { edition: editionRules(edition), duties: [], calendar: plainWeeks };
const now = startOf('2026-11-02') + 2.5 * 3_600_000;
const totals = noTotals();
const perShard = Math.ceil(stations / shardCount);
let milliseconds = 0;
let bytes = 0;
let shard: string[] = [];

function evaluate(): void {
  const begun = performance.now();
  for (const text of shard) {
    const facts = unpackFacts(text, { stationId: 'stn_X', regionId: 'reg_X' });
    countStation(totals, scanStation(facts, [], rules, now).status);
  }
  milliseconds += performance.now() - begun;
  shard = [];
}
for (const facts of factsOfNetwork(stations, asOf)) {
  const text = packFacts(facts);
  bytes += Buffer.byteLength(text);
  shard.push(text);
  if (shard.length === perShard) evaluate();
}
evaluate();
process.stdout.write(
  JSON.stringify({
    stations: totals.stations,
    open: Object.values(totals.byRule).reduce((sum, n) => sum + n, 0),
    milliseconds: Math.round(milliseconds),
    bytesPerStation: Math.round(bytes / stations),
    peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
  }),
);
