import type { Broken, CrossRule } from './cross-rule.ts';
import { repeated, sum } from './repeated.ts';
import { type Edition, fileOfPart, type PositionSheet, positionPath } from './schema.ts';

/** A rule about one position at a time. */
const ofPosition = (
  rule: string,
  check: (position: PositionSheet, edition: Edition) => Omit<Broken, 'file'>[],
): CrossRule => ({
  rule,
  check: (edition) =>
    edition.positions.flatMap((position) =>
      check(position, edition).map((place) => ({ file: positionPath(position.code), ...place })),
    ),
});

/** Ids that must be one of a kind in the whole edition, with where they stand. */
function ids(edition: Edition): { file: string; path: string; id: string }[] {
  const positions = edition.positions.flatMap((position) =>
    [
      ...position.duties.flatMap((duty, at) => [
        { path: `duties[${at}].id`, id: duty.id },
        { path: `duties[${at}].clause`, id: duty.clause },
      ]),
      ...position.audit.items.map((item, at) => ({ path: `audit.items[${at}].id`, id: item.id })),
    ].map((place) => ({ file: positionPath(position.code), ...place })),
  );
  const modules = edition.modules.map(({ id }, at) => ({ file: fileOfPart.modules, path: `[${at}].id`, id }));
  const duties = edition.recurringDuties.map(({ id }, at) => ({
    file: fileOfPart.recurringDuties,
    path: `[${at}].id`,
    id,
  }));
  return [...positions, ...modules, ...duties];
}

export const positionRules: CrossRule[] = [
  {
    rule: 'unique-ids',
    check(edition) {
      const all = ids(edition);
      const codes = repeated(edition.positions, (position) => position.code).map(({ key }) => ({
        file: positionPath(key),
        path: 'code',
        message: `the position ${key} stands twice`,
      }));
      const others = repeated(all, (place) => place.id).flatMap(({ key, at }) => {
        const place = all[at];
        return place
          ? [{ file: place.file, path: place.path, message: `${key} is used twice in this edition` }]
          : [];
      });
      return [...codes, ...others];
    },
  },
  ofPosition('duty-clauses', ({ code, clauseGroup, duties }) =>
    duties.flatMap(({ id, clause, origin }, at) => {
      const problems: Omit<Broken, 'file'>[] = [];
      if (!clause.startsWith(`${clauseGroup}.`))
        problems.push({
          path: `duties[${at}].clause`,
          message: `a duty's clause is in group ${clauseGroup} (now ${clause})`,
        });
      if (id !== `${code}-${clause}`)
        problems.push({
          path: `duties[${at}].id`,
          message: `a duty's id is position and clause, ${code}-${clause}`,
        });
      if ((origin === 'house') !== clause.startsWith('H'))
        problems.push({
          path: `duties[${at}].origin`,
          message: 'clauses of the house begin with H, those of the source do not',
        });
      return problems;
    }),
  ),
  {
    rule: 'source-clauses-complete',
    check(edition) {
      const clauses = new Set(
        edition.positions.flatMap((position) => position.duties.map((duty) => duty.clause)),
      );
      return Object.entries(edition.about.sourceClauses).flatMap(([group, count]) => {
        const expected = Array.from({ length: count }, (_, index) => `${group}.${index + 1}`);
        const missing = expected.filter((clause) => !clauses.has(clause));
        if (missing.length === 0) return [];
        const owner = edition.positions.find((position) => position.clauseGroup === group);
        const file = owner ? positionPath(owner.code) : fileOfPart.about;
        return [
          {
            file,
            path: 'duties',
            message: `clauses of the source document are missing: ${missing.join(', ')}`,
          },
        ];
      });
    },
  },
  ofPosition('item-weights', ({ audit }) => {
    const total = sum(audit.items.map((item) => item.weight));
    return total === 100
      ? []
      : [{ path: 'audit.items', message: `weights of a position's items sum to 100 (now ${total})` }];
  }),
  {
    rule: 'position-weights',
    check(edition) {
      const total = sum(edition.positions.map((position) => position.audit.weight));
      if (total === 100) return [];
      return [
        {
          file: 'positions',
          path: 'audit.weight',
          message: `weights of the positions sum to 100 (now ${total})`,
        },
      ];
    },
  },
  ofPosition('item-clauses', ({ code, duties, audit }) => {
    const clauses = new Set(duties.map((duty) => duty.clause));
    return audit.items.flatMap(({ id, clause }, at) => [
      ...(clauses.has(clause)
        ? []
        : [{ path: `audit.items[${at}].clause`, message: `the position has no duty of clause ${clause}` }]),
      ...(id.startsWith(`AU-${code}-`)
        ? []
        : [{ path: `audit.items[${at}].id`, message: `ids of the position's items begin with AU-${code}-` }]),
    ]);
  }),
  ofPosition('certifiers-cover-levels', ({ certification }) => {
    const covered = certification.certifiers.flatMap((certifier) => certifier.levels);
    return [...covered].sort().join() === [...certification.levels].sort().join()
      ? []
      : [
          {
            path: 'certification.certifiers',
            message: `each level has exactly one certifier (levels ${certification.levels.join(' ')}; covered ${covered.join(' ')})`,
          },
        ];
  }),
  ofPosition('nobody-certifies-themselves', ({ code, certification }) =>
    certification.certifiers.flatMap(({ assesses, approves }, at) =>
      (['assesses', 'approves'] as const)
        .filter((role) => ({ assesses, approves })[role] === code)
        .map((role) => ({
          path: `certification.certifiers[${at}].${role}`,
          message: 'nobody assesses or approves the own position',
        })),
    ),
  ),
];
