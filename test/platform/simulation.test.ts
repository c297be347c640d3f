import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AppealsPlayed, playAppeals } from '../../packages/simulator/play-appeals.ts';
import { type PlayResult, playCampaign } from '../../packages/simulator/play-campaign.ts';
import { type CorrectionsPlayed, playCorrections } from '../../packages/simulator/play-corrections.ts';
import { loadEdition } from '../../packages/standard/load-edition.ts';
import type { AuditItem } from '../../packages/table/items.ts';
import { appealStore } from '../../packages/table/stores/appeal-store.ts';
import { auditStore } from '../../packages/table/stores/audit-store.ts';
import { campaignStore } from '../../packages/table/stores/campaign-store.ts';
import { connectTable, type Table } from '../../packages/table/table.ts';
import { plainGrade } from '../chaos/plain-grade.ts';
import { plainScore } from '../chaos/plain-score.ts';
import { type RunningPlatform, runPlatform } from '../support/running-platform.ts';

/**
 * A campaign as people live it, over weeks of the movable clock: drafts, late stations, one that never answers, what HQ
 * sends back and corrects, disputes, corrections with poor causes and evidence. Every score and grade is reckoned anew
 * by hand, by code that shares nothing with the product's. SIMULATED_STATIONS=300 makes it the whole sample network.
 */
const stations = Number(process.env.SIMULATED_STATIONS ?? 24);
const seed = 3;
const day = 86_400_000;
const edition = loadEdition('edition-1');

let running: RunningPlatform;
let table: Table;
let campaignId: string;
let ids: string[];
let played: PlayResult;
let disputed: AppealsPlayed;
let tooLate: number;
let corrected: CorrectionsPlayed;

const login = (role: string) => (stationId: string) => `${role}.${stationId.slice(4).toLowerCase()}`;
const everyNth = (n: number, rest: number) => (stationId: string) => ids.indexOf(stationId) % n === rest;

beforeAll(async () => {
  running = await runPlatform();
  table = connectTable(running.platform.outputs.TableName ?? '');
  await running.publishEdition();
  ids = await running.importSample(stations, seed);
  // The id follows from the key, and what people do from the id: the same campaign each time.
  const inDays = (days: number) => new Date(running.platform.clock.now() + days * day).toISOString();
  const launched = await running.call<{ campaignId: string }>(
    'hq',
    'POST',
    '/v1/campaigns',
    { name: 'Simulation', scope: { kind: 'network' }, dueAt: inDays(10), closesAt: inDays(20) },
    { 'idempotency-key': 'simulation-38' },
  );
  campaignId = launched.body.campaignId;
  const late = everyNth(8, 3);
  const never = everyNth(12, 7);
  let dueDatePassed = false;
  const common = {
    apiUrl: running.addresses.apiUrl,
    campaignId,
    seed,
    concurrency: 6,
    tokenFor: running.token,
    hqLogin: 'hq',
    masterLogin: login('sm'),
  };
  const play = playCampaign({
    ...common,
    auditorLogin: 'auditor',
    stationLogins: (stationId) => ['sm', 'ga'].map((role) => login(role)(stationId)),
    holdsBack: (stationId) => never(stationId) || (late(stationId) && !dueDatePassed),
  });
  play.catch(() => {});
  const closedBut = async (open: number) => {
    const { body } = await running.call<{ audits: { closed: number } }>(
      'hq',
      'GET',
      `/v1/campaigns/${campaignId}`,
    );
    return body.audits.closed === stations - open;
  };
  const lateOnes = ids.filter((id) => late(id) && !never(id)).length;
  const neverOnes = ids.filter(never).length;
  const patience = 20_000 + stations * 1500;
  await running.until(() => closedBut(lateOnes + neverOnes), 'everybody else is reviewed', patience);
  // Within their ten days; those who come at the end are too late.
  disputed = await playAppeals(common);
  running.platform.clock.advance(11 * day);
  await running.platform.idle();
  dueDatePassed = true;
  await running.until(() => closedBut(neverOnes), 'the late ones are reviewed', patience);
  running.platform.clock.advance(10 * day);
  await running.platform.idle();
  played = await play;
  tooLate = (await playAppeals(common)).tooLate;
  await running.platform.idle();
  corrected = await playCorrections({
    ...common,
    stationAuditorLogin: login('ga'),
    stations: ids.slice(0, 12),
  });
}, 240_000);
afterAll(() => running.end());

async function audits(): Promise<AuditItem[]> {
  const campaigns = campaignStore(table);
  const all: AuditItem[] = [];
  for (let shard = 0; shard < 64; shard++) all.push(...(await campaigns.auditsOfShard(campaignId, shard)));
  return all;
}

/** What counts of an audit by what lies in the table: accepted answers, HQ's corrections, and appeals that were upheld. */
async function counted(
  audit: AuditItem,
  withAppeals: boolean,
): Promise<Record<string, Record<string, string>>> {
  const answers: Record<string, Record<string, string>> = {};
  for (const item of await auditStore(table).answersOfAudit(audit))
    if (audit.accepted[item.position] === item.hash)
      answers[item.position] = Object.fromEntries(item.answers.map((one) => [one.item, one.answer]));
  for (const position of audit.notShown ?? []) {
    const items = edition.positions.find(({ code }) => code === position)?.audit.items ?? [];
    answers[position] = Object.fromEntries(items.map(({ id }) => [id, 'not']));
  }
  const corrections = await auditStore(table).corrections(audit);
  const appeals = withAppeals ? await appealStore(table).appealsOfAudit(audit.auditId) : [];
  for (const { position, item, answer } of corrections)
    answers[position] = { ...answers[position], [item]: answer };
  for (const { position, item, status, decided } of appeals)
    if (status === 'upheld' && decided) answers[position] = { ...answers[position], [item]: decided };
  return answers;
}

describe('A campaign as people live it', () => {
  test('has had of everything', () => {
    expect(played.problems).toEqual([]);
    expect(disputed.problems).toEqual([]);
    // A station without anybody who can log in corrects nothing yet.
    expect(corrected.problems.filter(({ code }) => code !== 'no-login')).toEqual([]);
    const had = {
      drafts: played.drafts,
      sentBack: played.reviews.sentBack,
      correctedByHq: played.reviews.corrected,
      disputes: disputed.raised,
      disputesTooLate: tooLate,
      closedCorrections: corrected.closed,
      emptyCauses: corrected.causesRefused,
      poorEvidence: corrected.evidenceTurnedDown,
    };
    for (const [what, times] of Object.entries(had)) expect(times, what).toBeGreaterThan(0);
    expect(disputed.upheld + disputed.rejected).toBe(disputed.raised);
  });

  test('ends in the scores and grades that a reckoning by hand gives, before and after the disputes', async () => {
    const all = await audits();
    expect(all.map(({ stationId }) => stationId).sort()).toEqual([...ids].sort());
    for (const audit of all) {
      expect(audit.status, audit.auditId).toBe('closed');
      const before = await counted(audit, false);
      expect(Math.abs((audit.score ?? 0) / 100 - plainScore(edition, before))).toBeLessThan(0.00501);
      expect(audit.grade, audit.auditId).toBe(plainGrade(edition, plainScore(edition, before), before));
      if (!audit.appealed) continue;
      const after = await counted(audit, true);
      expect(Math.abs(audit.appealed.score / 100 - plainScore(edition, after))).toBeLessThan(0.00501);
      expect(audit.appealed.grade).toBe(plainGrade(edition, plainScore(edition, after), after));
    }
    expect(all.filter(({ notShown }) => (notShown ?? []).length > 0)).toHaveLength(
      ids.filter(everyNth(12, 7)).length,
    );
  });

  test('counts each station once, in the grade that counts now', async () => {
    const all = await audits();
    const { body } = await running.call<{ audits: { closed: number; byGrade: Record<string, number> } }>(
      'hq',
      'GET',
      `/v1/campaigns/${campaignId}`,
    );
    expect(body.audits.closed).toBe(stations);
    const grades: Record<string, number> = { A: 0, B: 0, C: 0, D: 0 };
    for (const { grade, appealed } of all) {
      const now = appealed?.grade ?? grade ?? '';
      grades[now] = (grades[now] ?? 0) + 1;
    }
    expect(body.audits.byGrade).toEqual(grades);
  });

  test('leaves nothing refused, dead or without an owner', async () => {
    expect(running.platform.denials()).toEqual([]);
    expect(Object.values(running.platform.deadLetters()).flat()).toEqual([]);
  });
});
