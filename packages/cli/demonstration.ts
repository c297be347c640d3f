import { setTimeout as pause } from 'node:timers/promises';
import { addDays, localDate } from '../domain/calendar.ts';
import { playAppeals } from '../simulator/play-appeals.ts';
import { type PlayResult, playCampaign } from '../simulator/play-campaign.ts';
import { playCorrections } from '../simulator/play-corrections.ts';
import { playDuties } from '../simulator/play-duties.ts';
import { playPeopleToRest } from '../simulator/play-people.ts';
import { loadBanks } from '../standard/load-bank.ts';
import { loadEdition } from '../standard/load-edition.ts';
import type { ApiClient } from './api-client.ts';
import { type Campaign, closedLine, launchCampaign } from './commands/audit.ts';
import { awaitScan, scanLine } from './commands/compliance.ts';
import type { Words } from './messages.ts';
import { openProgress } from './progress.ts';

/** What the demonstration does with campaigns: launch one, play the stations' people, show how far it is. */
export interface Demonstration {
  apiUrl: string;
  hq: ApiClient;
  words: Words;
  seed: number;
  tokenFor(login: string): Promise<string>;
  signal: AbortSignal;
  say(text: string): void;
}

const dayMilliseconds = 86_400_000;
const shownProblems = 5;
/** What the last closings may take after the last answer. */
const patienceMilliseconds = 15_000;

/** The stations' people answer a campaign until it has no audit left that they can answer. */
async function play(
  demo: Demonstration,
  campaignId: string,
  onAnswered: (answered: number) => void,
): Promise<PlayResult> {
  const result = await playCampaign({
    apiUrl: demo.apiUrl,
    campaignId,
    seed: demo.seed,
    concurrency: 16,
    tokenFor: demo.tokenFor,
    hqLogin: 'hq',
    auditorLogin: 'auditor',
    stationLogins: (stationId) =>
      ['sm', 'ga'].map((role) => `${role}.${stationId.slice('stn_'.length).toLowerCase()}`),
    onProgress: (progress) => onAnswered(progress.answered),
    signal: demo.signal,
  });
  for (const { auditId, position, code } of result.problems.slice(0, shownProblems))
    demo.say(demo.words('start.problem', auditId, position ?? '', code));
  return result;
}

const read = (demo: Demonstration, campaignId: string) =>
  demo.hq.call<Campaign>('GET', `/v1/campaigns/${campaignId}`);

/** The newest campaign, or a new one over the whole network. */
export async function newestCampaign(demo: Demonstration): Promise<Campaign> {
  const { items } = await demo.hq.call<{ items: Campaign[] }>('GET', '/v1/campaigns?limit=1');
  const campaign = await read(demo, items[0]?.campaignId ?? (await launchNetworkAudit(demo)));
  if (campaign.status !== 'closed') demo.say(demo.words('launched', campaign.campaignId));
  return campaign;
}

async function launchNetworkAudit(demo: Demonstration): Promise<string> {
  const { campaignId } = await launchCampaign(demo.hq, {
    name: demo.words('start.campaign-name', new Date().toISOString().slice(0, 10)),
    scope: { kind: 'network' },
    dueAt: new Date(Date.now() + 14 * dayMilliseconds).toISOString(),
    closesAt: new Date(Date.now() + 21 * dayMilliseconds).toISOString(),
  });
  return campaignId;
}

/**
 * Plays a campaign to its end and shows the progress. Stations that cannot be answered stay open until the window
 * closes, so the wait ends a little after the last answer.
 */
export async function playToTheEnd(demo: Demonstration, campaignId: string): Promise<Campaign> {
  let answered = 0;
  let ended: { at: number; failure?: unknown } | undefined;
  void play(demo, campaignId, (now) => {
    answered = now;
  }).then(
    () => {
      ended = { at: Date.now() };
    },
    (failure: unknown) => {
      ended = { at: Date.now(), failure };
    },
  );
  const progress = openProgress(process.stdout, demo.words('campaign-progress'));
  for (;;) {
    const campaign = await read(demo, campaignId);
    const { closed, opened } = campaign.audits;
    progress.show(closed, opened, `${demo.words('start.answering')}: ${answered}`);
    const late = ended !== undefined && Date.now() - ended.at > patienceMilliseconds;
    if (ended?.failure !== undefined && !demo.signal.aborted) throw ended.failure;
    if (demo.signal.aborted || campaign.status === 'closed' || late) {
      progress.end();
      return campaign;
    }
    await pause(500);
  }
}

/** Stations whose corrections are played to the end; all of them would take as long as the campaign. */
const stationsThatCorrect = 30;
const masterOf = (stationId: string) => `sm.${stationId.slice('stn_'.length).toLowerCase()}`;

/** What follows a closed campaign: stations dispute what HQ corrected, and some correct what was found. */
export async function playTheAftermath(demo: Demonstration, campaignId: string): Promise<void> {
  const { apiUrl, seed, tokenFor, signal, words, say } = demo;
  const common = { apiUrl, seed, tokenFor, signal, concurrency: 8, hqLogin: 'hq', masterLogin: masterOf };
  const appeals = await playAppeals({ ...common, campaignId });
  say(words('start.appeals', appeals.raised, appeals.upheld, appeals.rejected));
  const { items } = await demo.hq.call<{ items: { stationId: string }[] }>(
    'GET',
    `/v1/campaigns/${campaignId}/audits?status=closed&limit=${stationsThatCorrect}`,
  );
  const played = await playCorrections({
    ...common,
    stationAuditorLogin: (stationId) => masterOf(stationId).replace('sm.', 'ga.'),
    stations: items.map(({ stationId }) => stationId),
  });
  say(
    words(
      'start.corrections',
      items.length,
      played.closed,
      played.causesRefused,
      played.plansTurnedDown,
      played.evidenceTurnedDown,
    ),
  );
}

/** Stations that hire and let people go; whoever is hired is on the way to a certificate afterwards. */
const stationsThatHire = 12;

/** Stations that have recorded their duties for a month. */
const stationsThatRecord = 4;

/** A day of the stations' people, and the scan that finds what is missing then. */
export async function playTheStaff(demo: Demonstration): Promise<void> {
  const { apiUrl, hq, seed, tokenFor, signal, words, say } = demo;
  const stations: string[] = [];
  for (const { regionId } of await hq.all<{ regionId: string }>('/v1/regions')) {
    if (stations.length >= stationsThatHire) break;
    const { items } = await hq.call<{ items: { stationId: string }[] }>(
      'GET',
      `/v1/regions/${regionId}/stations?limit=4`,
    );
    stations.push(...items.map(({ stationId }) => stationId));
  }
  const banks = new Map(loadBanks(loadEdition('edition-1')).map((bank) => [bank.position, bank]));
  const progress = openProgress(process.stdout, words('people-progress'));
  const played = await playPeopleToRest({
    apiUrl,
    seed,
    tokenFor,
    signal,
    concurrency: 4,
    hqLogin: 'hq',
    auditorLogin: 'auditor',
    stations: stations.slice(0, stationsThatHire),
    today: localDate(Date.now()),
    onProgress: ({ approved, hired, recorded }) =>
      progress.show(approved, hired, words('people-progress-note', recorded)),
    learnt(position, { id }) {
      const question = banks.get(position)?.questions.find((known) => known.id === id);
      return (question?.answer ?? []).flatMap((place) => question?.options[place]?.zh ?? []);
    },
  });
  progress.end();
  say(
    words(
      'start.people',
      played.hired,
      played.recorded,
      played.examsPassed,
      played.examsFailed,
      played.approved,
    ),
  );
  const recording = stations.slice(0, stationsThatRecord);
  const today = localDate(Date.now());
  for (const stationId of recording)
    await hq.call('POST', '/v1/duties/start', { stationId, from: addDays(today, -30) });
  const duties = await playDuties({
    apiUrl,
    seed,
    tokenFor,
    signal,
    today,
    concurrency: 4,
    stations: recording,
    // HQ may look, and records nothing; it stands in where a station has nobody of the position.
    loginsOf: (stationId, position) =>
      ['SM', 'GA', 'TD'].includes(position)
        ? [`${position}.${stationId.slice('stn_'.length)}`.toLowerCase(), 'hq']
        : [],
  });
  say(words('start.duties', recording.length, duties.recorded, duties.late));
  const scan = await awaitScan(hq, await hq.call('POST', '/v1/compliance/scans', {}), () => {});
  say(scanLine(scan, words));
}

/** Waits until the stations' audits are open, so that there is something to answer by hand. */
export async function untilOpened(demo: Demonstration, campaignId: string): Promise<void> {
  for (const limit = Date.now() + patienceMilliseconds; Date.now() < limit; await pause(200)) {
    const { shards } = (await read(demo, campaignId)).audits;
    if (demo.signal.aborted || shards.opened === shards.of) return;
  }
}

/** While the platform stays up, the stations' people answer whatever else is launched. */
export async function playNewCampaigns(demo: Demonstration, first: string): Promise<void> {
  const known = new Set([first]);
  while (!demo.signal.aborted) {
    await pause(2000);
    const { items } = await demo.hq.call<{ items: Campaign[] }>('GET', '/v1/campaigns?limit=20');
    for (const { campaignId, status } of items) {
      if (known.has(campaignId) || status === 'closed') continue;
      known.add(campaignId);
      demo.say(demo.words('launched', campaignId));
      await play(demo, campaignId, () => {});
      demo.say(closedLine(await read(demo, campaignId), demo.words));
    }
  }
}
