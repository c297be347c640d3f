import type { CrossRule } from './cross-rule.ts';
import { type Edition, fileOfPart, positionPath } from './schema.ts';

/** A name used somewhere, which must be defined elsewhere. */
interface Reference {
  file: string;
  path: string;
  to: string;
}

/** Every reference must be among the names that `defined` gives. */
const resolves = (
  rule: string,
  kind: string,
  defined: (e: Edition) => string[],
  references: (e: Edition) => Reference[],
): CrossRule => ({
  rule,
  check(edition) {
    const names = new Set(defined(edition));
    return references(edition)
      .filter(({ to }) => !names.has(to))
      .map(({ file, path, to }) => ({ file, path, message: `there is no ${kind} ${to}` }));
  },
});

/** Names in a list, each with its place. */
const each = (file: string, path: string, names: readonly string[]): Reference[] =>
  names.map((to, at) => ({ file, path: `${path}[${at}]`, to }));

const codes = (edition: Edition) => edition.positions.map((position) => position.code);

/** Values under a key anywhere in a part, for references that occur in many places under one name. */
function under(key: string, value: unknown, path = ''): { path: string; value: unknown }[] {
  if (Array.isArray(value)) return value.flatMap((item, at) => under(key, item, `${path}[${at}]`));
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([name, inside]) => {
    const here = path ? `${path}.${name}` : name;
    return name === key ? [{ path: here, value: inside }] : under(key, inside, here);
  });
}

/** Every part of an edition with its file, positions one by one. */
export function filesOf(edition: Edition): { file: string; content: unknown }[] {
  const { positions, ...parts } = edition;
  return [
    ...Object.entries(parts).map(([part, content]) => ({
      file: fileOfPart[part as keyof typeof parts],
      content,
    })),
    ...positions.map((position) => ({ file: positionPath(position.code), content: position })),
  ];
}

/** References under one key wherever it occurs in the files outside edition.json, as a name or a list of names. */
const named = (edition: Edition, key: string): Reference[] =>
  filesOf(edition)
    .filter(({ file }) => file !== fileOfPart.about)
    .flatMap(({ file, content }) =>
      under(key, content).flatMap(({ path, value }) => {
        if (typeof value === 'string') return [{ file, path, to: value }];
        return Array.isArray(value) && value.every((name) => typeof name === 'string')
          ? each(file, path, value)
          : [];
      }),
    );

const actorKeys = ['owners', 'arranges', 'assesses', 'approves', 'tell'];

export const referenceRules: CrossRule[] = [
  resolves(
    'module-known',
    'module',
    (edition) => edition.modules.map((module) => module.id),
    (edition) => [
      ...named(edition, 'module'),
      ...modulesOfAuthorisations(edition),
      ...modulesOfSteps(edition),
    ],
  ),
  {
    rule: 'module-used',
    check(edition) {
      const used = new Set(named(edition, 'module').map(({ to }) => to));
      return edition.modules.flatMap(({ id }, at) =>
        used.has(id)
          ? []
          : [{ file: fileOfPart.modules, path: `[${at}].id`, message: `no position asks for ${id}` }],
      );
    },
  },
  resolves(
    'recurring-duty-known',
    'recurring duty',
    (edition) => edition.recurringDuties.map((duty) => duty.id),
    (edition) => [...named(edition, 'recurring'), ...named(edition, 'recurringDuty')],
  ),
  {
    rule: 'recurring-duty-linked-back',
    check(edition) {
      const byClause = new Map(
        edition.positions.flatMap(({ code, duties }) =>
          duties.map((duty, at) => [
            duty.clause,
            { file: positionPath(code), path: `duties[${at}].recurring`, duty },
          ]),
        ),
      );
      const forward = edition.recurringDuties.flatMap(({ id, clauses }, at) =>
        clauses.flatMap((clause, n) => {
          const place = byClause.get(clause);
          if (!place) {
            const path = `[${at}].clauses[${n}]`;
            return [
              {
                file: fileOfPart.recurringDuties,
                path,
                message: `no position has a duty of clause ${clause}`,
              },
            ];
          }
          return place.duty.recurring.includes(id)
            ? []
            : [
                {
                  file: place.file,
                  path: place.path,
                  message: `clause ${clause} does not name ${id}, which names it`,
                },
              ];
        }),
      );
      const clausesOf = new Map(edition.recurringDuties.map(({ id, clauses }) => [id, clauses]));
      const back = [...byClause].flatMap(([clause, { file, path, duty }]) =>
        duty.recurring.flatMap((id, n) =>
          (clausesOf.get(id) ?? [clause]).includes(clause)
            ? []
            : [
                {
                  file,
                  path: `${path}[${n}]`,
                  message: `${id} does not name clause ${clause}, which names it`,
                },
              ],
        ),
      );
      return [...forward, ...back];
    },
  },
  resolves(
    'level-known',
    'certification level',
    (edition) => edition.certification.levels.map((level) => level.id),
    (edition) => [
      ...edition.positions.flatMap(({ code, certification }) =>
        each(positionPath(code), 'certification.levels', certification.levels),
      ),
      ...named(edition, 'mayAssess'),
    ],
  ),
  {
    rule: 'prerequisite-level-known',
    check(edition) {
      const levels = new Map(
        edition.positions.map((position) => [position.code, position.certification.levels]),
      );
      return edition.positions.flatMap(({ code, prerequisites }) =>
        prerequisites.flatMap((prerequisite, at) =>
          prerequisite.kind !== 'certified-as' ||
          levels.get(prerequisite.position)?.includes(prerequisite.level)
            ? []
            : [
                {
                  file: positionPath(code),
                  path: `prerequisites[${at}].level`,
                  message: `${prerequisite.position} has no level ${prerequisite.level}`,
                },
              ],
        ),
      );
    },
  },
  resolves(
    'authorisation-known',
    'authorisation',
    (edition) => edition.certification.authorisations.map((authorisation) => authorisation.id),
    (edition) => [
      ...edition.positions.flatMap(({ code, certification }) =>
        each(positionPath(code), 'certification.authorisations', certification.authorisations),
      ),
      {
        file: fileOfPart.staffing,
        path: 'nevOverlay.authorisation',
        to: edition.staffing.nevOverlay.authorisation,
      },
    ],
  ),
  resolves(
    'certificate-known',
    'statutory certificate',
    (edition) => edition.certification.statutoryCertificates.map((certificate) => certificate.id),
    (edition) => [...named(edition, 'certificate'), ...named(edition, 'statutoryCertificate')],
  ),
  resolves('position-known', 'position', codes, (edition) =>
    [
      'positions',
      'position',
      'keyPosts',
      'noTwoOf',
      'alone',
      'technicians',
      'combined',
      'candidates',
    ].flatMap((key) => named(edition, key)),
  ),
  resolves(
    'actor-known',
    'position or HQ office',
    (edition) => [
      ...codes(edition),
      ...edition.certification.offices.map((office) => office.id),
      'line-manager',
      'owner',
      'person',
    ],
    (edition) => actorKeys.flatMap((key) => named(edition, key)),
  ),
  resolves(
    'source-known',
    'source',
    (edition) => edition.about.sources.map((source) => source.id),
    (edition) => named(edition, 'sources'),
  ),
  resolves(
    'band-known',
    'band',
    (edition) => edition.staffing.bands.map((band) => band.id),
    (edition) => [
      ...named(edition, 'bands'),
      ...Object.keys(edition.staffing.combinations.allowed).map((to) => ({
        file: fileOfPart.staffing,
        path: `combinations.allowed.${to}`,
        to,
      })),
    ],
  ),
];

/** Modules that an authorisation asks for. */
function modulesOfAuthorisations(edition: Edition): Reference[] {
  return edition.certification.authorisations.flatMap(({ modules }, at) =>
    each(fileOfPart.certification, `authorisations[${at}].modules`, modules),
  );
}

function modulesOfSteps({ onboarding }: Edition): Reference[] {
  return onboarding.steps.flatMap(({ modules }, at) =>
    each(fileOfPart.onboarding, `steps[${at}].modules`, modules),
  );
}
