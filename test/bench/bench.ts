import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type ApiClient, connectApi } from '../../packages/cli/api-client.ts';
import { root } from '../../packages/cli/assembly.ts';
import { demoPassword } from '../../packages/cli/demo-users.ts';
import { importNetwork } from '../../packages/cli/import-network.ts';
import { wordsIn } from '../../packages/cli/messages.ts';
import { passwordToken } from '../../packages/cli/session.ts';
import { terminalTable } from '../../packages/cli/tables.ts';
import { makeNetwork } from '../../packages/simulator/make-network.ts';
import { playCampaign } from '../../packages/simulator/play-campaign.ts';
import { loadEdition } from '../../packages/standard/load-edition.ts';
import { runPlatform } from '../support/running-platform.ts';
import {
  baseline,
  limits,
  regressions,
  surroundings,
  targets,
  wayBaseline,
  wayRegressions,
  wayTargets,
} from './baseline.ts';
import type { Cost } from './costs.ts';
import { countStationAudit } from './count-station-audit.ts';
import { countWays } from './count-ways.ts';
import { evaluateFacts, heapMegabytes, scanNetwork } from './scan-network.ts';

/**
 * `npm run bench`: counts per station audit against the committed baseline, bundles, and times. Counts are exact;
 * times are of this machine and only their ratios mean something. `-- --sizes 300,1000,3000 --play 300 --scans 300,1000,3000`;
 * `--only scans` measures one part.
 */
const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '300,1000,3000' },
    play: { type: 'string', default: '300' },
    scans: { type: 'string', default: '300,1000,3000' },
    only: { type: 'string' },
  },
});
const words = wordsIn('en');

const median = (figures: number[]) =>
  [...figures].sort((a, b) => a - b)[Math.floor(figures.length / 2)] ?? Number.NaN;
const say = (text: string) => process.stdout.write(`${text}\n`);

async function costs(): Promise<void> {
  const counted = await countStationAudit();
  const prices = JSON.parse(readFileSync(new URL('prices.json', import.meta.url), 'utf8')) as {
    region: string;
    perMillion: Record<string, number>;
    assumedMillisecondsPerCall: number;
  };
  const price = (name: string, count: number) => ((prices.perMillion[name] ?? 0) * count) / 1e6;
  say(
    '\nOne station of a campaign, 20 inputs of people: alone, and among twenty at work together (an input every two minutes each)',
  );
  say(
    terminalTable(
      ['count', ...surroundings.flatMap((where) => [where, 'baseline']), 'target'],
      limits.map((limit) => [
        limit,
        ...surroundings.flatMap((where) => [counted[where][limit], baseline[where][limit]]),
        targets[limit] ?? '',
      ]),
      [1, 2, 3, 4, 5],
    ),
  );
  const cents = (cost: Cost) =>
    100 *
    (price('transitions', cost.transitions) +
      price('lambdaCalls', cost.lambdaCalls) +
      price('lambdaMilliseconds256MB', cost.lambdaCalls * prices.assumedMillisecondsPerCall) +
      price('writeUnits', cost.writeUnits) +
      price('readUnits', cost.readUnits) +
      price('events', cost.events));
  for (const where of surroundings) {
    const calls = Object.entries(counted[where].calls).map(([name, count]) => `${name} ${count}`);
    say(`${where}: about ${cents(counted[where]).toFixed(4)} US cents; calls: ${calls.join(', ')}`);
  }
  say(`(${prices.region}, ${prices.assumedMillisecondsPerCall} ms a call assumed)`);
  const people = await countWays();
  const ways = ['onboarding', 'certification'] as const;
  say('\nOne person on the way into a position and to its certificate, among ten, six inputs of people each');
  say(
    terminalTable(
      ['count', ...ways.flatMap((way) => [way, 'baseline', 'target'])],
      limits.map((limit) => [
        limit,
        ...ways.flatMap((way) => [people[way][limit], wayBaseline[way][limit], wayTargets[way][limit] ?? '']),
      ]),
      [1, 2, 3, 4, 5, 6],
    ),
  );
  for (const way of ways) {
    const calls = Object.entries(people[way].calls).map(([name, count]) => `${name} ${count}`);
    say(`${way}: about ${cents(people[way]).toFixed(4)} US cents; calls: ${calls.join(', ')}`);
  }
  const worse = [...regressions(counted), ...wayRegressions(people)];
  if (worse.length > 0) {
    say(`WORSE THAN THE BASELINE: ${worse.join('; ')}`);
    process.exitCode = 1;
  }
}

/** Bytes of each bundle, and milliseconds to import it in a fresh process (median of five, with the spread). */
function bundles(): void {
  const bytes = JSON.parse(readFileSync(join(root, '.build', 'bundles.json'), 'utf8')) as Record<
    string,
    number
  >;
  const script =
    'const t=performance.now();require(process.argv[1]);process.stdout.write(String(performance.now()-t));process.exit()';
  const rows = Object.entries(bytes)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, size]) => {
      const times = Array.from({ length: 5 }, () =>
        Number(
          spawnSync(process.execPath, ['-e', script, join(root, '.build', 'functions', name, 'index.js')], {
            env: { PATH: process.env.PATH, AWS_REGION: 'us-east-1', TABLE_NAME: 't', BUS_NAME: 'b' },
            encoding: 'utf8',
          }).stdout,
        ),
      );
      return [
        name,
        Math.round(size / 1024),
        median(times).toFixed(0),
        `${Math.min(...times).toFixed(0)}–${Math.max(...times).toFixed(0)}`,
      ];
    });
  say('\nBundles');
  say(terminalTable(['function', 'KB', 'import ms', 'spread'], rows, [1, 2, 3]));
}

/** Milliseconds in which a draft that asks for more advisors is tried on the network, and compared (median of three). */
async function tries(hq: ApiClient): Promise<string> {
  const edition = loadEdition('edition-1');
  const { staffing, about } = edition;
  const content = {
    ...edition,
    about: { ...about, number: '2' },
    staffing: { ...staffing, table: { ...staffing.table, SA: [2, 3, 4, 5, 7] } },
  };
  await hq.call('PUT', '/v1/edition-drafts/dft_BENCH', { content });
  const timed = async (work: () => Promise<unknown>): Promise<string> => {
    const times: number[] = [];
    for (let turn = 0; turn < 3; turn++) {
      const started = performance.now();
      await work();
      times.push(performance.now() - started);
    }
    return median(times).toFixed(0);
  };
  const tried = await timed(() => hq.call('POST', '/v1/editions/preview', { version: 'dft_BENCH' }));
  const compared = await timed(() => hq.call('GET', '/v1/editions/comparison?left=current&right=dft_BENCH'));
  return `${tried} / ${compared} ms`;
}

/** Time to open campaigns over networks of several sizes; and to play one of them to its end. */
async function openings(): Promise<void> {
  const sizes = values.sizes.split(',').map(Number);
  const rows: (string | number)[][] = [];
  for (const size of sizes) {
    const running = await runPlatform();
    try {
      const tokens = new Map<string, Promise<string>>();
      const tokenFor = (login: string) => {
        const known = tokens.get(login) ?? passwordToken(running.addresses, login, demoPassword, words);
        tokens.set(login, known);
        return known;
      };
      const hq = connectApi({
        apiUrl: running.addresses.apiUrl,
        language: 'en',
        words,
        token: () => tokenFor('hq'),
      });
      await running.publishEdition();
      const network = makeNetwork({ stations: size, seed: 1, asOf: '2026-11-01' });
      const importing = performance.now();
      await importNetwork(hq, { rows: network, problems: [] }, { dryRun: false });
      const imported = performance.now();
      await running.platform.idle(300_000);
      const tried = await tries(hq);
      const launching = performance.now();
      const campaignId = await running.launch();
      const launched = performance.now();
      await running.until(
        async () =>
          (
            await hq.call<{ audits: { opened: number; shards: { opened: number } } }>(
              'GET',
              `/v1/campaigns/${campaignId}`,
            )
          ).audits.shards.opened === 64,
        'all shards are open',
        600_000,
      );
      const opened = performance.now();
      let played = '';
      if (size === Number(values.play)) {
        const result = await playCampaign({
          apiUrl: running.addresses.apiUrl,
          campaignId,
          seed: 1,
          concurrency: 16,
          tokenFor,
          hqLogin: 'hq',
          auditorLogin: 'auditor',
          stationLogins: (stationId) =>
            ['sm', 'ga'].map((role) => `${role}.${stationId.slice(4).toLowerCase()}`),
        });
        const seconds = (performance.now() - opened) / 1000;
        played = `${(size / seconds).toFixed(1)} stations/s, ${(result.submissions / seconds).toFixed(0)} answers/s`;
      }
      const seconds = (ms: number) => (ms / 1000).toFixed(1);
      rows.push([
        size,
        seconds(imported - importing),
        tried,
        `${Math.round(launched - launching)} ms`,
        seconds(opened - launched),
        `${Math.round(process.memoryUsage.rss() / 1024 / 1024)} MB`,
        played,
      ]);
    } finally {
      await running.end();
    }
  }
  say('\nOpening a campaign over the whole network (seconds)');
  say(
    terminalTable(
      ['stations', 'import', 'what-if / compare', 'request', 'opened', 'memory', 'played to the end'],
      rows,
      [0, 1, 2, 3, 4, 5],
    ),
  );
}

/** What scans of networks of several sizes cost for each station, and how long they take. */
async function scans(): Promise<void> {
  const rows: (string | number)[][] = [];
  const rules: (string | number)[][] = [];
  for (const size of values.scans.split(',').map(Number)) {
    for (const { what, seconds, changed, cost } of await scanNetwork(size)) {
      const each = (count: number) => (count / size).toFixed(4);
      rows.push([
        size,
        what,
        seconds.toFixed(1),
        changed,
        each(cost.transitions),
        each(cost.lambdaCalls),
        each(cost.writeUnits),
        each(cost.readUnits),
        cost.largestPayloadBytes,
        cost.longestHistoryEvents,
      ]);
    }
    const { open, milliseconds, bytesPerStation, peakMegabytes } = evaluateFacts(size);
    rules.push([size, open, milliseconds, bytesPerStation, peakMegabytes]);
  }
  say(
    '\nScans of compliance; counts are for each station (targets: 0.003, 0.003, 0.10 and 0 unchanged, 0.35)',
  );
  say(
    terminalTable(
      [
        'stations',
        'scan',
        'seconds',
        'changes',
        'transitions',
        'Lambda calls',
        'write units',
        'read units',
        'payload',
        'history',
      ],
      rows,
      [0, 2, 3, 4, 5, 6, 7, 8, 9],
    ),
  );
  say(`\nThe rules of compliance alone, in a process of their own with a heap of ${heapMegabytes} MB`);
  say(
    terminalTable(
      ['stations', 'breaches', 'milliseconds', 'bytes of facts', 'peak MB'],
      rules,
      [0, 1, 2, 3, 4],
    ),
  );
}

const parts: Record<string, () => unknown> = { costs, bundles, openings, scans };
for (const [name, measure] of Object.entries(parts))
  if (values.only === undefined || values.only === name) await measure();
