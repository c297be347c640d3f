import { extractText, getDocumentProxy } from 'unpdf';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addDays, addMonths } from '../../packages/domain/calendar.ts';
import { type PeopleStage, peopleStage } from '../support/people-stage.ts';
import { type Answered, demand, type RunningPlatform, runPlatform } from '../support/running-platform.ts';

interface Certificate {
  number: string;
  status: string;
  validFrom: string;
  validUntil: string;
  suspended?: object;
  revoked?: object;
  replacedBy?: string;
}
interface Way {
  certificationId: string;
  kind: string;
  needs: { theory: boolean; practical: boolean };
  certificate: string;
  code: string;
  details: Record<string, unknown>;
}

let running: RunningPlatform;
let stage: PeopleStage;
let station: string;

beforeAll(async () => {
  running = await runPlatform();
  stage = peopleStage(running);
  await stage.prepare(undefined, ['MT']);
  station = await stage.emptyStation('JN-007');
});
afterAll(() => running.end());

const pass = async (days: number) => {
  running.platform.clock.advance(days * 86_400_000);
  await running.platform.idle();
};
const post = <Body = Certificate>(path: string, body: object, user = 'hq') =>
  running.call<Body>(user, 'POST', path, body) as Promise<Answered<Body>>;
const show = async (number: string) => {
  const answer = await running.call<Certificate>('hq', 'GET', `/v1/certificates/${number}`);
  demand(answer, 200);
  return answer.body;
};
const takeOver = (person: string, change: object = {}, user = 'hq') =>
  post(
    `/v1/people/per_${person}/certificates`,
    {
      position: 'MT',
      level: 'L1',
      validFrom: stage.day(-670),
      validUntil: stage.day(60),
      practicalOn: stage.day(-670),
      evidence: '档案 3-1',
      ...change,
    },
    user,
  );

/** More people come here than a station needs. */
const beyondSeats = { exception: '培训基地' };

/** Somebody who came with a certificate, and has the hours of further training. */
async function certified(person: string, change: object = {}): Promise<Certificate> {
  await stage.hire(station, person, 'MT', beyondSeats);
  const taken = await takeOver(person, change);
  demand(taken, 201);
  const { number } = taken.body;
  if (!('authorisation' in change))
    demand(await post(`/v1/certificates/${number}/refresher`, { hours: 48, evidence: 'PX-1' }), 200);
  return taken.body;
}
const renew = async (person: string, number: string) => {
  const way = await post<Way>(`/v1/people/per_${person}/certifications`, {
    position: 'MT',
    kind: 'renewal',
    certificate: number,
  });
  await running.platform.idle();
  return way;
};
const wayOf = async (certificationId: string) => {
  const answer = await running.call<Way>('hq', 'GET', `/v1/certifications/${certificationId}`);
  demand(answer as Answered<object>, 200);
  return answer.body;
};

describe('A renewal', () => {
  test('is refused before the window, and without the hours, with what is missing', async () => {
    await stage.hire(station, 'EARLY', 'MT');
    const taken = await takeOver('EARLY', { validUntil: stage.day(91) });
    const early = await renew('EARLY', taken.body.number);
    expect([early.status, early.body.code, early.body.details]).toEqual([
      409,
      'renewal-too-early',
      { from: stage.day(1) },
    ]);
    await pass(1);
    const without = await renew('EARLY', taken.body.number);
    expect([without.status, without.body.code, without.body.details]).toEqual([
      409,
      'refresher-hours-missing',
      { hours: 0, demanded: 48 },
    ]);
  });

  test('in the window asks for the theory only, shortens nothing, and puts the old one out of use', async () => {
    const old = await certified('INTIME');
    const way = await renew('INTIME', old.number);
    expect(way.body).toMatchObject({ kind: 'renewal', needs: { theory: true, practical: false } });
    // Asked for twice, it is the same way.
    expect((await renew('INTIME', old.number)).body.certificationId).toBe(way.body.certificationId);
    await stage.takePaper(way.body.certificationId, 'INTIME');
    demand(await stage.approve(way.body.certificationId), 200);
    const { certificate } = await wayOf(way.body.certificationId);
    expect(await show(certificate)).toMatchObject({
      status: 'valid',
      validFrom: stage.day(),
      validUntil: addMonths(old.validUntil, 24),
    });
    expect(await show(old.number)).toMatchObject({ status: 'replaced', replacedBy: certificate });
  });

  test('that was passed in time counts from the old end, however late it is approved', async () => {
    const old = await certified('WAITS');
    const passedOn = stage.day();
    const { certificationId } = (await renew('WAITS', old.number)).body;
    await stage.takePaper(certificationId, 'WAITS');
    await pass(95);
    expect((await show(old.number)).status).toBe('expired');
    demand(await stage.approve(certificationId), 200);
    const { certificate } = await wayOf(certificationId);
    expect(await show(certificate)).toMatchObject({
      status: 'valid',
      validFrom: passedOn,
      validUntil: addMonths(old.validUntil, 24),
    });
  });

  test('in the grace counts from the day on which it was passed', async () => {
    const old = await certified('GRACE', { validUntil: stage.day(5) });
    await pass(20);
    expect((await show(old.number)).status).toBe('grace');
    const { certificationId, needs } = (await renew('GRACE', old.number)).body;
    expect(needs).toEqual({ theory: true, practical: false });
    await stage.takePaper(certificationId, 'GRACE');
    demand(await stage.approve(certificationId), 200);
    const { certificate } = await wayOf(certificationId);
    expect((await show(certificate)).validUntil).toBe(addMonths(stage.day(), 24));
  });

  test('after the grace is the whole way', async () => {
    const old = await certified('TOOLATE', { validUntil: stage.day(5) });
    await pass(36);
    expect((await show(old.number)).status).toBe('expired');
    const { certificationId, kind, needs } = (await renew('TOOLATE', old.number)).body;
    expect([kind, needs]).toEqual(['initial', { theory: true, practical: true }]);
    const number = await stage.certify(certificationId, 'TOOLATE');
    expect(await show(number)).toMatchObject({ validUntil: addMonths(stage.day(), 24), status: 'valid' });
  });

  test('asks for the practical when the last is too old, and after a critical finding', async () => {
    const old = await certified('OLDHAND', { practicalOn: addDays(addMonths(stage.day(), -48), -1) });
    expect((await renew('OLDHAND', old.number)).body.needs).toEqual({ theory: true, practical: true });
    const found = await certified('FOUND');
    const control = `/v1/certificates/${found.number}/control`;
    demand(
      await post(control, { decision: 'suspend', cause: 'critical-finding', reason: '违规带电作业' }),
      200,
    );
    demand(await post(control, { decision: 'reinstate', reason: '整改验证通过' }), 200);
    expect((await renew('FOUND', found.number)).body.needs).toEqual({ theory: true, practical: true });
  });

  test('takes no suspension away', async () => {
    const old = await certified('PAUSED');
    const { certificationId } = (await renew('PAUSED', old.number)).body;
    await stage.takePaper(certificationId, 'PAUSED');
    const control = (number: string) => `/v1/certificates/${number}/control`;
    const suspend = { decision: 'suspend', cause: 'proven-complaint', reason: '客诉属实' };
    demand(await post(control(old.number), suspend), 200);
    demand(await stage.approve(certificationId), 200);
    const { certificate } = await wayOf(certificationId);
    expect(await show(certificate)).toMatchObject({ status: 'suspended', suspended: { reason: '客诉属实' } });
    demand(await post(control(certificate), { decision: 'reinstate', reason: '处理完毕' }), 200);
    expect((await show(certificate)).status).toBe('valid');
  });
});

describe('A suspension', () => {
  const suspend = (number: string) =>
    post(`/v1/certificates/${number}/control`, {
      ...{ decision: 'suspend', cause: 'critical-finding', reason: '违规作业' },
    });

  test('is not got round by leaving, coming back and taking the whole way', async () => {
    const { number } = await certified('BACK');
    demand(await suspend(number), 200);
    demand(await post(`/v1/stations/${station}/people/per_BACK/leave`, { on: stage.day() }), 200);
    await pass(1);
    await stage.hire(station, 'BACK', 'MT', beyondSeats);
    await stage.onboard(stage.idOf(station, 'BACK', 'MT'), 'BACK');
    const next = await stage.certify(stage.certificationOf('BACK', 'MT'), 'BACK');
    expect((await show(next)).status).toBe('suspended');
    expect(await show(number)).toMatchObject({ status: 'replaced', replacedBy: next });
  });

  test('of what was renewed meanwhile holds for the higher level that follows', async () => {
    const { number } = await certified('RISES', { validFrom: stage.day(-740), validUntil: stage.day(20) });
    const ask = async (body: object) => {
      const way = await post<Way>('/v1/people/per_RISES/certifications', { position: 'MT', ...body });
      demand(way as Answered<object>, 200);
      await running.platform.idle();
      return way.body.certificationId;
    };
    const higher = await ask({ kind: 'upgrade', level: 'L2' });
    const same = await ask({ kind: 'renewal', certificate: number });
    await stage.takePaper(same, 'RISES');
    demand(await stage.approve(same), 200);
    const renewed = (await wayOf(same)).certificate;
    demand(await suspend(renewed), 200);
    const next = await stage.certify(higher, 'RISES');
    expect((await show(next)).status).toBe('suspended');
    expect(await show(renewed)).toMatchObject({ status: 'replaced', replacedBy: next });
  });
});

test('A renewal that was begun in time is the whole exam when the grace is over before its theory', async () => {
  const { number } = await certified('SLOW', { validUntil: stage.day(5) });
  const { certificationId, needs } = (await renew('SLOW', number)).body;
  expect(needs).toEqual({ theory: true, practical: false });
  await pass(36);
  expect((await wayOf(certificationId)).needs).toEqual({ theory: true, practical: true });
  await stage.takePaper(certificationId, 'SLOW');
  expect(await wayOf(certificationId)).toMatchObject({ status: 'theory-passed' });
});

test('Whoever comes back after more than six months passes the practical again, and nothing else', async () => {
  const { number, validUntil } = await certified('LONG', {
    ...{ validFrom: stage.day(-30), validUntil: stage.day(690), practicalOn: stage.day(-30) },
  });
  demand(await post(`/v1/stations/${station}/people/per_LONG/leave`, { on: stage.day() }), 200);
  await pass(190);
  await stage.hire(station, 'LONG', 'MT', beyondSeats);
  const onboarding = stage.idOf(station, 'LONG', 'MT');
  await stage.onboard(onboarding, 'LONG');
  const { certificationId } = (
    await running.call<{ certifications: Way[] }>('hq', 'GET', '/v1/people/per_LONG')
  ).body.certifications.at(-1) as Way;
  expect(await wayOf(certificationId)).toMatchObject({
    ...{ kind: 'renewal', needs: { theory: false, practical: true } },
  });
  demand(await stage.assess(certificationId), 200);
  demand(await stage.approve(certificationId), 200);
  const { certificate } = await wayOf(certificationId);
  expect(await show(certificate)).toMatchObject({ status: 'valid', validFrom: stage.day(), validUntil });
  expect((await show(number)).status).toBe('replaced');
  const after = await running.call<{ status: string }>('hq', 'GET', `/v1/onboardings/${onboarding}`);
  expect(after.body.status).toBe('released');
});

describe('What HQ decides', () => {
  test('is kept with its reason and a word on objections, and told once', async () => {
    const { number } = await certified('DECIDED');
    const control = (body: object) => post<Way>(`/v1/certificates/${number}/control`, body);
    expect((await control({ decision: 'reinstate', reason: '无' })).body.code).toBe(
      'certificate-not-suspended',
    );
    const appealNote = '收到通知后30日内可向总部提出申诉';
    const revoke = { decision: 'revoke', reason: '学历材料系伪造', appealNote };
    for (const _ of [1, 2]) demand((await control(revoke)) as Answered<object>, 200);
    expect(await show(number)).toMatchObject({
      status: 'revoked',
      revoked: { by: 'hq', reason: '学历材料系伪造', appealNote },
    });
    expect((await control({ decision: 'reinstate', reason: '无' })).body.code).toBe('certificate-revoked');
    expect((await renew('DECIDED', number)).body.code).toBe('certificate-not-renewable');
    // The holder is told why and how to object.
    const own = await running.call<Certificate>('login-decided', 'GET', `/v1/certificates/${number}`);
    expect(own.body.revoked).toMatchObject({ appealNote });
  });
});

describe('An authorisation for high voltage', () => {
  // A station has so many seats.
  beforeAll(async () => {
    station = await stage.emptyStation('JN-017');
  });

  test('is suspended the day after its statutory certificate lapses, and counts again with a newer one', async () => {
    await stage.hire(station, 'VOLT', 'MT');
    const taken = await takeOver('VOLT', {
      authorisation: 'hv',
      validFrom: stage.day(-100),
      validUntil: stage.day(200),
      // Reviewed every three years.
      statutory: { issuedOn: addMonths(stage.day(10), -36) },
    });
    demand(taken, 201);
    const { number } = taken.body;
    await pass(10);
    expect((await show(number)).status).toBe('valid');
    await pass(1);
    expect((await show(number)).status).toBe('suspended');
    const open = await running.call<Certificate>(null, 'GET', `/v1/public/certificates/${number}`);
    expect(open.body.status).toBe('suspended');
    const path = `/v1/certificates/${number}/statutory`;
    const old = await post<Way>(path, { issuedOn: addMonths(stage.day(), -37), evidence: 'LV-1' });
    expect([old.status, old.body.code]).toEqual([400, 'input-rejected']);
    const own = await post<Way>(path, { issuedOn: stage.day(), evidence: 'LV-2' }, 'login-volt');
    expect([own.status, own.body.code]).toEqual([409, 'step-not-yours']);
    for (const _ of [1, 2]) {
      const newer = await post(path, { issuedOn: stage.day(), evidence: 'LV-2' });
      expect([newer.status, newer.body.status]).toEqual([200, 'valid']);
    }
    const position = await certified('NOLV');
    const none = await post<Way>(`/v1/certificates/${position.number}/statutory`, {
      issuedOn: stage.day(),
      evidence: 'LV-3',
    });
    expect([none.status, none.body.code]).toEqual([409, 'no-statutory-certificate']);
  });
});

describe('A certificate from before this system', () => {
  test('is taken over by HQ once, and makes a mentor on the first day', async () => {
    await stage.hire(station, 'MENTOR', 'MT');
    const first = await takeOver('MENTOR');
    expect([first.status, first.body.status]).toEqual([201, 'expiring']);
    const again = await takeOver('MENTOR');
    expect([again.status, again.body.number]).toEqual([200, first.body.number]);
    const other = await takeOver('MENTOR', { validUntil: stage.day(61) });
    expect(other.status).toBe(409);
    expect((await takeOver('MENTOR', {}, 'login-mentor')).status).toBe(403);
    await stage.hire(station, 'PUPIL', 'MT');
    const onboarding = stage.idOf(station, 'PUPIL', 'MT');
    const mentor = { mentor: 'per_MENTOR' };
    demand((await post<Way>(`/v1/onboardings/${onboarding}/mentor`, mentor)) as Answered<object>, 200);
    const listed = await running.call<{ items: Certificate[] }>(
      'hq',
      'GET',
      `/v1/certificates?stationId=${station}`,
    );
    expect(listed.body.items.map(({ number }) => number)).toContain(first.body.number);
  });

  test('of nobody, of no position, or with dates that cannot be, is refused with the field', async () => {
    expect((await takeOver('NOBODY-AT-ALL')).status).toBe(404);
    await stage.hire(station, 'WRONG', 'MT');
    const fields = async (change: object) => {
      const answer = (await takeOver('WRONG', change)) as unknown as Answered<{
        fields: { field: string; code: string }[];
      }>;
      return [answer.status, answer.body.fields?.map(({ field, code }) => `${field} ${code}`)];
    };
    expect(await fields({ position: 'ZZ' })).toEqual([400, ['position unknown-position']]);
    expect(await fields({ validFrom: '2026-02-30' })).toEqual([400, ['validFrom wrong-format']]);
    expect(await fields({ validUntil: stage.day(-700) })).toEqual([
      400,
      ['validUntil outside-validity', 'validUntil certificate-run-out'],
    ]);
    expect(await fields({ evidence: '' })).toEqual([400, ['evidence too-short']]);
  });
});

describe('The certificate on paper', () => {
  // A station has so many seats.
  beforeAll(async () => {
    station = await stage.emptyStation('JN-027');
  });

  const document = async (number: string, user: string, language?: string) => {
    const answer = await fetch(
      `${running.platform.apiUrl}/v1/certificates/${number}/document${language ? `?language=${language}` : ''}`,
      { headers: { authorization: `Bearer ${await running.token(user)}` } },
    );
    return {
      status: answer.status,
      headers: answer.headers,
      bytes: new Uint8Array(await answer.arrayBuffer()),
    };
  };

  test('is a PDF of one landscape sheet in either language, with the name in full and a way to the page', async () => {
    const { number, validFrom, validUntil } = await certified('PAPER');
    for (const [language, words] of [
      ['zh', ['岗位资格证书', '王PAPER', '机电技师', '初级', `${validFrom} 至 ${validUntil}`]],
      ['en', ['Certificate of Qualification', '王PAPER', 'Mechatronics technician', 'Level 1']],
    ] as const) {
      const { status, headers, bytes } = await document(number, 'login-paper', language);
      expect([status, headers.get('content-type')]).toEqual([200, 'application/pdf']);
      expect(headers.get('content-disposition')).toBe(`inline; filename="${number}-${language}.pdf"`);
      expect(bytes.length).toBeLessThan(200_000);
      const pdf = await getDocumentProxy(bytes);
      expect(pdf.numPages).toBe(1);
      const page = await pdf.getPage(1);
      const [, , width = 0, height = 0] = page.view as number[];
      expect([Math.round(width), Math.round(height)]).toEqual([842, 595]);
      const links = (await page.getAnnotations()) as { url?: string }[];
      const [link] = links.map(({ url }) => url);
      expect(link).toBe(`${running.platform.apiUrl}/verify/${number}`);
      expect((await fetch(link ?? '')).status).toBe(200);
      const { text } = await extractText(pdf, { mergePages: true });
      for (const word of [...words, number]) expect(text).toContain(word);
    }
    // Chinese unless something else is asked for.
    expect((await document(number, 'hq')).headers.get('content-disposition')).toContain('-zh.pdf');
  });

  test('is for those who may see the certificate', async () => {
    const { number } = await certified('OWNER');
    await stage.hire(station, 'COLLEAGUE', 'MT');
    expect((await document(number, 'login-colleague')).status).toBe(404);
    expect((await document('SK-AAAA-AAAA-AA', 'hq')).status).toBe(404);
    expect((await document(number, 'hq', 'fr')).status).toBe(400);
    const open = await fetch(`${running.platform.apiUrl}/v1/certificates/${number}/document`);
    expect(open.status).toBe(401);
  });

  test('is not made any more when the holder has left, though the number can still be checked', async () => {
    const { number } = await certified('LEAVER');
    const left = await post<Way>(`/v1/stations/${station}/people/per_LEAVER/leave`, { on: stage.day() });
    demand(left as Answered<object>, 200);
    await running.platform.idle();
    const answer = await document(number, 'hq');
    expect([answer.status, new TextDecoder().decode(answer.bytes)]).toEqual([
      409,
      expect.stringContaining('holder-gone'),
    ]);
    const open = await running.call<Certificate>(null, 'GET', `/v1/public/certificates/${number}`);
    expect(open.status).toBe(200);
    expect(open.body).toMatchObject({ holder: '王*****R', status: 'expiring' });
  });

  test('and everything else here asked for no right that is missing', () => {
    expect(running.platform.denials()).toEqual([]);
  });
});
