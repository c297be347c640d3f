import { beforeAll, describe, expect, test } from 'vitest';
import { output } from '../../../functions/certification/show-exam-results/schema.ts';
import { showExamResults } from '../../../functions/certification/show-exam-results/show-exam-results.ts';
import type { Subject } from '../../../packages/domain/access/may.ts';
import type { Table } from '../../../packages/table/table.ts';
import { callerOf, hq, peoplePorts, withStandard } from '../../support/people-table.ts';
import { hasEmulator } from '../../table/emulator.ts';

let table: Table;
beforeAll(() =>
  withStandard((made) => {
    table = made;
  }),
);

const holder = (...positions: string[]): Subject => ({
  ...{ subject: 'td', role: 'position-holder', personId: 'per_TD', stationId: 'stn_A-1', positions },
});

describe.runIf(hasEmulator)('How questions are answered', () => {
  const see = (subject: Subject | null) => {
    const ports = peoplePorts(table, { now: () => 0 });
    return showExamResults(ports)({ position: 'MT' }, subject ? callerOf(subject) : hq);
  };

  test('is there for HQ and for the technical director, who is not told why an answer is right', async () => {
    const forHq = output[200].parse((await see(null)).body);
    const forDirector = output[200].parse((await see(holder('TD'))).body);
    expect(forDirector.questions.map(({ id }) => id)).toEqual(forHq.questions.map(({ id }) => id));
    expect(forDirector.questions.filter(({ why }) => why !== undefined)).toEqual([]);
  });

  test('is hidden from everybody else of a station, and nobody looks into the own exam', async () => {
    await expect(see(holder('MT'))).rejects.toMatchObject({ code: 'bank-not-found' });
    await expect(see(holder('MT', 'TD'))).rejects.toMatchObject({ code: 'not-permitted' });
  });
});
