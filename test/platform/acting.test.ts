import { afterAll, beforeAll, expect, test } from 'vitest';
import { peopleStage } from '../support/people-stage.ts';
import { demand, type RunningPlatform, runPlatform } from '../support/running-platform.ts';

/** Who acts in a vacant position does its work for some days; nobody is hired by it. */
let running: RunningPlatform;
let station: string;
interface Seat {
  position: string;
  required: number;
  heads: number;
  acting: number;
  vacant: number;
  actingHolders: { personId: string; until?: string }[];
}
interface Staffing {
  lines: { en: string }[];
  seats: Seat[];
  combinations: { positions: string[]; rule: string; controls: { en: string }[] }[];
  rules: { position: string; text: { en: string } }[];
}
const stage = () => peopleStage(running);
const day = (offset = 0) => stage().day(offset);
const acting = (person: string, position: string) =>
  `/v1/stations/${station}/positions/${position}/acting/per_${person}`;
const name = (user: string, person: string, position: string, body: object) =>
  running.call<{ code?: string; details?: { rule: string }; fields?: { code: string }[] }>(
    user,
    'PUT',
    acting(person, position),
    body,
  );
const staffing = async () =>
  (await running.call<Staffing>('hq', 'GET', `/v1/stations/${station}/staffing`)).body;
const seat = async (position: string) => (await staffing()).seats.find((one) => one.position === position);
const roleOf = async (login: string) =>
  (await running.call<{ role: string; positions: string[] }>(login, 'GET', '/v1/me')).body;

beforeAll(async () => {
  running = await runPlatform();
  await stage().prepare(undefined, []);
  station = await stage().emptyStation('ACT-1', { repair_class: 'III', visits: '100' });
  await stage().hire(station, 'ADV-1', 'SA');
  await stage().hire(station, 'ADM-1', 'GA');
});
afterAll(() => running.end());

test('HQ names an advisor to head the station: rights and roster follow, and nobody is onboarded or hired', async () => {
  expect(await roleOf('login-adv-1')).toMatchObject({ role: 'position-holder', positions: ['SA'] });
  expect((await name('login-adm-1', 'ADV-1', 'SM', { until: day(20) })).status).toBe(403);
  const answer = await name('hq', 'ADV-1', 'SM', { until: day(20) });
  expect([answer.status, answer.body]).toEqual([
    200,
    { personId: 'per_ADV-1', position: 'SM', from: day(), until: day(20), renewed: 0 },
  ]);
  await running.platform.idle();
  expect(await roleOf('login-adv-1')).toMatchObject({ role: 'station-master', positions: ['SA', 'SM'] });
  expect(await seat('SM')).toMatchObject({
    ...{ required: 1, heads: 1, acting: 1, vacant: 1 },
    actingHolders: [{ personId: 'per_ADV-1', until: day(20) }],
  });
  const people = await running.call<{ items: { personId: string; assignments: object[] }[] }>(
    'hq',
    'GET',
    `/v1/stations/${station}/people`,
  );
  expect(people.body.items.find(({ personId }) => personId === 'per_ADV-1')?.assignments).toContainEqual({
    ...{ position: 'SM', since: day(), acting: true, until: day(20) },
  });
  expect(
    (await running.call('hq', 'GET', `/v1/onboardings/${stage().idOf(station, 'ADV-1', 'SM')}`)).status,
  ).toBe(404);
});

test('whoever acts as the head names others, within the rules of combinations', async () => {
  const named = await name('login-adv-1', 'ADM-1', 'CC', { until: day(10) });
  expect(named.status).toBe(200);
  const both = (await staffing()).combinations.find(({ positions }) => positions.includes('CC'));
  expect(both).toMatchObject({ positions: ['GA', 'CC'], rule: 'allowed' });
  expect(both?.controls[0]?.en).toContain('audited by the station master or HQ');
  // An advisor who heads the station for some days is not told to break the rules of the band.
  const { combinations, lines } = await staffing();
  expect(combinations.find(({ positions }) => positions.includes('SM'))?.rule).toBe('acting');
  expect(lines[0]?.en).toMatch(/^The average is that of \d{4}-\d\d: 100/);
  const refused = await name('login-adv-1', 'ADV-1', 'CC', { until: day(10) });
  expect([refused.status, refused.body.details?.rule]).toEqual([409, 'no-seat']);
  await stage().hire(station, 'MEC-1', 'MT');
  const never = await name('login-adv-1', 'MEC-1', 'QI', { until: day(10) });
  expect([never.status, never.body.details?.rule]).toEqual([409, 'never-combined']);
  const own = await name('login-adv-1', 'MEC-1', 'QI', { until: day(10), exception: '唯一人选' });
  expect(own.status).toBe(403);
  expect((await name('hq', 'MEC-1', 'QI', { until: day(10), exception: '唯一人选' })).status).toBe(200);
  const long = await name('hq', 'ADM-1', 'PM', { until: day(31) });
  expect([long.status, long.body.fields?.[0]?.code]).toEqual([400, 'acting-too-long']);
});

test('a hire fills the seat that somebody acts in, who acts no more from that day on', async () => {
  expect((await roleOf('login-adm-1')).positions).toEqual(['GA', 'CC']);
  await stage().hire(station, 'CARE-1', 'CC');
  expect(await seat('CC')).toMatchObject({ required: 1, heads: 1, acting: 0, vacant: 0 });
  expect((await roleOf('login-adm-1')).positions).toEqual(['GA']);
  expect((await roleOf('login-adv-1')).positions).toEqual(['SA', 'SM']);
});

test('it ends before its day, at once, and by itself after its day', async () => {
  expect((await running.call('hq', 'DELETE', acting('MEC-1', 'QI'))).status).toBe(200);
  expect((await running.call('hq', 'DELETE', acting('MEC-1', 'QI'))).status).toBe(200);
  expect((await running.call('hq', 'DELETE', acting('ADM-1', 'PM'))).status).toBe(404);
  expect(await seat('QI')).toMatchObject({ heads: 0, acting: 0 });
  expect((await roleOf('login-mec-1')).positions).toEqual(['MT']);
  running.platform.clock.advance(21 * 86_400_000);
  expect(await seat('SM')).toMatchObject({ heads: 0, acting: 0, vacant: 1 });
  expect(await roleOf('login-adv-1')).toMatchObject({ role: 'position-holder', positions: ['SA'] });
});

test('whom somebody acts or stands in for stays behind at a transfer', async () => {
  const other = await stage().emptyStation('ACT-2', { repair_class: 'III', visits: '100' });
  await stage().hire(station, 'HEAD-1', 'SM');
  await name('hq', 'ADV-1', 'PM', { until: day(10) });
  const absence = { deputyId: 'per_ADV-1', from: day(), to: day(10) };
  const path = `/v1/stations/${station}/absences/per_HEAD-1`;
  demand(await running.call('login-head-1', 'PUT', path, absence), 200);
  expect(await roleOf('login-adv-1')).toMatchObject({
    role: 'station-master',
    positions: ['SA', 'SM', 'PM'],
  });
  const move = { from: 'SA', toStationId: other, toPosition: 'SA', on: day() };
  demand(await running.call('hq', 'POST', `/v1/stations/${station}/people/per_ADV-1/transfer`, move), 200);
  expect(await roleOf('login-adv-1')).toMatchObject({ role: 'position-holder', positions: ['SA'] });
  expect(await seat('PM')).toMatchObject({ acting: 0 });
});

test('the staffing of a station says what applies besides numbers, in both languages', async () => {
  const { rules } = await staffing();
  expect(rules.map(({ position }) => position)).toEqual(['MT', 'BT', 'PT']);
  expect(rules[0]?.text.en).toContain('high-voltage');
});
