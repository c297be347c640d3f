import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readCsv, readNetworkCsv, writeCsv } from '../../packages/cli/network-csv.ts';
import { networkFileNames, networkFiles } from '../../packages/domain/network/network-files.ts';
import { readNetwork } from '../../packages/domain/network/read-network.ts';
import { writeNetwork } from '../../packages/domain/network/write-network.ts';
import { anyNetwork, positions } from '../domain/network/any-network.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const header = 'region_code,name_zh,name_en';
const east = { region_code: 'EAST', name_zh: '华东大区', name_en: 'East' };
const readRegions = (text: string) => readCsv('regions', utf8(text));
const wholeFile = (row: number, code: string) => ({
  rows: [],
  problems: [{ file: 'regions', row, column: null, code }],
});

describe('a file as spreadsheets and editors write it', () => {
  test.each([
    ['plain', `${header}\nEAST,华东大区,East\n`],
    ['with a byte order mark', `\uFEFF${header}\nEAST,华东大区,East\n`],
    ['with CRLF', `${header}\r\nEAST,华东大区,East\r\n`],
    ['with the line breaks of an old Mac', `${header}\rEAST,华东大区,East\r`],
    ['without a last line break', `${header}\nEAST,华东大区,East`],
    ['all quoted', '"region_code","name_zh","name_en"\n"EAST","华东大区","East"\n'],
    ['with blanks in the header', ' region_code , name_zh,name_en\nEAST,华东大区,East\n'],
    ['with blank columns at the right', `${header},,\nEAST,华东大区,East,,\n,,,,\n`],
  ])('is read: %s', (_how, text) => {
    expect(readRegions(text)).toEqual({ rows: [{ row: 2, cells: east }], problems: [] });
  });

  test('may have its columns in any order', () => {
    expect(readRegions('name_en,region_code,name_zh\nEast,EAST,华东大区\n').rows).toEqual([
      { row: 2, cells: east },
    ]);
  });

  test('keeps the line of a row behind blank lines and quoted line breaks', () => {
    const text = `${header}\r\n\r\nA1,"一\r\n二\r\n三","a ""b"", c"\r\n\r\n\r\nA2,四,d\r\n , ,\r\n"A3",五,e\r\n`;
    const { rows, problems } = readRegions(text);
    expect(problems).toEqual([]);
    expect(rows.map(({ row, cells }) => [row, cells.region_code])).toEqual([
      [3, 'A1'],
      [8, 'A2'],
      [10, 'A3'],
    ]);
    expect(rows[0]?.cells).toEqual({ region_code: 'A1', name_zh: '一\n二\n三', name_en: 'a "b", c' });
  });

  test('with nothing but a header has no rows and no problem', () => {
    expect(readRegions(header)).toEqual({ rows: [], problems: [] });
  });
});

describe('a file that cannot be read as a whole', () => {
  test('GBK is told from UTF-8 and the line is named', () => {
    // 华东 in GBK.
    const gbk = Uint8Array.of(0xbb, 0xaa, 0xb6, 0xab);
    const bytes = new Uint8Array([...utf8(`${header}\nEAST,`), ...gbk, ...utf8(',East\n')]);
    expect(readCsv('regions', bytes)).toEqual(wholeFile(2, 'not-utf8'));
  });

  test('UTF-16, as "Unicode text" is saved, is told too', () => {
    const bytes = new Uint8Array(Buffer.from(`\uFEFF${header}\n`, 'utf16le'));
    expect(readCsv('regions', bytes)).toEqual(wholeFile(1, 'not-utf8'));
  });

  test('a character cut off at the end is told', () => {
    const bytes = utf8(`${header}\nEAST,华东大区,东`);
    expect(readCsv('regions', bytes.subarray(0, -1))).toEqual(wholeFile(2, 'not-utf8'));
  });

  test.each([
    ['nothing', ''],
    ['a byte order mark', '\uFEFF'],
    ['blank lines', '\n  \n\r\n'],
    ['blank cells', ',,\n,,\n'],
  ])('empty: %s', (_what, text) => {
    expect(readRegions(text)).toEqual(wholeFile(1, 'file-empty'));
  });

  test('no header: the first line is data', () => {
    expect(readRegions('EAST,华东大区,East\n')).toEqual(wholeFile(1, 'header-missing'));
  });

  test('an unclosed quote is reported where it opens, not at the end', () => {
    const text = `${header}\nA1,一,a\n\nA2,"二,b\nA3,三,c\nA4,四,d\n`;
    expect(readRegions(text)).toEqual(wholeFile(4, 'quote-not-closed'));
  });

  test.each([
    ['inside a cell', 'A2,二"号,b'],
    ['with text after it', 'A2,"二"号,b'],
    ['that the next quote closes', 'A2,"二,b\nA3,"三,c"'],
  ])('a misplaced quote is reported with its row: %s', (_where, line) => {
    expect(readRegions(`${header}\nA1,一,a\n${line}\n`)).toEqual(wholeFile(3, 'quote-misplaced'));
  });
});

describe('a header that is not right', () => {
  const codes = (text: string) => readRegions(text).problems.map((p) => `${p.row} ${p.column} ${p.code}`);
  test('a missing column is named', () => {
    expect(codes('region_code,name_zh\nEAST,华东大区\n')).toEqual(['1 name_en column-missing']);
  });
  test('an optional column may be missing', () => {
    expect(readCsv('people', utf8('person_code,station_code,name,phone,hired_on\n')).problems).toEqual([]);
  });
  test('an unknown column is named', () => {
    expect(codes('region_code,name_zh,name_en,名称\nEAST,华东大区,East,x\n')).toEqual([
      '1 名称 column-unknown',
    ]);
  });
  test('a column that stands there twice is named', () => {
    expect(codes('region_code,name_zh,name_en,name_zh\nEAST,华东大区,East,x\n')).toEqual([
      '1 name_zh column-twice',
    ]);
  });
  test('is reported once, by reader and rules together, and takes no station', () => {
    const files = { regions: utf8('region_code,name_zh,name\nEAST,华东大区,East\n') };
    const { rows, problems } = readNetworkCsv(files);
    const read = readNetwork(rows, { positions, regions: [] }, problems);
    expect(read.problems.map((p) => `${p.column} ${p.code}`)).toEqual([
      'name_en column-missing',
      'name column-unknown',
    ]);
    expect(read.regions).toEqual([]);
  });
});

describe('a row with another number of cells than the header', () => {
  test.each([
    ['too few', 'A2,二', '2'],
    ['too many, after a comma without quotes', 'A2,二,b,c', '4'],
  ])('is named and left out, others go on: %s', (_how, line, value) => {
    const { rows, problems } = readRegions(`${header}\nA1,"一\n一",a\n${line}\nA3,三,c\n`);
    expect(problems).toEqual([{ file: 'regions', row: 4, column: null, code: 'wrong-field-count', value }]);
    expect(rows.map((r) => r.cells.region_code)).toEqual(['A1', 'A3']);
  });

  test('leaves its station out, which would otherwise lose what the row says', () => {
    const people =
      'person_code,station_code,name,phone,hired_on,login\nP-1,SD-JN-001,王,小明,19900000001,2020-01-01,\n';
    expect(readCsv('people', utf8(people)).problems).toEqual([
      { file: 'people', row: 2, column: null, code: 'wrong-field-count', value: '7', station: 'SD-JN-001' },
    ]);
  });
});

describe('rows that are written and read again', () => {
  const anyText = fc.string({ unit: fc.constantFrom(...'a,"\n;\t 中😀\u00a0='), maxLength: 12 });

  test('are the same, whatever stands in the cells', () => {
    return fc.assert(
      fc.property(fc.array(fc.tuple(anyText, anyText, anyText), { maxLength: 6 }), (cells) => {
        const texts = cells.map(([a, b, c]) => ({ region_code: `x${a}`, name_zh: b, name_en: c }));
        const csv = writeCsv(
          'regions',
          texts.map((row, i) => ({ row: i + 2, cells: row })),
        );
        const read = readCsv('regions', utf8(csv));
        expect(read.problems).toEqual([]);
        expect(read.rows.map((row) => row.cells)).toEqual(texts);
        const lines = csv.split('\n');
        for (const { row, cells } of read.rows)
          expect(lines[row - 1]?.replace(/^"/, '')).toContain(
            cells.region_code?.split('\n')[0]?.replaceAll('"', '""'),
          );
      }),
      { numRuns: 300 },
    );
  });

  test('carry a whole network from documents to CSV and back without loss', () => {
    return fc.assert(
      fc.property(
        anyNetwork,
        fc.constantFrom('\n', '\r\n'),
        fc.constantFrom('', '\uFEFF'),
        (network, lineBreak, mark) => {
          const rows = writeNetwork(network);
          const files = Object.fromEntries(
            networkFileNames.map((file) => [
              file,
              utf8(mark + writeCsv(file, rows[file]).replaceAll('\n', lineBreak)),
            ]),
          );
          const csv = readNetworkCsv(files);
          expect(csv.problems).toEqual([]);
          expect(readNetwork(csv.rows, { positions, regions: [] }, csv.problems)).toEqual({
            ...network,
            problems: [],
          });
        },
      ),
      { numRuns: 100 },
    );
  });

  test('name row and column of a single corrupted cell, in the line of the file where it stands', () => {
    const spoilt = '不允许的\u0007内容';
    return fc.assert(
      fc.property(anyNetwork, fc.nat(), fc.nat(), (network, r, c) => {
        const rows = writeNetwork(network);
        const all = networkFileNames.flatMap((file) => rows[file].map((row) => ({ file, row })));
        const hit = all[r % all.length];
        if (!hit) return;
        const columns = networkFiles[hit.file].columns;
        const column = columns[c % columns.length]?.name ?? '';
        hit.row.cells[column] = spoilt;
        const text = Object.fromEntries(networkFileNames.map((file) => [file, writeCsv(file, rows[file])]));
        const line = (text[hit.file] ?? '').split('\n').findIndex((l) => l.includes(spoilt)) + 1;
        const csv = readNetworkCsv(
          Object.fromEntries(networkFileNames.map((file) => [file, utf8(text[file] ?? '')])),
        );
        const { problems } = readNetwork(csv.rows, { positions, regions: [] }, csv.problems);
        expect(problems).toContainEqual(expect.objectContaining({ file: hit.file, row: line, column }));
      }),
      { numRuns: 200 },
    );
  });
});
