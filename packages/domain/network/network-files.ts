/**
 * A network arrives as five files. Each has a header row; a row is kept as text until the rules have read it.
 * The order of the files is the order in which they are reported.
 */
export const networkFileNames = ['regions', 'stations', 'intake', 'people', 'assignments'] as const;
export type NetworkFile = (typeof networkFileNames)[number];
/** What is imported after the network: certificates that its people hold already. */
export type ImportFile = NetworkFile | 'certificates';

/** What a cell may hold; `read-cells.ts` checks it and `messages.ts` says it to people. */
export type CellFormat =
  | 'code'
  | 'name'
  | 'position'
  | 'positions'
  | 'floors'
  | 'repair-class'
  | 'yes-no'
  | 'date'
  | 'month'
  | 'visits'
  | 'phone'
  | 'login'
  | 'level'
  | 'paper-number'
  | 'edition'
  | 'reference';

export interface NetworkColumn {
  name: string;
  /** A required column stands in the header and its cells are filled; any other may be left out or empty. */
  required: boolean;
  format: CellFormat;
  /** Data of a person: a problem names the cell but never repeats its value. */
  personal: boolean;
}

const column = (
  name: string,
  format: CellFormat,
  options: { required?: boolean; personal?: boolean } = {},
) => ({
  name,
  format,
  required: options.required ?? true,
  personal: options.personal ?? false,
});

export const networkFiles: Record<ImportFile, { columns: NetworkColumn[] }> = {
  regions: {
    columns: [column('region_code', 'code'), column('name_zh', 'name'), column('name_en', 'name')],
  },
  stations: {
    columns: [
      column('station_code', 'code'),
      column('name', 'name'),
      column('region_code', 'code'),
      column('province', 'name'),
      column('city', 'name'),
      column('repair_class', 'repair-class'),
      column('nev', 'yes-no'),
      column('opened_on', 'date'),
      column('local_floors', 'floors', { required: false }),
      column('outsourced', 'positions', { required: false }),
    ],
  },
  intake: {
    columns: [column('station_code', 'code'), column('month', 'month'), column('visits', 'visits')],
  },
  people: {
    columns: [
      column('person_code', 'code'),
      column('station_code', 'code'),
      column('name', 'name', { personal: true }),
      column('phone', 'phone', { personal: true }),
      column('hired_on', 'date'),
      column('login', 'login', { required: false, personal: true }),
    ],
  },
  assignments: {
    columns: [
      column('station_code', 'code'),
      column('person_code', 'code'),
      column('position', 'position'),
      column('since', 'date'),
      column('acting', 'yes-no', { required: false }),
    ],
  },
  certificates: {
    columns: [
      column('station_code', 'code'),
      column('person_code', 'code'),
      column('position', 'position'),
      column('level', 'level'),
      column('authorisation', 'level', { required: false }),
      column('number', 'paper-number', { required: false }),
      column('edition', 'edition', { required: false }),
      column('issued_on', 'date', { required: false }),
      column('valid_from', 'date'),
      column('valid_until', 'date'),
      column('practical_on', 'date', { required: false }),
      column('statutory_issued_on', 'date', { required: false }),
      column('statutory_valid_until', 'date', { required: false }),
      column('evidence', 'reference'),
    ],
  },
};

/** One row of a file: `row` is the line it starts on (the header is line 1), `cells` its text by column name. */
export interface Row {
  row: number;
  cells: Record<string, string>;
}

export type NetworkRows = Partial<Record<NetworkFile, Row[] | undefined>>;
