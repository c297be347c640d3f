import { ApiRefusal, type PublicApi, publicApi } from './public-api.ts';
import { type Draws, seeded } from './seeded.ts';
import { sideBySide } from './side-by-side.ts';

export interface CorrectionPlay {
  apiUrl: string;
  seed: number;
  /** Nonconformities that are worked side by side. */
  concurrency: number;
  tokenFor(login: string): Promise<string>;
  /** Logins of HQ that may approve, verify and see the whole network. */
  hqLogin: string;
  /** Logins of a station's master and of its general administrator; one that does not exist is passed over. */
  masterLogin(stationId: string): string;
  stationAuditorLogin(stationId: string): string;
  /** Only these stations, closed ones included, so that effects are checked too; the open ones of all when left out. */
  stations?: readonly string[];
  onProgress?(result: CorrectionsPlayed): void;
  signal?: AbortSignal;
  /** Milliseconds to wait for a platform that does not answer; two minutes unless given. */
  patience?: number;
}

export interface CorrectionsPlayed {
  /** Commands that were taken. */
  steps: number;
  closed: number;
  effectsChecked: number;
  /** Root causes that were refused because they said nothing. */
  causesRefused: number;
  plansTurnedDown: number;
  evidenceTurnedDown: number;
  forged: number;
  extended: number;
  /** Left for later, by people who act only once a date has passed. */
  late: number;
  problems: { nonconformityId: string; step: string; code: string }[];
}

/** What the simulator reads of the public API. */
interface Nonconformity {
  nonconformityId: string;
  stationId: string;
  position: string;
  severity: string;
  status: string;
  round: number;
  submission: number;
  dues: { effectCheck?: string };
  due: { overdueDays: number } | null;
  next: { step: string; desk: string };
}
interface Page {
  items: Nonconformity[];
  next?: string;
}

/** How people are; shares of the nonconformities. */
const habits = { late: 0.08, emptyCause: 0.25, poorPlan: 0.15, poorEvidence: 0.15, forged: 0.01, slow: 0.1 };

const texts = {
  containment: [
    '已停用相关设备并隔离',
    '当日补做并由主管复核',
    '已通知相关客户并召回单据',
    '暂停作业，改由他人完成',
  ],
  emptyCause: [
    '人为失误',
    '员工疏忽，已重新培训',
    '已批评教育当事人',
    'Human error, the technician was retrained',
  ],
  rootCause: [
    '交接单没有该栏，无人知道要填',
    '检定到期没有系统提醒，台账靠手工翻查',
    '岗位交接流程缺少清单，新人不知道频次',
    '备件采购周期长，没有设最低库存',
  ],
  plan: [
    '修订表单并写入岗位流程，每周抽查',
    '在台账中设置到期提醒，由专人负责',
    '补充交接清单，主管签字确认',
    '设置最低库存并每月盘点',
  ],
  implementation: ['新表单已启用', '提醒已设置并试运行', '清单已发至各岗位', '库存已补齐'],
  evidence: ['档案室/整改', 'DMS/附件', '照片文件夹', '会议纪要'],
  turnedDown: ['没有责任人和期限', '照片看不清', '未覆盖全部工位'],
};
const extension = { days: 5, reason: '等待配件到货' };

/**
 * Corrects nonconformities as owners, station masters, auditors and HQ would, until there is nothing left that
 * somebody would do today: some give no real cause at first, some plans and some evidence are turned down, a few are
 * forged, and some people wait until a date has passed. What is done depends on the seed and the nonconformity alone,
 * so a play that is stopped may be started again, and one after days goes on where people have become late.
 * @throws when the platform stays away longer than `patience`, or on abort
 */
export async function playCorrections(play: CorrectionPlay): Promise<CorrectionsPlayed> {
  const tokens = new Map<string, string>();
  const tokenFor = async (login: string) => {
    const token = await play.tokenFor(login);
    tokens.set(login, token);
    return token;
  };
  const isThere = async (login: string) =>
    tokens.has(login) ||
    tokenFor(login).then(
      () => true,
      () => false,
    );
  const api = publicApi({
    apiUrl: play.apiUrl,
    tokenFor,
    patience: play.patience ?? 120_000,
    signal: play.signal,
  });
  const result: CorrectionsPlayed = {
    steps: 0,
    closed: 0,
    effectsChecked: 0,
    causesRefused: 0,
    plansTurnedDown: 0,
    evidenceTurnedDown: 0,
    forged: 0,
    extended: 0,
    late: 0,
    problems: [],
  };
  const givenUp = new Set<string>();
  for (;;) {
    const before = result.steps;
    result.late = 0;
    await sideBySide(play.concurrency, nonconformities(play, api), async (one) => {
      if (givenUp.has(one.nonconformityId)) return;
      let now: Nonconformity | null = one;
      try {
        // One after the other for this nonconformity, because each step answers whose turn it is next.
        while (now) now = await act(play, api, now, result, isThere);
      } catch (error) {
        if (!(error instanceof ApiRefusal)) throw error;
        givenUp.add(one.nonconformityId);
        const { nonconformityId, next } = now ?? one;
        result.problems.push({ nonconformityId, step: next.step, code: error.code });
      }
      play.onProgress?.(result);
    });
    if (result.steps === before) return result;
  }
}

/** What is there to work on, walked page by page. */
async function* nonconformities(play: CorrectionPlay, api: PublicApi): AsyncGenerator<Nonconformity> {
  const read = (path: string) => api.send<Page>([play.hqLogin], 'GET', path);
  if (play.stations) {
    for (const station of play.stations) yield* (await read(`/v1/stations/${station}/nonconformities`)).items;
    return;
  }
  let cursor: string | undefined;
  do {
    const page: Page = await read(`/v1/nonconformities?limit=200${cursor ? `&cursor=${cursor}` : ''}`);
    yield* page.items;
    cursor = page.next;
  } while (cursor !== undefined);
}

/**
 * Takes the next step of a nonconformity.
 * @returns how it stands then; null when nobody does anything more today
 */
async function act(
  play: CorrectionPlay,
  api: PublicApi,
  now: Nonconformity,
  result: CorrectionsPlayed,
  isThere: (login: string) => Promise<boolean>,
): Promise<Nonconformity | null> {
  const { nonconformityId: id, stationId, next, round, submission } = now;
  const draws = (what: string, turn = round) => seeded(play.seed, 'correction', id, what, turn);
  const master = play.masterLogin(stationId);
  const auditor = play.stationAuditorLogin(stationId);
  const command = async (login: string, name: string, body: object): Promise<Nonconformity> => {
    const after = await api.send<Nonconformity>([login], 'POST', `/v1/nonconformities/${id}/${name}`, body);
    result.steps += 1;
    return after;
  };
  const atDesk = await loginAt(next.desk);
  /** The same words are not handed in twice. */
  const words = (kind: 'containment' | 'rootCause' | 'plan' | 'implementation' | 'evidence') =>
    `${draws(kind).pick(texts[kind])}${submission > 0 ? `（第${submission + 1}次）` : ''}`;

  switch (next.step) {
    case 'contain':
    case 'find-root-cause':
    case 'submit-plan': {
      if (draws('late').chance(habits.late) && (now.due?.overdueDays ?? 0) === 0) {
        result.late += 1;
        return null;
      }
      if (next.step === 'contain') return command(atDesk, 'steps', { containment: words('containment') });
      if (next.step === 'submit-plan') return command(atDesk, 'steps', { plan: words('plan') });
      await emptyCauseFirst(draws('emptyCause'));
      return command(atDesk, 'steps', { rootCause: words('rootCause') });
    }
    case 'decide-plan':
      if (draws('poorPlan', submission).chance(habits.poorPlan) && submission === 1) {
        result.plansTurnedDown += 1;
        return command(atDesk, 'plan-decision', {
          decision: 'reject',
          submission,
          reason: texts.turnedDown[0],
        });
      }
      return command(atDesk, 'plan-decision', { decision: 'approve', submission });
    case 'implement':
      await moreTime(draws('slow'));
      return command(atDesk, 'steps', { implementation: words('implementation') });
    case 'submit-evidence':
      return command(atDesk, 'steps', { evidence: words('evidence') });
    case 'verify':
      return verify(draws('verify', submission));
    case 'check-effect': {
      // Before its date nobody checks; the API would say that it is too early.
      const after = await tooEarlyIsNothing(() =>
        byAnother('effect-check', { result: 'effective', submission }),
      );
      if (after) result.effectsChecked += 1;
      return null;
    }
    default:
      return null;
  }

  /** HQ stands in where a station has nobody at the desk; the owner's steps are the station's alone. */
  async function loginAt(desk: string): Promise<string> {
    if (desk === 'hq') return play.hqLogin;
    const byAuditor =
      desk === 'GA' || (desk === 'owner' && now.position === 'GA' && (await isThere(auditor)));
    const wanted = byAuditor ? auditor : master;
    if (await isThere(wanted)) return wanted;
    if (desk === 'owner') throw new ApiRefusal(`log in as ${wanted}`, 401, 'no-login');
    return play.hqLogin;
  }

  /** Whoever is concerned leaves it to HQ. */
  async function byAnother(name: string, body: object): Promise<Nonconformity> {
    try {
      return await command(atDesk, name, body);
    } catch (error) {
      if (!(error instanceof ApiRefusal && error.code === 'own-correction')) throw error;
      return command(play.hqLogin, name, body);
    }
  }

  async function emptyCauseFirst(draw: Draws): Promise<void> {
    if (!draw.chance(habits.emptyCause)) return;
    try {
      await command(atDesk, 'steps', { rootCause: draw.pick(texts.emptyCause) });
    } catch (error) {
      if (!(error instanceof ApiRefusal && error.status === 400)) throw error;
      result.causesRefused += 1;
    }
  }

  async function moreTime(draw: Draws): Promise<void> {
    if (!draw.chance(habits.slow)) return;
    try {
      await command(now.severity === 'minor' ? master : play.hqLogin, 'extension', extension);
      result.extended += 1;
    } catch (error) {
      // Whoever asks after the date has passed has to do without.
      if (!(error instanceof ApiRefusal && error.code === 'extension-not-possible')) throw error;
    }
  }

  /** The first evidence of a round may be poor, or worse. */
  async function verify(draw: Draws): Promise<Nonconformity | null> {
    const first = now.status === 'evidence-submitted' && submission <= 2;
    if (first && round === 1 && draw.chance(habits.forged)) {
      result.forged += 1;
      return byAnother('verification', { decision: 'forged', submission, reason: '照片为旧图' });
    }
    if (first && draw.chance(habits.poorEvidence)) {
      result.evidenceTurnedDown += 1;
      const reason = draw.pick(texts.turnedDown.slice(1));
      return byAnother('verification', { decision: 'reject', submission, reason });
    }
    const after = await byAnother('verification', { decision: 'accept', submission });
    if (after.status === 'closed') result.closed += 1;
    // Sampled ones wait for HQ, and whoever is closed waits for the date of its check.
    return after.status === 'verified' ? after : null;
  }
}

async function tooEarlyIsNothing<Answer>(command: () => Promise<Answer>): Promise<Answer | null> {
  try {
    return await command();
  } catch (error) {
    if (error instanceof ApiRefusal && error.code === 'effect-check-too-early') return null;
    throw error;
  }
}
