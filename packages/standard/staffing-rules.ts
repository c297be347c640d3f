import type { CrossRule } from './cross-rule.ts';
import { type Edition, fileOfPart } from './schema.ts';

const file = fileOfPart.staffing;

/** Codes that a record lacks, and codes in it that are no position. */
function difference(
  edition: Edition,
  record: Record<string, unknown>,
): { missing: string[]; surplus: string[] } {
  const codes = edition.positions.map((position) => position.code);
  return {
    missing: codes.filter((code) => !(code in record)),
    surplus: Object.keys(record).filter((code) => !codes.includes(code)),
  };
}

export const staffingRules: CrossRule[] = [
  {
    rule: 'bands-contiguous',
    check({ staffing: { bands } }) {
      return bands.flatMap(({ id, from, to, designIntake }, at) => {
        const before = bands[at - 1];
        const start = before ? (before.to ?? Number.NaN) + 1 : 0;
        const last = at === bands.length - 1;
        const problems = [];
        if (from !== start)
          problems.push({
            file,
            path: `bands[${at}].from`,
            message: `${id} starts where the band before it ends (${start})`,
          });
        if ((to === null) !== last)
          problems.push({ file, path: `bands[${at}].to`, message: 'only the last band has no upper limit' });
        if (designIntake < from || (to !== null && designIntake > to))
          problems.push({
            file,
            path: `bands[${at}].designIntake`,
            message: `the design intake lies inside ${id}`,
          });
        return problems;
      });
    },
  },
  {
    rule: 'staffing-complete',
    check(edition) {
      const { table, formulas, bands } = edition.staffing;
      const gaps = Object.entries({ table, formulas }).flatMap(([path, record]) => {
        const { missing, surplus } = difference(edition, record);
        return [
          ...missing.map((code) => ({ file, path, message: `${code} is missing` })),
          ...surplus.map((code) => ({
            file,
            path: `${path}.${code}`,
            message: `there is no position ${code}`,
          })),
        ];
      });
      const lengths = Object.entries(table)
        .filter(([, heads]) => heads.length !== bands.length)
        .map(([code, heads]) => ({
          file,
          path: `table.${code}`,
          message: `one figure per band, ${bands.length} (now ${heads.length})`,
        }));
      return [...gaps, ...lengths];
    },
  },
  {
    rule: 'table-rises',
    check({ staffing: { table } }) {
      return Object.entries(table)
        .filter(([, heads]) => heads.some((count, at) => count < (heads[at - 1] ?? 0)))
        .map(([code]) => ({
          file,
          path: `table.${code}`,
          message: 'a higher band never asks for fewer heads',
        }));
    },
  },
  {
    rule: 'class-floors-known',
    check(edition) {
      return Object.entries(edition.staffing.classes).flatMap(([name, { floors }]) =>
        difference(edition, floors).surplus.map((code) => ({
          file,
          path: `classes.${name}.floors.${code}`,
          message: `there is no position ${code}`,
        })),
      );
    },
  },
  {
    rule: 'never-combined-kept',
    check({ staffing: { combinations } }) {
      return Object.entries(combinations.allowed).flatMap(([band, sets]) =>
        sets.flatMap((set, at) =>
          combinations.never
            .filter(({ positions }) => positions.every((code) => set.includes(code)))
            .map(({ positions }) => ({
              file,
              path: `combinations.allowed.${band}[${at}]`,
              message: `${positions.join(' and ')} are never combined`,
            })),
        ),
      );
    },
  },
  {
    rule: 'controls-allowed',
    check({ staffing: { combinations } }) {
      return combinations.controls.flatMap(({ positions, bands }, at) =>
        bands
          .filter((band) => !combinations.allowed[band]?.some((set) => set.join() === positions.join()))
          .map((band) => ({
            file,
            path: `combinations.controls[${at}].bands`,
            message: `${positions.join(' and ')} are not allowed together in ${band}, so there is nothing to control`,
          })),
      );
    },
  },
];
