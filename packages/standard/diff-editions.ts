import { type Edition, fileOfPart, positionPath } from './schema.ts';

/** A figure of one version and of another; null where there is none. */
interface Differs<Value> {
  left: Value | null;
  right: Value | null;
}

/** What two versions of the standard say differently. Staffing, which decides about heads, is told cell by cell. */
export interface EditionDifference {
  /** Heads of the table. */
  cells: ({ position: string; band: string } & Differs<number>)[];
  /** Each figure of a formula: `visitsPerHead`, `share`, … or its `kind`. */
  formulas: ({ position: string; figure: string } & Differs<string | number>)[];
  floors: ({ repairClass: string; position: string } & Differs<number>)[];
  /** Sets of positions in one person's hands, by band; `never` is the list of pairs that no station combines. */
  combinations: { band: string; positions: string[]; left: boolean; right: boolean }[];
  /** Everything else that the staffing standard decides by, such as bands, overlay and days. */
  staffing: ({ path: string } & Differs<string>)[];
  /** Files that differ, with the number of values in them that do. */
  files: { file: string; values: number }[];
}

/** Holds two versions against each other; the same content gives an empty difference. */
export function diffEditions(left: Edition, right: Edition): EditionDifference {
  const [l, r] = [left.staffing, right.staffing];
  const bands = union(
    l.bands.map(({ id }) => id),
    r.bands.map(({ id }) => id),
  );
  const cell = ({ table, bands }: Edition['staffing'], position: string, band: string) =>
    table[position]?.[bands.findIndex(({ id }) => id === band)] ?? null;
  const cells = union(Object.keys(l.table), Object.keys(r.table)).flatMap((position) =>
    bands.map((band) => ({ position, band, left: cell(l, position, band), right: cell(r, position, band) })),
  );
  const formulas = union(Object.keys(l.formulas), Object.keys(r.formulas)).flatMap((position) => {
    const [a, b] = [figures(l.formulas[position]), figures(r.formulas[position])];
    return union(Object.keys(a), Object.keys(b)).map((figure) => ({
      position,
      figure,
      left: a[figure] ?? null,
      right: b[figure] ?? null,
    }));
  });
  const classes = union(Object.keys(l.classes), Object.keys(r.classes)) as (keyof typeof l.classes)[];
  const floors = classes.flatMap((repairClass) => {
    const [a, b] = [l.classes[repairClass]?.floors ?? {}, r.classes[repairClass]?.floors ?? {}];
    return union(Object.keys(a), Object.keys(b)).map((position) => ({
      repairClass,
      position,
      left: a[position] ?? null,
      right: b[position] ?? null,
    }));
  });
  return {
    cells: cells.filter(isOther),
    formulas: formulas.filter(isOther),
    floors: floors.filter(isOther),
    combinations: combinations(l, r).filter(isOther),
    staffing: otherStaffing(l, r),
    files: filesThatDiffer(left, right),
  };
}

const isOther = ({ left, right }: { left: unknown; right: unknown }) => left !== right;
const union = (a: readonly string[], b: readonly string[]) => [...new Set([...a, ...b])];

type Staffing = Edition['staffing'];

/** Figures of a formula without its texts. */
function figures(formula: Staffing['formulas'][string] | undefined): Record<string, string | number> {
  if (!formula) return {};
  const { basis: _basis, origin: _origin, sources: _sources, ...rest } = formula;
  return Object.fromEntries(
    Object.entries(rest).map(([name, value]) => [name, Array.isArray(value) ? value.join('+') : value]),
  );
}

function combinations(l: Staffing, r: Staffing): EditionDifference['combinations'] {
  const sets = ({ combinations: { allowed, never } }: Staffing) => [
    ...Object.entries(allowed).flatMap(([band, all]) => all.map((positions) => ({ band, positions }))),
    ...never.map(({ positions }) => ({ band: 'never', positions })),
  ];
  const nameOf = ({ band, positions }: { band: string; positions: string[] }) =>
    `${band} ${[...positions].sort().join('+')}`;
  const [a, b] = [new Set(sets(l).map(nameOf)), new Set(sets(r).map(nameOf))];
  const all = new Map([...sets(l), ...sets(r)].map((set) => [nameOf(set), set]));
  return [...all].map(([name, set]) => ({ ...set, left: a.has(name), right: b.has(name) }));
}

/** Parts of the staffing standard that are told in lists of their own, and texts, which decide nothing. */
const toldApart = ['table', 'formulas', 'combinations'];
const wordy = /(^|\.)(text|name|note|basis|origin|sources)(\.|\[|$)/;

function otherStaffing(l: Staffing, r: Staffing): EditionDifference['staffing'] {
  const rest = (staffing: Staffing) =>
    Object.fromEntries(Object.entries(staffing).filter(([part]) => !toldApart.includes(part)));
  return valuesThatDiffer(rest(l), rest(r))
    .filter(({ path }) => !wordy.test(path) && !path.includes('.floors.'))
    .map(({ path, left, right }) => ({ path, left: shown(left), right: shown(right) }));
}

const shown = (value: unknown): string | null =>
  value === undefined ? null : typeof value === 'string' ? value : JSON.stringify(value);

function filesThatDiffer(left: Edition, right: Edition): EditionDifference['files'] {
  const sheets = ({ positions }: Edition) =>
    Object.fromEntries(positions.map((position) => [positionPath(position.code), position]));
  const files = (edition: Edition): Record<string, unknown> => ({
    ...Object.fromEntries(
      Object.entries(fileOfPart).map(([part, file]) => [file, edition[part as keyof typeof fileOfPart]]),
    ),
    ...sheets(edition),
  });
  const [a, b] = [files(left), files(right)];
  return union(Object.keys(a), Object.keys(b))
    .map((file) => ({ file, values: valuesThatDiffer(a[file], b[file]).length }))
    .filter(({ values }) => values > 0);
}

interface Value {
  path: string;
  left: unknown;
  right: unknown;
}

/** Every value that is another one, or that only one side has; what has an id is known by it, wherever it stands. */
function valuesThatDiffer(left: unknown, right: unknown, path = ''): Value[] {
  if (left === right) return [];
  const [a, b] = [membersOf(left), membersOf(right)];
  if (!a || !b) return [{ path, left, right }];
  return union(Object.keys(a), Object.keys(b)).flatMap((key) =>
    valuesThatDiffer(a[key], b[key], path === '' ? key : `${path}.${key}`),
  );
}

function membersOf(value: unknown): Record<string, unknown> | null {
  if (value === null || typeof value !== 'object') return null;
  if (!Array.isArray(value)) return value as Record<string, unknown>;
  const nameOf = (one: unknown, at: number) => {
    if (one === null || typeof one !== 'object') return String(at);
    const { id, code, module } = one as Record<string, unknown>;
    const name = [id, code, module].find((known) => typeof known === 'string');
    return name === undefined ? String(at) : String(name);
  };
  return Object.fromEntries(value.map((one, at) => [nameOf(one, at), one]));
}
