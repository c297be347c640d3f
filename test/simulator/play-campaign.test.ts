import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { answersHash } from '../../packages/simulator/answers-for.ts';
import { type CampaignPlay, playCampaign } from '../../packages/simulator/play-campaign.ts';
import { type FakePlatformOptions, startFakePlatform } from './fake-platform.ts';

type Platform = Awaited<ReturnType<typeof startFakePlatform>>;
const positions = ['SM', 'SVM', 'SA', 'MT', 'QI', 'GA'];
const started: Platform[] = [];

async function aPlatform(options: Partial<FakePlatformOptions> = {}) {
  const platform = await startFakePlatform({ stations: 12, positions, ...options });
  started.push(platform);
  return platform;
}

afterEach(async () => {
  for (const platform of started.splice(0)) await platform.stop();
});

const play = (platform: Platform, options: Partial<CampaignPlay> = {}) =>
  playCampaign({
    apiUrl: platform.apiUrl,
    campaignId: platform.campaignId,
    seed: 7,
    concurrency: 4,
    tokenFor: platform.tokenFor,
    hqLogin: 'hq.network',
    auditorLogin: 'hq.network',
    stationLogins: (stationId) => ['sm', 'ga'].map((who) => `${who}.${stationId.slice(4).toLowerCase()}`),
    patience: 20_000,
    ...options,
  });

const answersOf = (platform: Platform) =>
  Object.fromEntries([...platform.audits.values()].map((audit) => [audit.auditId, audit.answers]));

describe('a campaign that is played to its end', () => {
  test('has every position of every station answered once, with one request each', async () => {
    const platform = await aPlatform();
    const steps: number[] = [];
    const result = await play(platform, { onProgress: ({ answered }) => steps.push(answered) });
    const count = 12 * positions.length;
    expect(result).toMatchObject({ stations: 12, submissions: count, problems: [] });
    expect(platform.seen.posts).toBe(count);
    expect(platform.seen.checklists).toBeLessThanOrEqual(4 * positions.length);
    const answers = Object.values(answersOf(platform)).flatMap((audit) => Object.values(audit).flat());
    expect(answers).toHaveLength(count * 6);
    for (const [answer, times] of Object.entries(result.byAnswer))
      expect(answers.filter((given) => given.answer === answer)).toHaveLength(times);
    expect(steps.at(-1)).toBe(count);
    expect(steps).toEqual([...steps].sort((a, b) => a - b));
  });

  test('has the same answers however many stations answer side by side', async () => {
    const [one, many] = [await aPlatform(), await aPlatform()];
    await play(one, { concurrency: 1 });
    await play(many, { concurrency: 9 });
    expect(answersOf(many)).toEqual(answersOf(one));
  });

  test('has other answers for another seed', async () => {
    const [seven, eight] = [await aPlatform({ stations: 3 }), await aPlatform({ stations: 3 })];
    await play(seven);
    await play(eight, { seed: 8 });
    expect(answersOf(eight)).not.toEqual(answersOf(seven));
  });

  test('reports each confirmed position with the hash of what the platform holds', async () => {
    const platform = await aPlatform();
    const acknowledged: { auditId: string; position: string; hash: string }[] = [];
    await play(platform, { acknowledged: (answers) => acknowledged.push(answers) });
    expect(acknowledged).toHaveLength(12 * positions.length);
    for (const { auditId, position, hash } of acknowledged)
      expect(answersHash(platform.audits.get(auditId)?.answers[position] ?? [])).toBe(hash);
  });

  test('is walked page by page when it is larger than a page', async () => {
    const platform = await aPlatform({ stations: 450, positions: ['SM'] });
    const result = await play(platform, { concurrency: 16 });
    expect(result.stations).toBe(450);
    expect(platform.seen.lists).toBeGreaterThanOrEqual(3);
  });
});

describe('a simulator that is stopped and started again', () => {
  test('finishes with exactly the answers of one that ran through', async () => {
    const [whole, broken] = [await aPlatform(), await aPlatform()];
    await play(whole);
    const stop = new AbortController();
    await expect(
      play(broken, {
        signal: stop.signal,
        onProgress: ({ answered }) => {
          if (answered === 25) stop.abort();
        },
      }),
    ).rejects.toThrow(/abort/i);
    const half = Object.values(answersOf(broken)).reduce((sum, audit) => sum + Object.keys(audit).length, 0);
    expect(half).toBeGreaterThanOrEqual(25);
    expect(half).toBeLessThan(12 * positions.length);
    const result = await play(broken);
    expect(result.problems).toEqual([]);
    expect(answersOf(broken)).toEqual(answersOf(whole));
  });
});

describe('a platform that is not always there', () => {
  test('errors, throttling and lost connections are waited out, and nothing is answered differently', async () => {
    const platform = await aPlatform({
      stations: 5,
      fault: ({ count }) =>
        count % 7 === 0 ? 'drop' : count % 5 === 0 ? 503 : count % 11 === 0 ? 429 : undefined,
    });
    const [calm, result] = [await aPlatform({ stations: 5 }), await play(platform)];
    await play(calm);
    expect(result).toMatchObject({ stations: 5, submissions: 5 * positions.length, problems: [] });
    expect(answersOf(platform)).toEqual(answersOf(calm));
  });

  test('a platform that goes away and comes back is played on', async () => {
    const platform = await aPlatform({ stations: 30 });
    let away: Promise<void> | undefined;
    const result = await play(platform, {
      onProgress: ({ answered }) => {
        if (answered !== 40) return;
        away = platform
          .stop()
          .then(() => sleep(400))
          .then(() => platform.start());
      },
    });
    await away;
    expect(away).toBeDefined();
    expect(result.problems).toEqual([]);
    expect([...platform.audits.values()].every((audit) => audit.pending.length === 0)).toBe(true);
  });

  test('a platform that stays away ends the play with its reason', async () => {
    const platform = await aPlatform();
    await platform.stop();
    await expect(play(platform, { patience: 300 })).rejects.toThrow(/no answer within 300 ms/);
    await platform.start();
  });

  test('a token that is no longer taken is asked for again', async () => {
    const platform = await aPlatform();
    const result = await play(platform, {
      onProgress: ({ answered }) => {
        if (answered === 20) platform.revokeTokens();
      },
    });
    expect(result).toMatchObject({ stations: 12, problems: [] });
  });
});

describe('a station without its station master', () => {
  test('is answered by the general administrator', async () => {
    const platform = await aPlatform({ logins: (stationId) => [`ga.${stationId.slice(4).toLowerCase()}`] });
    expect(await play(platform)).toMatchObject({ stations: 12, problems: [] });
  });

  test('and without any login is left to HQ, and reported where HQ may not either', async () => {
    const platform = await aPlatform({
      logins: (stationId) => (stationId === 'stn_T-0003' ? [] : [`sm.${stationId.slice(4).toLowerCase()}`]),
    });
    const result = await play(platform, { patience: 200 });
    expect(result.stations).toBe(11);
    expect(new Set(result.problems.map((p) => `${p.auditId} ${p.code}`))).toEqual(
      new Set(['aud_0123456789_T-0003 not-permitted']),
    );
  });
});

describe('answers that are not what they should be', () => {
  test('a position answered differently by somebody else is reported, and the others are answered', async () => {
    const platform = await aPlatform();
    const audit = platform.audits.get('aud_0123456789_T-0005');
    if (!audit) throw new Error('no such audit');
    // Answered, but still listed: the simulator read the list before.
    audit.answers.SA = [{ item: 'AU-SA-01', answer: 'not', remark: '人工填写' }];
    const result = await play(platform);
    expect(result.problems).toEqual([
      { auditId: audit.auditId, position: 'SA', code: 'answers-already-given' },
    ]);
    expect(result.stations).toBe(11);
    expect(audit.pending).toEqual(['SA']);
  });

  test('confirmed answers that the platform waits for again are reported as lost', async () => {
    const platform = await aPlatform({ stations: 3 });
    let lost = false;
    const result = await play(platform, {
      acknowledged: ({ auditId, position }) => {
        if (lost || position !== positions.at(-1)) return;
        lost = true;
        platform.audits.get(auditId)?.pending.push('SVM');
      },
    });
    expect(result.problems.map((p) => p.code)).toEqual(['answers-lost']);
  });

  test('a campaign that is not there is an error', async () => {
    const platform = await aPlatform();
    await expect(play(platform, { campaignId: 'cmp_9999999999' })).rejects.toThrow('404 campaign-not-found');
  });
});
