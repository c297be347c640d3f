import { describe, expect, test } from 'vitest';
import { listTasks } from '../../../functions/inbox/list-tasks/list-tasks.ts';
import { listWays } from '../../../functions/onboarding/list-ways/list-ways.ts';
import { endEmployment } from '../../../functions/roster/end-employment/end-employment.ts';
import { hirePerson } from '../../../functions/roster/hire-person/hire-person.ts';
import type { Certification } from '../../../packages/domain/certification/certification.ts';
import { workingDays } from '../../../packages/lambda/working-days.ts';
import { appealStore } from '../../../packages/table/stores/appeal-store.ts';
import { auditStore } from '../../../packages/table/stores/audit-store.ts';
import { campaignStore } from '../../../packages/table/stores/campaign-store.ts';
import { dutyStore } from '../../../packages/table/stores/duty-store.ts';
import { nonconformityStore } from '../../../packages/table/stores/nonconformity-store.ts';
import { aCertification, shownOf } from '../../support/paths.ts';
import { callerOf, hq, peoplePorts, publishStandard } from '../../support/people-table.ts';
import { aStation } from '../../table/builders.ts';
import { emptyTable, hasEmulator } from '../../table/emulator.ts';

/** What falls to somebody of the station whom it lacks is HQ's, from the moment on at which it lacks them. */
describe.runIf(hasEmulator)('A station that lacks somebody who assesses', async () => {
  const table = await emptyTable();
  await publishStandard(table);
  let now = Date.parse('2026-03-20T02:00:00.000Z');
  const ports = peoplePorts(table, { now: () => now });
  const inbox = listTasks({
    ...ports,
    appeals: appealStore(table),
    audits: auditStore(table),
    campaigns: campaignStore(table),
    nonconformities: nonconformityStore(table),
    duties: dutyStore(table),
    calendar: workingDays,
  });
  const changed = { changedBy: 'hq', changedAt: '2026-03-01T00:00:00.000Z' };
  await ports.network.saveRegion({ regionId: 'reg_HN', name: { zh: '河南', en: 'Henan' } }, changed);
  await ports.network.saveRegion({ regionId: 'reg_SD', name: { zh: '山东', en: 'Shandong' } }, changed);

  let stations = 0;
  async function station(...seats: [person: string, position: string][]) {
    const code = `ST-${++stations}`;
    const document = aStation(code, {
      people: [...new Set(seats.map(([person]) => person))].map((person) => ({
        ...{ personId: `per_${code}-${person}`, code: `${code}-${person}`, name: '王明' },
        ...{ phone: '13800000000', hiredOn: '2026-01-01', login: `login-${code}-${person}` },
      })),
      assignments: seats.map(([person, position]) => ({
        ...{ personId: `per_${code}-${person}`, position, since: '2026-01-01', acting: false },
      })),
    });
    await ports.network.saveStation(document, code, changed, {
      assessors: ['TD', 'SM', 'PM'],
      requiredOf: () => 1,
    });
    return { code, stationId: document.stationId };
  }
  const candidate = (
    { code, stationId }: { code: string; stationId: string },
    given: Partial<Certification>,
  ) =>
    ports.persons.openCertification(
      aCertification({
        ...{ certificationId: `crt_${code}-K_MT_L1_20260302`, personId: `per_${code}-K`, stationId },
        ...{ regionId: 'reg_SD', shown: shownOf(given.position ?? 'MT'), ...given },
      }),
      false,
      changed,
    );
  const tasksOf = async (stationId: string, caller = hq) => {
    const { body } = await inbox({}, caller);
    return (body as { items: { kind: string; stationId?: string }[] }).items
      .filter((task) => task.stationId === stationId)
      .map(({ kind }) => kind);
  };
  const ways = listWays(ports);
  const waysOf = async (
    turn: 'hq' | 'station',
    query: { stationId?: string; regionId?: string; limit?: number } = { regionId: 'reg_SD' },
  ) => {
    const found: { kind: string; id: string; stationId: string; owners: string[] }[] = [];
    let cursor: string | undefined;
    do {
      const { body } = await ways({ turn, ...query, ...(cursor ? { cursor } : {}) }, hq);
      const page = body as { items: typeof found; next?: string };
      if (query.limit) expect(page.items.length).toBeLessThanOrEqual(query.limit);
      found.push(...page.items);
      cursor = page.next;
    } while (cursor);
    return found.filter(({ kind }) => kind === 'certification');
  };
  const director = ({ code, stationId }: { code: string; stationId: string }) =>
    callerOf({
      ...{ subject: 'td', role: 'position-holder', personId: `per_${code}-TD`, positions: ['TD'] },
      ...{ stationId, regionId: 'reg_SD' },
    });

  test('has its practicals and retraining at HQ, and those that begin later', async () => {
    const here = await station(['K', 'MT'], ['S', 'SM'], ['P', 'PM']);
    await candidate(here, { status: 'theory-passed' });
    expect(await tasksOf(here.stationId)).toEqual(['assess']);
    await candidate(here, { certificationId: `crt_${here.code}-K_MT_L2_20260302`, status: 'in-training' });
    expect((await tasksOf(here.stationId)).sort()).toEqual(['assess', 'retrain']);
  });

  test('has them at HQ as soon as the technical director leaves, until another one comes', async () => {
    const here = await station(['K', 'MT'], ['TD', 'TD'], ['S', 'SM'], ['P', 'PM']);
    const { stationId, code } = here;
    await candidate(here, { status: 'theory-passed' });
    expect(await tasksOf(stationId)).toEqual([]);
    expect(await tasksOf(stationId, director(here))).toEqual(['assess']);
    await endEmployment(ports)({ stationId, personId: `per_${code}-TD`, on: '2026-03-20' }, hq);
    expect(await tasksOf(stationId)).toEqual(['assess']);
    expect(await waysOf('hq', { stationId })).toMatchObject([{ owners: ['hq-training'] }]);
    expect(await waysOf('station', { stationId })).toEqual([]);
    now += 60_000;
    const next = { personId: `per_${code}-T2`, name: '李明', phone: '13800000001', login: `t2-${code}` };
    await hirePerson(ports)({ stationId, ...next, position: 'TD', since: '2026-03-20' }, hq);
    expect(await tasksOf(stationId)).toEqual([]);
    expect(await waysOf('hq', { stationId })).toEqual([]);
    expect(await waysOf('station', { stationId })).toMatchObject([{ owners: ['TD'] }]);
  });

  test('has at HQ what the candidate would have to do for themselves', async () => {
    const here = await station(['K', 'PM'], ['K', 'PS'], ['X', 'PS'], ['S', 'SM'], ['TD', 'TD']);
    const { code, stationId } = here;
    const way = { level: 'qualified', status: 'theory-passed' as const, position: 'PS' };
    await candidate(here, { ...way, certificationId: `crt_${code}-K_PS_qualified_20260302` });
    expect(await tasksOf(stationId)).toEqual(['assess']);
    await candidate(here, {
      ...{ ...way, certificationId: `crt_${code}-X_PS_qualified_20260302`, personId: `per_${code}-X` },
    });
    // The parts manager assesses the colleague, and only HQ the parts manager.
    expect(await tasksOf(stationId)).toEqual(['assess']);
  });

  test('has in the list of what waits for HQ the very same as in the inbox, page by page', async () => {
    // Some that HQ approves in any case stand between them.
    const here = await station(['K', 'MT'], ['S', 'SM'], ['P', 'PM']);
    const approval = { status: 'practical-passed' as const, signed: { by: 'td', at: changed.changedAt } };
    for (const level of ['L1', 'L2'])
      await ports.persons.openCertification(
        aCertification({
          ...{ certificationId: `crt_${here.code}-${level}_MT_L1_20260302`, stationId: here.stationId },
          ...{ personId: `per_${here.code}-${level}`, regionId: 'reg_SD', shown: shownOf('MT'), ...approval },
        }),
        true,
        changed,
      );
    await candidate(here, { status: 'theory-passed' });
    const { body } = await inbox({}, hq);
    const tasks = (body as { items: { of: string; kind: string }[] }).items.map(({ of }) => of).sort();
    const all = await waysOf('hq');
    expect(all.map(({ id }) => id).sort()).toEqual(tasks);
    expect(all.length).toBeGreaterThan(5);
    expect(all.every(({ owners }) => owners.every((owner) => owner.startsWith('hq-')))).toBe(true);
    expect(all.map(({ stationId, id }) => `${stationId}#${id}`)).toEqual(
      all.map(({ stationId, id }) => `${stationId}#${id}`).sort(),
    );
    for (const limit of [1, 2, 3]) expect(await waysOf('hq', { regionId: 'reg_SD', limit })).toEqual(all);
    // Without a region it is the network: one behind the other.
    await ports.persons.openCertification(
      aCertification({
        ...{ certificationId: 'crt_HN_MT_L1_20260302', stationId: 'stn_HN-1' },
        ...{ personId: 'per_HN', regionId: 'reg_HN', ...approval },
      }),
      true,
      changed,
    );
    const network = await waysOf('hq', {});
    expect(network.map(({ id }) => id)).toEqual(['crt_HN_MT_L1_20260302', ...all.map(({ id }) => id)]);
    for (const limit of [1, 2, 3]) expect(await waysOf('hq', { limit })).toEqual(network);
    const own = await waysOf('station', { regionId: 'reg_SD', limit: 2 });
    expect(own.filter(({ id }) => tasks.includes(id))).toEqual([]);
  });
});
