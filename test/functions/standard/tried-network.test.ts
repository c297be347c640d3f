import { beforeAll, describe, expect, test } from 'vitest';
import { endEmployment } from '../../../functions/roster/end-employment/end-employment.ts';
import { hirePerson } from '../../../functions/roster/hire-person/hire-person.ts';
import { everyStation } from '../../../functions/standard/tried-network.ts';
import { whatIf } from '../../../packages/domain/staffing/what-if.ts';
import { certificationDemands } from '../../../packages/standard/certification-demands.ts';
import { loadEdition } from '../../../packages/standard/load-edition.ts';
import type { Table } from '../../../packages/table/table.ts';
import { rulesOfEdition1 } from '../../support/edition.ts';
import { hq, peoplePorts, withStandard } from '../../support/people-table.ts';
import { aStation } from '../../table/builders.ts';
import { hasEmulator } from '../../table/emulator.ts';

const changed = { changedBy: 'hq', changedAt: '2026-03-01T00:00:00.000Z' };
const today = '2026-03-20';
const clock = { now: () => Date.parse(`${today}T02:00:00Z`) };
const now = {
  staffing: rulesOfEdition1.staffing,
  certification: certificationDemands(loadEdition('edition-1')),
};

let table: Table;
beforeAll(() =>
  withStandard((made) => {
    table = made;
  }),
);

/** Position → heads that are missing in the whole network. */
async function missing(): Promise<Record<string, number>> {
  const stations = await everyStation(peoplePorts(table, clock).network);
  const { byPosition } = whatIf(now, now, stations.values());
  return Object.fromEntries(byPosition.map(({ position, before }) => [position, before]));
}

describe.runIf(hasEmulator)('A standard that is tried on the network', () => {
  test('counts a seat as vacant that somebody only acts in, until it is filled and after it was left', async () => {
    const ports = peoplePorts(table, clock);
    const { stationId, people, assignments, ...facts } = aStation('TR-1');
    const [master] = assignments;
    const acts = { personId: 'per_TR-1-2', position: 'GA', since: '2026-03-02', acting: true };
    const document = { stationId, people, ...facts, assignments: [master as typeof acts, acts] };
    await ports.network.saveStation(document, '1', changed);
    expect(await missing()).toMatchObject({ GA: 1 });

    await hirePerson(ports)({ stationId, personId: 'per_TR-3', position: 'GA', since: today }, hq);
    expect(await missing()).not.toHaveProperty('GA');
    await endEmployment(ports)({ stationId, personId: acts.personId, on: today }, hq);
    expect(await missing()).not.toHaveProperty('GA');
    expect(await ports.network.station(stationId)).not.toHaveProperty('acting');
    await endEmployment(ports)({ stationId, personId: 'per_TR-3', on: today }, hq);
    expect(await missing()).toMatchObject({ GA: 1 });
  });
});
