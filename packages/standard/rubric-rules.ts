import type { Broken, CrossRule } from './cross-rule.ts';
import { repeated, sum } from './repeated.ts';
import { type Edition, fileOfPart, positionPath, type Rubric } from './schema.ts';

/** A rubric with its place, the letters that its ids begin with, and the clauses that its steps may name. */
interface Placed {
  file: string;
  path: string;
  rubric: Rubric;
  /** Null where the ids begin with any letters of their own: an authorisation has no position code. */
  code: string | null;
  clauses: Set<string>;
}

const authorisationPath = (at: number) => `authorisations[${at}].rubric`;

function placed(edition: Edition): Placed[] {
  const clausesOf = (positions: Edition['positions']) =>
    new Set(positions.flatMap(({ duties }) => duties.map(({ clause }) => clause)));
  return [
    ...edition.positions.map((position) => ({
      file: positionPath(position.code),
      path: 'certification.rubric',
      rubric: position.certification.rubric,
      code: position.code,
      clauses: clausesOf([position]),
    })),
    ...edition.certification.authorisations.flatMap(({ id, rubric }, at) =>
      rubric === null
        ? []
        : [
            {
              file: fileOfPart.certification,
              path: authorisationPath(at),
              rubric,
              code: null,
              clauses: clausesOf(
                edition.positions.filter(({ certification }) => certification.authorisations.includes(id)),
              ),
            },
          ],
    ),
  ];
}

/** Every id of a rubric, tasks as well as steps, with its place. */
const idsOf = ({ file, path, rubric }: Placed) =>
  rubric.tasks.flatMap(({ id, steps }, task) => [
    { file, path: `${path}.tasks[${task}].id`, id },
    ...steps.map((step, at) => ({ file, path: `${path}.tasks[${task}].steps[${at}].id`, id: step.id })),
  ]);

export const rubricRules: CrossRule[] = [
  {
    rule: 'rubric-points',
    check: (edition) =>
      placed(edition).flatMap(({ file, path, rubric }) => {
        const total = sum(rubric.tasks.flatMap(({ steps }) => steps.map(({ points }) => points)));
        return total === 100
          ? []
          : [
              {
                file,
                path: `${path}.tasks`,
                message: `points of a practical's steps sum to 100 (now ${total})`,
              },
            ];
      }),
  },
  {
    rule: 'rubric-ids',
    check: (edition) =>
      placed(edition).flatMap(({ file, path, rubric, code }) =>
        rubric.tasks.flatMap(({ id, steps }, task): Broken[] => [
          ...(code === null || id.startsWith(`${code}-P`)
            ? []
            : [
                {
                  file,
                  path: `${path}.tasks[${task}].id`,
                  message: `ids of the position's tasks begin with ${code}-P`,
                },
              ]),
          ...steps.flatMap((step, at) =>
            step.id.startsWith(`${id}-`)
              ? []
              : [
                  {
                    file,
                    path: `${path}.tasks[${task}].steps[${at}].id`,
                    message: `ids of the task's steps begin with ${id}-`,
                  },
                ],
          ),
        ]),
      ),
  },
  {
    rule: 'rubric-unique-ids',
    check(edition) {
      const all = placed(edition).flatMap(idsOf);
      return repeated(all, ({ id }) => id).flatMap(({ key, at }) => {
        const place = all[at];
        return place
          ? [{ file: place.file, path: place.path, message: `${key} is used twice in this edition` }]
          : [];
      });
    },
  },
  {
    rule: 'rubric-clauses',
    check: (edition) =>
      placed(edition).flatMap(({ file, path, rubric, clauses }) =>
        rubric.tasks.flatMap(({ steps }, task) =>
          steps.flatMap(({ clause }, at) =>
            clause === null || clauses.has(clause)
              ? []
              : [
                  {
                    file,
                    path: `${path}.tasks[${task}].steps[${at}].clause`,
                    message: `nobody who is assessed has a duty of clause ${clause}`,
                  },
                ],
          ),
        ),
      ),
  },
  {
    rule: 'rubric-where-practical',
    check: ({ certification }) =>
      certification.authorisations.flatMap(({ id, practical, rubric }, at) =>
        practical === (rubric !== null)
          ? []
          : [
              {
                file: fileOfPart.certification,
                path: authorisationPath(at),
                message: practical
                  ? `the practical of ${id} needs a rubric`
                  : `${id} asks for no practical and has no rubric`,
              },
            ],
      ),
  },
];
