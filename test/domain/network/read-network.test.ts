import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { problemTexts } from '../../../packages/domain/network/messages.ts';
import {
  type NetworkFile,
  type NetworkRows,
  networkFileNames,
  networkFiles,
} from '../../../packages/domain/network/network-files.ts';
import { problemMessage, problemPlace } from '../../../packages/domain/network/network-problems.ts';
import { readNetwork } from '../../../packages/domain/network/read-network.ts';
import { writeNetwork } from '../../../packages/domain/network/write-network.ts';
import { anyNetwork, positions } from './any-network.ts';

const known = {
  runningMonth: '2026-11',
  positions,
  regions: ['reg_NORTH'],
};

/** Two stations, A-1 and A-2, without problems; a case changes what it is about. */
function aNetwork() {
  const rows = (list: Record<string, string>[]) => list.map((cells, i) => ({ row: i + 2, cells }));
  const station = (code: string) => ({
    station_code: code,
    name: `济南${code}汽车服务有限公司`,
    region_code: 'EAST',
    province: '山东省',
    city: '济南市',
    repair_class: 'II',
    nev: 'no',
    opened_on: '2015-05-04',
  });
  const person = (code: string, station_code: string, login: string) => ({
    person_code: code,
    station_code,
    name: '王小明',
    phone: '19900001234',
    hired_on: '2020-03-02',
    login,
  });
  const assignment = (station_code: string, person_code: string, position: string) => ({
    station_code,
    person_code,
    position,
    since: '2021-01-01',
    acting: '',
  });
  return {
    regions: rows([{ region_code: 'EAST', name_zh: '华东大区', name_en: 'East' }]),
    stations: rows([station('A-1'), station('A-2')]),
    intake: rows([
      { station_code: 'A-1', month: '2026-10', visits: '310' },
      { station_code: 'A-1', month: '2026-09', visits: '290' },
      { station_code: 'A-2', month: '2026-10', visits: '0' },
    ]),
    people: rows([person('P-1', 'A-1', 'sm.a-1'), person('P-2', 'A-1', ''), person('P-3', 'A-2', 'sm.a-2')]),
    assignments: rows([
      assignment('A-1', 'P-1', 'SM'),
      assignment('A-1', 'P-2', 'MT'),
      assignment('A-2', 'P-3', 'SM'),
      assignment('A-2', 'P-3', 'SVM'),
    ]),
  };
}

type Change = { file: NetworkFile; row: number; column: string; to: string };

function changed({ file, row, column, to }: Change) {
  const network = aNetwork();
  const found = network[file].find((r) => r.row === row);
  if (!found) throw new Error('no such row');
  (found.cells as Record<string, string>)[column] = to;
  return network;
}

const codes = (rows: NetworkRows) => readNetwork(rows, known).stations.map((station) => station.code);
const problemsOf = (rows: NetworkRows) => readNetwork(rows, known).problems;

describe('a network without problems', () => {
  test('becomes whole stations, with intake by month and people by code', () => {
    const { regions, stations, problems } = readNetwork(aNetwork(), known);
    expect(problems).toEqual([]);
    expect(regions).toEqual([{ regionId: 'reg_EAST', name: { zh: '华东大区', en: 'East' } }]);
    expect(stations.map((s) => s.stationId)).toEqual(['stn_A-1', 'stn_A-2']);
    expect(stations[0]).toEqual({
      stationId: 'stn_A-1',
      code: 'A-1',
      name: '济南A-1汽车服务有限公司',
      regionId: 'reg_EAST',
      province: '山东省',
      city: '济南市',
      repairClass: 'II',
      nev: false,
      openedOn: '2015-05-04',
      intake: [
        { month: '2026-09', visits: 290 },
        { month: '2026-10', visits: 310 },
      ],
      people: [
        {
          personId: 'per_P-1',
          code: 'P-1',
          name: '王小明',
          phone: '19900001234',
          hiredOn: '2020-03-02',
          login: 'sm.a-1',
        },
        { personId: 'per_P-2', code: 'P-2', name: '王小明', phone: '19900001234', hiredOn: '2020-03-02' },
      ],
      assignments: [
        { personId: 'per_P-1', position: 'SM', since: '2021-01-01', acting: false },
        { personId: 'per_P-2', position: 'MT', since: '2021-01-01', acting: false },
      ],
    });
  });

  test('gives the same stations whatever the order of its rows', () => {
    const straight = aNetwork();
    const reversed = Object.fromEntries(
      Object.entries(straight).map(([file, rows]) => [file, [...rows].reverse()]),
    );
    expect(readNetwork(reversed, known)).toEqual(readNetwork(straight, known));
  });

  test('may leave out the optional columns', () => {
    const network = aNetwork();
    const without = (name: string) => (row: { row: number; cells: Record<string, string> }) => {
      const { [name]: _left, ...cells } = row.cells;
      return { ...row, cells };
    };
    const rows = {
      ...network,
      people: network.people.map(without('login')),
      assignments: network.assignments.map(without('acting')),
    };
    expect(problemsOf(rows)).toEqual([]);
    expect(codes(rows)).toEqual(['A-1', 'A-2']);
  });

  test('may name a region that is known already', () => {
    const network = aNetwork();
    for (const station of network.stations) station.cells.region_code = 'NORTH';
    expect(problemsOf({ ...network, regions: [] })).toEqual([]);
  });

  test('is read with blanks around the cells, wide ones included', () => {
    expect(codes(changed({ file: 'stations', row: 2, column: 'station_code', to: ' A-1 ' }))).toEqual([
      'A-1',
      'A-2',
    ]);
  });

  test('comes back the same after writing and reading, whatever is in it', () => {
    return fc.assert(
      fc.property(anyNetwork, (network) => {
        expect(readNetwork(writeNetwork(network), { positions, regions: [] })).toEqual({
          ...network,
          problems: [],
        });
      }),
      { numRuns: 150 },
    );
  });
});

describe('a cell that is not allowed', () => {
  const cases: (Change & { code: string })[] = [
    { file: 'stations', row: 2, column: 'name', to: '', code: 'value-missing' },
    { file: 'stations', row: 2, column: 'name', to: '店'.repeat(61), code: 'wrong-value' },
    { file: 'stations', row: 2, column: 'name', to: '顺达\n二店', code: 'wrong-value' },
    { file: 'stations', row: 2, column: 'repair_class', to: 'IV', code: 'wrong-value' },
    { file: 'stations', row: 2, column: 'nev', to: '是', code: 'wrong-value' },
    { file: 'stations', row: 2, column: 'opened_on', to: '2015-02-29', code: 'wrong-value' },
    { file: 'stations', row: 2, column: 'opened_on', to: '2015/2/9', code: 'wrong-value' },
    { file: 'stations', row: 2, column: 'region_code', to: 'WEST', code: 'unknown-region' },
    { file: 'stations', row: 2, column: 'local_floors', to: 'MT 4', code: 'wrong-value' },
    { file: 'stations', row: 2, column: 'local_floors', to: 'MT=0', code: 'wrong-value' },
    { file: 'stations', row: 2, column: 'local_floors', to: 'MT=4 MT=5', code: 'wrong-value' },
    { file: 'stations', row: 2, column: 'local_floors', to: 'XX=4', code: 'unknown-position' },
    { file: 'stations', row: 2, column: 'outsourced', to: 'BT,PT', code: 'wrong-value' },
    { file: 'stations', row: 2, column: 'outsourced', to: 'XX', code: 'unknown-position' },
    { file: 'intake', row: 2, column: 'month', to: '2026-12', code: 'month-not-over' },
    { file: 'intake', row: 2, column: 'month', to: '2026-13', code: 'wrong-value' },
    { file: 'intake', row: 2, column: 'month', to: '2026-9', code: 'wrong-value' },
    { file: 'intake', row: 2, column: 'visits', to: '20001', code: 'wrong-value' },
    { file: 'intake', row: 2, column: 'visits', to: '-1', code: 'wrong-value' },
    { file: 'intake', row: 2, column: 'visits', to: '12.5', code: 'wrong-value' },
    { file: 'people', row: 2, column: 'phone', to: '12900001234', code: 'wrong-personal-value' },
    { file: 'people', row: 2, column: 'phone', to: '1990000123', code: 'wrong-personal-value' },
    { file: 'people', row: 2, column: 'login', to: 'Sm.A', code: 'wrong-personal-value' },
    { file: 'people', row: 2, column: 'hired_on', to: '43831', code: 'wrong-value' },
    { file: 'assignments', row: 2, column: 'acting', to: 'true', code: 'wrong-value' },
    { file: 'assignments', row: 2, column: 'position', to: 'XX', code: 'unknown-position' },
    { file: 'assignments', row: 2, column: 'person_code', to: 'P-9', code: 'unknown-person' },
    { file: 'assignments', row: 2, column: 'person_code', to: 'P-3', code: 'person-of-other-station' },
  ];
  test.each(cases)('$file $column "$to" is $code and leaves only its station out', (change) => {
    const { stations, problems } = readNetwork(changed(change), known);
    expect(problems).toEqual([
      expect.objectContaining({
        file: change.file,
        row: change.row,
        column: change.column,
        code: change.code,
        station: 'A-1',
      }),
    ]);
    expect(stations.map((s) => s.code)).toEqual(['A-2']);
  });

  test('is never repeated where it is data of a person', () => {
    const [problem] = problemsOf(changed({ file: 'people', row: 2, column: 'phone', to: '1380000' }));
    expect(JSON.stringify(problem)).not.toContain('1380000');
  });

  test('is reported together with every other one', () => {
    const network = aNetwork();
    for (const station of network.stations) station.cells.opened_on = 'soon';
    for (const person of network.people) person.cells.phone = '110';
    expect(problemsOf(network)).toHaveLength(5);
    expect(codes(network)).toEqual([]);
  });

  test('names its row and column and touches no other station, wherever it stands', () => {
    const spoilt = '\u0000 not allowed anywhere';
    return fc.assert(
      fc.property(anyNetwork, fc.nat(), fc.nat(), (network, r, c) => {
        const rows = writeNetwork(network);
        const all = networkFileNames.flatMap((file) => rows[file].map((row) => ({ file, row })));
        const hit = all[r % all.length];
        if (!hit) return;
        const columns = networkFiles[hit.file].columns;
        const column = columns[c % columns.length]?.name ?? '';
        const station = hit.row.cells.station_code;
        hit.row.cells[column] = spoilt;
        const read = readNetwork(rows, { positions, regions: [] });
        expect(read.problems).toContainEqual(
          expect.objectContaining({ file: hit.file, row: hit.row.row, column }),
        );
        if (column === 'station_code') return;
        const untouched = network.stations.filter(
          (s) =>
            s.code !== station &&
            (hit.file !== 'regions' || s.regionId !== network.regions[hit.row.row - 2]?.regionId),
        );
        expect(read.stations).toEqual(untouched);
      }),
      { numRuns: 300 },
    );
  });
});

describe('rows that contradict one another', () => {
  const withCopy = (file: NetworkFile, row: number, change: Record<string, string> = {}) => {
    const network: Record<NetworkFile, { row: number; cells: Record<string, string> }[]> = aNetwork();
    const cells = network[file].find((r) => r.row === row)?.cells;
    network[file].push({ row: 99, cells: { ...cells, ...change } });
    return network;
  };

  test.each([
    ['duplicate-station', 'stations', {}, ['A-2']],
    ['duplicate-month', 'intake', {}, ['A-2']],
    ['duplicate-person', 'people', { login: '' }, ['A-2']],
    ['duplicate-person', 'people', { login: '', station_code: 'A-2' }, []],
    ['duplicate-login', 'people', { person_code: 'P-9', station_code: 'A-2' }, []],
    ['duplicate-assignment', 'assignments', {}, ['A-2']],
  ] as const)('%s in %s with %o is reported on each of its rows', (code, file, change, left) => {
    const rows = withCopy(file, 2, change);
    const found = problemsOf(rows).filter((p) => p.code === code);
    expect(found.map((p) => p.row)).toEqual([2, 99]);
    expect(codes(rows)).toEqual(left);
  });

  test('leave out a region that stands there twice, and its stations with it', () => {
    const { regions, stations, problems } = readNetwork(withCopy('regions', 2), known);
    expect(regions).toEqual([]);
    expect(stations).toEqual([]);
    expect(problems.map((p) => p.code)).toEqual([
      'duplicate-region',
      'duplicate-region',
      'region-not-readable',
      'region-not-readable',
    ]);
  });

  test('are found where a row belongs to no station of the file', () => {
    const rows = withCopy('intake', 2, { station_code: 'A-9' });
    expect(problemsOf(rows)).toEqual([
      {
        file: 'intake',
        row: 99,
        column: 'station_code',
        code: 'unknown-station',
        value: 'A-9',
        station: 'A-9',
      },
    ]);
    expect(codes(rows)).toEqual(['A-1', 'A-2']);
  });

  test('an assignment with a misspelt station leaves out the station of its person', () => {
    for (const to of ['A-9', 'a 1']) {
      const rows = changed({ file: 'assignments', row: 2, column: 'station_code', to });
      expect(problemsOf(rows)).toContainEqual(
        expect.objectContaining({ column: 'station_code', station: 'A-1' }),
      );
      expect(codes(rows)).toEqual(['A-2']);
    }
  });

  test('a person with a misspelt station leaves out the station where the person is assigned', () => {
    const rows = changed({ file: 'people', row: 2, column: 'station_code', to: 'a 1' });
    expect(problemsOf(rows).map((p) => p.code)).toEqual(['wrong-value', 'person-not-readable']);
    expect(codes(rows)).toEqual(['A-2']);
  });
});

describe('a station with many people', () => {
  const withPeople = (count: number, logins: number) => {
    const network = aNetwork();
    const [first] = network.people;
    for (let i = network.people.length - 1; i < count; i++)
      network.people.push({
        row: 100 + i,
        cells: { ...first?.cells, person_code: `X-${i}`, login: i < logins + 1 ? `x.${i}00` : '' } as never,
      });
    return network;
  };
  test('is taken with 97 people and logins', () => {
    // 96 people of A-1, one of them with a login.
    expect(problemsOf(withPeople(96, 0))).toEqual([]);
  });
  test('is left out with 98', () => {
    const rows = withPeople(97, 0);
    expect(problemsOf(rows)).toEqual([
      { file: 'stations', row: 2, column: null, code: 'station-too-large', value: '98', station: 'A-1' },
    ]);
    expect(codes(rows)).toEqual(['A-2']);
  });
});

describe('a file whose columns are not the right ones', () => {
  test('reports a missing column once, and takes no station, because every row lacks it', () => {
    const network = aNetwork();
    for (const { cells } of network.people) delete (cells as Record<string, string>).phone;
    const { stations, problems } = readNetwork(network, known);
    expect(problems).toEqual([{ file: 'people', row: 1, column: 'phone', code: 'column-missing' }]);
    expect(stations).toEqual([]);
  });

  test('reports an unknown column once, because a misspelt optional column would be lost', () => {
    const network = aNetwork();
    for (const { cells } of network.people) (cells as Record<string, string>).logins = 'x';
    const { stations, problems } = readNetwork(network, known);
    expect(problems).toEqual([{ file: 'people', row: 1, column: 'logins', code: 'column-unknown' }]);
    expect(stations).toEqual([]);
  });

  test('does not make references into it look wrong', () => {
    const { stations, problems } = readNetwork({ ...aNetwork(), stations: [] }, known, [
      { file: 'stations', row: 1, column: null, code: 'not-utf8' },
    ]);
    expect(problems.map((p) => p.code)).toEqual(['not-utf8']);
    expect(stations).toEqual([]);
  });
});

describe('problems found while the rows were made', () => {
  test('leave out the station they name', () => {
    const earlier = [
      {
        file: 'people' as const,
        row: 4,
        column: null,
        code: 'wrong-field-count',
        value: '5',
        station: 'A-2',
      },
    ];
    const { stations, problems } = readNetwork(aNetwork(), known, earlier);
    expect(problems).toEqual(earlier);
    expect(stations.map((s) => s.code)).toEqual(['A-1']);
  });
});

describe('the sentence of a problem', () => {
  test('says what is wrong and what is allowed, in both languages', () => {
    const problem = { file: 'intake' as const, row: 7, column: 'visits', code: 'wrong-value', value: '1e3' };
    expect(problemMessage(problem, 'zh')).toBe('“1e3”不符合要求;应为0–20000 的整数');
    expect(problemMessage(problem, 'en')).toBe(
      '"1e3" is not allowed; allowed is a whole number from 0 to 20000',
    );
    expect(problemPlace(problem, 'zh')).toBe('intake.csv 第 7 行 visits');
    expect(problemPlace(problem, 'en')).toBe('intake.csv line 7 visits');
  });

  test('leaves no blank unfilled for any code', () => {
    for (const code of Object.keys(problemTexts))
      for (const language of ['zh', 'en'] as const) {
        const text = problemMessage({ file: 'people', row: 2, column: 'phone', code, value: 'X' }, language);
        expect(text).not.toMatch(/[{}]|undefined/);
        expect(/[\u4e00-\u9fff]/.test(text), `${code} ${language}`).toBe(language === 'zh');
      }
  });
});
