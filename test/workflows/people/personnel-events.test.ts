import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startOf } from '../../../packages/domain/calendar.ts';
import { onboardingId } from '../../../packages/domain/ids.ts';
import type { RosterItem, StationItem } from '../../../packages/table/items.ts';
import { keys } from '../../../packages/table/keys.ts';
import type { EmploymentItem } from '../../../packages/table/people-items.ts';
import { demand } from '../../support/running-platform.ts';
import { type HrEvent, type WayStage, wayStage } from '../../support/way-stage.ts';

/** What HR tells may come again, late and in any order: one onboarding, and the same end. */
let stage: WayStage;
let other: string;
let count = 0;
beforeAll(async () => {
  stage = await wayStage();
  other = await stage.people.emptyStation('JN-002');
});
afterAll(() => stage.end());

const someone = () => `E-${++count}`;
/** So many days ago, at an hour of the day. */
const at = (daysAgo: number, hour = 8) => {
  const on = stage.people.day(-daysAgo);
  return { on, occurredAt: `${on}T${String(hour).padStart(2, '0')}:00:00.000+08:00` };
};
const hired = (person: string, daysAgo = 0, stationId = stage.stationId): HrEvent => ({
  name: 'PersonHired',
  detail: {
    eventId: `hired-${person}-${stationId}`,
    personId: `per_${person}`,
    stationId,
    position: 'MT',
    ...at(daysAgo, 8),
  },
});
const transferred = (person: string, daysAgo = 0, to = other, position = 'PT'): HrEvent => ({
  name: 'PersonTransferred',
  detail: {
    eventId: `transferred-${person}`,
    personId: `per_${person}`,
    fromStationId: stage.stationId,
    fromPosition: 'MT',
    stationId: to,
    position,
    ...at(daysAgo, 10),
  },
});
const left = (person: string, daysAgo = 0, stationId = other): HrEvent => ({
  name: 'PersonLeft',
  detail: { eventId: `left-${person}`, personId: `per_${person}`, stationId, ...at(daysAgo, 12) },
});

/** Everything that says where a person works and what goes on because of it. */
async function endOf(person: string) {
  const id = `per_${person}`;
  const file = await stage.itemsIn(keys.personnel(id).pk);
  const rosters = await Promise.all(
    [stage.stationId, other].map(async (stationId) => {
      const { assignments } = await stage.get<RosterItem>(keys.roster(stationId));
      const { heads } = await stage.get<StationItem>(keys.station(stationId));
      const of = (position: string) => assignments.filter((one) => one.position === position).length;
      // The figures that the rules decide by are those of the roster, whatever happened.
      expect({ MT: heads.MT ?? 0, PT: heads.PT ?? 0 }).toEqual({ MT: of('MT'), PT: of('PT') });
      return assignments
        .filter((one) => one.personId === id)
        .map(({ position, since }) => ({ stationId, position, since }));
    }),
  );
  const running = ['onboarding', 'certification'] as const;
  const { holds } = await stage.get<EmploymentItem>(keys.employment(id));
  return {
    holds,
    assignments: rosters.flat(),
    open: file
      .filter(({ type, status }) => type === 'onboarding' && (status === 'open' || status === 'certifying'))
      .map((item) => item.onboardingId),
    running: running.flatMap((workflow) =>
      stage
        .executions(workflow, `${workflow === 'onboarding' ? 'onb' : 'crt'}_${person}_`)
        .filter((name) => stage.statusOf(workflow, name) === 'RUNNING'),
    ),
  };
}

const orders = <T>(list: readonly T[]): T[][] =>
  list.length < 2
    ? [[...list]]
    : list.flatMap((first, i) => orders(list.filter((_, j) => j !== i)).map((rest) => [first, ...rest]));
const names = (events: readonly HrEvent[]) => events.map(({ name }) => name).join(', ');

describe('That a person is hired', () => {
  test.each([1, 2, 3, 10])('told %i times starts one onboarding', async (times) => {
    const person = someone();
    await stage.tell(...Array.from({ length: times }, () => hired(person)));
    const id = onboardingId(`per_${person}`, stage.stationId, 'MT', stage.people.day());
    expect(await endOf(person)).toMatchObject({
      assignments: [{ position: 'MT' }],
      open: [id],
      running: [id],
    });
    expect(stage.executions('onboarding', `onb_${person}_`)).toEqual([id]);
    await stage.tell(left(person, 0, stage.stationId));
  });

  test('told a month late starts it as of its day, and what is overdue by then is told at once', async () => {
    const person = someone();
    await stage.tell(hired(person, 30));
    const id = onboardingId(`per_${person}`, stage.stationId, 'MT', stage.people.day(-30));
    expect(await endOf(person)).toMatchObject({ open: [id], running: [id] });
    await stage.pass(2_000);
    expect(stage.follow('onboarding', id).text()).toContain('"overdueDays":30');
    await stage.tell(left(person, 0, stage.stationId));
  });

  test('told again after the person has left starts nothing', async () => {
    const person = someone();
    await stage.tell(hired(person, 2));
    await stage.tell(left(person, 1, stage.stationId));
    const end = await endOf(person);
    expect(end).toEqual({ holds: [], assignments: [], open: [], running: [] });
    await stage.tell(hired(person, 2), hired(person, 2));
    expect(await endOf(person)).toEqual(end);
    expect(stage.executions('onboarding', `onb_${person}_`)).toHaveLength(1);
  });
});

describe('That a person is hired on a day to come', () => {
  test('and then on another one leaves one onboarding, since that one', async () => {
    const person = someone();
    const said = (seconds: number) =>
      new Date(stage.running.platform.clock.now() + seconds * 1000).toISOString();
    const first = hired(person, -3);
    first.detail.occurredAt = said(0);
    const then = hired(person, -6);
    Object.assign(then.detail, { eventId: `again-${person}`, occurredAt: said(1) });
    await stage.tell(first);
    await stage.tell(then, then);
    const since = stage.people.day(6);
    const id = onboardingId(`per_${person}`, stage.stationId, 'MT', since);
    expect(await endOf(person)).toEqual({
      holds: [{ stationId: stage.stationId, position: 'MT', since }],
      assignments: [{ stationId: stage.stationId, position: 'MT', since }],
      ...{ open: [id], running: [id] },
    });
    const leaving = left(person, 0, stage.stationId);
    leaving.detail.occurredAt = said(2);
    await stage.tell(leaving);
    expect(await endOf(person)).toEqual({ holds: [], assignments: [], open: [], running: [] });
  });
});

describe('Hired, transferred to another station, left', () => {
  const course = (person: string) => [hired(person, 9), transferred(person, 6), left(person, 3)];

  test.each(orders([0, 1, 2]))('in the order %i, %i, %i end the same', async (...order) => {
    const person = someone();
    const events = course(person);
    for (const at of order) await stage.tell(events[at] as HrEvent);
    expect(await endOf(person), names(order.map((i) => events[i] as HrEvent))).toEqual({
      holds: [],
      assignments: [],
      open: [],
      running: [],
    });
    // Each of them again, ten times in all, the last ones first.
    const before = await stage.itemsIn(keys.personnel(`per_${person}`).pk);
    for (let i = 0; i < 9; i++) await stage.tell(...[...events].reverse());
    expect(await stage.itemsIn(keys.personnel(`per_${person}`).pk)).toEqual(before);
  });

  test.each(orders([0, 1]))(
    'without the end, in the order %i, %i: one onboarding, where the person is now',
    async (...order) => {
      const person = someone();
      const events = course(person);
      for (const at of order) await stage.tell(events[at] as HrEvent);
      const id = onboardingId(`per_${person}`, other, 'PT', stage.people.day(-6));
      expect(await endOf(person)).toEqual({
        holds: [{ stationId: other, position: 'PT', since: stage.people.day(-6) }],
        assignments: [{ stationId: other, position: 'PT', since: stage.people.day(-6) }],
        open: [id],
        running: [id],
      });
      await stage.tell(left(person));
    },
  );

  test('all at once, as a backlog is delivered, end the same', async () => {
    const person = someone();
    const [first, second, third] = course(person) as [HrEvent, HrEvent, HrEvent];
    await Promise.all([stage.tell(third, first), stage.tell(second, first), stage.tell(second, third)]);
    await stage.pass(600_000);
    expect(await endOf(person)).toEqual({ holds: [], assignments: [], open: [], running: [] });
  });
});

describe('A person who is registered', () => {
  test('loses access with the position, and the hand-over is asked for once', async () => {
    const newcomer = await stage.hire('onboarding');
    const me = () => stage.running.call(newcomer.login, 'GET', `/v1/people/${newcomer.personId}`);
    expect((await me()).status).toBe(200);
    const { body } = await me();
    expect(body).toMatchObject({ holds: [{ position: 'MT' }] });
    const leaving = left(newcomer.person, 0, stage.stationId);
    // It happened after the hire, which the API has just recorded.
    leaving.detail.occurredAt = new Date(stage.running.platform.clock.now() + 1000).toISOString();
    await stage.tell(leaving, leaving, leaving);
    expect((await me()).status).toBe(403);
    const handOvers = (await stage.itemsIn(keys.personnel(newcomer.personId).pk)).filter(
      ({ type }) => type === 'hand-over',
    );
    expect(handOvers).toMatchObject([{ positions: ['MT'], status: 'open', on: stage.people.day() }]);
    expect(await endOf(newcomer.person)).toEqual({ holds: [], assignments: [], open: [], running: [] });
  });

  test('comes back and hands nothing over; leaving again the same day asks for it again', async () => {
    const newcomer = await stage.hire('onboarding');
    const { person, personId, stationId } = newcomer;
    const later = (event: HrEvent, seconds: number): HrEvent => {
      const occurredAt = new Date(stage.running.platform.clock.now() + seconds * 1000).toISOString();
      return { ...event, detail: { ...event.detail, eventId: `again-${seconds}-${person}`, occurredAt } };
    };
    const handOvers = async () =>
      (await stage.itemsIn(keys.personnel(personId).pk))
        .filter(({ type }) => type === 'hand-over')
        .map(({ positions, status, gsi1pk }) => ({ positions, status, listed: gsi1pk !== undefined }));
    const alsoPaints = async (since: string) => {
      const people = `/v1/stations/${stationId}/people`;
      const seat = { personId, position: 'PT', since, exception: '新站人手不足' };
      demand(await stage.post('hq', people, seat), 200);
    };
    await alsoPaints(stage.people.day());
    await stage.tell(later(left(person, 0, stationId), 1));
    expect(await handOvers()).toEqual([{ positions: ['MT', 'PT'], status: 'open', listed: true }]);
    const back = later(hired(person), 2);
    await stage.tell(back, back);
    expect(await handOvers()).toEqual([{ positions: ['PT'], status: 'open', listed: true }]);
    stage.running.platform.clock.advance(3000);
    await alsoPaints(stage.people.day(-1));
    expect(await handOvers()).toEqual([{ positions: ['PT'], status: 'withdrawn', listed: false }]);
    const closed = await stage.post('hq', `/v1/stations/${stationId}/people/${personId}/hand-over`, {
      ...{ on: stage.people.day(), evidence: 'JJ-1' },
    });
    expect(closed.status).toBe(404);
    await stage.tell(later(left(person, 0, stationId), 4));
    expect(await handOvers()).toEqual([{ positions: ['MT', 'PT'], status: 'open', listed: true }]);
  });

  test('goes along to another station with login and certificate, and is at one station only', async () => {
    const newcomer = await stage.candidate('onboarding');
    await stage.passExams(newcomer);
    expect((await stage.people.approve(newcomer.certificationId)).status).toBe(200);
    const { certificate } = await stage.certification(newcomer);
    const moving = transferred(newcomer.person, 0, other, 'MT');
    moving.detail.occurredAt = new Date(stage.running.platform.clock.now() + 1000).toISOString();
    await stage.tell(moving, moving);
    expect(await endOf(newcomer.person)).toMatchObject({
      holds: [{ stationId: other, position: 'MT' }],
      assignments: [{ stationId: other, position: 'MT' }],
    });
    const { body } = await stage.running.call('hq', 'GET', `/v1/certificates/${certificate}`);
    expect(body).toMatchObject({ stationId: other, status: 'valid' });
    // Only the difference: the duty sheet is signed anew, and registration and safety education are of the new station.
    const id = onboardingId(newcomer.personId, other, 'MT', stage.people.day());
    const onboarding = await stage.running.call<{ open: { id: string }[] }>(
      'hq',
      'GET',
      `/v1/onboardings/${id}`,
    );
    expect(onboarding.body.open.map((part) => part.id).sort()).toEqual([
      'duty-briefing',
      'registration',
      'safety-education',
    ]);
    const own = await stage.running.call(newcomer.login, 'GET', `/v1/onboardings/${id}`);
    expect(own.status).toBe(200);
    await stage.tell(left(newcomer.person, 0, other));
  });
});

describe('A hire at another station while the person works at one', () => {
  test('is told to HQ, and counts as soon as it is known that the person had left before', async () => {
    const person = someone();
    await stage.tell(hired(person, 2));
    const elsewhere = hired(person, 0, other);
    const before = stage.running.platform.counters.snapshot();
    await stage.tell(elsewhere, elsewhere);
    // What HR told twice, and HireRefused each time: the first telling may have died before it.
    expect(stage.running.platform.counters.since(before).eventsPut).toBe(4);
    expect((await endOf(person)).assignments).toMatchObject([{ stationId: stage.stationId }]);
    await stage.tell(left(person, 1, stage.stationId));
    const id = onboardingId(`per_${person}`, other, 'MT', stage.people.day());
    expect(await endOf(person)).toMatchObject({
      assignments: [{ stationId: other, position: 'MT' }],
      open: [id],
      running: [id],
    });
    await stage.tell(left(person));
  });
});

describe('That a person leaves tomorrow', () => {
  test('takes access away as the day begins, and is seen before by the person and who leads the station', async () => {
    const newcomer = await stage.hire('onboarding');
    const { login, personId } = newcomer;
    const { clock } = stage.running.platform;
    const leaving = left(newcomer.person, -1, stage.stationId);
    leaving.detail.occurredAt = new Date(clock.now() + 1000).toISOString();
    const on = stage.people.day(1);
    await stage.tell(leaving, leaving);
    const shownTo = async (user: string) => {
      const answer = await stage.running.call<{ planned?: object[] }>(user, 'GET', `/v1/people/${personId}`);
      return [answer.status, answer.body.planned];
    };
    const plan = [{ kind: 'left', on }];
    expect([await shownTo(login), await shownTo('hq')]).toEqual([
      [200, plan],
      [200, plan],
    ]);
    await stage.pass(startOf(on) + 4 * 60_000 - clock.now());
    expect((await shownTo(login))[0]).toBe(200);
    await stage.pass(2 * 60_000);
    expect((await shownTo(login))[0]).toBe(403);
    expect(await endOf(newcomer.person)).toEqual({ holds: [], assignments: [], open: [], running: [] });
    const file = await stage.itemsIn(keys.personnel(personId).pk);
    expect(file.filter(({ type }) => type === 'hand-over')).toMatchObject([
      { positions: ['MT'], on, dueOn: on },
    ]);
  });
});
