import { randomBytes } from 'node:crypto';
import { PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, describe, expect, test } from 'vitest';
import { beginCertification } from '../../../functions/certification/begin-certification/begin-certification.ts';

import { gradePaper } from '../../../functions/certification/grade-paper/grade-paper.ts';
import { issueCertificate } from '../../../functions/certification/issue-certificate/issue-certificate.ts';
import { openCertification } from '../../../functions/certification/open-certification/open-certification.ts';
import { recordAssessment } from '../../../functions/certification/record-assessment/record-assessment.ts';
import { recordRefresher } from '../../../functions/certification/record-refresher/record-refresher.ts';
import { recordRetraining } from '../../../functions/certification/record-retraining/record-retraining.ts';
import { recordStatutory } from '../../../functions/certification/record-statutory/record-statutory.ts';
import { startExam } from '../../../functions/certification/start-exam/start-exam.ts';

import { submitPaper } from '../../../functions/certification/submit-paper/submit-paper.ts';
import { watchCertification } from '../../../functions/certification/watch-certification/watch-certification.ts';
import { endWays } from '../../../functions/onboarding/end-ways/end-ways.ts';
import { nameMentor } from '../../../functions/onboarding/name-mentor/name-mentor.ts';
import { recordModules } from '../../../functions/onboarding/record-modules/record-modules.ts';
import { recordStep } from '../../../functions/onboarding/record-step/record-step.ts';
import { startOnboarding } from '../../../functions/onboarding/start-onboarding/start-onboarding.ts';
import { watchOnboarding } from '../../../functions/onboarding/watch-onboarding/watch-onboarding.ts';
import { endEmployment } from '../../../functions/roster/end-employment/end-employment.ts';
import { hirePerson } from '../../../functions/roster/hire-person/hire-person.ts';
import { makePlannedMoves } from '../../../functions/roster/make-planned-moves/make-planned-moves.ts';
import { recordAbsence } from '../../../functions/roster/record-absence/record-absence.ts';
import { recordHandOver } from '../../../functions/roster/record-hand-over/record-hand-over.ts';
import { takePersonnelChange } from '../../../functions/roster/take-personnel-change/take-personnel-change.ts';
import { transferPerson } from '../../../functions/roster/transfer-person/transfer-person.ts';
import type { Certificate } from '../../../packages/domain/certification/certificate.ts';
import type { Certification } from '../../../packages/domain/certification/certification.ts';
import { Failure } from '../../../packages/domain/errors.ts';
import { onboardingId } from '../../../packages/domain/ids.ts';
import type { Onboarding } from '../../../packages/domain/onboarding/onboarding.ts';
import { keys } from '../../../packages/table/keys.ts';
import type { Table } from '../../../packages/table/table.ts';
import { type Death, dyingCalls } from '../../support/dying-calls.ts';
import { laggingTable } from '../../support/lagging-table.ts';
import { aCertification, pathOf } from '../../support/paths.ts';
import { callerOf, hq, peoplePorts, withStandard } from '../../support/people-table.ts';
import { hasEmulator } from '../../table/emulator.ts';

/*
 * A function may die before and after each of its calls. Called again it comes to the end that it would have come to,
 * and nothing is doubled: what the table holds, what was started and what was told, with every revision, is the same.
 */
const now = Date.parse('2026-03-20T02:00:00.000Z');
const today = '2026-03-20';
const clock = { now: () => now };
const changed = { changedBy: 'hq', changedAt: '2026-03-01T00:00:00.000Z' };

let table: Table;
beforeAll(() =>
  withStandard((made) => {
    table = made;
  }),
);

let worlds = 0;
/** A small network of its own: two stations, and a mechanic who began a while ago. */
interface World {
  name: string;
  stationId: string;
  other: string;
  personId: string;
  onboardingId: string;
}

async function aWorld(): Promise<World> {
  const name = `W${String(++worlds).padStart(4, '0')}`;
  const { network, persons } = peoplePorts(table, clock);
  const seat = (person: string, position: string) => ({
    personId: `per_${name}-${person}`,
    position,
    since: '2026-03-02',
    acting: false,
  });
  const station = (code: string, seats: ReturnType<typeof seat>[]) =>
    network.saveStation(
      {
        stationId: `stn_${name}-${code}`,
        code: `${name}-${code}`,
        name: '济南一站',
        regionId: 'reg_SD',
        province: '山东',
        city: '济南',
        repairClass: 'I',
        nev: true,
        openedOn: '2020-01-01',
        intake: [{ month: '2026-02', visits: 900 }],
        people: seats.map(({ personId }) => ({
          personId,
          code: personId.slice(4),
          name: '王明',
          phone: '13800000000',
          hiredOn: '2026-03-02',
          login: `login-${personId}`,
        })),
        assignments: seats,
      },
      'hash',
      changed,
    );
  await station('A', [seat('K', 'MT'), seat('TD', 'TD'), seat('SM', 'SM')]);
  await station('B', []);
  const stationId = `stn_${name}-A`;
  const personId = `per_${name}-K`;
  const world = { name, stationId, other: `stn_${name}-B`, personId, onboardingId: '' };
  world.onboardingId = onboardingId(personId, stationId, 'MT', '2026-03-02');
  await persons.openOnboarding(anOnboarding(world), changed);
  return world;
}

const anOnboarding = (world: World, given: Partial<Onboarding> = {}): Onboarding => ({
  onboardingId: world.onboardingId,
  personId: world.personId,
  stationId: world.stationId,
  regionId: 'reg_SD',
  position: 'MT',
  edition: '1',
  status: 'open',
  since: '2026-03-02',
  startedAt: changed.changedAt,
  steps: {},
  hours: {},
  credited: [],
  revision: 1,
  ...given,
});
const certificationOf = ({ name }: World) => `crt_${name}-K_MT_L1_20260302`;
const aWay = (world: World, given: Partial<Certification> = {}) =>
  aCertification({
    certificationId: certificationOf(world),
    personId: world.personId,
    stationId: world.stationId,
    regionId: 'reg_SD',
    onboardingId: world.onboardingId,
    ...given,
  });
const shownAll = {
  education: { by: 'hq', at: changed.changedAt, evidence: 'ZJ' },
  experience: { by: 'hq', at: changed.changedAt, evidence: 'ZJ' },
};
const openWay = (world: World, given: Partial<Certification> = {}) =>
  peoplePorts(table, clock).persons.openCertification(aWay(world, given), false, changed);
const certify = (world: World, given: Partial<Certificate> = {}, person = world.personId) =>
  peoplePorts(table, clock).persons.takeOverCertificate(
    {
      number: `SK-${world.name}-${person.slice(-2)}`,
      personId: person,
      stationId: world.stationId,
      regionId: 'reg_SD',
      position: 'MT',
      level: 'L1',
      edition: '1',
      certificationId: `crt_${person.slice(4)}_MT_L1_20260101`,
      issuedOn: '2026-01-01',
      validFrom: '2026-01-01',
      validUntil: '2028-01-01',
      graceDays: 30,
      windowDaysBefore: 90,
      refresherHours: 0,
      revision: 1,
      ...given,
    },
    '王*明',
    changed,
  );
const paperOf = (world: World, startedAt: string, endsAt: string) => ({
  ...keys.paper(certificationOf(world), 1),
  ...{ type: 'paper', v: 1, certificationId: certificationOf(world), number: 1, position: 'MT', bank: 1 },
  ...{ drawn: [{ id: 'MT-Q-0001', order: [0, 1, 2, 3] }], startedAt, endsAt, answers: {} },
});
const put = (Item: object) => table.client.send(new PutCommand({ TableName: table.name, Item }));
/** A way that was broken off while its paper was written, and the one that follows it. */
const moved = async (world: World, endsAt: string) => {
  await openWay(world, { status: 'ended', endedAt: '2026-03-20T00:30:00.000Z', shown: shownAll });
  await put(paperOf(world, '2026-03-20T00:00:00.000Z', endsAt));
  const writing = { certificationId: certificationOf(world), number: 1, theoryPass: 80 };
  const id = `crt_${world.name}-K_MT_L1_20260320`;
  await openWay(world, { certificationId: id, stationId: world.other, shown: shownAll, writing });
};
const master = ({ name, stationId }: World) =>
  callerOf({
    subject: `login-per_${name}-SM`,
    role: 'station-master',
    personId: `per_${name}-SM`,
    positions: ['SM'],
    stationId,
  });
const director = ({ name, stationId }: World) =>
  callerOf({
    subject: `login-per_${name}-TD`,
    role: 'position-holder',
    personId: `per_${name}-TD`,
    positions: ['TD'],
    stationId,
  });
const leftBefore = async (world: World) => {
  const { stationId, personId } = world;
  const before = { now: () => now - 60_000 };
  await endEmployment(peoplePorts(table, before))({ stationId, personId, on: today }, hq);
};

const leftAndBack = async (world: World) => {
  const { stationId, personId } = world;
  await leftBefore(world);
  const ports = peoplePorts(table, { now: () => now - 30_000 });
  await hirePerson(ports)({ stationId, personId, position: 'MT', since: today }, hq);
};
const mentorLeft = async (world: World) => {
  const mentor = `per_${world.name}-TD`;
  const ports = peoplePorts(table, { now: () => now - 60_000 });
  await certify(world, { position: 'TD', level: 'qualified' }, mentor);
  await nameMentor(ports)({ onboardingId: world.onboardingId, mentor }, hq);
  await endEmployment(ports)({ stationId: world.stationId, personId: mentor, on: today }, hq);
};

/** Where everything is kept that is about a world, but for its stations. */
const partitionsOf = ({ name, personId, stationId, other }: World): string[] => [
  ...new Set([
    keys.personnel(personId).pk,
    keys.personnel(`per_${name}-TD`).pk,
    ...[stationId, other].flatMap((id) => [
      keys.roster(id).pk,
      keys.absence(id, '').pk,
      keys.onboarding(onboardingId(personId, id, 'MT', today)).pk,
    ]),
    keys.subject(`login-${personId}`).pk,
    keys.subject(`login-per_${name}-TD`).pk,
    keys.papers(`crt_${name}-K_MT_L1_20260302`).pk,
  ]),
];

async function itemsOf(world: World): Promise<Record<string, unknown>[]> {
  const items = await Promise.all(
    partitionsOf(world).map(async (pk) => {
      const found = await table.client.send(
        new QueryCommand({
          TableName: table.name,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': pk },
          ConsistentRead: true,
        }),
      );
      return found.Items ?? [];
    }),
  );
  return items.flat();
}

const aNumber = /SK-[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{2}/g;
/** Everything that says what became of a world; a certificate's number is drawn, and says nothing. */
async function endOf(world: World, outside: Set<string>) {
  const { name, stationId, other } = world;
  // How often somebody tried to name a mentor says nothing about who was named.
  const items = (await itemsOf(world)).map((item) =>
    item.type === 'mentoring' ? { ...item, revision: 0 } : item,
  );
  const { network } = peoplePorts(table, clock);
  const stations = await Promise.all([network.station(stationId), network.station(other)]);
  const heads = stations.map((station) => station?.heads);
  const all = { items, heads, outside: [...outside].sort() };
  const text = JSON.stringify(all).replaceAll(name, 'W').replaceAll(aNumber, 'SK');
  return JSON.parse(text) as object;
}

type Ports = ReturnType<typeof peoplePorts> & {
  workflows: {
    start(workflow: string, name: string): Promise<{ started: boolean }>;
    resume(): Promise<boolean>;
  };
  publish(events: { name: string; detail: object }[]): Promise<void>;
  random(): number;
};

interface Case {
  what: string;
  /** Something is started or told besides. */
  outside?: true;
  ready?: (world: World) => Promise<unknown>;
  /** A certificate that was issued a moment ago may be answered as if it were not there yet. */
  notYet?: true;
  act: (ports: Ports, world: World) => Promise<unknown>;
}

const hr = (world: World, name: 'PersonHired' | 'PersonTransferred' | 'PersonLeft', more: object) =>
  ({
    'detail-type': name,
    detail: {
      v: 1,
      eventId: `e-${world.name}`,
      occurredAt: '2026-03-20T01:00:00.000Z',
      personId: world.personId,
      on: today,
      ...more,
    },
  }) as Parameters<ReturnType<typeof takePersonnelChange>>[0];
type FromHr = Parameters<ReturnType<typeof takePersonnelChange>>[0];
const saidOn = { occurredAt: '2026-03-19T01:00:00.000Z' };
const leaveAhead = (world: World, on: string) =>
  hr(world, 'PersonLeft', { stationId: world.stationId, on, ...saidOn });
const moveAhead = (world: World, stationId: string, position: string) =>
  hr(world, 'PersonTransferred', {
    ...{ fromStationId: world.stationId, fromPosition: 'MT', stationId, position, ...saidOn },
  });
const givenUp = ({ name, personId }: World, occurredAt = '2026-03-20T01:00:00.000Z'): FromHr => ({
  'detail-type': 'PersonnelChangeWithdrawn',
  detail: { v: 1, eventId: `w-${name}`, occurredAt, personId, withdraws: `e-${name}` },
});
/** HR tells something on the day before. */
const yesterday = (_: World, told: FromHr) =>
  takePersonnelChange({
    ...peoplePorts(table, { now: () => now - 86_400_000 }),
    publish: async () => undefined,
  })(told);
const dueFor = ({ personId }: World) => ({ detail: { v: 1 as const, personId, on: today } });
const certificationId = certificationOf;
const points = Object.fromEntries(pathOf('MT').rubric.map(({ id, points: most }) => [id, most]));
const watch = { since: '2026-03-02T00:00:00.000Z' };
const overdueWay = { dues: { theory: '2026-03-18', practical: '2026-03-19', release: '2026-03-19' } };

const cases: Case[] = [
  {
    what: 'hire-person',
    ready: leftBefore,
    act: (ports, { stationId, personId }) =>
      hirePerson(ports)({ stationId, personId, position: 'PT', since: today }, hq),
  },
  {
    what: 'transfer-person, inside the station',
    act: (ports, { stationId, personId }) =>
      transferPerson(ports)({ stationId, personId, from: 'MT', toPosition: 'PT', on: today }, hq),
  },
  {
    what: 'transfer-person, to another station',
    act: (ports, { stationId, personId, other }) =>
      transferPerson(ports)(
        { stationId, personId, from: 'MT', toPosition: 'MT', toStationId: other, on: today },
        hq,
      ),
  },
  {
    what: 'end-employment',
    act: (ports, { stationId, personId }) => endEmployment(ports)({ stationId, personId, on: today }, hq),
  },
  {
    what: 'take-personnel-change, of a transfer',
    act: (ports, world) =>
      takePersonnelChange(ports)(
        hr(world, 'PersonTransferred', {
          ...{ fromStationId: world.stationId, fromPosition: 'MT', stationId: world.other, position: 'MT' },
        }),
      ),
  },
  {
    what: 'take-personnel-change, of somebody who left',
    act: (ports, world) =>
      takePersonnelChange(ports)(hr(world, 'PersonLeft', { stationId: world.stationId })),
  },
  {
    what: 'take-personnel-change, of a hire that the standard refuses',
    outside: true,
    act: (ports, world) =>
      takePersonnelChange(ports)(hr(world, 'PersonHired', { stationId: world.stationId, position: 'QI' })),
  },
  {
    what: 'take-personnel-change, of a hire for a seat that was taken just now',
    outside: true,
    ready: async (world) => {
      await leftBefore(world);
      const { name, other } = world;
      const faster = { stationId: other, personId: `per_${name}-F`, position: 'SM', since: today };
      await hirePerson(peoplePorts(table, clock))(faster, hq);
    },
    act: (ports, world) =>
      takePersonnelChange(ports)(
        hr(world, 'PersonHired', {
          ...{ stationId: world.other, position: 'SM' },
          occurredAt: '2026-03-20T01:59:30.000Z',
        }),
      ),
  },
  {
    what: 'take-personnel-change, of a hire while the person works elsewhere',
    outside: true,
    act: (ports, world) =>
      takePersonnelChange(ports)(hr(world, 'PersonHired', { stationId: world.other, position: 'PT' })),
  },
  {
    what: 'take-personnel-change, of a leave that is told ahead',
    act: (ports, world) => takePersonnelChange(ports)(leaveAhead(world, '2026-03-27')),
  },
  {
    what: 'take-personnel-change, of a leave that is given up',
    ready: (world) => yesterday(world, leaveAhead(world, '2026-03-27')),
    act: (ports, world) => takePersonnelChange(ports)(givenUp(world)),
  },
  {
    what: 'make-planned-moves, of somebody who leaves',
    ready: (world) => yesterday(world, leaveAhead(world, today)),
    act: (ports, world) => makePlannedMoves(ports)(dueFor(world)),
  },
  {
    what: 'make-planned-moves, to another station',
    ready: (world) => yesterday(world, moveAhead(world, world.other, 'PT')),
    act: (ports, world) => makePlannedMoves(ports)(dueFor(world)),
  },
  {
    what: 'make-planned-moves, to a seat that is taken',
    outside: true,
    ready: (world) => yesterday(world, moveAhead(world, world.stationId, 'SM')),
    act: (ports, world) => makePlannedMoves(ports)(dueFor(world)),
  },
  {
    what: 'start-onboarding, of somebody who has come back with a certificate',
    outside: true,
    ready: async (world) => {
      await leftBefore(world);
      await certify(world, { stationId: null, regionId: null });
      const { stationId, personId } = world;
      const back = { stationId, personId, position: 'MT', since: today, exception: '返岗' };
      await hirePerson(peoplePorts(table, clock))(back, hq);
    },
    act: (ports, { personId, stationId }) =>
      startOnboarding(ports)({ detail: { personId, stationId, position: 'MT', since: today } }),
  },
  {
    what: 'end-ways',
    ready: async (world) => {
      await openWay(world);
      await certify(world);
      await leftBefore(world);
    },
    act: (ports, { personId, stationId }) =>
      endWays(ports)({ detail: { personId, stationId, position: 'MT' } }),
  },
  {
    what: 'end-ways, of a seat that was taken again before it was told',
    ready: async (world) => {
      await openWay(world);
      await leftAndBack(world);
    },
    act: (ports, { personId, stationId }) =>
      endWays(ports)({ detail: { personId, stationId, position: 'MT' } }),
  },
  {
    what: 'end-ways, of a mentor',
    ready: mentorLeft,
    act: (ports, { name, stationId }) =>
      endWays(ports)({ detail: { personId: `per_${name}-TD`, stationId, position: 'TD' } }),
  },
  {
    what: 'record-step',
    act: (ports, world) =>
      recordStep(ports)(
        { onboardingId: world.onboardingId, step: 'registration', evidence: 'HT-1' },
        master(world),
      ),
  },
  {
    what: 'record-modules',
    act: (ports, world) =>
      recordModules(ports)(
        { onboardingId: world.onboardingId, modules: [{ module: 'MT1', hours: 8 }] },
        director(world),
      ),
  },
  {
    what: 'name-mentor',
    notYet: true,
    ready: (world) => certify(world, { position: 'TD', level: 'qualified' }, `per_${world.name}-TD`),
    act: (ports, world) =>
      nameMentor(ports)({ onboardingId: world.onboardingId, mentor: `per_${world.name}-TD` }, master(world)),
  },
  {
    what: 'record-hand-over',
    ready: leftBefore,
    act: (ports, world) =>
      recordHandOver(ports)(
        { stationId: world.stationId, personId: world.personId, on: today, evidence: 'JJ-1' },
        master(world),
      ),
  },
  {
    what: 'record-absence',
    act: (ports, world) =>
      recordAbsence(ports)(
        {
          ...{ stationId: world.stationId, personId: `per_${world.name}-SM` },
          ...{ deputyId: `per_${world.name}-TD`, from: today, to: '2026-03-25' },
        },
        master(world),
      ),
  },
  {
    what: 'record-assessment',
    ready: (world) =>
      openWay(world, {
        status: 'theory-passed',
        shown: shownAll,
        attempts: [{ number: 1, at: '2026-03-10T00:00:00.000Z', score: 90, passed: true }],
      }),
    act: (ports, world) =>
      recordAssessment(ports)({ certificationId: certificationId(world), points }, director(world)),
  },
  {
    what: 'record-retraining',
    ready: (world) => openWay(world, { status: 'in-training' }),
    act: (ports, world) =>
      recordRetraining(ports)({ certificationId: certificationId(world), evidence: 'PX-1' }, director(world)),
  },
  {
    what: 'record-refresher',
    notYet: true,
    ready: (world) => certify(world),
    act: (ports, world) =>
      recordRefresher(ports)({ number: `SK-${world.name}--K`, hours: 12, evidence: 'JX-1' }, director(world)),
  },
  {
    what: 'record-statutory',
    notYet: true,
    ready: (world) =>
      certify(world, {
        authorisation: 'hv',
        statutory: { certificate: 'electrician-low-voltage', validUntil: '2026-04-01' },
      }),
    act: (ports, world) =>
      recordStatutory(ports)(
        {
          ...{ number: `SK-${world.name}--K`, issuedOn: '2026-03-01' },
          ...{ validUntil: '2029-03-01', evidence: 'DG-1' },
        },
        director(world),
      ),
  },
  {
    what: 'begin-certification',
    outside: true,
    ready: (world) => certify(world),
    act: (ports, { personId }) =>
      beginCertification(ports)({ personId, position: 'MT', kind: 'authorisation', authorisation: 'hv' }, hq),
  },
  {
    what: 'open-certification, of a way that was broken off',
    outside: true,
    ready: (world) =>
      openWay(world, {
        certificationId: `crt_${world.name}-K_MT_L1_20260301`,
        onboardingId: `onb_${world.name}-K_${world.name}-B_MT_20260301`,
        status: 'ended',
        endedAt: '2026-03-02T00:00:00.000Z',
        attempts: [{ number: 1, at: '2026-03-01T00:00:00.000Z', score: 90, passed: true }],
      }),
    act: (ports, world) => openCertification(ports)({ onboardingId: world.onboardingId }),
  },
  {
    what: 'start-exam',
    outside: true,
    ready: (world) => openWay(world, { shown: shownAll }),
    act: (ports, world) =>
      startExam(ports)(
        { certificationId: certificationId(world) },
        callerOf({
          ...{ subject: 'k', role: 'position-holder' as const, personId: world.personId },
          ...{ positions: ['MT'], stationId: world.stationId },
        }),
      ),
  },
  {
    what: 'issue-certificate',
    ready: (world) =>
      openWay(world, {
        status: 'approved',
        shown: shownAll,
        approval: { by: 'hq', at: '2026-03-19T00:00:00.000Z' },
      }),
    act: (ports, world) =>
      issueCertificate({ ...ports, random: () => randomBytes(10) })({
        certificationId: certificationId(world),
      }),
  },
  {
    what: 'grade-paper',
    ready: async (world) => {
      await openWay(world, { shown: shownAll });
      await put(paperOf(world, '2026-03-20T00:00:00.000Z', '2026-03-20T01:00:00.000Z'));
    },
    act: (ports, world) => gradePaper(ports)({ certificationId: certificationId(world), paper: 1 }),
  },
  {
    what: 'grade-paper, of somebody who has moved and begun anew',
    ready: (world) => moved(world, '2026-03-20T01:00:00.000Z'),
    act: (ports, world) => gradePaper(ports)({ certificationId: certificationId(world), paper: 1 }),
  },
  {
    what: 'submit-paper, of somebody who has moved and begun anew',
    // Nobody hands a paper in at the moment at which its way is opened.
    notYet: true,
    ready: (world) => moved(world, '2026-03-20T02:30:00.000Z'),
    act: (ports, world) =>
      submitPaper(ports)(
        { certificationId: certificationId(world), paper: 1, answers: {} },
        callerOf({
          ...{ subject: 'k', role: 'position-holder' as const, personId: world.personId },
          ...{ positions: ['MT'], stationId: world.other },
        }),
      ),
  },
  {
    what: 'watch-certification, of a paper that nobody has graded',
    ready: async (world) => {
      await openWay(world, { shown: shownAll, ...overdueWay });
      await put(paperOf(world, '2026-03-20T00:00:00.000Z', '2026-03-20T01:00:00.000Z'));
    },
    act: (ports, world) =>
      watchCertification(ports)({
        ...{ certificationId: certificationId(world), personId: world.personId, for: 'exams', ...watch },
      }),
  },
  {
    what: 'watch-onboarding',
    act: (ports, { onboardingId: id, personId }) =>
      watchOnboarding(ports)({ onboardingId: id, personId, for: 'steps', ...watch }),
  },
];

/** Calls the function; answers how many calls it made. */
async function call(
  { act }: Case,
  world: World,
  outside: Set<string>,
  death?: Death,
  on = table,
): Promise<number> {
  const dying = dyingCalls(on, death);
  const ports: Ports = {
    ...peoplePorts(dying.table, clock),
    workflows: {
      start: (workflow, name) =>
        dying.call(() => {
          const started = !outside.has(`${workflow} ${name}`);
          outside.add(`${workflow} ${name}`);
          return { started };
        }),
      resume: async () => true,
    },
    publish: (events) =>
      dying.call(() => {
        for (const event of events) outside.add(JSON.stringify(event));
      }),
    random: () => 0.5,
  };
  await act(ports, world);
  return dying.made();
}

describe.runIf(hasEmulator)('A function that dies at any of its calls and is called again', () => {
  test.each(cases)('comes to the same end: $what', async (one) => {
    const begin = async () => {
      const world = await aWorld();
      await one.ready?.(world);
      return { world, outside: new Set<string>() };
    };
    const whole = await begin();
    const untouched = await endOf(whole.world, whole.outside);
    const made = await call(one, whole.world, whole.outside);
    const end = await endOf(whole.world, whole.outside);
    if (one.what !== 'watch-onboarding') expect(end).not.toEqual(untouched);
    expect(whole.outside.size).toBe(one.outside ? 1 : 0);
    for (let at = 1; at <= made; at++)
      for (const when of ['before', 'after'] as const) {
        const { world, outside } = await begin();
        await expect(call(one, world, outside, { at, when })).rejects.toThrow('the function dies');
        await call(one, world, outside);
        expect(await endOf(world, outside), `call ${at}, ${when}`).toEqual(end);
      }
    // Where reads that cost half do not show yet what has happened last.
    const late = { world: await aWorld(), outside: new Set<string>() };
    const lagging = laggingTable(table, partitionsOf(late.world), await itemsOf(late.world));
    await one.ready?.(late.world);
    const called = call(one, late.world, late.outside, undefined, lagging);
    if (one.notYet) {
      await expect(called).rejects.toBeInstanceOf(Failure);
      await call(one, late.world, late.outside);
    } else await called;
    expect(await endOf(late.world, late.outside), 'late').toEqual(end);
    // And once more, without any trouble.
    await call(one, whole.world, whole.outside);
    expect(await endOf(whole.world, whole.outside)).toEqual(end);
  });
});

describe.runIf(hasEmulator)('Two who name one mentor at the same moment', () => {
  test('give nobody a third trainee', async () => {
    const world = await aWorld();
    const mentor = `per_${world.name}-TD`;
    await certify(world, { position: 'TD', level: 'qualified' }, mentor);
    const ports = peoplePorts(table, clock);
    const newcomers = await Promise.all(
      Array.from({ length: 5 }, async (_, i) => {
        const personId = `per_${world.name}-N${i}`;
        const id = onboardingId(personId, world.stationId, 'MT', '2026-03-02');
        await ports.persons.openOnboarding(anOnboarding(world, { onboardingId: id, personId }), changed);
        return id;
      }),
    );
    const named = await Promise.allSettled(
      newcomers.map((id) => nameMentor(ports)({ onboardingId: id, mentor }, hq)),
    );
    const theirs = await Promise.all(newcomers.map((id) => ports.persons.onboarding(id, true)));
    expect(theirs.filter((one) => one?.mentor === mentor).length).toBeLessThanOrEqual(2);
    expect(named.filter(({ status }) => status === 'fulfilled').length).toBeLessThanOrEqual(2);
    // One after the other: two at most, and one more as soon as one of them has been released.
    const outcomes = [];
    for (const id of newcomers)
      outcomes.push(
        await nameMentor(ports)({ onboardingId: id, mentor }, hq).then(
          () => 'named',
          (error: { code?: string }) => error.code,
        ),
      );
    expect(outcomes.filter((outcome) => outcome === 'named')).toHaveLength(2);
    expect(new Set(outcomes)).toEqual(new Set(['named', 'mentor-not-entitled']));
  });
});

describe.runIf(hasEmulator)('That somebody has left', () => {
  test('is told when they are back since another day: only what had begun before is over', async () => {
    const world = await aWorld();
    const { personId, stationId } = world;
    const ports = peoplePorts(table, clock);
    await openWay(world);
    await leftAndBack(world);
    const again = onboardingId(personId, stationId, 'MT', today);
    await ports.persons.openOnboarding(anOnboarding(world, { onboardingId: again, since: today }), changed);
    const told = { detail: { personId, stationId, position: 'MT' } };
    expect(await endWays(ports)(told)).toEqual({ ended: 2 });
    const { onboardings, certifications } = await ports.persons.personFile(personId, true);
    expect(onboardings.map(({ since, status }) => [since, status])).toEqual([
      ['2026-03-02', 'ended'],
      [today, 'open'],
    ]);
    expect(certifications.map(({ status }) => status)).toEqual(['ended']);
    expect(await endWays(ports)(told)).toEqual({ ended: 0 });
  });

  test('again on the day on which they came back counts as well, and so does what is begun in between', async () => {
    const world = await aWorld();
    const { personId, stationId } = world;
    let at = now - 60_000;
    const ports = {
      ...peoplePorts(table, { now: () => ++at }),
      workflows: { start: async () => ({ started: true }), resume: async () => true },
    };
    const seat = { personId, stationId, position: 'MT' };
    const roster = async () => (await ports.network.roster(stationId, true))?.assignments ?? [];
    const leave = () => endEmployment(ports)({ stationId, personId, on: today }, hq);
    const begin = async () => {
      for (const _ of [1, 2]) await startOnboarding(ports)({ detail: { ...seat, since: today } });
    };
    await leave();
    await endWays(ports)({ detail: seat });
    const comes = { name: '王明', phone: '13800000000', login: `login-${personId}` };
    await hirePerson(ports)({ ...seat, since: today, ...comes }, hq);
    await begin();
    for (const _ of [1, 2]) await leave();
    expect((await roster()).filter((one) => one.personId === personId)).toEqual([]);
    await endWays(ports)({ detail: seat });
    const back = hr(world, 'PersonHired', { stationId, position: 'MT' });
    const told = {
      ...back,
      detail: { ...back.detail, occurredAt: '2026-03-20T02:00:01.000Z' },
    } as typeof back;
    await takePersonnelChange({ ...ports, publish: async () => {} })(told);
    await begin();
    const { onboardings } = await ports.persons.personFile(personId, true);
    expect(onboardings.map(({ since, status }) => [since, status])).toEqual([
      ['2026-03-02', 'ended'],
      [today, 'ended'],
      [today, 'open'],
    ]);
  });

  test('leaves those without a mentor whom they were showing the work', async () => {
    const world = await aWorld();
    await mentorLeft(world);
    const ports = peoplePorts(table, clock);
    const before = await ports.persons.onboarding(world.onboardingId, true);
    expect(before).toMatchObject({ mentor: `per_${world.name}-TD`, steps: { mentoring: {} } });
    const { stationId } = world;
    await endWays(ports)({ detail: { personId: `per_${world.name}-TD`, stationId, position: 'TD' } });
    const after = await ports.persons.onboarding(world.onboardingId, true);
    expect([after?.mentor, after?.steps.mentoring, after?.status]).toEqual([undefined, undefined, 'open']);
  });

  test('and is moved out of a position that they do not hold is refused, and changes nothing', async () => {
    const world = await aWorld();
    const { personId, stationId } = world;
    await leftBefore(world);
    const ports = peoplePorts(table, clock);
    const move = { stationId, personId, from: 'MT', toPosition: 'WA', on: today };
    await expect(transferPerson(ports)(move, hq)).rejects.toMatchObject({ code: 'position-not-held' });
    expect((await ports.persons.employment(personId, true))?.holds).toEqual([]);
  });
});

describe.runIf(hasEmulator)('Hours of further training', () => {
  test('only grow, but for what HQ corrects', async () => {
    const world = await aWorld();
    await certify(world);
    const ports = peoplePorts(table, clock);
    const number = `SK-${world.name}--K`;
    const record = async (hours: number, caller = director(world)) => {
      const { body } = await recordRefresher(ports)({ number, hours, evidence: 'JX-1' }, caller);
      return (body as { refresherHours: number }).refresherHours;
    };
    expect([await record(480), await record(48), await record(48, hq), await record(12)]).toEqual([
      480, 480, 48, 48,
    ]);
  });
});
