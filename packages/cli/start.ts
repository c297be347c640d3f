import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { networkFileNames } from '../domain/network/network-files.ts';
import { DataInUse } from '../local/data-lock.ts';
import { TableEngineMissing } from '../local/dynamodb/engine.ts';
import { type Platform, startPlatform } from '../local/platform.ts';
import { loadBanks } from '../standard/load-bank.ts';
import { loadEdition } from '../standard/load-edition.ts';
import { type ApiClient, connectApi } from './api-client.ts';
import { assemblyFolder, prepareAssembly } from './assembly.ts';
import { type Campaign, closedLine } from './commands/audit.ts';
import { certificatesLine } from './commands/certification.ts';
import { importLine, writeSampleNetwork } from './commands/network.ts';
import { type DemoUsers, demoPassword, demoUsers, draftingLogin, managerLogin } from './demo-users.ts';
import {
  type Demonstration,
  newestCampaign,
  playNewCampaigns,
  playTheAftermath,
  playTheStaff,
  playToTheEnd,
  untilOpened,
} from './demonstration.ts';
import { importCertificates } from './import-certificates.ts';
import { importNetwork } from './import-network.ts';
import { languageOfTerminal, type Words, wordsIn } from './messages.ts';
import { readCsv, readNetworkCsv } from './network-csv.ts';
import { count } from './options.ts';
import { UserError } from './problem.ts';
import { openProgress } from './progress.ts';
import { publishEdition } from './publish-edition.ts';
import {
  type RankedRegion,
  type RankedStation,
  regionNames,
  regionRanking,
  stationRanking,
} from './ranking.ts';
import { type PlatformAddresses, passwordToken, platformFile } from './session.ts';

/** `npm start`: the platform on this machine, a sample network, and an audit of all of it. */

const language = languageOfTerminal(process.env);
const words: Words = wordsIn(language);
const say = (text: string) => process.stdout.write(`${text}\n`);
const shownStations = 10;

interface Options {
  stations: number;
  seed: number;
  data: string;
  port: number;
  exit: boolean;
  /** Nobody plays the stations' people. */
  byHand: boolean;
}

function readOptions(): Options {
  try {
    const { values } = parseArgs({
      options: {
        stations: { type: 'string', default: '300' },
        seed: { type: 'string', default: '1' },
        data: { type: 'string', default: '.data' },
        port: { type: 'string', default: '8787' },
        exit: { type: 'boolean', default: false },
        'by-hand': { type: 'boolean', default: false },
      },
    });
    return {
      stations: count('--stations', values.stations, 1, 100_000, words),
      seed: count('--seed', values.seed, 0, 2 ** 31, words),
      data: resolve(values.data),
      port: count('--port', values.port, 0, 65_535, words),
      exit: values.exit,
      byHand: values['by-hand'],
    };
  } catch (error) {
    if (error instanceof UserError) throw error;
    const named = /'([^']*)'/.exec(error instanceof Error ? error.message : '')?.[1] ?? '';
    const key =
      (error as { code?: string }).code === 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE'
        ? 'option-argument-missing'
        : 'unknown-option';
    throw new UserError(words(key, named.split(' ')[0] ?? ''), 2);
  }
}

/** Runs a step and says how long it took. */
async function step<Result>(label: string, work: () => Promise<Result>): Promise<Result> {
  const started = performance.now();
  process.stdout.write(`${label} … `);
  const result = await work();
  say(words('start.seconds', ((performance.now() - started) / 1000).toFixed(1)));
  return result;
}

async function main(): Promise<void> {
  const options = readOptions();
  const stop = new AbortController();
  mkdirSync(options.data, { recursive: true });

  await step(words('start.building'), prepareAssembly);
  let users: DemoUsers | undefined;
  const platform = await step(words('start.starting'), () =>
    startPlatform({
      assembly: assemblyFolder,
      data: options.data,
      apiPort: options.port,
      // Somebody looks on, and wants to see the trail of what they have just done.
      longestWindowMs: 5_000,
      verifyUser: async (login, password) => (await users?.verify(login, password)) ?? false,
    }),
  );
  Object.assign(process.env, platform.operatorEnv);
  users = demoUsers(platform.outputs.TableName ?? '');
  const ending = endings(platform, stop);

  const addresses: PlatformAddresses = {
    apiUrl: platform.apiUrl,
    issuerUrl: platform.issuerUrl,
    clientId: (platform.outputs.Audience ?? '').split(',')[0] ?? '',
  };
  writeFileSync(join(options.data, platformFile), JSON.stringify(addresses, null, 2));

  try {
    await users.grantHq();
    const issued = tokens(addresses);
    const as = (login: string) =>
      connectApi({ apiUrl: platform.apiUrl, language, words, token: issued.of(login) });
    const hq = as('hq');
    const seed = await prepareNetwork(options, hq, as(draftingLogin), users);
    const demo: Demonstration = {
      apiUrl: platform.apiUrl,
      hq,
      words,
      seed,
      tokenFor: (login) => issued.of(login)(),
      signal: stop.signal,
      say,
    };
    let campaign = await newestCampaign(demo);
    if (campaign.status !== 'closed' && !options.byHand) {
      campaign = await playToTheEnd(demo, campaign.campaignId);
      if (campaign.status === 'closed' && !stop.signal.aborted)
        await playTheAftermath(demo, campaign.campaignId);
      if (!stop.signal.aborted) await playTheStaff(demo);
    }
    if (stop.signal.aborted) return;
    if (campaign.status === 'closed') await showRanking(hq, campaign);
    if (campaign.status !== 'closed') await untilOpened(demo, campaign.campaignId);
    await showNext(hq, campaign, addresses, whereOf(options), users);
    if (options.exit) return await ending.now();
    say(`\n${words('start.stays')}`);
    if (!options.byHand) await playNewCampaigns(demo, campaign.campaignId);
  } catch (error) {
    if (stop.signal.aborted) return;
    await platform.stop();
    throw error;
  }
}

/** Ctrl-C and a polite kill end the run in order; what was acknowledged is on disk already. */
function endings(platform: Platform, stop: AbortController) {
  let ended = false;
  const now = async () => {
    if (ended) return;
    ended = true;
    stop.abort();
    await platform.stop();
    process.exit();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      say(`\n${words('start.stopping')}`);
      void now();
    });
  return { now };
}

/** Tokens by login, each kept until shortly before it expires. */
function tokens(addresses: PlatformAddresses) {
  const kept = new Map<string, { token: Promise<string>; until: number }>();
  const of = (login: string) => () => {
    const known = kept.get(login);
    if (known && known.until > Date.now()) return known.token;
    const token = passwordToken(addresses, login, demoPassword, words);
    kept.set(login, { token, until: Date.now() + 50 * 60_000 });
    token.catch(() => kept.delete(login));
    return token;
  };
  return { of };
}

/**
 * Publishes the standard with its question banks and imports the sample network; all of it is there already after the first start.
 * @returns the seed the network was made with: its people go on answering by it, whatever a later start says
 */
async function prepareNetwork(
  options: Options,
  hq: ApiClient,
  drafting: ApiClient,
  users: DemoUsers,
): Promise<number> {
  const regions = () => hq.all<{ regionId: string }>('/v1/regions');
  const edition = loadEdition('edition-1');
  const { items: drafts } = await drafting.call<{ items: { status: string }[] }>('GET', '/v1/edition-drafts');
  // Data go on with the standard that they have, also when another one is shipped by now.
  if (!drafts.some(({ status }) => status === 'published'))
    await step(words('start.publishing'), () => publishEdition(edition, drafting, hq));
  const banks = loadBanks(edition);
  await step(words('start.publishing-banks', banks.length), async () => {
    for (const bank of banks) await hq.call('PUT', `/v1/positions/${bank.position}/bank`, { content: bank });
  });
  const folder = join(options.data, 'network');
  const made = join(folder, 'made');
  const importedMark = join(folder, 'imported');
  if (existsSync(importedMark)) {
    say(words('start.existing', options.data));
  } else {
    // Files from an import that was cut short are taken as they are: it must go on with the same network.
    if (!existsSync(made))
      await step(words('start.making', options.stations, options.seed), async () => {
        writeSampleNetwork(folder, options.stations, options.seed);
        writeFileSync(made, String(options.seed));
      });
    const bytes = Object.fromEntries(
      networkFileNames.map((name) => [name, readFileSync(join(folder, `${name}.csv`))]),
    );
    const progress = openProgress(process.stdout, words('import-progress'));
    const report = await importNetwork(hq, readNetworkCsv(bytes), {
      dryRun: false,
      onProgress: progress.show,
    });
    progress.end();
    say(importLine(report, words));
    await takeOverCertificates(hq, join(folder, 'certificates.csv'));
    writeFileSync(importedMark, '');
  }
  await users.grantRegionManagers((await regions()).map((region) => region.regionId));
  return Number(readFileSync(made, 'utf8'));
}

/** What the people of the sample network hold already. */
async function takeOverCertificates(hq: ApiClient, file: string): Promise<void> {
  const report = await importCertificates(hq, readCsv('certificates', readFileSync(file)), {
    ...{ dryRun: false, reason: words('start.import-reason') },
  });
  say(certificatesLine(report, words));
}

async function showRanking(hq: ApiClient, campaign: Campaign): Promise<void> {
  const names = await regionNames(hq, language);
  const best = await hq.call<{ items: RankedStation[]; total: number }>(
    'GET',
    `/v1/campaigns/${campaign.campaignId}/ranking?limit=${shownStations}`,
  );
  const regions = await hq.all<RankedRegion>(`/v1/campaigns/${campaign.campaignId}/region-ranking`);
  say(`\n${closedLine(campaign, words)}`);
  say(`\n${words('network-ranking')}`);
  say(stationRanking(best.items, names, 'table', words));
  if (best.total > best.items.length) say(words('and-more', best.total));
  say(`\n${words('region-ranking')}`);
  say(regionRanking(regions, names, 'table', words));
}

/** What the other commands need to find this platform; nothing when the data is where they look anyway. */
const whereOf = (options: Options): string =>
  options.data === resolve('.data') ? '' : `--data ${options.data} `;

/** Where the platform is, who may log in, and what to try. */
async function showNext(
  hq: ApiClient,
  campaign: Campaign,
  addresses: PlatformAddresses,
  where: string,
  users: DemoUsers,
): Promise<void> {
  const { items } = await hq.call<{ items: { stationId: string; regionId: string; name: string }[] }>(
    'GET',
    `/v1/campaigns/${campaign.campaignId}/audits?limit=20`,
  );
  // Not every station has a master; the example needs one who can log in.
  const masterOf = (stationId: string) => `sm.${stationId.slice('stn_'.length).toLowerCase()}`;
  const mastered = await Promise.all(
    items.map(({ stationId }) => users.verify(masterOf(stationId), demoPassword)),
  );
  const example = items.find((_, i) => mastered[i]);
  const regions = await regionNames(hq, language);
  const region = example?.regionId ?? [...regions.keys()][0] ?? '';
  const command = (text: string, user = 'hq') =>
    `npm run -s stationkeeper -- ${where}--user ${user} --password ${demoPassword} ${text}`;
  const proposal = (what: string, text: string) => say(`  # ${what}\n  ${text}`);
  say(`\n${words('start.address')}: ${addresses.apiUrl}   OIDC: ${addresses.issuerUrl}`);
  say(`${words('start.users', demoPassword)}:`);
  const user = (login: string, who: string) => say(`  ${login.padEnd(16)} ${who}`);
  user('hq', words('start.user-hq'));
  user(draftingLogin, words('start.user-drafting'));
  user('auditor', words('start.user-auditor'));
  user(managerLogin(region), words('start.user-region', regions.get(region) ?? region));
  const master = example ? masterOf(example.stationId) : '';
  if (example) user(master, words('start.user-master', example.name));
  say(`${words('start.next')}:`);
  proposal(words('start.next-ranking'), command(`audit ranking ${campaign.campaignId} --format csv`));
  if (example) proposal(words('start.next-audit'), command(`audit mine ${example.stationId}`, master));
  proposal(words('start.next-launch'), command(`audit launch --name Q --region ${region}`));
  if (example)
    proposal(words('start.next-staffing'), command(`staffing explain ${example.stationId}`, master));
  proposal(words('start.next-ways'), command('people ways'));
  proposal(words('start.next-breaches'), command('breaches --severity critical'));
  proposal(words('start.next-sheet'), 'npm run -s stationkeeper -- position MT');
  proposal(words('start.next-chart'), 'npm run -s stationkeeper -- org-chart');
}

/** What a user can mend, as one line; anything else is ours and keeps its stack trace. */
function asUserError(error: unknown): UserError | undefined {
  if (error instanceof UserError) return error;
  if (error instanceof DataInUse) return new UserError(words('data-in-use', error.data, error.pid));
  if (error instanceof TableEngineMissing) return new UserError(words('no-engine', error.message));
  const { code, port } = error as { code?: string; port?: number };
  return code === 'EADDRINUSE' ? new UserError(words('port-taken', port ?? '')) : undefined;
}

try {
  await main();
} catch (failure) {
  const error = asUserError(failure);
  if (!error) throw failure;
  process.stderr.write(`${words('error')}: ${error.message}\n`);
  process.exitCode = error.exitCode;
}
