import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { connectApi } from '../../packages/cli/api-client.ts';
import { prepareAssembly } from '../../packages/cli/assembly.ts';
import type { Campaign } from '../../packages/cli/commands/audit.ts';
import { launchCampaign } from '../../packages/cli/commands/audit.ts';
import { demoPassword, draftingLogin } from '../../packages/cli/demo-users.ts';
import { importNetwork } from '../../packages/cli/import-network.ts';
import { wordsIn } from '../../packages/cli/messages.ts';
import { publishEdition } from '../../packages/cli/publish-edition.ts';
import { passwordToken } from '../../packages/cli/session.ts';
import { answersFor, answersHash } from '../../packages/simulator/answers-for.ts';
import { makeNetwork } from '../../packages/simulator/make-network.ts';
import { playCampaign } from '../../packages/simulator/play-campaign.ts';
import { loadEdition } from '../../packages/standard/load-edition.ts';
import { auditStore } from '../../packages/table/stores/audit-store.ts';
import { campaignStore } from '../../packages/table/stores/campaign-store.ts';
import { connectTable } from '../../packages/table/table.ts';
import { killedExams } from './exam.ts';
import { killablePlatform } from './killable-platform.ts';
import { plainScore } from './plain-score.ts';
import { killedScan } from './scan.ts';

/**
 * `npm run chaos`: a campaign during which the platform is killed with SIGKILL at random moments and started again.
 * Afterwards every audit is closed, every acknowledged answer is there as it was given, every score is the one a
 * plain reckoning gives, and nothing is counted twice. Then candidates write papers and the same happens to them. `-- --stations 100 --kills 10 --seed 1`.
 */
const { values } = parseArgs({
  options: {
    stations: { type: 'string', default: '100' },
    kills: { type: 'string', default: '10' },
    seed: { type: 'string', default: String(Date.now() % 100_000) },
  },
});
const [stations, kills, seed] = [Number(values.stations), Number(values.kills), Number(values.seed)];
const words = wordsIn('en');
const say = (text: string) => process.stdout.write(`${text}\n`);
/** Small generator, so that a run can be repeated with its seed. */
let state = seed;
const random = () => {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return state / 2 ** 32;
};

await prepareAssembly();
const data = mkdtempSync(join(tmpdir(), 'stationkeeper-chaos-'));
const platform = await killablePlatform(data);
const problems: string[] = [];
const rows = makeNetwork({ stations, seed, asOf: '2026-11-01' });
const stationIds = rows.stations.map((row) => `stn_${row.cells.station_code}`);
try {
  await run();
  await platform.stop();
  problems.push(...(await killedExams(platform, { stations: stationIds.slice(0, 3), random, say })));
  await platform.stop();
  problems.push(...(await killedScan(platform, { random, say })));
} finally {
  await platform.stop();
  rmSync(data, { recursive: true, force: true });
}
if (problems.length > 0) {
  for (const problem of problems.slice(0, 40)) say(`LOST: ${problem}`);
  say(`${problems.length} problems; repeat with --seed ${seed}`);
  process.exit(1);
}
say('nothing lost, nothing done twice');

async function run(): Promise<void> {
  let ready = await platform.start();
  const tokenFor = (login: string) => passwordToken(ready, login, demoPassword, words);
  const as = (login: string) => {
    let token: Promise<string> | undefined;
    return connectApi({
      apiUrl: ready.apiUrl,
      language: 'en',
      words,
      token: () => {
        token ??= tokenFor(login);
        return token;
      },
    });
  };
  const hq = as('hq');
  const edition = loadEdition('edition-1');
  await publishEdition(edition, as(draftingLogin), hq);
  await importNetwork(hq, { rows, problems: [] }, { dryRun: false });
  const day = 86_400_000;
  const { campaignId } = await launchCampaign(hq, {
    name: 'Chaos',
    scope: { kind: 'network' },
    dueAt: new Date(Date.now() + 10 * day).toISOString(),
    closesAt: new Date(Date.now() + 20 * day).toISOString(),
  });
  say(`campaign over ${stations} stations, ${kills} kills, seed ${seed}`);

  const acknowledged = new Map<string, string>();
  let over = false;
  const play = playCampaign({
    apiUrl: ready.apiUrl,
    campaignId,
    seed,
    // Few at a time, so that all the kills fall into the campaign.
    concurrency: 3,
    tokenFor,
    hqLogin: 'hq',
    auditorLogin: 'auditor',
    stationLogins: (stationId) => ['sm', 'ga'].map((role) => `${role}.${stationId.slice(4).toLowerCase()}`),
    acknowledged: ({ auditId, position, hash }) => acknowledged.set(`${auditId} ${position}`, hash),
  }).finally(() => {
    over = true;
  });
  play.catch(() => {});

  let killed = 0;
  // Two kills fall into the opening, the others anywhere in the answering: a moment after a random answer.
  const answers = Math.floor(stations * 13);
  const moments = Array.from({ length: Math.max(0, kills - 2) }, () => Math.floor(random() * answers)).sort(
    (x, y) => x - y,
  );
  while (killed < kills && !over) {
    const moment = killed < 2 ? 0 : (moments[killed - 2] ?? 0);
    while (acknowledged.size < moment && !over) await pause(5);
    await pause(random() * 300);
    const whole = random() < 0.5;
    await platform.kill(whole);
    killed += 1;
    const started = performance.now();
    ready = await platform.start();
    say(
      `kill ${killed}${whole ? ' with the table engine' : ''}: ${acknowledged.size} answers acknowledged, up again in ${Math.round(performance.now() - started)} ms`,
    );
  }
  if (killed < kills) problems.push(`the campaign was over after ${killed} kills`);
  const result = await play;
  for (const problem of result.problems)
    problems.push(`${problem.auditId} ${problem.position ?? ''}: ${problem.code}`);

  const limit = Date.now() + 120_000;
  let campaign = await hq.call<Campaign>('GET', `/v1/campaigns/${campaignId}`);
  while (campaign.status !== 'closed' && Date.now() < limit) {
    await pause(200);
    campaign = await hq.call<Campaign>('GET', `/v1/campaigns/${campaignId}`);
  }
  say(`campaign ${campaign.status}: ${JSON.stringify(campaign.audits)}`);
  if (campaign.status !== 'closed') problems.push('the campaign is not closed');
  if (campaign.audits.opened !== stations || campaign.audits.closed !== stations)
    problems.push(
      `counted ${campaign.audits.opened} opened and ${campaign.audits.closed} closed of ${stations}`,
    );
  await check(campaignId, acknowledged, ready.tableName, ready.operatorEnv);
}

/** Looks into the table itself, as an operator. */
async function check(
  campaignId: string,
  acknowledged: Map<string, string>,
  tableName: string,
  operatorEnv: Record<string, string>,
): Promise<void> {
  Object.assign(process.env, operatorEnv);
  const table = connectTable(tableName);
  const campaigns = campaignStore(table);
  const audits = auditStore(table);
  const edition = loadEdition('edition-1');
  let closed = 0;
  for (let shard = 0; shard < 64; shard++)
    for (const audit of await campaigns.auditsOfShard(campaignId, shard)) {
      if (audit.status !== 'closed') {
        problems.push(`${audit.auditId} is ${audit.status}`);
        continue;
      }
      closed += 1;
      const given = await audits.answersOfAudit(audit);
      const answers: Record<string, Record<string, string>> = {};
      for (const [position, hash] of Object.entries(audit.accepted)) {
        const item = given.find((one) => one.position === position && one.hash === hash);
        if (!item) {
          problems.push(`${audit.auditId} ${position}: accepted answers are gone`);
          continue;
        }
        answers[position] = Object.fromEntries(item.answers.map((answer) => [answer.item, answer.answer]));
        const said = acknowledged.get(`${audit.auditId} ${position}`);
        acknowledged.delete(`${audit.auditId} ${position}`);
        const items = edition.positions.find((sheet) => sheet.code === position)?.audit.items ?? [];
        const round = audit.sentBack?.[position] === undefined ? 0 : (audit.round ?? 0);
        const meant = answersHash(answersFor(seed, audit.stationId, position, items, round));
        if (said !== undefined && said !== meant)
          problems.push(`${audit.auditId} ${position}: other answers were acknowledged`);
        if (answersHash(item.answers.map((answer) => ({ ...answer }) as never)) !== meant)
          problems.push(`${audit.auditId} ${position}: other answers are kept`);
      }
      if (!audit.reviewed) problems.push(`${audit.auditId}: closed without the review`);
      else if (audit.reviewed.corrections > 0) {
        const corrections = await audits.corrections(audit).catch(() => []);
        if (corrections.length !== audit.reviewed.corrections)
          problems.push(`${audit.auditId}: corrections are gone`);
        for (const { position, item, answer } of corrections)
          answers[position] = { ...answers[position], [item]: answer };
      }
      const expected = plainScore(edition, answers);
      if (Math.abs((audit.score ?? -1) - expected * 100) > 0.500001)
        problems.push(`${audit.auditId}: score ${audit.score}, by hand ${expected}`);
    }
  for (const lost of acknowledged.keys()) problems.push(`${lost}: acknowledged and not accepted`);
  say(`${closed} audits closed, each score recomputed by hand`);
}
