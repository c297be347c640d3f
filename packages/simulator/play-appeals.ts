import type { GivenAnswer } from './answers-for.ts';
import { ApiRefusal, publicApi } from './public-api.ts';
import { seeded } from './seeded.ts';
import { sideBySide } from './side-by-side.ts';

export interface AppealPlay {
  apiUrl: string;
  campaignId: string;
  seed: number;
  /** Stations that dispute side by side. */
  concurrency: number;
  tokenFor(login: string): Promise<string>;
  /** Decides: somebody of HQ who neither reviewed nor answered. */
  hqLogin: string;
  masterLogin(stationId: string): string;
  signal?: AbortSignal;
  /** Milliseconds to wait for a platform that does not answer; two minutes unless given. */
  patience?: number;
}

export interface AppealsPlayed {
  raised: number;
  upheld: number;
  rejected: number;
  /** Stations that came after their days were over. */
  tooLate: number;
  problems: { auditId: string; item: string; code: string }[];
}

interface Audit {
  auditId: string;
  stationId: string;
}
interface Submitted {
  positions: { position: string; answers: GivenAnswer[] }[];
  corrections: { position: string; item: string; answer: string }[];
}
interface Appeal {
  auditId: string;
  item: string;
}
interface Page<Item> {
  items: Item[];
  next?: string;
}

/** Shares: how many stations dispute what HQ corrected, and what of it is upheld (house, for a lively demonstration). */
const disputes = 0.5;
const upheld = 0.6;
const reasons = ['记录在另一本台账', '审核当日资料在区域办公室', '照片拍摄时间早于审核'];
const decisions = { uphold: '证据属实，予以更正', reject: '证据与检查项无关' };

/**
 * Lets stations dispute what HQ corrected in a campaign's closed audits, and HQ decide it. Who disputes what, and how it
 * ends, depends on seed, audit and item alone, so a play that is stopped may be started again.
 */
export async function playAppeals(play: AppealPlay): Promise<AppealsPlayed> {
  const api = publicApi({
    apiUrl: play.apiUrl,
    tokenFor: (login) => play.tokenFor(login),
    patience: play.patience ?? 120_000,
    signal: play.signal,
  });
  const result: AppealsPlayed = { raised: 0, upheld: 0, rejected: 0, tooLate: 0, problems: [] };
  async function* all<Item>(path: string): AsyncGenerator<Item> {
    const glue = path.includes('?') ? '&' : '?';
    for (let cursor: string | undefined; ; ) {
      const page: Page<Item> = await api.send(
        [play.hqLogin],
        'GET',
        `${path}${cursor ? `${glue}cursor=${cursor}` : ''}`,
      );
      yield* page.items;
      if (page.next === undefined) return;
      cursor = page.next;
    }
  }
  const isThere = (login: string) =>
    play.tokenFor(login).then(
      () => true,
      () => false,
    );
  const refusedIn = (auditId: string, item: string, error: unknown) => {
    if (!(error instanceof ApiRefusal)) throw error;
    if (error.code === 'appeal-too-late') result.tooLate += 1;
    else result.problems.push({ auditId, item, code: error.code });
  };

  const closed = all<Audit>(`/v1/campaigns/${play.campaignId}/audits?status=closed&limit=200`);
  await sideBySide(play.concurrency, closed, async ({ auditId, stationId }) => {
    const path = `/v1/audits/${auditId}`;
    const { positions, corrections } = await api.send<Submitted>([play.hqLogin], 'GET', `${path}/answers`);
    for (const { position, item } of corrections) {
      const draws = seeded(play.seed, 'appeal', auditId, item);
      const said = positions
        .find((one) => one.position === position)
        ?.answers.find((one) => one.item === item);
      if (!said || said.answer === 'not' || !draws.chance(disputes)) continue;
      const dispute = {
        position,
        item,
        answer: said.answer,
        reason: draws.pick(reasons),
        evidence: `申诉材料/${item}`,
      };
      // A station without a master has nobody who disputes.
      const master = play.masterLogin(stationId);
      if (!(await isThere(master))) continue;
      try {
        await api.send([master], 'POST', `${path}/appeals`, dispute);
        result.raised += 1;
      } catch (error) {
        refusedIn(auditId, item, error);
      }
    }
  });
  await sideBySide(play.concurrency, all<Appeal>('/v1/appeals?limit=100'), async ({ auditId, item }) => {
    if (!auditId.startsWith(`aud_${play.campaignId.slice('cmp_'.length)}_`)) return;
    const decision = seeded(play.seed, 'appeal-decision', auditId, item).chance(upheld) ? 'uphold' : 'reject';
    try {
      const path = `/v1/audits/${auditId}/appeals/${item}/decision`;
      await api.send([play.hqLogin], 'POST', path, { decision, reason: decisions[decision] });
      result[decision === 'uphold' ? 'upheld' : 'rejected'] += 1;
    } catch (error) {
      refusedIn(auditId, item, error);
    }
  });
  return result;
}
