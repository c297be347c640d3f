import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { publicCertificateShape } from '../../packages/contracts/people-shapes.ts';
import { certificateWords } from '../../packages/domain/report/certificate-words.ts';
import { failurePage } from '../../packages/report/verification-page.ts';
import { openBrowser, type RealBrowser } from '../support/browser.ts';
import { type PeopleStage, peopleStage } from '../support/people-stage.ts';
import { demand, type RunningPlatform, runPlatform } from '../support/running-platform.ts';

const zh = certificateWords('zh');
const en = certificateWords('en');
const days = 86_400_000;

/** Word → background that everybody sees it by. */
const colours = {
  valid: 'rgb(27, 110, 60)',
  expiring: 'rgb(122, 82, 0)',
  grace: 'rgb(154, 63, 0)',
  expired: 'rgb(75, 85, 99)',
  suspended: 'rgb(107, 47, 143)',
  revoked: 'rgb(164, 22, 26)',
  replaced: 'rgb(31, 78, 121)',
  unknown: 'rgb(31, 41, 51)',
  malformed: 'rgb(31, 41, 51)',
} as const;
type Word = keyof typeof colours;

interface TextColour {
  text: string;
  colour: string;
  behind: string;
}

const sizes = { phone: { width: 360, height: 740 }, desk: { width: 1280, height: 900 } };

let running: RunningPlatform;
let stage: PeopleStage;
let real: RealBrowser;
let station: string;
/** Certificates by the name of the person. */
const numbers: Record<string, string> = {};

beforeAll(async () => {
  [running, real] = await Promise.all([runPlatform(), openBrowser()]);
  stage = peopleStage(running);
  await stage.prepare(undefined, ['MT']);
  station = await stage.emptyStation('JN-009');
  for (const person of ['AGES', 'PAUSED', 'ENDED', 'RENEWED']) {
    await stage.hire(station, person, 'MT');
    const taken = await running.call<{ number: string }>(
      'hq',
      'POST',
      `/v1/people/per_${person}/certificates`,
      {
        position: 'MT',
        level: 'L1',
        validFrom: stage.day(-500),
        validUntil: stage.day(130),
        practicalOn: stage.day(-500),
        evidence: '档案-1',
      },
    );
    demand(taken, 201);
    numbers[person] = taken.body.number;
  }
});
afterAll(async () => {
  await real.end();
  await running.end();
});

/** The luminance of `rgb(…)`, as WCAG has it. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = (colour.match(/\d+/g) ?? []).map((part) => {
    const share = Number(part) / 255;
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
const contrast = (one: string, other: string) => {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
};

/** In the browser: colours of every piece of text with those behind it. */
const textColours = `(() => {
  const behind = (element) => {
    if (!element) return 'rgb(255, 255, 255)';
    const { backgroundColor } = getComputedStyle(element);
    return backgroundColor === 'rgba(0, 0, 0, 0)' ? behind(element.parentElement) : backgroundColor;
  };
  return [...document.querySelectorAll('main *')]
    .filter((element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim()))
    .map((element) => ({
      text: element.textContent,
      colour: getComputedStyle(element).color,
      behind: behind(element),
    }));
})()`;
const bannerColour = `getComputedStyle(document.querySelector('.status')).backgroundColor`;
const contentWidth = 'document.documentElement.scrollWidth';

/** Opens the page at both widths, and holds it to everything that is true of each status. */
async function shows(number: string, word: Word, status: number, also: string[] = []): Promise<void> {
  for (const [name, viewport] of Object.entries(sizes)) {
    const context = await real.browser.newContext({ viewport, locale: 'zh-CN' });
    const page = await context.newPage();
    const complaints: string[] = [];
    const asked: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    const answer = await page.goto(`${running.platform.apiUrl}/verify/${encodeURIComponent(number)}`);
    expect([name, answer?.status()]).toEqual([name, status]);
    const banner = page.locator('.status');
    expect(await page.evaluate<string>(bannerColour)).toBe(colours[word]);
    expect(await banner.getByText(zh(word), { exact: true }).isVisible()).toBe(true);
    expect(await banner.getByText(en(word), { exact: true }).isVisible()).toBe(true);
    const text = await page.locator('main').innerText();
    for (const part of [
      zh(`${word}.means`),
      en(`${word}.means`),
      zh('page.title'),
      en('page.title'),
      ...also,
    ])
      expect(text).toContain(part);
    // Readable by everybody, on every screen.
    for (const one of await page.evaluate<TextColour[]>(textColours))
      expect(contrast(one.colour, one.behind), one.text).toBeGreaterThanOrEqual(4.5);
    expect(await page.evaluate<number>(contentWidth)).toBeLessThanOrEqual(viewport.width);
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN');
    expect(await page.locator('h1').count()).toBe(1);
    expect(await page.locator('[lang=en]').count()).toBeGreaterThan(3);
    expect(await page.locator('script, img, link, form').count()).toBe(0);
    // Nothing but the page was asked for, and the browser has nothing to complain about but the status itself.
    expect(asked.filter((path) => !path.startsWith('/verify/') && path !== '/favicon.ico')).toEqual([]);
    expect(complaints.filter((line) => !line.includes(`status of ${status}`))).toEqual([]);
    if (process.env.SCREENSHOTS)
      await page.screenshot({ path: `${process.env.SCREENSHOTS}/${word}-${name}.png` });
    await context.close();
  }
}

const numberOf = (person: string): string => numbers[person] ?? '';
const check = (number: string, language = 'en') =>
  running.call<Record<string, unknown>>(null, 'GET', `/v1/public/certificates/${number}`, undefined, {
    'accept-language': language,
  });
const statusOf = async (person: string) => (await check(numberOf(person))).body.status;
const decide = async (person: string, decision: object) =>
  demand(
    await running.call('hq', 'POST', `/v1/certificates/${numberOf(person)}/control`, {
      reason: '标准客户投诉属实',
      ...decision,
    }),
    200,
  );

describe('Whoever checks a certificate', () => {
  test('needs no token and learns what it is worth, and no more about the person than a masked name', async () => {
    const answer = await check(numberOf('AGES'));
    expect(answer.status).toBe(200);
    expect(publicCertificateShape.safeParse(answer.body).success).toBe(true);
    expect(answer.body).toEqual({
      number: numberOf('AGES'),
      takenOver: true,
      status: 'valid',
      position: { code: 'MT', name: expect.objectContaining({ zh: expect.any(String) }) },
      level: 'L1',
      edition: '1',
      validFrom: stage.day(-500),
      validUntil: stage.day(130),
      holder: '王***S',
    });
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const text = JSON.stringify(answer.body);
    for (const secret of ['per_AGES', station, 'reg_HD', '13800000000', '档案'])
      expect(text).not.toContain(secret);
  });

  test('is told that a number does not exist, and of a malformed one what numbers look like', async () => {
    for (const [language, words] of [
      ['en', ['There is no such certificate', 'SK-7H3K-Q2MX-9D']],
      ['zh-CN', ['没有', 'SK-7H3K-Q2MX-9D']],
    ] as const) {
      const unknown = await check('SK-AAAA-AAAA-AA', language);
      expect([unknown.status, unknown.headers.get('content-type')]).toEqual([
        404,
        'application/problem+json; charset=utf-8',
      ]);
      expect(unknown.body).toMatchObject({
        code: 'certificate-not-found',
        title: expect.stringContaining(words[0]),
      });
      const malformed = await check('SK-1', language);
      expect(malformed.status).toBe(400);
      expect(malformed.body.fields).toMatchObject([
        { field: 'number', code: 'wrong-format', allowed: expect.stringContaining(words[1]) },
      ]);
    }
  });

  test('is not told why a certificate was suspended or revoked', async () => {
    await decide('PAUSED', { decision: 'suspend', cause: 'proven-complaint' });
    await decide('ENDED', { decision: 'revoke', appealNote: '可在30日内向总部提出申诉' });
    for (const [person, status] of [
      ['PAUSED', 'suspended'],
      ['ENDED', 'revoked'],
    ] as const) {
      const answer = await check(numberOf(person));
      expect(answer.body.status).toBe(status);
      expect(JSON.stringify(answer.body)).not.toMatch(/投诉|申诉|complaint|hq/);
    }
  });
});

describe('The page, in a browser', () => {
  test('is locked down: nothing is loaded, run, framed or kept', async () => {
    const answer = await fetch(`${running.platform.apiUrl}/verify/${numberOf('AGES')}`);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    });
    expect(answer.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-[A-Za-z0-9+/=]{44}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'$/,
    );
  });

  test('works without scripts', async () => {
    const context = await real.browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`${running.platform.apiUrl}/verify/${numberOf('AGES')}`);
    expect(await page.locator('.status').innerText()).toContain(zh('valid'));
    await context.close();
  });

  test('shows a valid certificate with position, level, dates and the masked name', () =>
    shows(numberOf('AGES'), 'valid', 200, [numberOf('AGES'), '王***S', stage.day(130), '初级', 'Level 1']));

  test('finds a number that was typed in small letters', () =>
    shows(` ${numberOf('AGES').toLowerCase()}`, 'valid', 200));

  test('says that a number does not exist', () =>
    shows('SK-AAAA-AAAA-AA', 'unknown', 404, ['SK-AAAA-AAAA-AA']));

  test.each(['nonsense', '<script>alert(1)</script>', 'SK-0000-0000-00', '王小明'])(
    'says of %s what numbers look like',
    (number) => shows(number, 'malformed', 400, ['SK-7H3K-Q2MX-9D']),
  );

  test('shows that a certificate is suspended, and that it counts again', async () => {
    await shows(numberOf('PAUSED'), 'suspended', 200);
    await decide('PAUSED', { decision: 'reinstate' });
    await shows(numberOf('PAUSED'), 'valid', 200);
  });

  test('shows that a certificate was revoked', () => shows(numberOf('ENDED'), 'revoked', 200));

  test('shows that a certificate ends soon, and that a newer one took its place', async () => {
    running.platform.clock.advance(41 * days);
    await running.platform.idle();
    await shows(numberOf('AGES'), 'expiring', 200);
    const path = `/v1/certificates/${numberOf('RENEWED')}`;
    demand(await running.call('hq', 'POST', `${path}/refresher`, { hours: 48, evidence: 'PX-1' }), 200);
    const way = await running.call<{ certificationId: string }>(
      'hq',
      'POST',
      '/v1/people/per_RENEWED/certifications',
      { position: 'MT', kind: 'renewal', certificate: numberOf('RENEWED') },
    );
    demand(way, 200);
    await running.platform.idle();
    const { certificationId } = way.body;
    await stage.takePaper(certificationId, 'RENEWED');
    demand(await stage.approve(certificationId), 200);
    await shows(numberOf('RENEWED'), 'replaced', 200);
  });

  test('shows the grace after the last day, and the end after the grace', async () => {
    running.platform.clock.advance(90 * days);
    await running.platform.idle();
    expect(await statusOf('AGES')).toBe('grace');
    await shows(numberOf('AGES'), 'grace', 200);
    running.platform.clock.advance(30 * days);
    await running.platform.idle();
    expect(await statusOf('AGES')).toBe('expired');
    await shows(numberOf('AGES'), 'expired', 200);
  });

  test('says nothing about a certificate that cannot be looked at', () => {
    const { status, content } = failurePage(null);
    expect(status).toBe(500);
    expect(content).toContain(zh('failed.means'));
  });
});

describe('Too many calls from outside', () => {
  test('are answered 429, while the others are answered', async () => {
    const statuses = await Promise.all(
      Array.from({ length: 90 }, async () => (await check('SK-AAAA-AAAA-AA')).status),
    );
    expect(new Set(statuses)).toEqual(new Set([404, 429]));
    expect(statuses.filter((status) => status === 404).length).toBeGreaterThanOrEqual(40);
    const page = await fetch(`${running.platform.apiUrl}/verify/${numberOf('AGES')}`);
    expect(page.status).toBe(200);
    expect((await running.call('hq', 'GET', `/v1/certificates/${numberOf('AGES')}`)).status).toBe(200);
  });
});
