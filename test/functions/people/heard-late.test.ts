import { beforeAll, describe, expect, test } from 'vitest';
import { hirePerson } from '../../../functions/roster/hire-person/hire-person.ts';
import { takePersonnelChange } from '../../../functions/roster/take-personnel-change/take-personnel-change.ts';
import type { Table } from '../../../packages/table/table.ts';
import { hq, peoplePorts, withStandard } from '../../support/people-table.ts';
import { aStation } from '../../table/builders.ts';
import { hasEmulator } from '../../table/emulator.ts';

const imported = { changedBy: 'hq', changedAt: '2026-03-01T00:00:00.000Z' };
const clock = { now: () => Date.parse('2026-03-20T02:00:00Z') };

let table: Table;
beforeAll(() =>
  withStandard((made) => {
    table = made;
  }),
);

describe.runIf(hasEmulator)('What HR tells late of somebody who was imported', () => {
  const about = (personId: string, stationId: string) => ({
    detail: {
      ...{ v: 1 as const, eventId: `evt-${personId}`, occurredAt: '2026-03-20T09:00:00+08:00' },
      ...{ personId, stationId, on: '2026-03-20' },
    },
  });
  const holders = async (stationId: string) =>
    (await peoplePorts(table, clock).network.roster(stationId, true))?.assignments.map(
      ({ personId, position }) => `${personId} ${position}`,
    );

  test('counts although somebody else was hired meanwhile, and not against an import that is newer', async () => {
    const ports = { ...peoplePorts(table, clock), publish: async () => undefined };
    const take = takePersonnelChange(ports);
    const { stationId, ...document } = aStation('LATE-1');
    await ports.network.saveStation({ stationId, ...document }, '1', imported);
    await hirePerson(ports)({ stationId, personId: 'per_NEW', position: 'GA', since: '2026-03-20' }, hq);
    await take({ 'detail-type': 'PersonLeft', ...about('per_LATE-1-2', stationId) } as never);
    expect(await holders(stationId)).toEqual(['per_LATE-1-1 SM', 'per_NEW GA']);

    const newer = { ...imported, changedAt: '2026-03-20T01:30:00.000Z' };
    await ports.network.saveStation({ stationId, ...document }, '2', newer);
    await take({ 'detail-type': 'PersonLeft', ...about('per_LATE-1-1', stationId) } as never);
    expect(await holders(stationId)).toContain('per_LATE-1-1 SM');
  });
});
