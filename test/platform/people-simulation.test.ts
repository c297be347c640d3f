import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { localDate } from '../../packages/domain/calendar.ts';
import { type PeoplePlayed, playPeople } from '../../packages/simulator/play-people.ts';
import { loadBanks } from '../../packages/standard/load-bank.ts';
import { loadEdition } from '../../packages/standard/load-edition.ts';
import type { RosterItem, SubjectItem } from '../../packages/table/items.ts';
import type {
  CertificateItem,
  CertificationItem,
  EmploymentItem,
  HandOverItem,
  OnboardingItem,
} from '../../packages/table/people-items.ts';
import { connectTable } from '../../packages/table/table.ts';
import { demand, type RunningPlatform, runPlatform } from '../support/running-platform.ts';

/**
 * Half a year of hires as people live it, over the movable clock: steps and modules in one go or two, exams that are
 * failed and taken again, practicals that miss a safety step, moves to another station, people who leave. What has come
 * of it is held against rules that are written here once more. SIMULATED_STATIONS=100 makes it a larger network.
 */
const stations = Number(process.env.SIMULATED_STATIONS ?? 16);
const seed = 11;
const day = 86_400_000;
const edition = loadEdition('edition-1');
const banks = new Map(loadBanks(edition).map((bank) => [bank.position, bank]));

let running: RunningPlatform;
const totals: Record<string, number> = {};
let problems: PeoplePlayed['problems'] = [];
let items: { type: string }[];
const of = <T>(type: string) => items.filter((item) => item.type === type) as T[];

beforeAll(async () => {
  running = await runPlatform();
  await running.publishEdition();
  for (const [position, content] of banks)
    demand(await running.call('hq', 'PUT', `/v1/positions/${position}/bank`, { content }), 200, 201);
  const ids = await running.importSample(stations, seed);
  await running.platform.idle();
  for (let turn = 0; turn < 24; turn++) {
    const played = await playPeople({
      apiUrl: running.addresses.apiUrl,
      seed,
      concurrency: 4,
      tokenFor: running.token,
      hqLogin: 'hq',
      auditorLogin: 'auditor',
      stations: ids,
      today: localDate(running.platform.clock.now()),
      learnt(position, { id }) {
        const question = banks.get(position)?.questions.find((known) => known.id === id);
        return (question?.answer ?? []).flatMap((place) => question?.options[place]?.zh ?? []);
      },
    });
    for (const [name, count] of Object.entries(played))
      if (typeof count === 'number') totals[name] = (totals[name] ?? 0) + count;
    problems = [...problems, ...played.problems];
    await running.platform.idle();
    running.platform.clock.advance(8 * day);
    await running.platform.idle();
  }
  const table = connectTable(running.platform.outputs.TableName ?? '');
  items = [];
  let start: Record<string, unknown> | undefined;
  do {
    const page = await table.client.send(
      new ScanCommand({ TableName: table.name, ...(start ? { ExclusiveStartKey: start } : {}) }),
    );
    items.push(...((page.Items ?? []) as { type: string }[]));
    start = page.LastEvaluatedKey;
  } while (start);
}, 900_000);
afterAll(() => running.end());

describe('Half a year of people', () => {
  test('has everything in it that people do, and nothing went wrong', () => {
    expect(problems).toEqual([]);
    for (const name of [
      'hired',
      'recorded',
      'examsPassed',
      'examsFailed',
      'practicalsPassed',
      'practicalsFailed',
    ])
      expect(totals[name], name).toBeGreaterThan(0);
    for (const name of ['approved', 'transferred', 'left', 'handedOver'])
      expect(totals[name], name).toBeGreaterThan(0);
  });

  test('has one onboarding per person, station and position', () => {
    const keys = of<OnboardingItem>('onboarding').map(
      (one) => `${one.personId} ${one.stationId} ${one.position}`,
    );
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys.length).toBe((totals.hired ?? 0) + (totals.transferred ?? 0));
  });

  test('has nobody at two stations, and rosters, heads and access say the same', () => {
    const where = new Map<string, Set<string>>();
    for (const { stationId, assignments } of of<RosterItem>('roster'))
      for (const { personId } of assignments)
        where.set(personId, (where.get(personId) ?? new Set()).add(stationId));
    for (const [personId, places] of where) expect(places.size, personId).toBe(1);
    for (const { personId, holds } of of<EmploymentItem>('employment')) {
      const [hold] = holds;
      expect([...(where.get(personId) ?? [])]).toEqual(hold ? [hold.stationId] : []);
      const subject = of<SubjectItem>('subject').find((one) => one.personId === personId);
      expect(subject?.stationId).toBe(hold?.stationId);
    }
    for (const station of items.filter(({ type }) => type === 'station') as unknown as {
      stationId: string;
      heads: Record<string, number>;
    }[]) {
      const roster = of<RosterItem>('roster').find(({ stationId }) => stationId === station.stationId);
      for (const [position, heads] of Object.entries(station.heads))
        expect(roster?.assignments.filter((one) => one.position === position).length, position).toBe(heads);
    }
  });

  test('has no certificate without passed theory, passed practical and the approval of another person', () => {
    const certificates = of<CertificateItem>('certificate');
    expect(certificates.length).toBe(totals.approved);
    for (const certificate of certificates) {
      const way = of<CertificationItem>('certification').find(
        ({ certificationId }) => certificationId === certificate.certificationId,
      );
      if (!way) throw new Error(`no way leads to ${certificate.number}`);
      const sheet = edition.positions.find(({ code }) => code === way.position);
      const since = way.retrainedAt ?? '';
      const theory = way.attempts.filter(
        ({ at, score }) => at > since && score >= (sheet?.certification.theoryPass ?? 100),
      );
      const practical = way.assessments.filter(
        ({ at, score, failedSafety }) =>
          at > since && failedSafety.length === 0 && score >= (sheet?.certification.practicalPass ?? 100),
      );
      expect([theory.length > 0, practical.length > 0]).toEqual([true, true]);
      const people = [way.personId, ...practical.map(({ by }) => by)];
      expect(people).not.toContain(way.approval?.by);
      expect(practical.map(({ by }) => by)).not.toContain(way.personId);
    }
  });

  test('leaves nothing open for those who have left, and everybody else on their way or released', () => {
    const gone = new Set(
      of<EmploymentItem>('employment')
        .filter(({ holds }) => holds.length === 0)
        .map((one) => one.personId),
    );
    for (const { personId, status } of of<OnboardingItem>('onboarding'))
      if (gone.has(personId)) expect(['released', 'ended']).toContain(status);
    for (const { personId, status } of of<CertificationItem>('certification'))
      if (gone.has(personId)) expect(['certified', 'ended']).toContain(status);
    for (const { status } of of<HandOverItem>('hand-over')) expect(status).toBe('done');
    for (const { status, stationId } of of<OnboardingItem>('onboarding'))
      expect([status, stationId.startsWith('stn_')]).toEqual([
        expect.stringMatching(/open|certifying|released|ended/),
        true,
      ]);
  });
});
