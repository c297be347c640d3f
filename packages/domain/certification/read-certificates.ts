import { personId, stationId } from '../ids.ts';
import type { Row } from '../network/network-files.ts';
import { concernsWholeFile, type ImportProblem, sortProblems } from '../network/network-problems.ts';
import { type ReadRow, readCells, repeatedRows } from '../network/read-cells.ts';
import type { TakeOverInput } from './take-over.ts';

/** A transaction holds a hundred actions, and a certificate with its number is two. */
export const certificatesAtOnce = 50;

/** A row of `certificates.csv` that is right by itself. */
export interface CertificateRow {
  row: number;
  /** Code of the station, as it stands there. */
  station: string;
  stationId: string;
  person: string;
  personId: string;
  edition?: string;
  certificate: TakeOverInput;
}

/**
 * Reads the rows of certificates that people hold already. A row with a problem is left out and all others go on; a
 * problem that concerns the whole file leaves all out. Of rows that say the same certificate twice nothing tells which is
 * meant, so that each is reported.
 */
export function readCertificates(
  rows: readonly Row[],
  earlier: readonly ImportProblem[] = [],
): { rows: CertificateRow[]; problems: ImportProblem[] } {
  const read = readCells('certificates', rows);
  const problems = [...earlier, ...read.problems];
  problems.push(
    ...repeated(read.rows, 'position', 'duplicate-certificate', ({ cells }) =>
      cells.person_code && cells.position && cells.level && cells.valid_from
        ? [cells.person_code, cells.position, cells.authorisation ?? cells.level, cells.valid_from].join(' ')
        : undefined,
    ),
    ...repeated(read.rows, 'number', 'duplicate-number', ({ cells }) => cells.number),
  );
  const bad = new Set(problems.map(({ row }) => row));
  const readable = problems.some(concernsWholeFile) ? [] : read.rows.filter(({ row }) => !bad.has(row));
  return { rows: readable.map(rowOf), problems: sortProblems(problems) };
}

function repeated(
  rows: readonly ReadRow[],
  column: string,
  code: string,
  keyOf: (row: ReadRow) => string | undefined,
): ImportProblem[] {
  return repeatedRows(rows, keyOf).map(({ row, cells }) => ({
    ...{ file: 'certificates' as const, row, column, code, value: cells[column] ?? '' },
    ...(cells.station_code === undefined ? {} : { station: cells.station_code }),
  }));
}

function rowOf({ row, cells }: ReadRow): CertificateRow {
  const cell = (name: string): string => {
    const text = cells[name];
    if (text === undefined) throw new Error(`A row without ${name} passed the checks`);
    return text;
  };
  const { authorisation, number, edition, issued_on: issuedOn, practical_on: practicalOn } = cells;
  const { statutory_issued_on: issued, statutory_valid_until: until } = cells;
  return {
    row,
    station: cell('station_code'),
    stationId: stationId(cell('station_code')),
    person: cell('person_code'),
    personId: personId(cell('person_code')),
    ...(edition === undefined ? {} : { edition }),
    certificate: {
      position: cell('position'),
      level: cell('level'),
      authorisation,
      number,
      issuedOn,
      validFrom: cell('valid_from'),
      validUntil: cell('valid_until'),
      practicalOn,
      evidence: cell('evidence'),
      ...(issued === undefined && until === undefined
        ? {}
        : { statutory: { issuedOn: issued, validUntil: until } }),
    },
  };
}

/** Field of a certificate → its column in the file. */
export const columnOfField: Readonly<Record<string, string>> = {
  position: 'position',
  level: 'level',
  authorisation: 'authorisation',
  issuedOn: 'issued_on',
  validFrom: 'valid_from',
  validUntil: 'valid_until',
  practicalOn: 'practical_on',
  statutory: 'statutory_issued_on',
  'statutory.issuedOn': 'statutory_issued_on',
  'statutory.validUntil': 'statutory_valid_until',
};
