import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, describe, expect, test } from 'vitest';
import { gradePaper } from '../../../functions/certification/grade-paper/grade-paper.ts';
import { openCertification } from '../../../functions/certification/open-certification/open-certification.ts';
import { saveAnswers } from '../../../functions/certification/save-answers/save-answers.ts';
import { startExam } from '../../../functions/certification/start-exam/start-exam.ts';
import { submitPaper } from '../../../functions/certification/submit-paper/submit-paper.ts';
import { watchCertification } from '../../../functions/certification/watch-certification/watch-certification.ts';
import { endWays } from '../../../functions/onboarding/end-ways/end-ways.ts';
import { onboardingId } from '../../../packages/domain/ids.ts';
import { loadBank } from '../../../packages/standard/load-bank.ts';
import { loadEdition } from '../../../packages/standard/load-edition.ts';
import { keys } from '../../../packages/table/keys.ts';
import type { ExamStore } from '../../../packages/table/stores/exam-store.ts';
import type { Table } from '../../../packages/table/table.ts';
import { dyingCalls } from '../../support/dying-calls.ts';
import { aCertification } from '../../support/paths.ts';
import { callerOf, peoplePorts, withStandard } from '../../support/people-table.ts';
import { hasEmulator } from '../../table/emulator.ts';

/*
 * Somebody begins a paper, moves to another station while writing it, and goes on there. Whatever comes first of its
 * end, the end of the old way and the beginning of the new one, and however often: the paper counts once.
 */
const minute = 60_000;
const begun = Date.parse('2026-03-20T02:00:00.000Z');
const changed = { changedBy: 'hq', changedAt: '2026-03-01T00:00:00.000Z' };
const shown = {
  education: { by: 'hq', at: changed.changedAt, evidence: 'ZJ' },
  experience: { by: 'hq', at: changed.changedAt, evidence: 'ZJ' },
};
const question = loadBank('MT', loadEdition('edition-1')).questions[0];
if (!question) throw new RangeError('the bank is empty');
const right = { [question.id]: question.answer };

let table: Table;
beforeAll(() =>
  withStandard((made) => {
    table = made;
  }),
);

/** A clock that stands until it is moved, and everything over one table. */
function portsAt(now: number, over = table) {
  const clock = { now: () => now };
  const ports = peoplePorts(over, clock);
  return {
    ...ports,
    workflows: { start: async () => ({ started: true }), resume: async () => true },
    random: () => 0.5,
  };
}
type Ports = ReturnType<typeof portsAt>;

let people = 0;
/** A mechanic whose paper runs at station A while the roster knows them at station B already. */
async function aMove(saved: object) {
  const name = `V${String(++people).padStart(4, '0')}`;
  const personId = `per_${name}`;
  const { persons } = portsAt(begun);
  const at = (station: string, since: string) => ({
    personId,
    stationId: `stn_${name}-${station}`,
    regionId: 'reg_SD',
    onboardingId: onboardingId(personId, `stn_${name}-${station}`, 'MT', since),
  });
  const before = { ...at('A', '2026-03-02'), certificationId: `crt_${name}_MT_L1_20260302` };
  const after = { ...at('B', '2026-03-20'), certificationId: `crt_${name}_MT_L1_20260320` };
  await persons.openCertification(aCertification({ ...before, shown }), false, changed);
  await persons.openOnboarding(
    {
      ...at('B', '2026-03-20'),
      ...{ position: 'MT', edition: '1', status: 'open', since: '2026-03-20', startedAt: changed.changedAt },
      ...{ steps: {}, hours: {}, credited: [], revision: 1 },
    },
    changed,
  );
  await table.client.send(
    new PutCommand({
      TableName: table.name,
      Item: {
        ...keys.paper(before.certificationId, 1),
        ...{ type: 'paper', v: 1, certificationId: before.certificationId, number: 1, position: 'MT' },
        ...{ bank: 1, drawn: [{ id: question?.id, order: [0, 1, 2, 3] }], answers: saved },
        startedAt: new Date(begun).toISOString(),
        endsAt: new Date(begun + 60 * minute).toISOString(),
      },
    }),
  );
  const self = callerOf({
    ...{ subject: name, role: 'position-holder', positions: ['MT'] },
    ...{ personId, stationId: after.stationId },
  });
  return { personId, before, after, self };
}
type Move = Awaited<ReturnType<typeof aMove>>;

type Act = (ports: Ports, move: Move) => Promise<unknown>;
const end: Act = (ports, { before: { personId, stationId } }) =>
  endWays(ports)({ detail: { personId, stationId, position: 'MT' } });
const open: Act = (ports, { after }) => openCertification(ports)({ onboardingId: after.onboardingId });
const handIn: Act = (ports, { before: { certificationId }, self }) =>
  submitPaper(ports)({ certificationId, paper: 1, answers: right }, self);
const grade: Act = (ports, { before: { certificationId } }) =>
  gradePaper(ports)({ certificationId, paper: 1 });
const look: Act = (ports, { personId, after: { certificationId } }) =>
  watchCertification(ports)({
    ...{ certificationId, personId, for: 'exams', since: '2026-03-20T02:00:00.000Z' },
  });

const ordersOf = <T>(all: readonly T[]): T[][] =>
  all.length < 2
    ? [[...all]]
    : all.flatMap((one, i) => ordersOf(all.toSpliced(i, 1)).map((o) => [one, ...o]));
const inTime = begun + 20 * minute;
const afterwards = begun + 61 * minute;
const waysOf = async ({ before, after }: Move) => {
  const { persons } = portsAt(begun);
  const [old, own] = await Promise.all(
    [before, after].map(({ certificationId }) => persons.certification(certificationId, true)),
  );
  return { old, own };
};

describe.runIf(hasEmulator)('A paper that is being written while the person moves', () => {
  test.each([
    { how: 'handed in', now: inTime, last: handIn, saved: {} },
    { how: 'never handed in, and graded at its end', now: afterwards, last: grade, saved: right },
  ])('counts once on the new way in every order: $how', async ({ now, last, saved }) => {
    const acts = { end, open, last };
    for (const order of ordersOf(['end', 'open', 'last'] as const))
      for (const repeated of [[], order, order.toReversed()]) {
        const move = await aMove(saved);
        const what = [...order, ...repeated].join(', ');
        for (const act of [...order, ...repeated]) await acts[act](portsAt(now), move);
        // The workflow of the paper comes in any case.
        await grade(portsAt(afterwards), move);
        const { old, own } = await waysOf(move);
        expect(old?.status, what).toBe('ended');
        expect(own?.status, what).toBe('theory-passed');
        expect(own?.attempts, what).toMatchObject([{ number: 1, score: 100, passed: true }]);
      }
  });

  test('counts as failed too, and the next try bears the next number', async () => {
    const move = await aMove({});
    await end(portsAt(inTime), move);
    await open(portsAt(inTime), move);
    const again = (now: number) =>
      startExam(portsAt(now))({ certificationId: move.after.certificationId }, move.self);
    await expect(again(inTime)).rejects.toMatchObject({
      code: 'paper-not-submitted',
      details: { certificationId: move.before.certificationId, number: 1 },
    });
    await grade(portsAt(afterwards), move);
    expect((await waysOf(move)).own).toMatchObject({ status: 'candidate', attempts: [{ passed: false }] });
    await expect(again(afterwards)).rejects.toMatchObject({ details: { reason: 'too-soon' } });
    const later = await again(begun + 20 * 24 * 60 * minute);
    expect(later).toMatchObject({ status: 201, body: { number: 2 } });
  });

  test('is answered where it was begun, and no new one is begun there', async () => {
    const move = await aMove({});
    const { certificationId } = move.before;
    const seen: object[] = [];
    const strict = {
      ...move.self,
      allow: (place: object) => {
        seen.push(place);
      },
    };
    const ports = portsAt(inTime);
    await saveAnswers(ports)({ certificationId, paper: 1, answers: right }, strict);
    // The person's own place, and not the station that they have left.
    expect(seen).toEqual([{ stationId: move.after.stationId }]);
    const running = await startExam(ports)({ certificationId }, strict);
    expect(running).toMatchObject({ status: 200, body: { number: 1 } });
    await handIn(ports, move);
    await expect(startExam(ports)({ certificationId }, strict)).rejects.toMatchObject({
      code: 'certification-not-found',
    });
  });

  test('counts where it is graded in the very moment in which the new way is opened', async () => {
    const move = await aMove(right);
    await end(portsAt(afterwards), move);
    const ports = portsAt(afterwards);
    const exams: ExamStore = {
      ...ports.exams,
      async papers(id) {
        const found = await ports.exams.papers(id);
        await grade(portsAt(afterwards), move);
        return found;
      },
    };
    await open({ ...ports, exams }, move);
    expect((await waysOf(move)).own).toMatchObject({ status: 'theory-passed', attempts: [{ number: 1 }] });
  });

  test('counts by the look at the new way where nothing else has graded it', async () => {
    const move = await aMove(right);
    await end(portsAt(inTime), move);
    await open(portsAt(inTime), move);
    await look(portsAt(inTime), move);
    expect((await waysOf(move)).own).toMatchObject({ status: 'candidate', attempts: [] });
    await look(portsAt(afterwards), move);
    expect((await waysOf(move)).own).toMatchObject({ status: 'theory-passed', attempts: [{ number: 1 }] });
  });

  test.each([
    ['open', 'grade'],
    ['grade', 'open'],
  ])('counts once where what comes first dies at any of its calls: %s, then %s', async (first, second) => {
    const acts: Record<string, Act> = { open, grade };
    for (let at = 1; ; at++) {
      const move = await aMove(right);
      await end(portsAt(afterwards), move);
      const dying = dyingCalls(table, { at, when: at % 2 === 0 ? 'before' : 'after' });
      const died = await acts[first]?.(portsAt(afterwards, dying.table), move).then(
        () => false,
        () => true,
      );
      for (const name of [second, first]) await acts[name]?.(portsAt(afterwards), move);
      expect((await waysOf(move)).own, `call ${at}`).toMatchObject({
        ...{ status: 'theory-passed', attempts: [{ number: 1 }] },
      });
      if (!died) break;
    }
  });

  test.each([
    ['grade', 'open'],
    ['open', 'grade'],
  ])('follows a person who moves twice: %s, then %s', async (...order) => {
    const move = await aMove(right);
    await end(portsAt(inTime), move);
    await open(portsAt(inTime), move);
    const { own } = await waysOf(move);
    if (!own) throw new RangeError('no way');
    const ended = { ...own, status: 'ended' as const, endedAt: '2026-03-20T02:40:00.000Z', revision: 2 };
    const { persons } = portsAt(begun);
    await persons.advanceCertification(ended, ['end'], false, changed);
    const stationId = `${move.after.stationId}-C`;
    const third = onboardingId(move.personId, stationId, 'MT', '2026-03-21');
    await persons.openOnboarding(
      {
        ...{ onboardingId: third, personId: move.personId, stationId, regionId: 'reg_SD', position: 'MT' },
        ...{ edition: '1', status: 'open', since: '2026-03-21', startedAt: changed.changedAt },
        ...{ steps: {}, hours: {}, credited: [], revision: 1 },
      },
      changed,
    );
    for (const act of order)
      if (act === 'grade') await grade(portsAt(afterwards), move);
      else await openCertification(portsAt(inTime))({ onboardingId: third });
    const last = await persons.certification(`crt_${move.personId.slice(4)}_MT_L1_20260321`, true);
    expect(last).toMatchObject({ status: 'theory-passed', attempts: [{ number: 1, passed: true }] });
  });
});
