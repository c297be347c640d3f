import { setTimeout as sleep } from 'node:timers/promises';
import { type Answer, answersFor, answersHash, type ChecklistItem } from './answers-for.ts';
import { ApiRefusal, publicApi } from './public-api.ts';
import { reviewFor, type SubmittedPosition } from './review-for.ts';
import { seeded } from './seeded.ts';
import { sideBySide } from './side-by-side.ts';

export interface CampaignPlay {
  apiUrl: string;
  campaignId: string;
  seed: number;
  /** Stations that answer side by side. */
  concurrency: number;
  tokenFor(login: string): Promise<string>;
  hqLogin: string;
  /** HQ's auditor: answers what a station may not answer itself, and reviews. */
  auditorLogin: string;
  /** Logins to try for a station, best first; one that does not exist or may not answer is passed over. */
  stationLogins(stationId: string): string[];
  /** True while a station's people are late: they answer as soon as it is false. */
  holdsBack?(stationId: string): boolean;
  onProgress?(progress: { answered: number; stationsDone: number }): void;
  signal?: AbortSignal;
  /** Called once the platform has confirmed a position's answers: from then on they must never be lost. */
  acknowledged?(answers: { auditId: string; position: string; hash: string }): void;
  /** Milliseconds to wait for a platform that does not answer; two minutes unless given. */
  patience?: number;
}

/** A station audit that the simulator could not finish, and the API's reason. */
export interface PlayProblem {
  auditId: string;
  position: string | null;
  /**
   * The API's code, for example `answers-already-given`: somebody else answered, and differently. Of our own:
   * `no-token`, `no-login`, and `answers-lost` where the platform waits again for answers it had confirmed.
   */
  code: string;
}

export interface PlayResult {
  /** Audits whose every pending position was answered in this run. */
  stations: number;
  /** Positions answered and confirmed in this run, repeats of the same answers included. */
  submissions: number;
  byAnswer: Record<Answer, number>;
  drafts: number;
  reviews: { accepted: number; corrected: number; sentBack: number };
  /** Empty when everything went well. */
  problems: PlayProblem[];
}

// What the simulator reads of the public API.
interface Campaign {
  status: string;
  edition?: string;
}
interface StationAudit {
  auditId: string;
  stationId: string;
  edition?: string;
  pending: string[];
  round?: number;
}
interface Page {
  items: StationAudit[];
  next?: string;
}

const pageSize = 200;
const deskSize = 100;
/** Share of the positions that are written in two goes. */
const draftShare = 0.03;
/** The API's reasons why somebody of the station does not answer for a position. */
const independence = ['own-work', 'auditor-not-entitled', 'position-not-given'];
const shortestPause = 100;
const longestPause = 2_000;
/** Rounds without progress grow apart from 0.2 to 2 seconds, so this is some three seconds. */
const lostAfterRounds = 4;

/**
 * Answers every open position of a campaign as the stations' people would, and reviews what they say as HQ, until the
 * campaign is closed. It may be
 * stopped at any point and started again: the answers depend on the seed alone and what is answered already is
 * accepted again. A station that cannot be answered is reported in `problems` and does not stop the others; when
 * nothing but such stations is left, the play ends before the campaign does.
 * @throws when the campaign is not there for the HQ login, the platform stays away longer than `patience`, or on abort
 */
export async function playCampaign(play: CampaignPlay): Promise<PlayResult> {
  const api = publicApi({
    apiUrl: play.apiUrl,
    tokenFor: (login) => play.tokenFor(login),
    patience: play.patience ?? 120_000,
    signal: play.signal,
  });
  const result: PlayResult = {
    stations: 0,
    submissions: 0,
    byAnswer: { satisfied: 0, partly: 0, not: 0, 'not-applicable': 0 },
    drafts: 0,
    reviews: { accepted: 0, corrected: 0, sentBack: 0 },
    problems: [],
  };
  const checklists = checklistCache((audit, position, path) =>
    asWhoeverMay(audit.stationId, position, 'GET', path),
  );
  /** Audit and round → how often it was seen waiting again after all its answers were confirmed. */
  const done = new Map<string, number>();
  const givenUp = new Set<string>();
  const progress = () => play.onProgress?.({ answered: result.submissions, stationsDone: result.stations });

  async function playStation(audit: StationAudit, campaign: Campaign) {
    const edition = audit.edition ?? campaign.edition ?? '';
    const round = audit.round ?? 0;
    for (const position of audit.pending) {
      try {
        const items = await checklists(audit, edition, position);
        const answers = answersFor(play.seed, audit.stationId, position, items, round);
        const path = `/v1/audits/${audit.auditId}/positions/${position}`;
        // Some write half of it today and the rest tomorrow.
        if (seeded(play.seed, 'draft', audit.auditId, position).chance(draftShare)) {
          const half = { answers: answers.slice(0, Math.ceil(answers.length / 2)) };
          await asWhoeverMay(audit.stationId, position, 'PUT', `${path}/draft`, half);
          result.drafts += 1;
        }
        await asWhoeverMay(audit.stationId, position, 'POST', `${path}/answers`, { answers });
        play.acknowledged?.({ auditId: audit.auditId, position, hash: answersHash(answers) });
        result.submissions += 1;
        for (const { answer } of answers) result.byAnswer[answer] += 1;
      } catch (error) {
        if (!(error instanceof ApiRefusal)) throw error;
        result.problems.push({ auditId: audit.auditId, position, code: error.code });
        givenUp.add(audit.auditId);
      }
      progress();
    }
    if (givenUp.has(audit.auditId)) return;
    done.set(`${audit.auditId} ${round}`, 0);
    if (round === 0) result.stations += 1;
    progress();
  }

  /** Logins of a station that are there; a station without master and administrator leaves its audit to HQ. */
  const staff = new Map<string, Promise<string[]>>();
  function staffOf(stationId: string): Promise<string[]> {
    const known =
      staff.get(stationId) ??
      Promise.all(
        play.stationLogins(stationId).map((login) =>
          play.tokenFor(login).then(
            () => [login],
            () => [],
          ),
        ),
      ).then((found) => found.flat());
    staff.set(stationId, known);
    return known;
  }

  /** Positions that stations turned out not to answer themselves: people remember that. */
  const ofHq = new Set<string>();
  /** As the station's people, or as HQ's auditor where the rules keep them from their own work. */
  async function asWhoeverMay<Body>(
    stationId: string,
    position: string,
    method: 'GET' | 'POST' | 'PUT',
    path: string,
    body?: object,
  ): Promise<Body> {
    const station = await staffOf(stationId);
    if (ofHq.has(position) || station.length === 0)
      return api.send<Body>([play.auditorLogin], method, path, body);
    try {
      return await api.send<Body>(station, method, path, body);
    } catch (error) {
      if (!(error instanceof ApiRefusal) || !independence.includes(error.code)) throw error;
      const answer = await api.send<Body>([play.auditorLogin], method, path, body);
      if (error.code === 'auditor-not-entitled') ofHq.add(position);
      return answer;
    }
  }

  /** HQ's auditor works off the desk; what somebody else decided meanwhile is done, too. */
  async function reviewDesk(): Promise<number> {
    const auditor = [play.auditorLogin];
    const desk = openAudits((cursor) =>
      api.send<Page>(auditor, 'GET', `/v1/reviews?limit=${deskSize}${cursor ? `&cursor=${cursor}` : ''}`),
    );
    let decided = 0;
    await sideBySide(play.concurrency, desk, async (audit) => {
      if (!audit.auditId.startsWith(`aud_${play.campaignId.slice('cmp_'.length)}_`)) return;
      try {
        const path = `/v1/audits/${audit.auditId}`;
        const { positions } = await api.send<{ positions: SubmittedPosition[] }>(
          auditor,
          'GET',
          `${path}/answers`,
        );
        const decision = reviewFor(play.seed, audit.auditId, audit.round ?? 0, positions);
        await api.send(auditor, 'POST', `${path}/review`, decision);
        decided += 1;
        if (decision.decision === 'send-back') result.reviews.sentBack += 1;
        else if (decision.corrections.length > 0) result.reviews.corrected += 1;
        else result.reviews.accepted += 1;
      } catch (error) {
        if (!(error instanceof ApiRefusal) || error.status !== 409) throw error;
      }
    });
    return decided;
  }

  const read = <Body>(path: string) => api.send<Body>([play.hqLogin], 'GET', path);
  const campaignPath = `/v1/campaigns/${play.campaignId}`;
  let pause = shortestPause;
  for (;;) {
    const campaign = await read<Campaign>(campaignPath);
    if (campaign.status === 'closed') return result;
    const before = result.submissions;
    const decided = await reviewDesk();
    let waiting = 0;
    const open = openAudits((cursor) =>
      read<Page>(
        `${campaignPath}/audits?status=answering&limit=${pageSize}${cursor ? `&cursor=${cursor}` : ''}`,
      ),
    );
    await sideBySide(play.concurrency, open, async (audit) => {
      if (givenUp.has(audit.auditId)) return;
      waiting += 1;
      if (audit.pending.length === 0 || play.holdsBack?.(audit.stationId)) return;
      const seenAs = `${audit.auditId} ${audit.round ?? 0}`;
      const seen = done.get(seenAs);
      if (seen === undefined) return playStation(audit, campaign);
      // A list may lag behind for a moment; one that stays behind has lost what was confirmed.
      done.set(seenAs, seen + 1);
      if (seen + 1 < lostAfterRounds) return;
      result.problems.push({ auditId: audit.auditId, position: null, code: 'answers-lost' });
      givenUp.add(audit.auditId);
    });
    if (waiting === 0 && decided === 0 && givenUp.size > 0 && campaign.status === 'running') return result;
    pause = result.submissions > before || decided > 0 ? shortestPause : Math.min(pause * 2, longestPause);
    await sleep(pause, undefined, play.signal ? { signal: play.signal } : {});
  }
}

/** A station costs one request per position: checklists are the same for all stations under one edition. */
function checklistCache(
  get: (audit: StationAudit, position: string, path: string) => Promise<{ items: ChecklistItem[] }>,
) {
  const known = new Map<string, ChecklistItem[]>();
  return async (audit: StationAudit, edition: string, position: string) => {
    const key = `${edition} ${position}`;
    const items =
      known.get(key) ??
      (await get(audit, position, `/v1/audits/${audit.auditId}/checklists/${position}`)).items;
    known.set(key, items);
    return items;
  };
}

async function* openAudits(
  pageAfter: (cursor: string | undefined) => Promise<Page>,
): AsyncGenerator<StationAudit> {
  let cursor: string | undefined;
  do {
    const page = await pageAfter(cursor);
    yield* page.items;
    cursor = page.next;
  } while (cursor !== undefined);
}
