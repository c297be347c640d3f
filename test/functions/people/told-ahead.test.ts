import { beforeAll, describe, expect, test } from 'vitest';
import { endEmployment } from '../../../functions/roster/end-employment/end-employment.ts';
import { findDueMoves } from '../../../functions/roster/find-due-moves/find-due-moves.ts';
import { hirePerson } from '../../../functions/roster/hire-person/hire-person.ts';
import { makePlannedMoves } from '../../../functions/roster/make-planned-moves/make-planned-moves.ts';
import { takePersonnelChange } from '../../../functions/roster/take-personnel-change/take-personnel-change.ts';
import { transferPerson } from '../../../functions/roster/transfer-person/transfer-person.ts';
import type { EventDetail } from '../../../packages/contracts/events.ts';
import { startOf } from '../../../packages/domain/calendar.ts';
import type { Table } from '../../../packages/table/table.ts';
import { callerOf, hq, peoplePorts, withStandard } from '../../support/people-table.ts';
import { aStation } from '../../table/builders.ts';
import { hasEmulator } from '../../table/emulator.ts';

const imported = { changedBy: 'hq', changedAt: '2026-03-01T00:00:00.000Z' };
let table: Table;
beforeAll(() =>
  withStandard((made) => {
    table = made;
  }),
);

let worlds = 0;
/** Two stations, the first with a station master and an assistant; days of March. */
async function aWorld() {
  const name = `AHEAD-${++worlds}`;
  const stations = await Promise.all(
    ['A', 'B'].map(async (code) => {
      const { stationId, ...document } = aStation(
        `${name}-${code}`,
        code === 'B' ? { people: [], assignments: [] } : {},
      );
      await peoplePorts(table, { now: () => 0 }).network.saveStation(
        { stationId, ...document },
        '1',
        imported,
      );
      return stationId;
    }),
  );
  const [stationId = '', other = ''] = stations;
  const refusals: EventDetail<'HireRefused'>[] = [];
  const portsOn = (day: number, hour = 10) => ({
    ...peoplePorts(table, { now: () => startOf(march(day)) + hour * 3_600_000 }),
    publish: async (events: { detail: EventDetail<'HireRefused'> }[]) => {
      refusals.push(...events.map(({ detail }) => detail));
    },
  });
  let told = 0;
  const tell = (day: number, type: string, personId: string, more: object) =>
    takePersonnelChange(portsOn(day))({
      'detail-type': type,
      detail: {
        ...{ v: 1, eventId: `${name}-${++told}`, occurredAt: `${march(day)}T09:00:00+08:00`, personId },
        ...more,
      },
    } as never);
  /** What the night does as a day begins; answers for whom. */
  const night = async (
    day: number,
    inOrder = (all: EventDetail<'PlannedMoveDue'>[]) => all,
  ): Promise<string[]> => {
    const due: EventDetail<'PlannedMoveDue'>[] = [];
    await findDueMoves({
      personnel: portsOn(day, 0).personnel,
      publish: async (events) => {
        due.push(...events.map(({ detail }) => detail));
      },
    })({ scheduledAt: new Date(startOf(march(day)) + 300_000).toISOString() });
    const own = inOrder(due.filter(({ personId }) => personId.includes(name)));
    for (const detail of own) await makePlannedMoves(portsOn(day, 1))({ detail });
    return own.map(({ personId }) => personId);
  };
  const holds = async () => {
    const rosters = await Promise.all(stations.map((id) => portsOn(1).network.roster(id, true)));
    return rosters.flatMap((roster, at) =>
      (roster?.assignments ?? [])
        .filter(({ personId }) => personId !== `per_${name}-A-1`)
        .map(
          ({ personId, position, since }) =>
            `${personId.slice(-1)} ${'AB'[at]} ${position} ${since.slice(5)}`,
        ),
    );
  };
  return {
    name,
    stationId,
    other,
    who: `per_${name}-A-2`,
    tell,
    night,
    holds,
    portsOn,
    refusals,
    last: () => `${name}-${told}`,
  };
}
const march = (day: number) => `2026-03-${String(day).padStart(2, '0')}`;

describe.runIf(hasEmulator)('What HR tells before the day', () => {
  test('prepares for who is to come, and takes nothing from who is still there', async () => {
    const { stationId, who, tell, night, holds } = await aWorld();
    expect(await tell(20, 'PersonHired', 'per_N', { stationId, position: 'GA', on: march(27) })).toEqual({
      changed: true,
    });
    expect(await tell(20, 'PersonLeft', who, { stationId, on: march(27) })).toEqual({ changed: false });
    const [assistant = '', newcomer = ''] = await holds();
    expect(newcomer).toBe('N A GA 03-27');
    for (const day of [21, 26]) expect(await night(day)).toEqual([]);
    expect(await holds()).toEqual([assistant, newcomer]);
    expect(await night(27)).toEqual([who]);
    expect(await holds()).toEqual([newcomer]);
    expect(await night(27)).toEqual([]);
  });

  test('ends access as the day begins, asks for the hand-over and says since when the seat is free', async () => {
    const { name, stationId, tell, night, portsOn } = await aWorld();
    const master = `per_${name}-A-1`;
    const login = async () =>
      (await portsOn(27).subjects.subject(`sm.${name}-A`, startOf(march(27))))?.stationId;
    const file = async () => {
      const { employment, handOvers } = await portsOn(27).persons.personFile(master, true);
      return { plannedFor: employment?.plannedFor, handOvers: handOvers.map(({ on, dueOn }) => [on, dueOn]) };
    };
    await tell(20, 'PersonLeft', master, { stationId, on: march(27) });
    expect([await login(), await file()]).toEqual([stationId, { plannedFor: march(27), handOvers: [] }]);
    // A night that did not come is made up for by the next one.
    await night(29);
    expect(await login()).toBeUndefined();
    expect(await file()).toEqual({ plannedFor: undefined, handOvers: [[march(27), march(27)]] });
  });

  test('counts in the order of its days, and what HR tells on a day in between as well', async () => {
    const { stationId, other, who, tell, night, holds } = await aWorld();
    const at = (fromPosition: string, position: string, from = stationId, to = stationId) => ({
      ...{ fromStationId: from, fromPosition, stationId: to, position },
    });
    const [before = ''] = await holds();
    const position = before.split(' ')[2] ?? '';
    await tell(20, 'PersonTransferred', who, { ...at('CC', 'CC', stationId, other), on: march(27) });
    await tell(21, 'PersonTransferred', who, { ...at(position, 'CC'), on: march(24) });
    await tell(22, 'PersonLeft', who, { stationId: other, on: march(30) });
    expect(await holds()).toEqual([before]);
    const days: string[] = [];
    for (let day = 23; day <= 31; day++) {
      await night(day);
      days.push((await holds()).join());
    }
    const [moved, gone] = ['2 A CC 03-24', '2 B CC 03-27'];
    expect(days).toEqual([before, moved, moved, moved, gone, gone, gone, '', '']);
  });

  test('is not made when HR has given it up, or told another day', async () => {
    const first = await aWorld();
    const [before] = await first.holds();
    await first.tell(20, 'PersonLeft', first.who, { stationId: first.stationId, on: march(24) });
    await first.tell(22, 'PersonnelChangeWithdrawn', first.who, { withdraws: first.last() });
    await first.night(24);
    expect(await first.holds()).toEqual([before]);

    const second = await aWorld();
    await second.tell(20, 'PersonLeft', second.who, { stationId: second.stationId, on: march(24) });
    await second.tell(22, 'PersonLeft', second.who, { stationId: second.stationId, on: march(26) });
    await second.night(24);
    expect(await second.holds()).toHaveLength(1);
    await second.night(26);
    expect(await second.holds()).toEqual([]);
  });

  test('of a hire is given up without a hand-over', async () => {
    const { stationId, tell, holds, portsOn } = await aWorld();
    const before = await holds();
    await tell(20, 'PersonHired', 'per_NEVER', { stationId, position: 'GA', on: march(27) });
    expect(await holds()).toHaveLength(before.length + 1);
    await tell(23, 'PersonLeft', 'per_NEVER', { stationId, on: march(23) });
    expect(await holds()).toEqual(before);
    const { handOvers, employment } = await portsOn(23).persons.personFile('per_NEVER', true);
    expect([handOvers, employment?.holds]).toEqual([[], []]);
  });

  test('is given up too late when it has come about', async () => {
    const { stationId, who, tell, night, last, holds } = await aWorld();
    await tell(20, 'PersonLeft', who, { stationId, on: march(24) });
    const withdraws = last();
    await night(24);
    await expect(tell(25, 'PersonnelChangeWithdrawn', who, { withdraws })).rejects.toMatchObject({
      fields: [{ field: 'withdraws', code: 'has-come-about' }],
    });
    expect(await holds()).toEqual([]);
    // Said in time and heard late, it still counts.
    await tell(26, 'PersonnelChangeWithdrawn', who, { withdraws, occurredAt: `${march(23)}T09:00:00+08:00` });
    expect(await holds()).toHaveLength(1);
  });

  test('lets somebody who leaves one station before be hired at another, without a refusal', async () => {
    const { stationId, other, who, tell, night, holds, refusals } = await aWorld();
    await tell(20, 'PersonLeft', who, { stationId, on: march(24) });
    await tell(21, 'PersonHired', who, { stationId: other, position: 'GA', on: march(25) });
    expect([refusals, (await holds()).map((one) => one.slice(0, 3))]).toEqual([[], ['2 A']]);
    await night(24);
    expect(await holds()).toEqual(['2 B GA 03-25']);
  });

  test('opens no door to the station where somebody is to come', async () => {
    const { stationId, other, who, tell, portsOn, holds } = await aWorld();
    const [before = ''] = await holds();
    const move = {
      fromStationId: stationId,
      fromPosition: before.split(' ')[2],
      stationId: other,
      position: 'CC',
    };
    await tell(20, 'PersonTransferred', who, { ...move, on: march(27) });
    const theirs = callerOf({ subject: 'sm-b', role: 'station-master', positions: ['SM'], stationId: other });
    await expect(
      endEmployment(portsOn(21))({ stationId: other, personId: who, on: march(21) }, theirs),
    ).rejects.toMatchObject({ code: 'person-not-found' });
    expect(await holds()).toEqual([before]);
  });

  test('was said when it was heard, where HR says a later moment', async () => {
    const { name, stationId, who, tell, night, last, holds, portsOn } = await aWorld();
    const before = await holds();
    const onItsDay = { occurredAt: `${march(27)}T09:00:00+08:00`, on: march(27) };
    await tell(20, 'PersonLeft', who, { stationId, ...onItsDay });
    await tell(22, 'PersonnelChangeWithdrawn', who, { withdraws: last() });
    await night(27);
    expect(await holds()).toEqual(before);
    const hire = { stationId, position: 'GA', on: march(20), occurredAt: '2036-03-20T09:00:00+08:00' };
    await tell(20, 'PersonHired', `per_${name}-N`, hire);
    await endEmployment(portsOn(27))({ stationId, personId: `per_${name}-N`, on: march(27) }, hq);
    expect(await holds()).toEqual(before);
  });

  test('and the standard refuses on its day is told to HQ, once', async () => {
    const { name, stationId, other, who, tell, night, holds, refusals } = await aWorld();
    await tell(20, 'PersonHired', `per_${name}-M`, { stationId: other, position: 'SM', on: march(20) });
    await tell(20, 'PersonLeft', who, { stationId, on: march(24) });
    await tell(21, 'PersonHired', who, { stationId: other, position: 'SM', on: march(25) });
    expect(refusals).toEqual([]);
    for (const day of [24, 25, 26]) await night(day);
    expect(refusals).toMatchObject([{ personId: who, stationId: other, position: 'SM', rule: 'no-seat' }]);
    expect(await holds()).toEqual(['M B SM 03-20']);
  });

  test('and the standard refuses is told to HQ although the function died, and not again what it was told before', async () => {
    const { name, stationId, who, tell, holds, refusals, portsOn } = await aWorld();
    await tell(20, 'PersonHired', who, { stationId, position: 'SM', on: march(25) });
    expect(refusals).toHaveLength(1);
    const at = (fromPosition: string, position: string) => ({
      ...{ fromStationId: stationId, fromPosition, stationId, position },
    });
    await tell(20, 'PersonTransferred', who, { ...at('SA', 'CC'), on: march(24) });
    await tell(20, 'PersonTransferred', who, { ...at('CC', 'SM'), on: march(26) });
    const detail = { v: 1 as const, personId: `per_${name}-A-2`, on: march(24) };
    const dying = { ...portsOn(27), publish: () => Promise.reject(new Error('the function dies')) };
    await expect(makePlannedMoves(dying)({ detail })).rejects.toThrow('the function dies');
    await makePlannedMoves(portsOn(27))({ detail });
    expect(refusals.slice(1)).toMatchObject([{ position: 'SM', rule: 'no-seat' }]);
    expect(await holds()).toEqual(['2 A CC 03-24']);
  });

  test('holds up nobody who says that somebody has left', async () => {
    const { name, stationId, other, who, tell, holds, refusals, portsOn } = await aWorld();
    await tell(20, 'PersonHired', `per_${name}-M`, { stationId: other, position: 'SM', on: march(20) });
    await tell(20, 'PersonLeft', who, { stationId, on: march(24) });
    await tell(21, 'PersonHired', who, { stationId: other, position: 'SM', on: march(25) });
    const leave = await endEmployment(portsOn(23))({ stationId, personId: who, on: march(23) }, hq);
    expect([leave.status, await holds()]).toEqual([200, ['M B SM 03-20']]);
    expect(refusals).toMatchObject([{ personId: who, position: 'SM', rule: 'no-seat' }]);
  });

  test('is not refused in place of what comes before it', async () => {
    const { name, stationId, who, tell, night, holds, refusals } = await aWorld();
    const [before = ''] = await holds();
    const move = { fromStationId: stationId, fromPosition: 'SA', stationId, position: 'GA' };
    await tell(20, 'PersonTransferred', who, { ...move, on: march(27) });
    await tell(21, 'PersonHired', `per_${name}-N`, { stationId, position: 'GA', on: march(21) });
    await tell(22, 'PersonHired', who, { stationId, position: 'GA', on: march(22) });
    expect(await holds()).toEqual([before, 'N A GA 03-21']);
    expect(refusals).toMatchObject([{ personId: who, position: 'GA', rule: 'no-seat' }]);
    await tell(25, 'PersonLeft', `per_${name}-N`, { stationId, on: march(25) });
    await night(27);
    expect(await holds()).toEqual(['2 A GA 03-27']);
  });

  test('lets somebody succeed who leaves the seat on that day, whoever is seen to first', async () => {
    const { name, stationId, who, tell, night, portsOn, refusals } = await aWorld();
    const masters = async () => {
      const { assignments = [] } = (await portsOn(1).network.roster(stationId, true)) ?? {};
      return assignments.filter(({ position }) => position === 'SM').map(({ personId }) => personId);
    };
    const master = `per_${name}-A-1`;
    const move = { fromStationId: stationId, fromPosition: 'SA', stationId, position: 'SM' };
    await tell(20, 'PersonLeft', master, { stationId, on: march(24) });
    await tell(20, 'PersonTransferred', who, { ...move, on: march(24) });
    await night(24, (due) => [...due].reverse());
    expect([await masters(), refusals]).toEqual([[who], []]);
    await tell(25, 'PersonLeft', who, { stationId, on: march(28) });
    await tell(25, 'PersonHired', `per_${name}-N`, { stationId, position: 'SM', on: march(27) });
    expect(refusals).toHaveLength(1);
    await tell(25, 'PersonHired', `per_${name}-O`, { stationId, position: 'SM', on: march(28) });
    expect(refusals).toHaveLength(1);
    await night(28);
    expect(await masters()).toEqual([`per_${name}-O`]);
  });

  test('of a first day counts as it was said last: later, or sooner by the station', async () => {
    const { name, stationId, tell, holds, portsOn, refusals } = await aWorld();
    const newcomer = `per_${name}-N`;
    const hire = (day: number) => ({ stationId, position: 'GA', on: march(day) });
    const heads = async () => (await portsOn(1).network.station(stationId))?.heads.GA;
    await tell(20, 'PersonHired', newcomer, hire(27));
    await tell(22, 'PersonHired', newcomer, hire(29));
    expect([(await holds())[1], await heads()]).toEqual(['N A GA 03-29', 1]);
    expect((await portsOn(22).network.person(stationId, newcomer))?.hiredOn).toBe(march(29));
    const soon = { stationId, personId: newcomer, position: 'GA', since: march(25) };
    await hirePerson(portsOn(25))(soon, hq);
    expect([(await holds())[1], await heads()]).toEqual(['N A GA 03-25', 1]);
    // They are there: what is told now is another hire, and says nothing new.
    await tell(26, 'PersonHired', newcomer, hire(30));
    expect([(await holds())[1], refusals]).toEqual(['N A GA 03-25', []]);
    const { handOvers } = await portsOn(26).persons.personFile(newcomer, true);
    expect(handOvers).toEqual([]);
  });

  test('opens no door to a station that somebody is hired at who has not left yet', async () => {
    const { stationId, other, who, tell, portsOn } = await aWorld();
    await tell(20, 'PersonLeft', who, { stationId, on: march(24) });
    await tell(20, 'PersonHired', who, { stationId: other, position: 'GA', on: march(25) });
    const theirs = callerOf({ subject: 'sm-b', role: 'station-master', positions: ['SM'], stationId: other });
    await expect(
      endEmployment(portsOn(21))({ stationId: other, personId: who, on: march(21) }, theirs),
    ).rejects.toMatchObject({ code: 'person-not-found' });
  });

  test('says nothing about the first day of who is hired', async () => {
    const { stationId, tell, portsOn } = await aWorld();
    await tell(20, 'PersonLeft', 'per_EARLY', { stationId, on: march(29) });
    await tell(20, 'PersonHired', 'per_EARLY', { stationId, position: 'GA', on: march(20) });
    expect((await portsOn(20).network.person(stationId, 'per_EARLY'))?.hiredOn).toBe(march(20));
  });

  test('of a move to another station is not given up by a move inside the own one', async () => {
    const { stationId, other, who, tell, night, holds, portsOn } = await aWorld();
    const move = { fromStationId: stationId, fromPosition: 'SA', stationId: other, position: 'SA' };
    await tell(20, 'PersonTransferred', who, { ...move, on: march(27) });
    const master = callerOf({ subject: 'sm-a', role: 'station-master', positions: ['SM'], stationId });
    const inside = { stationId, personId: who, from: 'SA', toPosition: 'CC', on: march(24) };
    await transferPerson(portsOn(24))(inside, master);
    expect(await holds()).toEqual(['2 A CC 03-24']);
    await night(27);
    expect(await holds()).toEqual(['2 B SA 03-27']);
  });

  test('may be given up twice', async () => {
    const { stationId, who, tell, night, last, holds } = await aWorld();
    await tell(20, 'PersonLeft', who, { stationId, on: march(24) });
    const withdraws = last();
    await tell(22, 'PersonnelChangeWithdrawn', who, { withdraws });
    await night(24);
    await tell(25, 'PersonnelChangeWithdrawn', who, { withdraws });
    expect(await holds()).toHaveLength(1);
  });

  test('and does not come about because somebody stays is told to HQ', async () => {
    const { stationId, other, who, tell, refusals, last } = await aWorld();
    await tell(20, 'PersonLeft', who, { stationId, on: march(24) });
    const withdraws = last();
    await tell(21, 'PersonHired', who, { stationId: other, position: 'GA', on: march(25) });
    await tell(22, 'PersonnelChangeWithdrawn', who, { withdraws });
    expect(refusals).toMatchObject([{ stationId: other, position: 'GA', rule: 'employed-elsewhere' }]);
  });
});
